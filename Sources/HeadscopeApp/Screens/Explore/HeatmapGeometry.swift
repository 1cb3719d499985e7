internal import TerminalCanvas

/// Where the cells of the heatmap stand: the whole pattern with numbers where it fits, else a part around the selected
/// cell, or all of it pooled, or a part of that with less pooling.
struct HeatmapGeometry {
  /// How values are shown.
  enum Kind: Equatable {
    /// `.46`, in cells of at least four columns.
    case weights
    /// ` 46`, where only three columns are left.
    case percents
    /// Half blocks without numbers, each pixel the strongest of the values that it stands for.
    case pooled
  }

  let kind: Kind
  let rows: Range<Int>
  let columns: Range<Int>
  let cell: (width: Int, height: Int)
  /// Rows and columns of pixels, where values are pooled.
  private(set) var pixels = (rows: 1, columns: 1)
  /// How often the pooled pattern can be enlarged until each value is a pixel.
  private(set) var deepestZoom = 0
  /// Where values stand.
  let body: Rect
  private let labels: Rect
  private let count: Int
  private let labelWidth: Int

  /// - Parameter leastWidth: Columns below which a cell doesn't go: 3 where every token's label fits two, else 4.
  init(
    panel: Rect, labelWidth: Int, leastWidth: Int, count: Int, query: Int, key: Int, showsWhole: Bool, zoom: Int = 0
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
      let (high, wide) = (max(1, body.height * 2), max(1, body.width))
      while count >> deepestZoom > min(high, wide) { deepestZoom += 1 }
      let inSight = zoom > 0 ? (count + (1 << zoom) - 1) >> zoom : count
      rows = ScrollWindow.range(count: count, visible: max(high, inSight), around: query)
      columns = ScrollWindow.range(count: count, visible: max(wide, inSight), around: key)
      pixels = (min(high, rows.count), min(wide, columns.count))
      cell = (1, (pixels.rows + 1) / 2)
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
    let pixel = Self.pixel(of: row, in: rows, pixels: pixels.rows)
    return Rect(x: labels.x, y: body.y + pixel / 2, width: labelWidth + 1, height: 1)
  }

  /// Where a column's mark goes above pooled values.
  func pooledLabel(column: Int) -> Point {
    Point(body.x + Self.pixel(of: column, in: columns, pixels: pixels.columns), body.y - 1)
  }

  /// The pixel that a value belongs to: pixel p of P stands for the values from p·n/P up to (p+1)·n/P of n.
  private static func pixel(of value: Int, in range: Range<Int>, pixels: Int) -> Int {
    guard !range.isEmpty else { return 0 }
    return ((value - range.lowerBound + 1) * pixels - 1) / range.count
  }

  /// How many rows, and how many columns, of values a pixel stands for: `3`, or `2–3` where they differ by one.
  var pooling: (rows: String, columns: String) {
    func figures(_ values: Int, _ pixels: Int) -> String {
      let least = values / max(1, pixels)
      return values.isMultiple(of: max(1, pixels)) ? "\(least)" : "\(least)–\(least + 1)"
    }
    return (figures(rows.count, pixels.rows), figures(columns.count, pixels.columns))
  }

  /// The value at a point.
  func value(at point: Point) -> (row: Int, column: Int)? {
    guard body.contains(point) else { return nil }
    guard kind != .pooled else {
      let (y, x) = ((point.y - body.y) * 2, point.x - body.x)
      guard y < pixels.rows, x < pixels.columns else { return nil }
      return (
        rows.lowerBound + y * rows.count / pixels.rows, columns.lowerBound + x * columns.count / pixels.columns
      )
    }
    let row = rows.lowerBound + (point.y - body.y) / cell.height
    let column = columns.lowerBound + (point.x - body.x) / cell.width
    return rows.contains(row) && columns.contains(column) ? (row, column) : nil
  }
}
