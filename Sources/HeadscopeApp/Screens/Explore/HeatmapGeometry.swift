internal import TerminalCanvas

/// Where the cells of the heatmap stand: the whole pattern with numbers where it fits, else a part around the selected
/// cell, or all of it pooled.
struct HeatmapGeometry {
  /// How values are shown.
  enum Kind: Equatable {
    /// `.46`, in cells of at least four columns.
    case weights
    /// ` 46`, where only three columns are left.
    case percents
    /// Half blocks without numbers, the whole pattern.
    case pooled
  }

  let kind: Kind
  let rows: Range<Int>
  let columns: Range<Int>
  let cell: (width: Int, height: Int)
  /// Where values stand.
  let body: Rect
  private let labels: Rect
  private let count: Int
  private let labelWidth: Int

  /// - Parameter leastWidth: Columns below which a cell doesn't go: 3 where every token's label fits two, else 4.
  init(
    panel: Rect, labelWidth: Int, leastWidth: Int, count: Int, query: Int, key: Int, showsWhole: Bool
  ) {
    let interior = HeatmapGeometry.interior(of: panel)
    let columnsWithGap = (interior.width - labelWidth - 2) / max(1, count)
    let gap = columnsWithGap == (interior.width - labelWidth - 1) / max(1, count) ? 2 : 1
    let (left, rest) = interior.splitLeft(labelWidth + gap)
    labels = left
    body = rest.splitTop(1).rest
    self.count = count
    self.labelWidth = labelWidth
    let fits = body.width / max(1, count) >= leastWidth && body.height >= count
    if showsWhole, !fits {
      kind = .pooled
      (rows, columns) = (0..<count, 0..<count)
      let high = min(count, body.height * 2)
      cell = (1, (high + 1) / 2)
      return
    }
    let share = body.width / max(1, count)
    let width = share >= leastWidth ? min(10, share) : 4
    kind = width >= 4 ? .weights : .percents
    rows = ScrollWindow.range(count: count, visible: body.height, around: query)
    columns = ScrollWindow.range(count: count, visible: body.width / width, around: key)
    cell = (width, min(max(1, body.height / max(1, rows.count)), max(1, (width + 1) / 2)))
  }

  /// The room inside the border; a narrow panel gives its left blank column to the labels, the right one to a bracket.
  static func interior(of panel: Rect) -> Rect {
    panel.width < 50 ? panel.inset(dx: 1, dy: 1).splitRight(1).rest : Panel.interior(of: panel)
  }

  /// Whether every value is shown with its number.
  var isWhole: Bool { kind != .pooled && rows.count == count && columns.count == count }

  /// The cells of a value that is shown with its number.
  func rect(row: Int, column: Int) -> Rect {
    Rect(
      x: body.x + (column - columns.lowerBound) * cell.width, y: body.y + (row - rows.lowerBound) * cell.height,
      width: cell.width, height: cell.height)
  }

  /// Where a row's label goes, its mark in the first column.
  func label(row: Int) -> Rect {
    let y = rect(row: row, column: columns.lowerBound).y + (cell.height - 1) / 2
    return Rect(x: labels.x, y: y, width: labelWidth + 1, height: 1)
  }

  /// Where a column's label goes.
  func label(column: Int) -> Rect {
    let place = rect(row: rows.lowerBound, column: column)
    return Rect(x: place.x, y: body.y - 1, width: place.width, height: 1)
  }

  /// Where a row's label goes beside pooled values.
  func pooledLabel(row: Int) -> Rect {
    Rect(x: labels.x, y: body.y + row * cell.height / max(1, count), width: labelWidth + 1, height: 1)
  }

  /// Where a column's mark goes above pooled values.
  func pooledLabel(column: Int) -> Point {
    Point(body.x + column * min(count, body.width) / max(1, count), body.y - 1)
  }

  /// The value at a point.
  func value(at point: Point) -> (row: Int, column: Int)? {
    guard body.contains(point) else { return nil }
    guard kind != .pooled else {
      let wide = min(count, body.width)
      let (row, column) = ((point.y - body.y) * count / max(1, cell.height), (point.x - body.x) * count / max(1, wide))
      return row < count && column < count ? (row, column) : nil
    }
    let row = rows.lowerBound + (point.y - body.y) / cell.height
    let column = columns.lowerBound + (point.x - body.x) / cell.width
    return rows.contains(row) && columns.contains(column) ? (row, column) : nil
  }
}
