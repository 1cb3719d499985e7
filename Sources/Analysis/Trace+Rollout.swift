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
    let (length, heads) = (length, configuration.heads)
    mixing.values.withUnsafeMutableBufferPointer { mixing in
      for head in 0..<heads where !interventions.heads.contains(HeadPlace(layer: layer, head: head)) {
        values(at: [head], of: "blocks.\(layer).attn.hook_pattern").withUnsafeBufferPointer { weights in
          let share = 1 / Float(2 * heads)
          for place in mixing.indices { mixing[place] += weights[place] * share }
        }
      }
      for query in 0..<length {
        let row = UnsafeMutableBufferPointer(rebasing: mixing[query * length..<(query + 1) * length])
        row[query] += 0.5
        let sum = row.reduce(0, +)
        for key in row.indices { row[key] /= sum }
      }
    }
    return mixing
  }

  private func product(_ a: Tensor, _ b: Tensor) -> Tensor {
    var c = Tensor(shape: [length, length])
    let length = length
    c.values.withUnsafeMutableBufferPointer { c in
      a.values.withUnsafeBufferPointer { a in
        b.values.withUnsafeBufferPointer { b in
          // A causal model's rows end at their own position: most of what would be added is nothing.
          let ends = (0..<length).map { row in
            (b[row * length..<(row + 1) * length].lastIndex { $0 != 0 } ?? row * length - 1) + 1 - row * length
          }
          for row in 0..<length {
            for inner in 0..<length where a[row * length + inner] != 0 {
              let factor = a[row * length + inner]
              for column in 0..<ends[inner] { c[row * length + column] += factor * b[inner * length + column] }
            }
          }
        }
      }
    }
    return c
  }
}
