/// A drawing of dots, 2 × 4 in each cell, for curves and connecting lines.
///
/// A cell has one colour: that of the strongest line through it, so overlapping lines never blend into a third colour.
public struct BrailleGrid: Sendable {
  /// Columns of cells.
  public let width: Int
  /// Rows of cells.
  public let height: Int
  private var dots: [UInt8]
  private var colors: [Color]
  private var strengths: [Float]

  /// An empty drawing for so many cells.
  public init(width: Int, height: Int) {
    self.width = max(0, width)
    self.height = max(0, height)
    let count = self.width * self.height
    dots = Array(repeating: 0, count: count)
    colors = Array(repeating: .black, count: count)
    strengths = Array(repeating: -.infinity, count: count)
  }

  /// Columns of dots.
  public var dotWidth: Int { width * 2 }
  /// Rows of dots.
  public var dotHeight: Int { height * 4 }

  /// Sets one dot; outside nothing happens.
  ///
  /// - Parameters:
  ///   - x: Column of dots from the left.
  ///   - y: Row of dots from the top.
  ///   - strength: Among lines through one cell the strongest gives the colour; of equals, the last.
  public mutating func plot(x: Int, y: Int, color: Color, strength: Float = 0) {
    guard x >= 0, y >= 0, x < dotWidth, y < dotHeight else { return }
    let index = (y / 4) * width + x / 2
    dots[index] |= BrailleGrid.bit(x: x % 2, y: y % 4)
    guard strength >= strengths[index] else { return }
    strengths[index] = strength
    colors[index] = color
  }

  /// The dot's bit in U+2800…28FF: the left column is 1 2 3 7, the right one 4 5 6 8.
  private static func bit(x: Int, y: Int) -> UInt8 {
    switch (x, y) {
    case (0, 3): 0x40
    case (1, 3): 0x80
    case (0, _): 1 << UInt8(y)
    default: 8 << UInt8(y)
    }
  }

  /// Draws a straight line between two places in dots; `dash` above 1 draws only every so many-th dot.
  public mutating func line(
    from start: (x: Float, y: Float), to end: (x: Float, y: Float), color: Color, strength: Float = 0, dash: Int = 1
  ) {
    curve(from: start, to: end, color: color, strength: strength, dash: dash) { t in
      (start.x + (end.x - start.x) * t, start.y + (end.y - start.y) * t)
    }
  }

  /// Draws an S-curve that leaves and arrives horizontally: a connection between two columns of words.
  public mutating func connection(
    from start: (x: Float, y: Float), to end: (x: Float, y: Float), color: Color, strength: Float = 0, dash: Int = 1
  ) {
    curve(from: start, to: end, color: color, strength: strength, dash: dash) { t in
      let ease = t * t * (3 - 2 * t)
      return (start.x + (end.x - start.x) * t, start.y + (end.y - start.y) * ease)
    }
  }

  private mutating func curve(
    from start: (x: Float, y: Float), to end: (x: Float, y: Float), color: Color, strength: Float, dash: Int,
    at place: (Float) -> (x: Float, y: Float)
  ) {
    guard start.x.isFinite, start.y.isFinite, end.x.isFinite, end.y.isFinite else { return }
    // An ease is at most 1.5 times as steep as the line, so this many steps leave no gap.
    let length = max(abs(end.x - start.x), abs(end.y - start.y) * 1.5)
    let steps = Int(min(length.rounded(.up), 16_384))
    var (last, count) = ((x: Int.min, y: Int.min), 0)
    for step in 0...max(1, steps) {
      let (px, py) = place(Float(step) / Float(max(1, steps)))
      let bounds: ClosedRange<Float> = -1e6...1e6
      guard bounds.contains(px), bounds.contains(py) else { continue }
      let dot = (x: Int(px.rounded()), y: Int(py.rounded()))
      guard dot != last else { continue }
      last = dot
      if count % max(1, dash) == 0 { plot(x: dot.x, y: dot.y, color: color, strength: strength) }
      count += 1
    }
  }

  /// Draws the dots with the grid's top left cell at `origin`; cells without dots keep what they have.
  public func draw(on canvas: inout Canvas, at origin: Point) {
    for y in 0..<height {
      for x in 0..<width {
        let index = y * width + x
        guard dots[index] != 0, let scalar = Unicode.Scalar(0x2800 + UInt32(dots[index])) else { continue }
        canvas.place(scalar, width: 1, x: origin.x + x, y: origin.y + y, style: Style(colors[index]))
      }
    }
  }
}
