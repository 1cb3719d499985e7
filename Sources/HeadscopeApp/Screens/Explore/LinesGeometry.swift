internal import TerminalCanvas

/// Where the two columns of tokens of the head view stand, and the room for lines between them.
///
/// Where not all tokens fit, the left column shows those around the query and the right one those around the key.
struct LinesGeometry {
  /// Tokens at the left, which look.
  let queries: Range<Int>
  /// Tokens at the right, which are looked at.
  let keys: Range<Int>
  let labelWidth: Int
  /// Where lines run.
  let field: Rect
  /// Columns at the very right, one for each of several heads.
  let stripWidth: Int
  private let interior: Rect
  /// Rows from one label to the next.
  private let pitch: Int

  /// - Parameter heads: Heads that are drawn; with more than one, each gets a column beside the tokens looked at.
  /// - Parameter footer: Lines below that are taken by something else.
  init(panel: Rect, labelWidth: Int, count: Int, query: Int, key: Int, heads: Int = 1, footer: Int = 0) {
    interior = Panel.interior(of: panel).splitBottom(footer).rest
    self.labelWidth = labelWidth
    queries = ScrollWindow.range(count: count, visible: interior.height, around: query)
    keys = ScrollWindow.range(count: count, visible: interior.height, around: key)
    pitch = min(3, max(1, (interior.height - 1) / max(1, queries.count - 1)))
    stripWidth = heads > 1 ? heads * (interior.width >= 64 ? 2 : 1) : 0
    // Left the label, its mark and a blank; right a blank, the label and its percentage, and the heads' columns.
    field = Rect(
      x: interior.x + labelWidth + 2, y: interior.y,
      width: interior.width - 2 * labelWidth - 8 - (stripWidth > 0 ? stripWidth + 1 : 0), height: interior.height)
  }

  /// The row of the place-th label.
  private func y(_ place: Int) -> Int {
    interior.y + max(0, interior.height - 1 - pitch * (queries.count - 1)) / 2 + place * pitch
  }

  /// The label at the left.
  func query(_ token: Int) -> Rect {
    Rect(x: interior.x, y: y(token - queries.lowerBound), width: labelWidth + 1, height: 1)
  }

  /// The label at the right, with its percentage.
  func key(_ token: Int) -> Rect {
    Rect(x: field.maxX + 1, y: y(token - keys.lowerBound), width: labelWidth + 5, height: 1)
  }

  /// The column of one of several heads beside a token looked at.
  func strip(_ token: Int, head: Int, of heads: Int) -> Rect {
    let width = stripWidth / max(1, heads)
    return Rect(
      x: interior.maxX - stripWidth + head * width, y: y(token - keys.lowerBound), width: width, height: 1)
  }

  /// The middle of a label's row in dots from the field's top.
  func dot(_ label: Rect) -> Float { Float((label.y - field.y) * 4) + 1.5 }

  /// The token at a point, and whether it is one that is looked at.
  func token(at point: Point) -> (index: Int, isKey: Bool)? {
    let isKey = point.x >= interior.x + interior.width / 2
    let range = isKey ? keys : queries
    guard interior.contains(point) else { return nil }
    let nearest = range.indices.min { a, b in
      abs(y(a - range.lowerBound) - point.y) < abs(y(b - range.lowerBound) - point.y)
    }
    return nearest.map { ($0, isKey) }
  }
}
