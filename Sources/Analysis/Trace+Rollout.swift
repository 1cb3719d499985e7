public import Models
public import Tensors

extension Trace {
  /// Attention rollout: how much of each input token has reached a position by the end of each layer, if attention
  /// weights and the residual path share equally and values don't matter.
  ///
  ///     Â^l = ½·mean_h A^{l,h} + ½·I,  rows summing to 1;  R^l = Â^l·R^{l−1},  R^0 = I
  ///
  /// Heads that are switched off bring nothing: their share stays with the position itself, by way of the residual
  /// stream. Takes time of order L·T³.
  ///
  /// - Returns: For each layer (query, key); each row sums to 1.
  /// - SeeAlso: Abnar and Zuidema 2020, "Quantifying attention flow in transformers", section 3.
  public func rollout() -> [Tensor] {
    var rolled = Tensor(shape: [length, length])
    for position in 0..<length { rolled[position, position] = 1 }
    return (0..<configuration.layers).map { layer in
      rolled = product(mixing(layer: layer), rolled)
      return rolled
    }
  }

  /// Â of one layer.
  private func mixing(layer: Int) -> Tensor {
    var mixing = Tensor(shape: [length, length])
    for query in 0..<length {
      let start = query * length
      for head in 0..<configuration.heads where !interventions.heads.contains(HeadPlace(layer: layer, head: head)) {
        for (key, weight) in pattern(layer: layer, head: head, query: query).enumerated() {
          mixing.values[start + key] += weight / Float(2 * configuration.heads)
        }
      }
      mixing.values[start + query] += 0.5
      let sum = mixing.values[start..<start + length].reduce(0, +)
      for key in start..<start + length { mixing.values[key] /= sum }
    }
    return mixing
  }

  private func product(_ a: Tensor, _ b: Tensor) -> Tensor {
    var c = Tensor(shape: [length, length])
    for row in 0..<length {
      for inner in 0..<length {
        let factor = a.values[row * length + inner]
        guard factor != 0 else { continue }
        for column in 0..<length { c.values[row * length + column] += factor * b.values[inner * length + column] }
      }
    }
    return c
  }
}
