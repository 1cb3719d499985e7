internal import TerminalCanvas

extension ExploreLayout {
  /// The list at the left over the whole height; what changes and the ranking at the right.
  mutating func placeLedger(_ body: Rect) {
    let (left, right) = body.splitLeft(body.width * 11 / 20)
    let (top, rest) = right.splitTop(max(8, right.height * 2 / 5))
    panels[.ledger] = left
    panels[.effect] = top
    panels[.ranking] = rest
  }
}
