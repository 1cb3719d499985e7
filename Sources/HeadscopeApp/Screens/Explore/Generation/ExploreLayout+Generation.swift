internal import TerminalCanvas

extension ExploreLayout {
  /// The page's panels in the room between sentence and status line.
  mutating func placeGeneration(_ body: Rect) {
    let rows = body.rows(ExplorePage.generation.panels.map { _ in 1 })
    for (panel, rect) in zip(ExplorePage.generation.panels, rows) { panels[panel] = rect }
  }
}
