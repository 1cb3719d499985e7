extension Canvas {
  /// Writes one line of text and returns the columns it took.
  ///
  /// - Parameters:
  ///   - text: Any text; what can't be shown is shown as a substitute (``VisibleText``).
  ///   - point: Where the first column goes; may lie outside the canvas.
  ///   - style: Colours and attributes; `nil` colours keep what is there.
  ///   - maxWidth: Columns allowed; a wide character that would be cut is left out.
  ///   - ellipsis: Whether text that does not fit ends in `…`.
  @discardableResult
  public mutating func write(
    _ text: String, at point: Point, style: Style, maxWidth: Int = .max, ellipsis: Bool = false
  ) -> Int {
    write(VisibleText(text), at: point, style: style, maxWidth: maxWidth, ellipsis: ellipsis)
  }

  /// Writes visible text and returns the columns it took.
  @discardableResult
  public mutating func write(
    _ text: VisibleText, at point: Point, style: Style, maxWidth: Int = .max, ellipsis: Bool = false
  ) -> Int {
    let cut = ellipsis && text.columns > maxWidth
    let limit = cut ? maxWidth - 1 : maxWidth
    var column = 0
    for glyph in text.glyphs {
      guard column + glyph.columns <= limit else { break }
      let glyphStyle = glyph.isSubstitute ? style.with(.underline) : style
      place(
        glyph.scalar, width: glyph.columns, marks: glyph.marks, x: point.x + column, y: point.y, style: glyphStyle)
      column += glyph.columns
    }
    if cut, maxWidth > 0 {
      place("…", width: 1, x: point.x + column, y: point.y, style: style)
      column += 1
    }
    return column
  }

  /// Writes text so that it ends before column `maxX` of the rectangle, in its first row; returns the columns used.
  @discardableResult
  public mutating func writeRight(_ text: String, in rect: Rect, style: Style) -> Int {
    guard rect.height > 0 else { return 0 }
    let visible = VisibleText(text)
    let x = max(rect.x, rect.maxX - visible.columns)
    return write(visible, at: Point(x, rect.y), style: style, maxWidth: rect.maxX - x, ellipsis: true)
  }

  /// Writes text in the middle of the rectangle's first row; returns the columns used.
  @discardableResult
  public mutating func writeCentered(_ text: String, in rect: Rect, style: Style) -> Int {
    guard rect.height > 0 else { return 0 }
    let visible = VisibleText(text)
    let x = rect.x + max(0, rect.width - visible.columns) / 2
    return write(visible, at: Point(x, rect.y), style: style, maxWidth: rect.maxX - x, ellipsis: true)
  }

  /// Writes text over several rows, broken at spaces (or anywhere in text without them); returns the rows used.
  @discardableResult
  public mutating func writeWrapped(_ text: String, in rect: Rect, style: Style) -> Int {
    let lines = VisibleText(text).wrapped(columns: rect.width)
    for (row, line) in lines.prefix(rect.height).enumerated() {
      write(line, at: Point(rect.x, rect.y + row), style: style, maxWidth: rect.width)
    }
    return min(lines.count, rect.height)
  }
}
