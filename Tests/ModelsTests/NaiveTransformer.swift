import Glibc
import Models
import Tensors

/// The forward pass as the formulas read, in double precision, with what is switched off: what the engine is compared with.
struct NaiveTransformer {
  let model: LanguageModel
  private var sizes: ModelConfiguration { model.configuration }

  /// The numbers under the names of a trace.
  private(set) var activations: [String: [[Double]]] = [:]

  init(_ model: LanguageModel, ids: [Int32], _ interventions: Interventions) {
    self.model = model
    let D = sizes.width
    var residual_TD = ids.enumerated().map { position, id in
      sum(row(Int(id), "wte.weight", D), row(position, "wpe.weight", D))
    }
    for layer in 0..<sizes.layers {
      let (name, weights) = ("blocks.\(layer)", "h.\(layer)")
      let z_TD = mix(norm(residual_TD, "\(weights).ln_1"), layer, interventions)
      let attention_TD = linear(z_TD, "\(weights).attn.c_proj")
      let middle_TD = zip(residual_TD, attention_TD).map(sum)
      let hidden_TF = linear(norm(middle_TD, "\(weights).ln_2"), "\(weights).mlp.c_fc").map { $0.map(gelu) }
      var mlp_TD = linear(hidden_TF, "\(weights).mlp.c_proj")
      if interventions.mlps.contains(layer) { mlp_TD = mlp_TD.map { $0.map { _ in 0 } } }
      residual_TD = zip(middle_TD, mlp_TD).map(sum)
      activations["\(name).attn.hook_z"] = z_TD
      activations["\(name).hook_attn_out"] = attention_TD
      activations["\(name).hook_mlp_out"] = mlp_TD
      activations["\(name).hook_resid_post"] = residual_TD
    }
    let final_TD = norm(residual_TD, "ln_f")
    activations["logits"] = final_TD.map { x in
      (0..<sizes.vocabularySize).map { dot(x, row($0, "wte.weight", D)) }
    }
  }

  /// pattern = softmax(mask(q·kᵀ/√E)), z = pattern·v; the z of heads that are switched off is 0.
  private mutating func mix(_ x_TD: [[Double]], _ layer: Int, _ interventions: Interventions) -> [[Double]] {
    let (D, E) = (sizes.width, sizes.headWidth)
    let qkv = linear(x_TD, "h.\(layer).attn.c_attn")
    var z_TD = x_TD.map { $0.map { _ in 0.0 } }
    var patterns: [[Double]] = []
    for head in 0..<sizes.heads {
      for query in x_TD.indices {
        let scores = x_TD.indices.map { key in
          let sees = key <= query && (key == query || !interventions.maskedPositions.contains(key))
          let q = qkv[query][head * E..<(head + 1) * E]
          let k = qkv[key][D + head * E..<D + (head + 1) * E]
          return sees ? dot(Array(q), Array(k)) / Double(E).squareRoot() : -.infinity
        }
        let powers = scores.map { exp($0 - (scores.max() ?? 0)) }
        let weights = powers.map { $0 / powers.reduce(0, +) }
        patterns.append(weights)
        guard !interventions.heads.contains(HeadPlace(layer: layer, head: head)) else { continue }
        for column in head * E..<(head + 1) * E {
          for (key, weight) in weights.enumerated() { z_TD[query][column] += weight * qkv[key][2 * D + column] }
        }
      }
    }
    activations["blocks.\(layer).attn.hook_pattern"] = patterns
    return z_TD
  }

  private func row(_ index: Int, _ name: String, _ width: Int) -> [Double] {
    let values = model.parameters.tensor(named: name)?.values ?? []
    return values[index * width..<(index + 1) * width].map(Double.init)
  }

  private func linear(_ x: [[Double]], _ name: String) -> [[Double]] {
    let weight = model.parameters.tensor(named: "\(name).weight") ?? Tensor(shape: [0, 0])
    let output = weight.shape[1]
    let bias = row(0, "\(name).bias", output)
    return x.map { x in
      var y = bias
      for column in 0..<output {
        for (index, x) in x.enumerated() { y[column] += x * Double(weight.values[index * output + column]) }
      }
      return y
    }
  }

  private func norm(_ x: [[Double]], _ name: String) -> [[Double]] {
    let (gain, bias) = (row(0, "\(name).weight", sizes.width), row(0, "\(name).bias", sizes.width))
    return x.map { x in
      let mean = x.reduce(0, +) / Double(x.count)
      let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count)
      let scale = (variance + Double(sizes.layerNormEpsilon)).squareRoot()
      return x.indices.map { (x[$0] - mean) / scale * gain[$0] + bias[$0] }
    }
  }

  private func gelu(_ x: Double) -> Double {
    0.5 * x * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
  }

  private func sum(_ a: [Double], _ b: [Double]) -> [Double] { zip(a, b).map { $0 + $1 } }

  private func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
}
