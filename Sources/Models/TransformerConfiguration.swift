/// The sizes and settings of a decoder transformer with GPT-2's formulas.
public struct TransformerConfiguration: Equatable, Sendable {
  /// Number of tokens it knows, V.
  public var vocabularySize: Int
  /// Longest sequence, `n_positions`.
  public var contextLength: Int
  /// Numbers in the residual stream, D.
  public var width: Int
  /// Blocks, L.
  public var layers: Int
  /// Heads in a block, H; D is a multiple of it.
  public var heads: Int
  /// Neurons in a block's MLP, F.
  public var mlpWidth: Int
  /// Added to the variance in a layer norm.
  public var layerNormEpsilon: Float
  /// Whether the unembedding is the token embedding.
  public var tiesEmbeddings: Bool

  /// A configuration; the MLP is four times as wide as the residual stream where nothing else is said.
  ///
  /// - Precondition: every size is positive and `width` is a multiple of `heads`.
  public init(
    vocabularySize: Int, contextLength: Int, width: Int, layers: Int, heads: Int, mlpWidth: Int? = nil,
    layerNormEpsilon: Float = 1e-5, tiesEmbeddings: Bool = true
  ) {
    precondition(
      vocabularySize > 0 && contextLength > 0 && width > 0 && layers > 0 && heads > 0 && width % heads == 0,
      "a transformer of vocabulary \(vocabularySize), context \(contextLength), width \(width), \(layers) × \(heads)")
    self.vocabularySize = vocabularySize
    self.contextLength = contextLength
    self.width = width
    self.layers = layers
    self.heads = heads
    self.mlpWidth = mlpWidth ?? 4 * width
    self.layerNormEpsilon = layerNormEpsilon
    self.tiesEmbeddings = tiesEmbeddings
  }

  /// Numbers in a head, E.
  public var headWidth: Int { width / heads }
}
