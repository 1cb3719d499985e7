internal import TerminalCanvas

extension ExploreLayout {
  /// The strip over the whole width; below it the operation's numbers and, at the right, what they mean.
  mutating func placeStep(_ body: Rect) {
    let (strip, rest) = body.splitTop(body.height >= 30 ? 7 : 5)
    let (left, right) = rest.splitLeft(rest.width - min(max(36, rest.width * 2 / 5), 76))
    panels[.strip] = strip
    panels[.operation] = left
    panels[.explanation] = right
  }
}
