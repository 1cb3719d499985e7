/// A cell's place: columns count from the left, rows from the top, both from 0.
public struct Point: Hashable, Sendable {
  /// The column.
  public var x: Int
  /// The row.
  public var y: Int
  /// A place by column and row.
  public init(_ x: Int, _ y: Int) {
    self.x = x
    self.y = y
  }
}

/// A rectangle of cells. Sizes are never negative: whatever would be, is empty.
public struct Rect: Hashable, Sendable {
  /// The leftmost column.
  public var x: Int
  /// The topmost row.
  public var y: Int
  /// The number of columns.
  public var width: Int
  /// The number of rows.
  public var height: Int

  /// A rectangle; negative sizes become 0.
  public init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// The first column right of the rectangle.
  public var maxX: Int { x + width }
  /// The first row below the rectangle.
  public var maxY: Int { y + height }
  /// Whether it holds no cell.
  public var isEmpty: Bool { width == 0 || height == 0 }
  /// The top left cell.
  public var origin: Point { Point(x, y) }

  /// Whether the cell lies inside.
  public func contains(_ point: Point) -> Bool {
    point.x >= x && point.x < maxX && point.y >= y && point.y < maxY
  }

  /// The cells that both rectangles hold.
  public func intersection(_ other: Rect) -> Rect {
    let (left, top) = (max(x, other.x), max(y, other.y))
    return Rect(x: left, y: top, width: min(maxX, other.maxX) - left, height: min(maxY, other.maxY) - top)
  }

  /// The rectangle without `dx` columns at each side and `dy` rows at the top and at the bottom.
  public func inset(dx: Int = 0, dy: Int = 0) -> Rect {
    Rect(x: x + min(dx, width / 2), y: y + min(dy, height / 2), width: width - 2 * dx, height: height - 2 * dy)
  }

  /// A rectangle of the given size in the middle of this one, cut to fit.
  public func centered(width: Int, height: Int) -> Rect {
    let (w, h) = (min(max(0, width), self.width), min(max(0, height), self.height))
    return Rect(x: x + (self.width - w) / 2, y: y + (self.height - h) / 2, width: w, height: h)
  }
}

extension Rect {
  /// Row `index` from the top (negative: from the bottom), one row high; empty where there is none.
  public func row(_ index: Int) -> Rect {
    let row = index < 0 ? height + index : index
    guard row >= 0, row < height else { return Rect(x: x, y: y, width: width, height: 0) }
    return Rect(x: x, y: y + row, width: width, height: 1)
  }

  /// Cuts the first `count` rows off: (those rows, the rest).
  public func splitTop(_ count: Int) -> (top: Rect, rest: Rect) {
    let n = min(max(0, count), height)
    return (
      Rect(x: x, y: y, width: width, height: n), Rect(x: x, y: y + n, width: width, height: height - n)
    )
  }

  /// Cuts the last `count` rows off: (the rest, those rows).
  public func splitBottom(_ count: Int) -> (rest: Rect, bottom: Rect) {
    let (rest, bottom) = splitTop(height - min(max(0, count), height))
    return (rest, bottom)
  }

  /// Cuts the first `count` columns off: (those columns, the rest).
  public func splitLeft(_ count: Int) -> (left: Rect, rest: Rect) {
    let n = min(max(0, count), width)
    return (
      Rect(x: x, y: y, width: n, height: height), Rect(x: x + n, y: y, width: width - n, height: height)
    )
  }

  /// Cuts the last `count` columns off: (the rest, those columns).
  public func splitRight(_ count: Int) -> (rest: Rect, right: Rect) {
    let (rest, right) = splitLeft(width - min(max(0, count), width))
    return (rest, right)
  }

  /// Columns side by side in proportion to the weights; together they fill the width exactly.
  public func columns(_ weights: [Int]) -> [Rect] {
    Rect.shares(of: width, weights).map { Rect(x: x + $0.start, y: y, width: $0.length, height: height) }
  }

  /// Rows below one another in proportion to the weights; together they fill the height exactly.
  public func rows(_ weights: [Int]) -> [Rect] {
    Rect.shares(of: height, weights).map { Rect(x: x, y: y + $0.start, width: width, height: $0.length) }
  }

  private static func shares(of length: Int, _ weights: [Int]) -> [(start: Int, length: Int)] {
    let total = max(1, weights.reduce(0) { $0 + max(0, $1) })
    var sum = 0
    return weights.map { weight in
      let start = sum * length / total
      sum += max(0, weight)
      return (start, sum * length / total - start)
    }
  }
}
