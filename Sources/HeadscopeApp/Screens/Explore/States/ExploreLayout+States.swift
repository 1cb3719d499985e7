internal import TerminalCanvas

extension ExploreLayout {
  /// The heat rows above, below them one unit's course and the predictions.
  mutating func placeStates(_ body: Rect, tokens: Int) {
    let lines = max(1, min(3, (body.height / 2 - 3) / max(1, tokens)))
    let least = max(9, body.height * 2 / 5)
    let (top, below) = body.splitTop(min(tokens * lines + 3, body.height - least))
    panels[.states] = top
    let parts = below.columns([3, 2])
    (panels[.course], panels[.predictions]) = (parts[0], parts[1])
  }
}
