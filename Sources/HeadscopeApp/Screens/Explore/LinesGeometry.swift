internal import TerminalCanvas

/// Where the two columns of tokens of the head view stand, and the room for lines between them.
struct LinesGeometry {
  let rows: Range<Int>
  let labelWidth: Int
  /// Where lines run.
  let field: Rect
  private let interior: Rect
  private let pitch: Int
  private let top: Int

  init(panel: Rect, labelWidth: Int, count: Int, query: Int) {
    interior = Panel.interior(of: panel)
    self.labelWidth = labelWidth
    rows = ScrollWindow.range(count: count, visible: interior.height, around: query)
    pitch = min(3, max(1, interior.height / max(1, rows.count)))
    let used = (rows.count - 1) * pitch + 1
    top = interior.y + max(0, interior.height - used) / 2
    // Left label, its mark and a blank; right a blank, the label, a blank and its percentage.
    field = Rect(
      x: interior.x + labelWidth + 2, y: interior.y, width: interior.width - 2 * labelWidth - 8,
      height: interior.height)
  }

  private func y(_ row: Int) -> Int { top + (row - rows.lowerBound) * pitch }

  /// The label at the left, for the token that looks.
  func query(_ row: Int) -> Rect { Rect(x: interior.x, y: y(row), width: labelWidth + 1, height: 1) }

  /// The label at the right, for the token looked at, with its percentage.
  func key(_ row: Int) -> Rect {
    Rect(x: field.maxX + 1, y: y(row), width: labelWidth + 5, height: 1)
  }

  /// The height of a row's middle in dots from the field's top.
  func dot(_ row: Int) -> Float { Float((y(row) - field.y) * 4) + 1.5 }

  /// The row at a point, and whether it lies in the right half.
  func row(at point: Point) -> (row: Int, isKey: Bool)? {
    guard interior.contains(point), let row = rows.min(by: { abs(y($0) - point.y) < abs(y($1) - point.y) })
    else { return nil }
    return (row, point.x >= interior.x + interior.width / 2)
  }
}
