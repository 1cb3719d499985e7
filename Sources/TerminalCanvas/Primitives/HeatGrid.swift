/// A matrix of values as colours: two rows of pixels in each row of cells, so that a head's pattern fits a thumbnail.
public struct HeatGrid: Hashable, Sendable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// Row by row; NaN marks what a mask hides.
  public let values: [Float]
  /// Which value gets the ramp's first and which its last colour.
  public var range: ClosedRange<Float>
  /// The colours.
  public var ramp: Ramp

  /// A matrix to draw.
  ///
  /// - Parameters:
  ///   - values: `rows × columns` values, row by row; traps on another count.
  ///   - range: Values for the ramp's ends; those outside are clamped.
  public init(rows: Int, columns: Int, values: [Float], range: ClosedRange<Float> = 0...1, ramp: Ramp = .magma) {
    precondition(values.count == rows * columns, "\(values.count) values for \(rows) × \(columns) places")
    self.rows = rows
    self.columns = columns
    self.values = values
    self.range = range
    self.ramp = ramp
  }

  /// The value at a place, as a position on the ramp from 0 to 1; NaN stays NaN.
  public func position(row: Int, column: Int) -> Float { position(of: values[row * columns + column]) }

  /// A value as a position on the ramp from 0 to 1; NaN stays NaN.
  func position(of value: Float) -> Float {
    guard !value.isNaN else { return .nan }
    let span = range.upperBound - range.lowerBound
    return span > 0 ? min(max((value - range.lowerBound) / span, 0), 1) : 0
  }

  /// Draws with half blocks: each value `scale` pixels wide and high (a pixel is a cell wide and half a cell high).
  ///
  /// A matrix that needs more pixels than there are is pooled: each pixel shows the strongest value it covers, so a
  /// lone bright spot never vanishes.
  /// - Returns: The cells drawn.
  @discardableResult
  public func drawHalfBlocks(
    on canvas: inout Canvas, in rect: Rect, theme: Theme, scale: (x: Int, y: Int) = (1, 1)
  ) -> Rect {
    guard rows > 0, columns > 0, !rect.isEmpty else { return Rect(x: rect.x, y: rect.y, width: 0, height: 0) }
    let wide = min(columns * max(1, scale.x), rect.width)
    let high = min(rows * max(1, scale.y), rect.height * 2)
    let ramp = theme.adapted(ramp)
    func color(_ position: Float) -> Color { position.isNaN ? theme.panel : ramp.color(position) }
    let pixels = pixels(wide: wide, high: high)
    for y in 0..<(high + 1) / 2 {
      for x in 0..<wide {
        let upper = pixels[2 * y * wide + x]
        let lower = 2 * y + 1 < high ? pixels[(2 * y + 1) * wide + x] : .nan
        canvas.setHeat(
          x: rect.x + x, y: rect.y + y, upper: upper, lower: lower, upperColor: color(upper),
          lowerColor: color(lower))
      }
    }
    return Rect(x: rect.x, y: rect.y, width: wide, height: (high + 1) / 2)
  }

  /// The strongest position among the values under each pixel, row by row; for diverging ramps, the farthest from the
  /// middle.
  private func pixels(wide: Int, high: Int) -> [Float] {
    let spans = (0..<wide).map { span(pixel: $0, pixels: wide, values: columns) }
    let middle = (range.lowerBound + range.upperBound) / 2
    return values.withUnsafeBufferPointer { values in
      [Float](unsafeUninitializedCapacity: wide * high) { pixels, count in
        for y in 0..<high {
          let covered = span(pixel: y, pixels: high, values: rows)
          for x in 0..<wide {
            // What a mask hides is NaN and never stronger than anything.
            var (best, most) = (Float.nan, -Float.infinity)
            for row in covered {
              for column in spans[x] {
                let value = values[row * columns + column]
                let strength = ramp.isDiverging ? abs(value - middle) : value
                if strength > most { (best, most) = (value, strength) }
              }
            }
            pixels[y * wide + x] = position(of: best)
          }
        }
        count = wide * high
      }
    }
  }

  private func span(pixel: Int, pixels: Int, values: Int) -> Range<Int> {
    let start = pixel * values / pixels
    return start..<max(start + 1, (pixel + 1) * values / pixels)
  }
}
