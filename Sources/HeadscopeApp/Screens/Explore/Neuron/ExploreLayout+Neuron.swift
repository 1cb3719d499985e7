internal import TerminalCanvas

extension ExploreLayout {
  /// The page's panels in the room between sentence and status line.
  mutating func placeNeuron(_ body: Rect) {
    let rows = body.rows(ExplorePage.neuron.panels.map { _ in 1 })
    for (panel, rect) in zip(ExplorePage.neuron.panels, rows) { panels[panel] = rect }
  }
}
