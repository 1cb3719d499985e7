internal import TerminalCanvas

extension ExploreLayout {
  /// The page's panels in the room between sentence and status line.
  mutating func placeLedger(_ body: Rect) {
    let rows = body.rows(ExplorePage.ledger.panels.map { _ in 1 })
    for (panel, rect) in zip(ExplorePage.ledger.panels, rows) { panels[panel] = rect }
  }
}
