internal import TerminalCanvas

extension ExploreLayout {
  /// The list at the left over the whole height; what changes and the ranking of heads, where there are any, at the right.
  mutating func placeLedger(_ body: Rect, heads: Int) {
    let (left, right) = body.splitLeft(body.width * 11 / 20)
    guard heads > 0 else {
      (panels[.ledger], panels[.effect]) = (left, right)
      return
    }
    let (top, rest) = right.splitTop(max(8, right.height * 2 / 5))
    panels[.ledger] = left
    panels[.effect] = top
    panels[.ranking] = rest
  }
}
