import Models
import Tensors

/// A trace whose numbers are written down rather than computed, so that drawn screens are the same on every machine.
///
/// The heads look at: 0 the token itself, 1 the one before, 2 the first, 3 all alike, 4 the last three, 5 two back,
/// 6 every other one, 7 words of the same class (by id).
enum HandmadeTrace {
  static func trace(
    of ids: [Int32], segments: [Int32] = [], _ interventions: Interventions = .none,
    configuration: ModelConfiguration
  ) -> Trace {
    let (T, D, F, V) = (ids.count, configuration.width, configuration.mlpWidth, configuration.vocabularySize)
    var activations: [(name: String, tensor: Tensor)] = []
    func add(_ name: String, rows: Int, columns: Int, _ value: (Int, Int) -> Float) {
      var values: [Float] = []
      values.reserveCapacity(rows * columns)
      for row in 0..<rows { for column in 0..<columns { values.append(value(row, column)) } }
      activations.append((name, Tensor(shape: [rows, columns], values: values)))
    }
    func residual(_ stage: Int) -> (Int, Int) -> Float {
      { t, d in Float((t * 7 + d * 3 + Int(ids[t])) % 11 - 5) * (1 + 0.75 * Float(stage)) / 8 }
    }
    for layer in 0..<configuration.layers {
      let prefix = "blocks.\(layer)"
      add("\(prefix).hook_resid_pre", rows: T, columns: D, residual(layer))
      let (pattern, scores) = attention(ids, layer: layer, heads: configuration.heads)
      activations.append(("\(prefix).attn.hook_attn_scores", scores))
      activations.append(("\(prefix).attn.hook_pattern", pattern))
      add("\(prefix).mlp.hook_post", rows: T, columns: F) { t, f in
        let wave = (t * 13 + f * 5 + layer * 3 + Int(ids[t])) % 23
        return wave > 17 ? Float(wave - 17) / 2 : -Float(wave) / 100
      }
      add("\(prefix).hook_resid_post", rows: T, columns: D, residual(layer + 1))
    }
    add("logits", rows: T, columns: V) { t, v in
      let distance = (Int(ids[t]) * 5 + t * 3 + 9 - v * 2) % V
      return 4.5 - Float(abs(distance)) * 0.375
    }
    return Trace(
      configuration: configuration, ids: ids, segments: segments, interventions: interventions,
      activations: activations)
  }

  /// Weights are small whole numbers divided by their sum; scores are those numbers over four.
  private static func attention(_ ids: [Int32], layer: Int, heads: Int) -> (pattern: Tensor, scores: Tensor) {
    let T = ids.count
    // Flat runs: random keys ask for a million of these.
    var pattern = [Float](repeating: 0, count: heads * T * T)
    var scores = [Float](repeating: -.infinity, count: heads * T * T)
    for head in 0..<heads {
      for query in 0..<T {
        let start = (head * T + query) * T
        var sum: Float = 0
        for key in 0...query {
          let weight = Float(weight(head: (head + layer) % 8, layer: layer, query: query, key: key, ids: ids))
          sum += weight
          pattern[start + key] = weight
          scores[start + key] = weight / 4 - 1
        }
        for key in 0...query { pattern[start + key] /= sum }
      }
    }
    let shape = [heads, T, T]
    return (Tensor(shape: shape, values: pattern), Tensor(shape: shape, values: scores))
  }

  private static func weight(head: Int, layer: Int, query: Int, key: Int, ids: [Int32]) -> Int {
    let distance = query - key
    switch head {
    case 0: return distance == 0 ? 16 : 1
    case 1: return distance == 1 ? 16 : 1
    case 2: return key == 0 ? 20 - 2 * layer : 1 + (key + query) % 3
    case 3: return 4 + layer % 2
    case 4: return distance < 3 ? 8 - 2 * distance : 1
    case 5: return distance == 2 ? 12 + layer : 1 + key % 2
    case 6: return distance % 2 == 0 ? 6 : 1
    default: return 1 + 7 * (1 - abs(Int(ids[query]) - Int(ids[key])) % 2) + (key == query ? 0 : 2)
    }
  }
}
