internal import TerminalCanvas

/// Where the columns of the activations table stand: a row is a token, at the left the neurons of one layer, at the
/// right the residual stream before the first and after each layer.
struct ActivationsGeometry {
  let rows: Range<Int>
  let stages: Range<Int>
  let neurons: Rect
  let norms: Rect
  /// Columns of one stage; 6 hold a number.
  let stageWidth: Int
  let labelWidth: Int
  private let interior: Rect

  init(panel: Rect, labelWidth: Int, count: Int, layers: Int, query: Int, layer: Int) {
    interior = Panel.interior(of: panel)
    self.labelWidth = labelWidth
    rows = ScrollWindow.range(count: count, visible: interior.height, around: query)
    let rest = interior.splitLeft(labelWidth + 2).rest
    let share = rest.width / 2
    stageWidth = share / (layers + 1) >= 6 ? 6 : share / (layers + 1) >= 4 ? 4 : 4
    let visible = max(1, min(layers + 1, share / stageWidth))
    stages = ScrollWindow.range(count: layers + 1, visible: visible, around: layer + 1)
    let (left, right) = rest.splitRight(visible * stageWidth)
    neurons = left.splitRight(2).rest
    norms = right
  }

  func label(row: Int) -> Rect {
    Rect(x: interior.x, y: y(row), width: labelWidth + 1, height: 1)
  }

  func y(_ row: Int) -> Int { interior.y + row - rows.lowerBound }

  func norm(row: Int, stage: Int) -> Rect {
    Rect(x: norms.x + (stage - stages.lowerBound) * stageWidth, y: y(row), width: stageWidth, height: 1)
  }

  /// The token at a point.
  func row(at point: Point) -> Int? {
    let row = point.y - interior.y + rows.lowerBound
    return interior.contains(point) && rows.contains(row) ? row : nil
  }

  /// The stage at a point.
  func stage(at point: Point) -> Int? {
    guard norms.contains(point) else { return nil }
    let stage = (point.x - norms.x) / stageWidth + stages.lowerBound
    return stages.contains(stage) ? stage : nil
  }
}
