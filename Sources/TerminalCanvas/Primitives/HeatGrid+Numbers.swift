extension HeatGrid {
  /// How a heatmap of whole cells is laid out.
  public struct Layout: Hashable, Sendable {
    /// Columns of one value.
    public var cellWidth: Int
    /// Rows of one value.
    public var cellHeight: Int

    /// A layout; sizes are at least 1.
    public init(cellWidth: Int, cellHeight: Int) {
      self.cellWidth = max(1, cellWidth)
      self.cellHeight = max(1, cellHeight)
    }

    /// Whether there is room for a number such as `.46` or `1.0` with a blank beside it.
    public var showsNumbers: Bool { cellWidth >= 4 }
  }

  /// The largest cells with which the matrix fits: up to 8 × 3 cells a value, numbers where a value has 4 columns.
  public func layout(fitting rect: Rect) -> Layout {
    Layout(
      cellWidth: min(8, rect.width / max(1, columns)), cellHeight: min(3, rect.height / max(1, rows)))
  }

  /// Draws whole cells, with numbers where they fit, in black or white, whichever reads better.
  ///
  /// Without numbers the cells carry their heat for terminals without colour. What a mask hides is a faint `·`.
  /// - Parameter selected: The value to mark with ▐ ▌ (row, column).
  /// - Returns: The cells drawn.
  @discardableResult
  public func draw(
    on canvas: inout Canvas, in rect: Rect, theme: Theme, layout: Layout, selected: (row: Int, column: Int)? = nil
  ) -> Rect {
    let used = Rect(
      x: rect.x, y: rect.y, width: min(rect.width, columns * layout.cellWidth),
      height: min(rect.height, rows * layout.cellHeight))
    let ramp = theme.adapted(ramp)
    canvas.clipped(to: used) { canvas in
      for row in 0..<rows {
        for column in 0..<columns {
          let cell = cellRect(row: row, column: column, in: rect, layout: layout)
          guard !cell.intersection(canvas.clip).isEmpty else { continue }
          drawValue(
            on: &canvas, in: cell, row: row, column: column, ramp: ramp, theme: theme, showsNumber: layout.showsNumbers)
          if let selected, selected == (row, column) { mark(on: &canvas, cell, theme) }
        }
      }
    }
    return used
  }

  /// The cells of one value, for drawing and for finding what the mouse points at.
  public func cellRect(row: Int, column: Int, in rect: Rect, layout: Layout) -> Rect {
    Rect(
      x: rect.x + column * layout.cellWidth, y: rect.y + row * layout.cellHeight, width: layout.cellWidth,
      height: layout.cellHeight)
  }

  private func drawValue(
    on canvas: inout Canvas, in cell: Rect, row: Int, column: Int, ramp: Ramp, theme: Theme, showsNumber: Bool
  ) {
    let value = values[row * columns + column]
    let middle = Rect(x: cell.x, y: cell.y + (cell.height - 1) / 2, width: cell.width, height: 1)
    guard !value.isNaN else {
      canvas.fill(cell, style: theme.body)
      canvas.writeCentered(
        String(Glyphs.masked), in: middle, style: Style(theme.faint, on: theme.panel))
      return
    }
    let position = position(of: value)
    let color = ramp.color(position)
    guard showsNumber else {
      for y in cell.y..<cell.maxY {
        for x in cell.x..<cell.maxX {
          canvas.setHeat(x: x, y: y, upper: position, lower: position, upperColor: color, lowerColor: color)
        }
      }
      return
    }
    canvas.fill(cell, style: Style(color.readableText, on: color))
    let style = Style(color.readableText, on: color, position >= 0.5 ? .bold : [])
    canvas.writeCentered(Figure.short(value), in: middle, style: style)
  }

  private func mark(on canvas: inout Canvas, _ cell: Rect, _ theme: Theme) {
    for y in cell.y..<cell.maxY {
      canvas.write("▐", at: Point(cell.x, y), style: Style(theme.query))
      canvas.write("▌", at: Point(cell.maxX - 1, y), style: Style(theme.query))
    }
  }
}
