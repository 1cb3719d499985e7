extension Matmul {
  /// A product may be cut at multiples of this many columns without changing a bit of it: panels of B are as wide or half as
  /// wide, whatever the instruction set, and each number is summed in the same order in each.
  public static let columnGrain = 32

  /// Some of the product's columns alone, which another thread may compute at the same time.
  ///
  /// - Parameter range: Begins at a multiple of ``columnGrain``; ends at one too, or with the last column.
  /// - Precondition: nothing is left out of the product.
  public func columns(_ range: Range<Int>) -> Matmul {
    precondition(
      triangle == .none && range.lowerBound % Self.columnGrain == 0 && range.upperBound <= columns
        && (range.upperBound == columns || range.upperBound % Self.columnGrain == 0),
      "columns \(range) of \(columns)")
    var part = self
    part.columns = range.count
    if let halfB {
      part.halfB = halfB + range.lowerBound * bColumnStride
    } else {
      part.b = b + range.lowerBound * bColumnStride
    }
    part.c = c + range.lowerBound
    part.bias = bias.map { $0 + range.lowerBound }
    // A panel's rows are as many as B's, rounded up to four, and panels follow one another.
    part.packedB = packedB.map { $0 + range.lowerBound * ((depth + 3) & ~3) }
    return part
  }
}
