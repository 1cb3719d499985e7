public import Models

extension Trace {
  /// How alike the model takes a position and each other one to be, by what leaves its last block:
  ///
  ///     cos(h_i, h_j) = h_i·h_j / (‖h_i‖·‖h_j‖)
  ///
  /// What a sentence encoder is used for, token by token.
  /// - Returns: A number from −1 to 1 for each position, 1 for the position itself; NaN where one of the two is 0.
  public func likeness(to position: Int) -> [Float] {
    let last = configuration.layers
    let own = residual(before: last, position: position).map(Double.init)
    func length(_ vector: [Double]) -> Double { vector.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    return (0..<self.length).map { other in
      let vector = residual(before: last, position: other).map(Double.init)
      let product = zip(own, vector).reduce(0) { $0 + $1.0 * $1.1 }
      return Float(product / (length(own) * length(vector)))
    }
  }
}
