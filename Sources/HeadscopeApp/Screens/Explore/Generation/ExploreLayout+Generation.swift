internal import TerminalCanvas

extension ExploreLayout {
  /// Candidates at the left, over the whole height; knobs and continuations at the right.
  mutating func placeGeneration(_ body: Rect) {
    let (left, right) = body.splitLeft(body.width * 9 / 20)
    let (top, rest) = right.splitTop(GenerationState.Knob.allCases.count + 3)
    panels[.candidates] = left
    panels[.knobs] = top
    panels[.branches] = rest
  }
}
