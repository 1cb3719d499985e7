public import Models
public import Tensors

/// How the residual stream moves from block to block, and what the norms do to it.
extension Trace {
  /// The cosine between each position's residual stream after a block and before it: 1 where the block changes nothing
  /// of its direction.
  ///
  ///     cos(h_l, h_{l−1}) = h_l·h_{l−1} / (‖h_l‖·‖h_{l−1}‖)
  ///
  /// - Returns: Shape (position, layers); NaN where one of the two is 0.
  public func residualCosines() -> Tensor {
    var cosines = Tensor(shape: [length, configuration.layers])
    for position in 0..<length {
      for layer in 0..<configuration.layers {
        let before = residual(before: layer, position: position)
        let after = residual(before: layer + 1, position: position)
        let product = zip(before, after).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        cosines[position, layer] = Float(product / (vectorLength(before) * vectorLength(after)))
      }
    }
    return cosines
  }

  /// What a layer norm does at each position.
  ///
  /// - Precondition: the norm was captured.
  public func normEffects(_ norm: NormPlace) -> [NormEffect] {
    let input = norm.input(in: self)
    return (0..<length).map { position in
      NormEffect(
        before: Float(vectorLength(row([position], of: input))),
        scale: row([position], of: "\(norm.name).hook_scale").first ?? .nan,
        after: Float(vectorLength(row([position], of: "\(norm.name).hook_out"))))
    }
  }

  private func vectorLength(_ vector: ArraySlice<Float>) -> Double {
    vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
  }
}

/// One of the layer norms of a stack; where norms follow the sums, a block's stand behind what they are named for.
public enum NormPlace: Hashable, Sendable {
  /// Before a block's attention.
  case beforeAttention(layer: Int)
  /// Behind the cross-attention of a block of an encoder–decoder's decoder.
  case behindCross(layer: Int)
  /// Before a block's MLP.
  case beforeMLP(layer: Int)
  /// Before the unembedding; an encoder–decoder has none.
  case final

  /// All norms of a stack, in the order of computation.
  public static func all(layers: Int, crosses: Bool = false) -> [NormPlace] {
    (0..<layers).flatMap { layer -> [NormPlace] in
      [.beforeAttention(layer: layer)] + (crosses ? [.behindCross(layer: layer)] : []) + [.beforeMLP(layer: layer)]
    } + [.final]
  }

  /// Its name in a trace, such as `blocks.0.ln1`.
  public var name: String {
    switch self {
    case .beforeAttention(let layer): "blocks.\(layer).ln1"
    case .behindCross(let layer): "blocks.\(layer).ln_cross"
    case .beforeMLP(let layer): "blocks.\(layer).ln2"
    case .final: "ln_final"
    }
  }

  /// The name in a trace of what it reads.
  func input(in trace: Trace) -> String {
    let (sum, stream) =
      switch self {
      case .beforeAttention(let layer): ("blocks.\(layer).hook_attn_sum", "blocks.\(layer).hook_resid_pre")
      case .behindCross(let layer): ("blocks.\(layer).hook_cross_attn_sum", "blocks.\(layer).hook_resid_mid")
      case .beforeMLP(let layer): ("blocks.\(layer).hook_mlp_sum", "blocks.\(layer).hook_resid_mid")
      case .final: ("head.hook_post", "blocks.\(trace.configuration.layers - 1).hook_resid_post")
      }
    if case .beforeMLP(let layer) = self, trace.configuration.normsComeFirst {
      // Where norms come first, the MLP's reads what cross-attention has left, if there is one.
      let crossed = "blocks.\(layer).hook_resid_cross"
      if trace.entry(named: crossed) != nil { return crossed }
    }
    return trace.entry(named: sum) == nil ? stream : sum
  }
}

/// A layer norm at one position.
public struct NormEffect: Equatable, Sendable {
  /// ‖x‖₂ of what it reads.
  public let before: Float
  /// What it divides by: √(variance + ε).
  public let scale: Float
  /// ‖y‖₂ of what it gives, gain and bias included.
  public let after: Float
}
