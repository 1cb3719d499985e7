internal import Tensors

extension ModelStack {
  /// Who looks at whom there.
  public var attention: AttentionKind {
    switch self {
    case .encoder: .source
    case .decoder: .own
    case .cross: .cross
    }
  }
}

extension Interventions {
  /// What of it a stack of an encoder–decoder shows, under the names of a model of one stack.
  public func viewed(_ stack: ModelStack) -> Interventions {
    let heads = heads.filter { $0.attention == stack.attention }.map { HeadPlace(layer: $0.layer, head: $0.head) }
    return Interventions(
      heads: Set(heads), mlps: stack == .encoder ? sourceMLPs : mlps,
      maskedPositions: stack == .decoder ? [] : maskedPositions)
  }
}

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
    precondition(encoderLayers != nil, "a stack of \(family)")
    var sizes = stack == .encoder ? ofEncoder : self
    // What matters to whoever looks at a trace is who may look at whom.
    sizes.family = stack == .decoder ? .gpt2 : .bert(segments: 1)
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
      guard isLogits || entry.name.hasPrefix(prefix) else { return nil }
      let name = isLogits ? entry.name : String(entry.name.dropFirst(prefix.count))
      return (name, Tensor(shape: entry.shape, values: Array(self[entry])))
    }
    return Trace(
      configuration: configuration.viewed(stack), ids: ids, interventions: interventions.viewed(stack),
      activations: activations)
  }

  /// Of each block of the decoder and the encoder's of the same number: the source's rows, then the written ones. The source
  /// has no logits; its rows of them are 0. Where the encoder has no such block, its stream stays as it left the last one, and
  /// its tokens see themselves alone.
  private var crossed: Trace {
    let sizes = configuration.viewed(.cross)
    let (S, T, V) = (sourceIDs.count, ids.count, configuration.vocabularySize)
    var activations: [(name: String, tensor: Tensor)] = []
    for layer in 0..<sizes.layers {
      for name in ["hook_resid_pre", "hook_resid_mid", "hook_resid_post", "mlp.hook_pre", "mlp.hook_post"] {
        let own = "decoder.blocks.\(layer).\(name)"
        guard let width = entry(named: own)?.shape.last else { continue }
        let rows = sourceRows(name, layer: layer, width: width) + values(at: [], of: own)
        activations.append(("blocks.\(layer).\(name)", Tensor(shape: [S + T, width], values: rows)))
      }
      for (name, visible, hidden) in [("hook_attn_scores", Float(0), -Float.infinity), ("hook_pattern", 1, 0)] {
        var numbers: [Float] = []
        for head in 0..<sizes.heads {
          for query in 0..<S {
            let block = "encoder.blocks.\(layer).attn.\(name)"
            numbers +=
              (entry(named: block)?.shape[0] ?? 0) <= head
              ? (0..<S).map { $0 == query ? visible : hidden }[...] : row([head, query], of: block)
            numbers += [Float](repeating: hidden, count: T)
          }
          for query in 0..<T {
            numbers += row([head, query], of: "decoder.blocks.\(layer).cross_attn.\(name)")
            numbers += [Float](repeating: hidden, count: T)
          }
        }
        activations.append(
          ("blocks.\(layer).attn.\(name)", Tensor(shape: [sizes.heads, S + T, S + T], values: numbers)))
      }
    }
    let logits = [Float](repeating: 0, count: S * V) + values(at: [], of: "logits")
    activations.append(("logits", Tensor(shape: [S + T, V], values: logits)))
    return Trace(
      configuration: sizes, ids: sourceIDs + ids, interventions: interventions.viewed(.cross), activations: activations)
  }

  /// The encoder's rows of an activation; without such a block its last stream, and neurons that are 0, as where the two
  /// stacks have different numbers of neurons.
  private func sourceRows(_ name: String, layer: Int, width: Int) -> [Float] {
    if entry(named: "encoder.blocks.\(layer).\(name)")?.shape.last == width {
      return Array(values(at: [], of: "encoder.blocks.\(layer).\(name)"))
    }
    guard width == configuration.width, !name.hasPrefix("mlp") else {
      return [Float](repeating: 0, count: sourceIDs.count * width)
    }
    let last = (configuration.encoderLayers ?? 0) - 1
    return Array(values(at: [], of: last < 0 ? "encoder.ln_embed.hook_out" : "encoder.blocks.\(last).hook_resid_post"))
  }
}
