/// The scale below a heatmap: lowest value, the ramp's colours, highest value.
public struct Legend: Hashable, Sendable {
  /// The text at the left end.
  public var low: String
  /// The text at the right end.
  public var high: String
  /// The colours between.
  public var ramp: Ramp

  /// A legend.
  public init(low: String, high: String, ramp: Ramp) {
    self.low = low
    self.high = high
    self.ramp = ramp
  }

  /// The legend of a heat grid.
  public init(_ grid: HeatGrid) {
    self.init(low: Figure.axis(grid.range.lowerBound), high: Figure.axis(grid.range.upperBound), ramp: grid.ramp)
  }

  /// Draws the legend in the rectangle's first row.
  public func draw(on canvas: inout Canvas, in rect: Rect, theme: Theme) {
    let (lowWidth, highWidth) = (VisibleText.columns(of: low) + 1, VisibleText.columns(of: high) + 1)
    let line = rect.row(0)
    let bar = line.splitLeft(lowWidth).rest.splitRight(highWidth).rest
    guard bar.width >= 2, bar.height == 1 else { return }
    canvas.write(low, at: line.origin, style: theme.label)
    canvas.writeRight(high, in: line, style: theme.label)
    let ramp = theme.adapted(ramp)
    for column in 0..<bar.width {
      let value = Float(column) / Float(bar.width - 1)
      let color = ramp.color(value)
      canvas.setHeat(x: bar.x + column, y: bar.y, upper: value, lower: value, upperColor: color, lowerColor: color)
    }
  }
}
