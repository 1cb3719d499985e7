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
    /// What the neurons do; nil where they do what is usual in the family.
    public var activation: Activation?
    /// Numbers in a head; nil for D / H.
    public var headWidth: Int?
    /// Heads with keys and values of their own; nil where each head has its own.
    public var keyValueHeads: Int?
    /// How a LLaMA turns queries and keys; nil for the usual frequencies.
    public var rotary: RotaryEmbedding?
    /// Whether `q·k` is multiplied with 1/√E.
    public var scalesAttention = true
    /// Whether `q·k` is divided by the block's number, counted from 1.
    public var scalesByLayer = false
    /// What the rows of the token table are multiplied with.
    public var embeddingScale: Float = 1
    /// Whether a LLaMA's attention and MLPs have biases; other families always do.
    public var hasAttentionBiases = false
    /// The same of its MLPs.
    public var hasMLPBiases = false
    /// Heads and neurons of an encoder–decoder's encoder; nil where they are the decoder's.
    public var encoderHeads: Int?
    /// See ``encoderHeads``.
    public var encoderMLPWidth: Int?
    /// Whether it has a head.
    public var hasHead = true

    /// Nothing but what is usual.
    public init() {}

    /// The same without what is usual in a family anyway.
    func beyondUsual(_ family: Family, width: Int, heads: Int) -> Variant {
      var own = self
      if activation == family.activation { own.activation = nil }
      if rotary == RotaryEmbedding() { own.rotary = nil }
      if headWidth == width / heads { own.headWidth = nil }
      if keyValueHeads == heads { own.keyValueHeads = nil }
      return own
    }
  }

  /// The sizes that an encoder–decoder's encoder has as a model of one stack; other models' own.
  public var ofEncoder: ModelConfiguration {
    guard let encoderLayers else { return self }
    var sizes = self
    sizes.layers = encoderLayers
    sizes.heads = variant.encoderHeads ?? heads
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

extension ModelConfiguration.Family {
  /// What is usual in the family.
  var activation: Activation {
    switch self {
    case .gpt2: .gelu(.tanh)
    case .llama: .swiGLU
    case .bert, .distilBERT, .bart, .mbart, .recurrent: .gelu(.exact)
    }
  }
}
