internal import TerminalCanvas

extension ExploreLayout {
  /// The page's panels in the room between sentence and status line.
  mutating func placeStep(_ body: Rect) {
    let rows = body.rows(ExplorePage.step.panels.map { _ in 1 })
    for (panel, rect) in zip(ExplorePage.step.panels, rows) { panels[panel] = rect }
  }
}
