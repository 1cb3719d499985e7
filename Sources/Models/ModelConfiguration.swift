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
    /// An encoder of so many blocks that reads the source, and a decoder that reads its own text and, by cross-attention, the
    /// encoder's last residual stream, as BART; norms stand after each sum.
    case bart(encoderLayers: Int)
    /// A recurrent network as PyTorch's: embedding, layers of cells, unembedding. It has no heads, no MLPs and no positions.
    case recurrent(RecurrentCell)
  }

  /// Whose formulas and names it has.
  public var family: Family
  /// Number of tokens it knows, V.
  public var vocabularySize: Int
  /// Longest sequence; of a recurrent network, which could go on, the longest that it is trained on and asked for.
  public var contextLength: Int
  /// Numbers in the residual stream, D; of a recurrent network also units in a layer, H.
  public var width: Int
  /// Blocks, L; of an encoder–decoder those of the decoder.
  public var layers: Int
  /// Heads in a block, H; D is a multiple of it. 0 in a recurrent network.
  public var heads: Int
  /// Neurons in a block's MLP, F; 0 in a recurrent network.
  public var mlpWidth: Int
  /// Added to the variance in a layer norm.
  public var layerNormEpsilon: Float
  /// Whether the unembedding is the token embedding; says nothing of a classifier, which has none.
  public var tiesEmbeddings: Bool
  /// What a classifier sorts texts into, by the numbers of its logits; empty for a model of words. Untrusted: they may come
  /// from a file.
  public var labels: [String]

  /// A configuration; the MLP is four times as wide as the residual stream where nothing else is said.
  ///
  /// - Precondition: every size is positive and `width` is a multiple of `heads`; only encoders sort texts, into two or more
  ///   labels.
  public init(
    vocabularySize: Int, contextLength: Int, width: Int, layers: Int, heads: Int, mlpWidth: Int? = nil,
    layerNormEpsilon: Float = 1e-5, tiesEmbeddings: Bool = true, family: Family = .gpt2,
    labels: [String] = []
  ) {
    precondition(
      vocabularySize > 0 && contextLength > 0 && width > 0 && layers > 0 && heads > 0 && width % heads == 0,
      "a model of vocabulary \(vocabularySize), context \(contextLength), width \(width), \(layers) × \(heads)")
    self.family = family
    self.vocabularySize = vocabularySize
    self.contextLength = contextLength
    self.width = width
    self.layers = layers
    self.heads = heads
    self.mlpWidth = mlpWidth ?? 4 * width
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
    get { if case .bart(let layers) = family { layers } else { nil } }
    set { if let newValue { family = .bart(encoderLayers: newValue) } }
  }

  /// Whether it sorts texts instead of saying words.
  public var isClassifier: Bool { !labels.isEmpty }

  /// Numbers in a row of logits: one for each token of the vocabulary, of a classifier one for each label.
  public var logitCount: Int { isClassifier ? labels.count : vocabularySize }

  /// Whether a token sees only itself and what comes before it; of an encoder–decoder the decoder's tokens.
  public var isCausal: Bool {
    switch family {
    case .gpt2, .bart, .recurrent: true
    case .bert: false
    }
  }
  /// Whether it reads one text from its beginning and says at each token what comes next: a decoder or a recurrent network.
  public var continuesTexts: Bool { isCausal && encoderLayers == nil }

  /// Whether norms stand before attention and MLP, rather than after the sums behind them.
  public var normsComeFirst: Bool { family == .gpt2 }

  /// The shortest source of an encoder–decoder, for what hangs on no length; nil for other models.
  var anySource: Int? { encoderLayers == nil ? nil : 1 }

  /// Which formula of GELU the MLPs have.
  public var geluForm: Operation.GELUForm { family == .gpt2 ? .tanh : .exact }

  /// Numbers in a head, E; 0 where there are no heads.
  public var headWidth: Int { heads == 0 ? 0 : width / heads }
}
