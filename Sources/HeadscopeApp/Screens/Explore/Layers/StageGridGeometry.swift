internal import TerminalCanvas

/// Where a grid of stages (rows) and tokens or components (columns) stands, and at its right the course of one column.
struct StageGridGeometry {
  let stages: Range<Int>
  let columns: Range<Int>
  let cellWidth: Int
  let rowHeight: Int
  /// The line above the cells.
  let titles: Rect
  /// Where the course of the chosen column stands, its title above.
  let side: Rect
  private let body: Rect
  private let labels: Rect

  /// How wide cells may be, and how much the course at the right wants.
  struct Widths {
    let least: Int
    let most: Int
    let side: Int
  }

  init(
    panel: Rect, labelWidth: Int, stageCount: Int, stage: Int, columnCount: Int, column: Int, widths: Widths
  ) {
    let interior = Panel.interior(of: panel)
    let (head, rest) = interior.splitTop(1)
    labels = rest.splitLeft(labelWidth + 1).left
    stages = ScrollWindow.range(count: stageCount, visible: rest.height, around: stage)
    rowHeight = min(3, max(1, rest.height / max(1, stages.count)))
    let room = interior.width - labelWidth - 1
    let cells = room - min(widths.side, room / 2) - 1
    cellWidth = min(widths.most, max(widths.least, cells / max(1, columnCount)))
    columns = ScrollWindow.range(count: columnCount, visible: max(1, cells / cellWidth), around: column)
    let x = interior.x + labelWidth + 1
    let used = columns.count * cellWidth
    body = Rect(x: x, y: rest.y, width: used, height: stages.count * rowHeight)
    titles = Rect(x: x, y: head.y, width: used, height: 1)
    side = Rect(
      x: x + used + 1, y: interior.y, width: min(interior.maxX - x - used - 1, 2 * widths.side), height: interior.height
    )
  }

  private func y(_ stage: Int) -> Int { body.y + (stage - stages.lowerBound) * rowHeight }

  /// A stage's label, its mark in the first column.
  func label(_ stage: Int) -> Rect {
    Rect(x: labels.x, y: y(stage) + (rowHeight - 1) / 2, width: labels.width, height: 1)
  }

  /// A column's title.
  func title(_ column: Int) -> Rect {
    Rect(x: body.x + (column - columns.lowerBound) * cellWidth, y: titles.y, width: cellWidth, height: 1)
  }

  func cell(_ stage: Int, _ column: Int) -> Rect {
    Rect(
      x: body.x + (column - columns.lowerBound) * cellWidth, y: y(stage), width: cellWidth, height: rowHeight)
  }

  /// The line beside a stage's cells.
  func course(_ stage: Int) -> Rect {
    Rect(x: side.x, y: y(stage) + (rowHeight - 1) / 2, width: side.width, height: 1)
  }

  /// The stage at a point.
  func stage(at point: Point) -> Int? {
    let stage = (point.y - body.y) / rowHeight + stages.lowerBound
    return point.y >= body.y && stages.contains(stage) ? stage : nil
  }

  /// The column at a point.
  func column(at point: Point) -> Int? {
    let column = (point.x - body.x) / cellWidth + columns.lowerBound
    return point.x >= body.x && point.x < body.maxX && columns.contains(column) ? column : nil
  }
}
