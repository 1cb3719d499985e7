internal import TerminalCanvas

extension ExploreLayout {
  /// The page's panels in the room between sentence and status line.
  mutating func placeLayers(_ body: Rect) {
    let rows = body.rows(ExplorePage.layers.panels.map { _ in 1 })
    for (panel, rect) in zip(ExplorePage.layers.panels, rows) { panels[panel] = rect }
  }
}
