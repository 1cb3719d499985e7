internal import TerminalCanvas

/// A bar that grows from a middle: to the right for what is positive, to the left for what is negative.
struct SignedBar {
  /// From −1 to 1; values outside are clamped.
  let share: Float
  let color: Color
  let track: Color

  func draw(on canvas: inout Canvas, in rect: Rect, theme: Theme) {
    guard rect.width >= 3, rect.height > 0 else { return }
    let half = (rect.width - 1) / 2
    let (left, rest) = Rect(x: rect.x, y: rect.y, width: 2 * half + 1, height: rect.height).splitLeft(half)
    let (axis, right) = rest.splitLeft(1)
    canvas.fill(left, style: Style(theme.faint, on: track))
    canvas.fill(axis, with: "│", style: Style(theme.faint, on: track))
    Bar(max(0, share), color: color, track: track).draw(on: &canvas, in: right, theme: theme)
    guard share < 0 else { return }
    // Block glyphs grow from the left; from the right there are a half and an eighth, which stands for what is less.
    let halves = Int((min(1, -share) * Float(2 * half)).rounded())
    let style = Style(color, on: track)
    guard halves > 0 else {
      return canvas.fill(Rect(x: left.maxX - 1, y: left.y, width: 1, height: left.height), with: "▕", style: style)
    }
    canvas.fill(
      Rect(x: left.maxX - halves / 2, y: left.y, width: halves / 2, height: left.height), with: "█", style: style)
    guard !halves.isMultiple(of: 2) else { return }
    canvas.fill(
      Rect(x: left.maxX - halves / 2 - 1, y: left.y, width: 1, height: left.height), with: "▐", style: style)
  }
}
