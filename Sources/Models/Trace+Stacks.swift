internal import Tensors

/// A part of an encoder–decoder that can be looked at like a model of one stack.
public enum ModelStack: CaseIterable, Hashable, Sendable {
  /// The source's tokens look at each other.
  case encoder
  /// The tokens that were written look back at each other.
  case decoder
  /// Both one after the other: the source's tokens look at each other, and each written token looks at the source.
  case cross
}

extension ModelConfiguration {
  /// The sizes of a stack.
  ///
  /// - Precondition: this is an encoder–decoder.
  public func viewed(_ stack: ModelStack) -> ModelConfiguration {
    guard let encoderLayers else { preconditionFailure("a stack of \(family)") }
    var sizes = self
    // What matters to whoever looks at a trace is who may look at whom.
    sizes.family = stack == .decoder ? .gpt2 : .bert(segments: 1)
    if stack == .encoder { sizes.layers = encoderLayers }
    if stack == .cross { sizes.layers = min(layers, encoderLayers) }
    return sizes
  }
}

extension Trace {
  /// A stack of an encoder–decoder's trace under the names of a model of one stack.
  ///
  /// - Precondition: this is an encoder–decoder's.
  public func viewed(_ stack: ModelStack) -> Trace {
    switch stack {
    case .encoder: part("encoder.", ids: sourceIDs, stack)
    case .decoder: part("decoder.", ids: ids, stack)
    case .cross: crossed
    }
  }

  private func part(_ prefix: String, ids: [Int32], _ stack: ModelStack) -> Trace {
    let activations = entries.compactMap { entry -> (name: String, tensor: Tensor)? in
      let isLogits = entry.name == "logits" && stack == .decoder
      guard isLogits || entry.name.hasPrefix(prefix), !entry.name.contains("cross") else { return nil }
      let name = isLogits ? entry.name : String(entry.name.dropFirst(prefix.count))
      return (name, Tensor(shape: entry.shape, values: Array(self[entry])))
    }
    return Trace(configuration: configuration.viewed(stack), ids: ids, activations: activations)
  }

  /// Of each block of the encoder and the decoder's of the same number: the source's rows, then the written ones. The source
  /// has no logits; its rows of them are 0.
  private var crossed: Trace {
    let sizes = configuration.viewed(.cross)
    let (S, T, V) = (sourceIDs.count, ids.count, configuration.vocabularySize)
    var activations: [(name: String, tensor: Tensor)] = []
    for layer in 0..<sizes.layers {
      for name in ["hook_resid_pre", "hook_resid_mid", "hook_resid_post", "mlp.hook_pre", "mlp.hook_post"] {
        let (source, own) = ("encoder.blocks.\(layer).\(name)", "decoder.blocks.\(layer).\(name)")
        guard let width = entry(named: source)?.shape.last else { continue }
        let rows = Array(values(at: [], of: source)) + Array(values(at: [], of: own))
        activations.append(("blocks.\(layer).\(name)", Tensor(shape: [S + T, width], values: rows)))
      }
      for (name, hidden) in [("hook_attn_scores", -Float.infinity), ("hook_pattern", 0)] {
        var numbers: [Float] = []
        for head in 0..<sizes.heads {
          for (block, count) in [("encoder.blocks.\(layer).attn", S), ("decoder.blocks.\(layer).cross_attn", T)] {
            for query in 0..<count {
              numbers += row([head, query], of: "\(block).\(name)")
              numbers += [Float](repeating: hidden, count: T)
            }
          }
        }
        activations.append(
          ("blocks.\(layer).attn.\(name)", Tensor(shape: [sizes.heads, S + T, S + T], values: numbers)))
      }
    }
    let logits = [Float](repeating: 0, count: S * V) + values(at: [], of: "logits")
    activations.append(("logits", Tensor(shape: [S + T, V], values: logits)))
    return Trace(configuration: sizes, ids: sourceIDs + ids, activations: activations)
  }
}
