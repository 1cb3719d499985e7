public import KernelTypes
public import Tensors

/// The sizes and settings of a language model.
public struct ModelConfiguration: Equatable, Sendable {
  /// Whose formulas and names it has.
  public enum Family: Equatable, Sendable {
    /// A decoder as GPT-2: a token sees itself and what comes before; norms stand before attention and MLP.
    case gpt2
    /// An encoder as BERT with its head for hidden words, or where there are ``labels`` with that which sorts texts: every token
    /// sees all tokens; norms stand after each sum. It knows so many segments (sentences A, B).
    case bert(segments: Int)
    /// An encoder as DistilBERT: as BERT, but for segments, of which it knows none.
    case distilBERT
    /// A decoder as LLaMA: RMS norms before attention and MLP, positions told by turning queries and keys, gated neurons, heads
    /// that may share keys and values.
    case llama
    /// An encoder of so many blocks that reads the source, and a decoder that reads its own text and, by cross-attention, the
    /// encoder's last residual stream, as BART; norms stand after each sum.
    case bart(encoderLayers: Int)
    /// The same as mBART: norms stand before attention and MLP, and one more behind each stack.
    case mbart(encoderLayers: Int)
    /// A recurrent network as PyTorch's: embedding, layers of cells, unembedding. It has no heads, no MLPs and no positions.
    case recurrent(RecurrentCell)
  }

  /// Whose formulas and names it has.
  public var family: Family
  /// Number of tokens it knows, V.
  public var vocabularySize: Int
  /// Longest sequence; of a recurrent network, which could go on, the longest that it is trained on and asked for.
  public var contextLength: Int
  /// Numbers in the residual stream, D; of a recurrent network also units in a layer, H. See ``variant`` for what else a
  /// model of a family may have of its own.
  public var width: Int
  /// Blocks, L; of an encoder–decoder those of the decoder.
  public var layers: Int
  /// Heads in a block, H; of an encoder–decoder in the decoder's. 0 in a recurrent network.
  public var heads: Int
  /// Neurons in a block's MLP, F; 0 in a recurrent network.
  public var mlpWidth: Int
  /// Added to the variance in a layer norm.
  public var layerNormEpsilon: Float
  /// Whether the unembedding is the token embedding; says nothing of a classifier, which has none.
  public var tiesEmbeddings: Bool
  /// What it has of its own within its family.
  public var variant: Variant
  /// What a classifier sorts texts into, by the numbers of its logits; empty for a model of words. Untrusted: they may come
  /// from a file.
  public var labels: [String]

  /// A configuration; the MLP is four times as wide as the residual stream where nothing else is said.
  ///
  /// - Precondition: every size is positive and `width` is a multiple of `heads` where `headWidth` isn't said; only encoders
  ///   with segments sort texts, into two or more labels.
  public init(
    vocabularySize: Int, contextLength: Int, width: Int, layers: Int, heads: Int, headWidth: Int? = nil,
    mlpWidth: Int? = nil, layerNormEpsilon: Float = 1e-5, tiesEmbeddings: Bool = true, family: Family = .gpt2,
    variant: Variant? = nil, labels: [String] = []
  ) {
    precondition(
      vocabularySize > 0 && contextLength > 0 && width > 0 && layers > 0 && heads > 0
        && (headWidth ?? (width % heads == 0 ? width / heads : 0)) > 0,
      "a model of vocabulary \(vocabularySize), context \(contextLength), width \(width), \(layers) × \(heads)")
    self.family = family
    self.vocabularySize = vocabularySize
    self.contextLength = contextLength
    self.width = width
    self.layers = layers
    self.heads = heads
    self.mlpWidth = mlpWidth ?? 4 * width
    var own = variant ?? Variant()
    own.headWidth = headWidth
    self.variant = own.beyondUsual(family, width: width, heads: heads)
    self.layerNormEpsilon = layerNormEpsilon
    self.tiesEmbeddings = tiesEmbeddings
    self.labels = labels
    precondition(labels.isEmpty || labels.count > 1 && segments != nil, "\(family) that sorts into \(labels)")
  }

  /// A recurrent network.
  ///
  /// - Precondition: every size is positive.
  public init(
    _ cell: RecurrentCell, vocabularySize: Int, contextLength: Int, width: Int, layers: Int,
    tiesEmbeddings: Bool = true
  ) {
    self.init(
      vocabularySize: vocabularySize, contextLength: contextLength, width: width, layers: layers, heads: 1,
      tiesEmbeddings: tiesEmbeddings, family: .recurrent(cell))
    (heads, mlpWidth) = (0, 0)
  }

  /// A recurrent network's cell; nil for other models.
  public var cell: RecurrentCell? {
    get { if case .recurrent(let cell) = family { cell } else { nil } }
    set { if let newValue { family = .recurrent(newValue) } }
  }

  /// A recurrent network for the same texts, of the same number of layers, and of the width with which it has as many parameters
  /// as this model, as nearly as a width can.
  public func recurrent(_ cell: RecurrentCell) -> ModelConfiguration {
    let wanted = ModelParameters(self).layout.parameterCount
    func network(_ width: Int) -> ModelConfiguration {
      ModelConfiguration(
        cell, vocabularySize: vocabularySize, contextLength: contextLength, width: width, layers: layers,
        tiesEmbeddings: tiesEmbeddings)
    }
    func missing(_ width: Int) -> Int { wanted - ModelParameters(network(width)).layout.parameterCount }
    // A network of width W has at least W² parameters.
    var (low, high) = (1, 1 + Int(Double(wanted).squareRoot()))
    while high - low > 1 {
      let middle = (low + high) / 2
      if missing(middle) >= 0 { low = middle } else { high = middle }
    }
    return network(abs(missing(high)) < abs(missing(low)) ? high : low)
  }

  /// How many segments an encoder knows; nil for other models.
  public var segments: Int? {
    get { if case .bert(let segments) = family { segments } else { nil } }
    set { if let newValue { family = .bert(segments: newValue) } }
  }

  /// How many blocks the encoder of an encoder–decoder has; nil for other models.
  public var encoderLayers: Int? {
    get {
      switch family {
      case .bart(let layers), .mbart(let layers): layers
      default: nil
      }
    }
    set {
      guard let newValue else { return }
      if case .mbart = family {
        family = .mbart(encoderLayers: newValue)
      } else {
        family = .bart(encoderLayers: newValue)
      }
    }
  }

  /// Whether it sorts texts instead of saying words.
  public var isClassifier: Bool { !labels.isEmpty }

  /// Whether it says something: words, or a text's label. Where it was saved without a head, its last residual stream is its
  /// answer, as a sentence encoder's is.
  public var hasHead: Bool { variant.hasHead }

  /// Numbers in a row of logits: one for each token of the vocabulary, of a classifier one for each label.
  public var logitCount: Int { isClassifier ? labels.count : vocabularySize }

  /// Numbers in a head, E: D / H, but where a LLaMA says otherwise; 0 where there are no heads.
  public var headWidth: Int { variant.headWidth ?? (heads == 0 ? 0 : width / heads) }

  /// What the neurons of the MLPs do.
  public var activation: Activation { variant.activation ?? family.activation }

  /// How positions are told by turning queries and keys; nil where a table tells them, or the order in which tokens are read.
  public var rotary: RotaryEmbedding? { family == .llama ? variant.rotary ?? RotaryEmbedding() : nil }

  /// Heads that have keys and values of their own, G: H / G neighbours share them.
  public var keyValueHeads: Int { variant.keyValueHeads ?? heads }

  /// Whose keys and values a head uses.
  public func keyValueHead(of head: Int) -> Int { head / max(1, heads / max(1, keyValueHeads)) }

  /// Numbers of a block's queries, keys and values side by side, (H + 2·G)·E.
  public var queryKeyValueWidth: Int { (heads + 2 * keyValueHeads) * headWidth }

  /// What a block's `q·k` is multiplied with.
  public func attentionScale(layer: Int) -> Float {
    let scale = variant.scalesAttention ? 1 / Float(headWidth).squareRoot() : 1
    return variant.scalesByLayer ? scale / Float(layer + 1) : scale
  }

  /// Whether a token sees only itself and what comes before it; of an encoder–decoder the decoder's tokens.
  public var isCausal: Bool {
    switch family {
    case .gpt2, .llama, .bart, .mbart, .recurrent: true
    case .bert, .distilBERT: false
    }
  }
  /// Whether it reads one text from its beginning and says at each token what comes next: a decoder or a recurrent network.
  public var continuesTexts: Bool { isCausal && encoderLayers == nil }

  /// Whether norms stand before attention and MLP, rather than after the sums behind them.
  public var normsComeFirst: Bool {
    switch family {
    case .gpt2, .llama, .mbart: true
    case .bert, .distilBERT, .bart, .recurrent: false
    }
  }

  /// Whether norms divide by the root mean square alone.
  public var hasRMSNorms: Bool { family == .llama }

  /// The shortest source of an encoder–decoder, for what hangs on no length; nil for other models.
  var anySource: Int? { encoderLayers == nil ? nil : 1 }
}
