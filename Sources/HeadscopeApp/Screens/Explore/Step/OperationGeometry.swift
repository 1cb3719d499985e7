internal import Analysis
internal import TerminalCanvas

/// Where an operation's numbers stand: a part of them around the chosen one with numbers, or all of them pooled; below
/// it the whole row at a glance, the chosen number, and what it was made from.
struct OperationGeometry {
  /// Tokens and columns that are shown.
  let rows: Range<Int>
  let columns: Range<Int>
  let cell: (width: Int, height: Int)
  /// Whether all numbers are shown, each place with the strongest of those it covers.
  let isPooled: Bool
  /// Where the numbers stand.
  let body: Rect
  /// Whole rows pooled, with the part that is shown marked; empty where all columns are in sight.
  let overview: Rect
  /// The rows of the overview, and the lines of each.
  let overviewRows: Range<Int>
  let overviewHeight: Int
  /// The chosen number in full.
  let value: Rect
  /// The inputs: a heading and a line (or more) for each.
  let sources: Rect
  /// Where the columns of the inputs are named, if there is room.
  let sourceLabels: Rect?
  /// Lines of an input.
  let sourceHeight: Int
  let labelWidth: Int
  /// Lines inside the panel.
  let roomHeight: Int
  private let labels: Rect
  private let sourceCount: Int

  /// - Parameters:
  ///   - sources: How many inputs are shown; 0 for none.
  ///   - namesSourceColumns: Whether a line above the inputs says what their columns are.
  ///   - least: Columns that a number with its label takes at least.
  init(
    interior: Rect, labelWidth: Int, tensor: PassTensor, query: Int, column: Int, showsWhole: Bool, sources: Int,
    namesSourceColumns: Bool, least: Int
  ) {
    self.labelWidth = labelWidth
    sourceCount = sources
    // A part of the grid stays in sight whatever is shown below it.
    let spare = interior.height - 5 - min(4, tensor.rows)
    sourceHeight = sources == 0 ? 0 : min(3, max(1, (spare - 2) / (2 * sources)))
    let labelLines = namesSourceColumns && spare > sources + 1 ? 1 : 0
    let sourceLines = sources == 0 ? 0 : min(interior.height - 5, 1 + labelLines + sources * sourceHeight)
    let (upper, lower) = interior.splitBottom(sourceLines)
    self.sources = lower
    sourceLabels = labelLines > 0 && lower.height > 1 ? lower.row(1) : nil
    roomHeight = interior.height
    let width = interior.width - labelWidth - 2
    let share = width / max(1, tensor.columns)
    let fits = share >= least
    isPooled = showsWhole
    // Below a part of the numbers stands the whole: every row where there is room, else the chosen one.
    let spareLines = upper.height - 2 - 3 * tensor.rows
    overviewRows = spareLines >= tensor.rows + 3 ? 0..<tensor.rows : query..<query + 1
    overviewHeight = overviewRows.count == 1 ? 1 : min(2, (spareLines - 3) / tensor.rows)
    let overviewLines = fits || showsWhole ? 0 : overviewRows.count * overviewHeight + (overviewRows.count > 1 ? 2 : 1)
    let (grid, foot) = upper.splitBottom(1 + overviewLines)
    value = foot.row(-1)
    let (left, right) = grid.splitLeft(labelWidth + 2)
    labels = left
    body = right.splitTop(1).rest
    overview =
      overviewLines == 0
      ? Rect(x: right.x, y: foot.y, width: 0, height: 0)
      : Rect(x: right.x, y: foot.y, width: right.width, height: overviewRows.count * overviewHeight)
    if showsWhole {
      (rows, columns) = (0..<tensor.rows, 0..<tensor.columns)
      cell = (OperationGeometry.wide(tensor.columns, in: body.width), max(1, min(3, body.height / max(1, tensor.rows))))
      return
    }
    rows = ScrollWindow.range(count: tensor.rows, visible: body.height, around: query)
    let height = min(5, max(1, body.height / max(1, rows.count)))
    let wide = fits ? min(max(least, 9, 3 * height), share) : least
    columns = ScrollWindow.range(count: tensor.columns, visible: body.width / wide, around: column)
    cell = (wide, height)
  }

  /// The cells of a number.
  func rect(row: Int, column: Int) -> Rect {
    Rect(
      x: body.x + (column - columns.lowerBound) * cell.width, y: body.y + (row - rows.lowerBound) * cell.height,
      width: cell.width, height: cell.height)
  }

  /// Places and lines of the pooled result; a place is as wide as a cell.
  var pooled: (width: Int, height: Int) {
    (min(columns.count, body.width), min(rows.count * cell.height, body.height))
  }

  /// Columns of a value that stands without its number: up to 4 where there is room.
  static func wide(_ count: Int, in width: Int) -> Int { min(4, max(1, width / max(1, count))) }

  /// A row's label, with its mark in the first column.
  func label(row: Int) -> Rect {
    let y =
      isPooled
      ? body.y + row * pooled.height / max(1, rows.count)
      : rect(row: row, column: columns.lowerBound).y + (cell.height - 1) / 2
    return Rect(x: labels.x, y: y, width: labelWidth + 1, height: 1)
  }

  /// A column's label.
  func label(column: Int) -> Rect {
    let place = rect(row: rows.lowerBound, column: column)
    return Rect(x: place.x, y: body.y - 1, width: place.width, height: 1)
  }

  /// The number at a point.
  func cell(at point: Point) -> (row: Int, column: Int)? {
    guard body.contains(point) else { return nil }
    let (x, y) = (point.x - body.x, point.y - body.y)
    if isPooled {
      guard x / cell.width < pooled.width, y < pooled.height else { return nil }
      return (y * rows.count / pooled.height, x / cell.width * columns.count / pooled.width)
    }
    let (row, column) = (rows.lowerBound + y / cell.height, columns.lowerBound + x / cell.width)
    return rows.contains(row) && columns.contains(column) ? (row, column) : nil
  }

  /// The lines of an input.
  func source(_ index: Int) -> Rect {
    let list = sources.splitTop(sourceLabels == nil ? 1 : 2).rest
    return Rect(
      x: list.x, y: list.y + index * sourceHeight, width: list.width,
      height: min(sourceHeight, list.maxY - list.y - index * sourceHeight))
  }

  /// The input at a point.
  func source(at point: Point) -> Int? {
    (0..<sourceCount).first { source($0).contains(point) }
  }
}
