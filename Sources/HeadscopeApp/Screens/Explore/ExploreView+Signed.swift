internal import TerminalCanvas

extension ExploreView {
  /// A value from −1 to 1 as a cell of the diverging ramp, with its number in the middle line where it has one.
  func drawSigned(_ value: Float, label: String, on canvas: inout Canvas, in cell: Rect) {
    guard !label.isEmpty else { return drawSigned(value, on: &canvas, in: cell) }
    let color = signedColor(value)
    canvas.fill(cell, style: Style(color.readableText, on: color))
    let middle = cell.row((cell.height - 1) / 2)
    let indent = max(0, (cell.width - label.utf8.count + 1) / 2)
    canvas.write(
      label, at: Point(cell.x + indent, middle.y),
      style: Style(color.readableText, on: color, abs(value) >= 0.5 ? .bold : []), maxWidth: cell.width - indent)
  }

  /// A signed number in at most four columns: `.46`, `-.04`, `-1.2`, `-12`; `0` is exact, `~0` is not.
  func signedNumber(_ value: Float) -> String {
    let magnitude = abs(value)
    guard magnitude >= 0.005 else { return value == 0 ? "0" : Figure.nearZero }
    guard value < 0, magnitude < 0.995 else { return Figure.short(value) }
    return "-" + Figure.short(magnitude)
  }

  /// The diverging ramp's colour of a value from −1 to 1.
  func signedColor(_ value: Float) -> Color { theme.adapted(.diverging).color(0.5 + value / 2) }

  /// The colour of a bar for a signed value, kept away from the ramp's dark middle so that short bars stay visible.
  func signedBarColor(_ value: Float) -> Color { signedColor(value < 0 ? min(value, -0.55) : max(value, 0.55)) }

  /// A scale of signed values on the lower border, `offset` columns from the left; returns the columns it took. Where
  /// all values are 0 there is nothing to scale, and it says that.
  @discardableResult
  func signedLegend(
    _ name: String, limit: Float, on canvas: inout Canvas, in rect: Rect, offset: Int = 2, bar: Int = 9
  ) -> Int {
    guard limit > .leastNormalMagnitude else {
      let text = name.isEmpty ? " \(words.allZero) " : " \(name)  \(words.allZero) "
      let width = VisibleText.columns(of: text)
      guard offset + width + 2 <= rect.width else { return 0 }
      canvas.write(text, at: Point(rect.x + offset, rect.maxY - 1), style: theme.label)
      return width
    }
    let end = Figure.axis(limit)
    let (low, high) = (name.isEmpty ? " -\(end) " : " \(name)  -\(end) ", " \(end) ")
    let width = VisibleText.columns(of: low + high) + bar
    guard offset + width + 2 <= rect.width else { return 0 }
    let y = rect.maxY - 1
    let start = rect.x + offset + canvas.write(low, at: Point(rect.x + offset, y), style: theme.label)
    for column in 0..<bar {
      let value = Float(2 * column) / Float(bar - 1) - 1
      drawSigned(value, on: &canvas, in: Rect(x: start + column, y: y, width: 1, height: 1))
    }
    canvas.write(high, at: Point(start + bar, y), style: theme.label)
    return width
  }
}
