/// A block of numbers with a shape: contiguous and row-major, a plain value.
public struct Tensor: Equatable, Sendable {
  /// Sizes, outermost first. Empty for a single number.
  public let shape: [Int]
  /// The numbers, row by row; as many as the shape's product.
  public var values: [Float]

  /// A tensor of given numbers.
  ///
  /// - Precondition: `values.count` is the product of `shape`.
  public init(shape: [Int], values: [Float]) {
    precondition(
      values.count == shape.reduce(1, *), "a tensor of shape \(shape) was given \(values.count) numbers")
    self.shape = shape
    self.values = values
  }

  /// A tensor filled with one number.
  public init(repeating value: Float = 0, shape: [Int]) {
    self.init(shape: shape, values: [Float](repeating: value, count: shape.reduce(1, *)))
  }

  /// The number at an index, one position a dimension.
  ///
  /// - Precondition: the index lies within the shape.
  public subscript(index: Int...) -> Float {
    get { values[offset(of: index)] }
    set { values[offset(of: index)] = newValue }
  }

  private func offset(of index: [Int]) -> Int {
    precondition(index.count == shape.count, "index \(index) does not fit shape \(shape)")
    var offset = 0
    for (position, size) in zip(index, shape) {
      precondition(position >= 0 && position < size, "index \(index) lies outside shape \(shape)")
      offset = offset * size + position
    }
    return offset
  }
}
