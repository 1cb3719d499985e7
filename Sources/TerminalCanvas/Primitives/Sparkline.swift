/// The recent course of a figure in one row of eighths, fading towards the past.
public struct Sparkline: Hashable, Sendable {
  /// Oldest first; NaN leaves a gap.
  public var values: [Float]
  /// The colour of the newest value.
  public var color: Color
  /// The values for the lowest and the highest bar; `nil` takes those that are drawn.
  public var range: ClosedRange<Float>?

  /// A sparkline.
  public init(_ values: [Float], color: Color, range: ClosedRange<Float>? = nil) {
    self.values = values
    self.color = color
    self.range = range
  }

  /// Draws the newest values that fit, one a column, the newest at the right; a constant stays at half height.
  public func draw(on canvas: inout Canvas, in rect: Rect, theme: Theme) {
    guard rect.height > 0 else { return }
    let shown = values.suffix(rect.width)
    let finite = shown.filter(\.isFinite)
    guard let low = range?.lowerBound ?? finite.min(), let high = range?.upperBound ?? finite.max() else { return }
    for (index, value) in shown.enumerated() where value.isFinite {
      let share = high > low ? min(max((value - low) / (high - low), 0), 1) : 0.45
      let age = Float(shown.count - 1 - index) / Float(max(1, rect.width - 1))
      canvas.fill(
        Rect(x: rect.maxX - shown.count + index, y: rect.y, width: 1, height: 1),
        with: Glyphs.rising[Int((share * 7).rounded())],
        style: Style(color.mixed(with: theme.panel, 0.6 * age), on: theme.panel))
    }
  }
}
