internal import KernelTypes

/// Where an operation finds its weights, whatever format they have.
extension Replay {
  /// A parameter of singles.
  func vector(_ parameter: ParameterID, _ weights: WeightsPointer) -> UnsafePointer<Float> {
    weights.singles + (weights.halves == nil ? offsets[parameter.index] : vectorOffsets[parameter.index])
  }

  /// A parameter in 16 bits; nil where it is one of singles.
  func halves(_ parameter: ParameterID, _ weights: WeightsPointer) -> HalfMatrix? {
    isMatrix[parameter.index] ? weights.halves.map { $0 + offsets[parameter.index] } : nil
  }

  /// `count` numbers of a table, from one on, as singles.
  func copyNumbers(
    of table: ParameterID, from start: Int, count: Int, _ weights: WeightsPointer, to y: UnsafeMutablePointer<Float>
  ) {
    switch halves(table, weights) {
    case nil: y.update(from: vector(table, weights) + start, count: count)
    case let half? where half.format == .float16: kernels.floatsFromHalf(half.start + start, y, count)
    case let half?: kernels.floatsFromBFloat16(half.start + start, y, count)
    }
  }
}
