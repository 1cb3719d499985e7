public import Models
public import Tensors

/// What happens inside the blocks, small enough to show.
extension Trace {
  /// The length of each position's vector in the residual stream, before the first block and after each.
  ///
  ///     ‖h_l‖₂ = √(Σ_d h_l[d]²)
  ///
  /// - Returns: Shape (position, layers + 1).
  public func residualNorms() -> Tensor {
    let stages = configuration.layers + 1
    var norms = Tensor(shape: [length, stages])
    for position in 0..<length {
      for stage in 0..<stages {
        let squares = residual(before: stage, position: position).reduce(0) { $0 + Double($1) * Double($1) }
        norms[position, stage] = Float(squares.squareRoot())
      }
    }
    return norms
  }

  /// A block's MLP neurons, each group of neighbours shown by the one that fires most strongly, with its sign.
  ///
  /// - Parameters:
  ///   - layer: The block.
  ///   - columns: Groups wanted; with as many as there are neurons or more, each stands alone.
  /// - Returns: Shape (position, groups).
  public func pooledNeurons(layer: Int, columns: Int) -> Tensor {
    let groups = min(max(1, columns), configuration.mlpWidth)
    var pooled = Tensor(shape: [length, groups])
    for position in 0..<length {
      let neurons = neurons(layer: layer, position: position)
      for group in 0..<groups {
        let start = neurons.startIndex + group * neurons.count / groups
        let end = neurons.startIndex + (group + 1) * neurons.count / groups
        pooled[position, group] = neurons[start..<end].reduce(0) { abs($1) > abs($0) ? $1 : $0 }
      }
    }
    return pooled
  }
}
