public import Tensors

/// What the neurons of an MLP do with what reaches them.
public enum Activation: Equatable, Sendable {
  /// GELU in one of its forms.
  case gelu(Operation.GELUForm)
  /// 0 where it is negative.
  case relu
  /// `x / (1 + e⁻ˣ)`, times a second number for each neuron: SwiGLU.
  case swiGLU
}

extension ModelConfiguration {
  /// What a model has of its own within its family, beside its sizes.
  public struct Variant: Equatable, Sendable {
    /// What the neurons do.
    public var activation: Activation
    /// Heads with keys and values of their own; nil where each head has its own.
    public var keyValueHeads: Int?
    /// How positions are told by turning queries and keys; nil where a table tells them.
    public var rotary: RotaryEmbedding?
    /// Whether `q·k` is multiplied with 1/√E.
    public var scalesAttention: Bool
    /// Whether `q·k` is divided by the block's number, counted from 1.
    public var scalesByLayer: Bool
    /// What the rows of the token table are multiplied with.
    public var embeddingScale: Float
    /// Whether a LLaMA's attention and MLPs have biases; other families always do.
    public var hasAttentionBiases: Bool
    /// The same of its MLPs.
    public var hasMLPBiases: Bool
    /// Heads and neurons of an encoder–decoder's encoder; nil where they are the decoder's.
    public var encoderHeads: Int?
    /// See ``encoderHeads``.
    public var encoderMLPWidth: Int?
    /// Whether it has a head.
    public var hasHead: Bool

    /// What is usual in a family.
    public init(_ family: Family) {
      activation =
        switch family {
        case .gpt2: .gelu(.tanh)
        case .llama: .swiGLU
        case .bert, .distilBERT, .bart, .mbart, .recurrent: .gelu(.exact)
        }
      rotary = family == .llama ? RotaryEmbedding() : nil
      (keyValueHeads, encoderHeads, encoderMLPWidth) = (nil, nil, nil)
      (scalesAttention, scalesByLayer, embeddingScale) = (true, false, 1)
      (hasAttentionBiases, hasMLPBiases, hasHead) = (false, false, true)
    }
  }

  /// The sizes that an encoder–decoder's encoder has as a model of one stack; other models' own.
  public var ofEncoder: ModelConfiguration {
    guard let encoderLayers else { return self }
    var sizes = self
    sizes.layers = encoderLayers
    sizes.heads = variant.encoderHeads ?? heads
    sizes.headWidth = width / sizes.heads
    sizes.mlpWidth = variant.encoderMLPWidth ?? mlpWidth
    return sizes
  }

  /// The heads of a block, their scale left open.
  public var attentionHeads: AttentionHeads { AttentionHeads(heads, keyValueCount: keyValueHeads) }

  /// Heads of an attention in each of its blocks, and how wide they are.
  public func heads(in attention: AttentionKind) -> (count: Int, width: Int) {
    let sizes = attention == .source ? ofEncoder : self
    return (sizes.heads, sizes.headWidth)
  }
}
