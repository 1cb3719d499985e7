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
    let width = configuration.width
    for stage in 0..<stages {
      residual(before: stage).withUnsafeBufferPointer { values in
        for position in 0..<length {
          var squares = 0.0
          for place in position * width..<(position + 1) * width {
            squares += Double(values[place]) * Double(values[place])
          }
          norms[position, stage] = Float(squares.squareRoot())
        }
      }
    }
    return norms
  }

  /// A block's MLP neurons, each group of neighbours shown by the one that fires most strongly, with its sign.
  ///
  /// - Parameters:
  ///   - layer: The block.
  ///   - columns: Groups wanted; with as many as there are neurons or more, each stands alone.
  /// - Returns: Shape (position, groups); NaN where a neuron of the group is.
  public func pooledNeurons(layer: Int, columns: Int) -> Tensor {
    let groups = min(max(1, columns), configuration.mlpWidth)
    var pooled = Tensor(shape: [length, groups])
    let count = configuration.mlpWidth
    neurons(layer: layer).withUnsafeBufferPointer { values in
      for position in 0..<length {
        let row = UnsafeBufferPointer(rebasing: values[position * count..<(position + 1) * count])
        for group in 0..<groups {
          var strongest: Float = 0
          for neuron in group * count / groups..<(group + 1) * count / groups
          where !strongest.isNaN && !(abs(row[neuron]) <= abs(strongest)) {
            strongest = row[neuron]
          }
          pooled[position, group] = strongest
        }
      }
    }
    return pooled
  }
}
