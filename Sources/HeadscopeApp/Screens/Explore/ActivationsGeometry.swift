internal import TerminalCanvas

/// Where the columns of the activations table stand: a row is a token, at the left the neurons of one layer, at the
/// right the residual stream before the first and after each layer.
struct ActivationsGeometry {
  let rows: Range<Int>
  let stages: Range<Int>
  let neurons: Rect
  let norms: Rect
  /// Columns of one stage, room for its number and a blank.
  let stageWidth: Int
  /// Lines of one token.
  let rowHeight: Int
  private let labelWidth: Int
  private let interior: Rect

  /// - Parameter stage: The stage that must be in sight, counted from the embedding.
  init(panel: Rect, labelWidth: Int, numberWidth: Int, count: Int, stageCount: Int, query: Int, stage: Int) {
    interior = Panel.interior(of: panel)
    self.labelWidth = labelWidth
    rows = ScrollWindow.range(count: count, visible: interior.height, around: query)
    rowHeight = min(3, max(1, interior.height / max(1, rows.count)))
    let rest = interior.splitLeft(labelWidth + 2).rest
    stageWidth = rest.width / 3 >= stageCount * (numberWidth + 2) ? numberWidth + 2 : numberWidth + 1
    let visible = min(
      stageCount, max(1, (rest.width - min(12, rest.width / 3)) / stageWidth), max(5, rest.width / 2 / stageWidth))
    stages = ScrollWindow.range(count: stageCount, visible: visible, around: stage)
    let (left, right) = rest.splitRight(visible * stageWidth)
    neurons = left.splitRight(2).rest
    norms = right
  }

  /// The token's label, in the middle of its lines.
  func label(row: Int) -> Rect {
    Rect(x: interior.x, y: y(row) + (rowHeight - 1) / 2, width: labelWidth + 1, height: 1)
  }

  /// A token's first line.
  func y(_ row: Int) -> Int { interior.y + (row - rows.lowerBound) * rowHeight }

  /// The cells of one norm.
  func norm(row: Int, stage: Int) -> Rect {
    Rect(x: norms.x + (stage - stages.lowerBound) * stageWidth, y: y(row), width: stageWidth, height: rowHeight)
  }

  /// The token at a point.
  func row(at point: Point) -> Int? {
    let row = (point.y - interior.y) / rowHeight + rows.lowerBound
    return interior.contains(point) && rows.contains(row) ? row : nil
  }

  /// The stage at a point.
  func stage(at point: Point) -> Int? {
    guard norms.contains(point) else { return nil }
    let stage = (point.x - norms.x) / stageWidth + stages.lowerBound
    return stages.contains(stage) ? stage : nil
  }
}
