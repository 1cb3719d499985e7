internal import TerminalCanvas

extension ExploreLayout {
  /// The heat rows above, below them one unit's course and the predictions; side by side where there is room for all units and a
  /// course, the heat rows as wide as their units fill.
  mutating func placeStates(_ body: Rect, tokens: Int, units: Int) {
    let (labels, course) = (14, 64)
    if body.width >= units + labels + course {
      let wide = (body.width - labels - course) / units
      let (left, right) = body.splitLeft(labels + units * wide)
      let (top, below) = right.splitTop(min(tokens + 3, body.height * 3 / 5))
      (panels[.states], panels[.course], panels[.predictions]) = (left, top, below)
      return
    }
    let lines = max(1, min(3, (body.height / 2 - 3) / max(1, tokens)))
    let least = max(9, body.height * 2 / 5)
    let (top, below) = body.splitTop(min(tokens * lines + 3, body.height - least))
    panels[.states] = top
    let parts = below.columns([3, 2])
    (panels[.course], panels[.predictions]) = (parts[0], parts[1])
  }
}
