/// Curves in braille over a faint grid, with both axes labelled.
public struct LineChart: Hashable, Sendable {
  /// One curve.
  public struct Series: Hashable, Sendable {
    /// Its name in the legend.
    public var name: String
    /// Horizontal places, ascending.
    public var x: [Float]
    /// Heights; NaN leaves a gap.
    public var y: [Float]
    /// Its colour.
    public var color: Color
    /// A letter that rides on the curve every so many columns, for eyes and terminals without colours.
    public var mark: Unicode.Scalar?
    /// Above 1 only every so many-th dot is drawn.
    public var dash: Int

    /// A curve; traps when the counts differ.
    public init(
      _ name: String, x: [Float], y: [Float], color: Color, mark: Unicode.Scalar? = nil, dash: Int = 1
    ) {
      precondition(x.count == y.count, "\(x.count) places for \(y.count) heights")
      self.name = name
      self.x = x
      self.y = y
      self.color = color
      (self.mark, self.dash) = (mark, dash)
    }
  }

  /// The curves; of those that meet in a cell, the last one gives the colour.
  public var series: [Series]
  /// Values at the left and the right edge.
  public var xRange: ClosedRange<Float>
  /// Values at the bottom and the top.
  public var yRange: ClosedRange<Float>
  /// Whether heights grow with the logarithm; needs a positive range.
  public var isLogarithmic: Bool
  /// A value on the horizontal axis to mark with a vertical line.
  public var crosshair: Float?

  /// A chart; `nil` ranges are taken from the curves.
  public init(
    _ series: [Series], xRange: ClosedRange<Float>? = nil, yRange: ClosedRange<Float>? = nil,
    isLogarithmic: Bool = false, crosshair: Float? = nil
  ) {
    self.series = series
    self.xRange = xRange ?? LineChart.range(of: series.flatMap(\.x)) ?? 0...1
    self.yRange = yRange ?? LineChart.range(of: series.flatMap(\.y)) ?? 0...1
    self.isLogarithmic = isLogarithmic && self.yRange.lowerBound > 0
    self.crosshair = crosshair
  }

  private static func range(of values: [Float]) -> ClosedRange<Float>? {
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return nil }
    return low < high ? low...high : (low - 0.5)...(high + 0.5)
  }

  /// Draws the chart and returns the plot's cells, for the mouse; empty where there is no room for one.
  @discardableResult
  public func draw(on canvas: inout Canvas, in rect: Rect, theme: Theme) -> Rect {
    let ticks = tickRows(height: rect.height - 1)
    let labels = ticks.map { Figure.axis(value(atRow: $0, height: rect.height - 1)) }
    let labelWidth = labels.map(\.utf8.count).max() ?? 0
    let plot = rect.splitBottom(1).rest.splitLeft(labelWidth + 2).rest
    guard plot.width >= 4, plot.height >= 2 else { return Rect(x: rect.x, y: rect.y, width: 0, height: 0) }
    for (row, label) in zip(ticks, labels) {
      canvas.writeRight(label, in: Rect(x: rect.x, y: rect.y + row, width: labelWidth, height: 1), style: theme.label)
      canvas.fill(plot.row(row), with: Glyphs.grid, style: Style(theme.border, on: theme.panel))
    }
    drawColumnLabels(on: &canvas, below: plot, theme)
    drawCrosshair(on: &canvas, in: plot, theme)
    drawCurves(on: &canvas, in: plot)
    drawNames(on: &canvas, in: plot, theme)
    return plot
  }

  /// The value that a column of the plot stands for.
  public func xValue(column: Int, in plot: Rect) -> Float {
    let share = plot.width > 1 ? Float(column - plot.x) / Float(plot.width - 1) : 0
    return xRange.lowerBound + (xRange.upperBound - xRange.lowerBound) * min(max(share, 0), 1)
  }
}

extension LineChart {
  /// Rows with a grid line: the top, the bottom and up to five evenly between, if the height allows even gaps.
  private func tickRows(height: Int) -> [Int] {
    guard height > 1 else { return [] }
    let most = min(6, max(1, (height - 1) / 2))
    let even = (1...most).last { (height - 1).isMultiple(of: $0) } ?? 1
    let count = even >= min(3, most) ? even : most
    return (0...count).map { $0 * (height - 1) / count }
  }

  private func value(atRow row: Int, height: Int) -> Float {
    let share = 1 - Float(row) / Float(max(1, height - 1))
    return unscaled(share)
  }

  private func drawColumnLabels(on canvas: inout Canvas, below plot: Rect, _ theme: Theme) {
    let line = Rect(x: plot.x, y: plot.maxY, width: plot.width, height: 1)
    let count = min(4, max(1, plot.width / 14))
    for step in 0...count {
      let text = Figure.axis(xRange.lowerBound + (xRange.upperBound - xRange.lowerBound) * Float(step) / Float(count))
      let center = plot.x + step * (plot.width - 1) / count
      let x = min(max(plot.x, center - text.utf8.count / 2), line.maxX - text.utf8.count)
      canvas.write(text, at: Point(x, line.y), style: theme.label)
    }
  }

  private func drawCrosshair(on canvas: inout Canvas, in plot: Rect, _ theme: Theme) {
    guard let crosshair, xRange.contains(crosshair) else { return }
    let column = plot.x + Int((xShare(crosshair) * Float(plot.width - 1)).rounded())
    canvas.fill(
      Rect(x: column, y: plot.y, width: 1, height: plot.height), with: "┊", style: Style(theme.accent, on: theme.panel))
  }

  private func drawCurves(on canvas: inout Canvas, in plot: Rect) {
    var grid = BrailleGrid(width: plot.width, height: plot.height)
    let (right, bottom) = (Float(grid.dotWidth - 1), Float(grid.dotHeight - 1))
    for (index, curve) in series.enumerated() {
      var previous: (x: Float, y: Float)?
      for (x, y) in zip(curve.x, curve.y) {
        guard x.isFinite, y.isFinite else {
          previous = nil
          continue
        }
        let place = (x: xShare(x) * right, y: (1 - yShare(y)) * bottom)
        grid.line(from: previous ?? place, to: place, color: curve.color, strength: Float(index), dash: curve.dash)
        previous = place
      }
    }
    grid.draw(on: &canvas, at: plot.origin)
    for (index, curve) in series.enumerated() { drawMarks(of: curve, index, on: &canvas, in: plot) }
  }

  /// Columns between two marks of a curve.
  private static let markSpacing = 16

  /// Writes a curve's letter onto it, each curve's in columns of its own, so that letters seldom meet.
  private func drawMarks(of curve: Series, _ index: Int, on canvas: inout Canvas, in plot: Rect) {
    guard let mark = curve.mark else { return }
    var next = (index * 5) % Self.markSpacing
    for (x, y) in zip(curve.x, curve.y) where x.isFinite && y.isFinite && xRange.contains(x) && yRange.contains(y) {
      let column = Int((xShare(x) * Float(plot.width - 1)).rounded())
      guard column >= next else { continue }
      let row = Int(((1 - yShare(y)) * Float(plot.height - 1)).rounded())
      canvas.place(
        mark, width: 1, x: plot.x + column, y: plot.y + min(max(row, 0), plot.height - 1),
        style: Style(curve.color, .bold))
      next = column + Self.markSpacing
    }
  }

  private func drawNames(on canvas: inout Canvas, in plot: Rect, _ theme: Theme) {
    var room = plot.row(0)
    for curve in series.reversed() where !curve.name.isEmpty {
      let width = VisibleText.columns(of: curve.name) + 4
      guard width + 8 <= room.width else { return }
      let (rest, place) = room.splitRight(width)
      canvas.write(" ━ \(curve.name) ", at: place.origin, style: Style(curve.color, on: theme.panel))
      room = rest
    }
  }

  private func xShare(_ x: Float) -> Float { (x - xRange.lowerBound) / (xRange.upperBound - xRange.lowerBound) }

  private func yShare(_ y: Float) -> Float {
    let (low, high) = (scaled(yRange.lowerBound), scaled(yRange.upperBound))
    return high > low ? (scaled(y) - low) / (high - low) : 0.5
  }

  private func scaled(_ y: Float) -> Float {
    isLogarithmic ? Logarithm.natural(max(y, .leastNormalMagnitude)) : y
  }

  private func unscaled(_ share: Float) -> Float {
    let (low, high) = (scaled(yRange.lowerBound), scaled(yRange.upperBound))
    let value = low + (high - low) * share
    return isLogarithmic ? Logarithm.exponential(value) : value
  }
}

/// Logarithm and exponential good to a hundredth of a dot, without the C library.
enum Logarithm {
  private static let ln2: Float = 0.693_147_18

  /// ln x for x > 0: ln(m·2ᵉ) = e·ln 2 + 2·artanh((m − 1)/(m + 1)), the series to its ninth power.
  static func natural(_ x: Float) -> Float {
    let s = (x.significand - 1) / (x.significand + 1)
    let q = s * s
    return Float(x.exponent) * ln2 + 2 * s * (1 + q * (1 / 3 + q * (1 / 5 + q * (1 / 7 + q / 9))))
  }

  /// eˣ for |x| < 80: 2ⁿ·eʳ with |r| ≤ ln 2 / 2, the series to its sixth power.
  static func exponential(_ x: Float) -> Float {
    let n = (x / ln2).rounded()
    let r = x - n * ln2
    let series = 1 + r * (1 + r / 2 * (1 + r / 3 * (1 + r / 4 * (1 + r / 5 * (1 + r / 6)))))
    return Float(sign: .plus, exponent: Int(min(max(n, -126), 127)), significand: series)
  }
}
