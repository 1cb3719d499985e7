/// Text ↔ numbers, in the stages of Hugging Face's `tokenizers`: added tokens, normalizers, pre-tokenizers, model,
/// post-processors, and back through the decoders.
///
/// No text makes it fail: unknown words become the unknown token and are marked.
public struct Tokenizer: Equatable, Sendable {
  /// Which tokens play the parts that a model's code asks for.
  public struct Roles: Equatable, Sendable {
    /// Fills short rows of a batch.
    public var padding: Int?
    /// Begins a text.
    public var beginning: Int?
    /// Ends a text.
    public var end: Int?
    /// Stands for unknown words.
    public var unknown: Int?
    /// Begins a text of an encoder.
    public var classification: Int?
    /// Ends a text of an encoder.
    public var separator: Int?
    /// Stands for a word that an encoder is to guess.
    public var mask: Int?

    /// Roles that nobody plays.
    public init() {}
  }

  let model: TokenModel
  /// What changes text first.
  let normalizers: [Normalizer]
  /// How text is cut into words.
  let preTokenizers: [PreTokenizer]
  /// What is put around the tokens.
  let postProcessors: [PostProcessor]
  let decoders: [Decoder]
  let addedTokens: AddedTokens
  /// Model and added tokens together, for decoding.
  let vocabulary: Vocabulary
  /// The model's number for what it does not know.
  let unknownId: Int?
  /// Which tokens play which part.
  public let roles: Roles

  init(
    model: TokenModel, normalizers: [Normalizer] = [], preTokenizers: [PreTokenizer], postProcessors: [PostProcessor],
    decoders: [Decoder], addedTokens: [AddedToken], roles: Roles
  ) {
    (self.model, self.normalizers, self.preTokenizers) = (model, normalizers, preTokenizers)
    (self.postProcessors, self.decoders, self.roles) = (postProcessors, decoders, roles)
    self.addedTokens = AddedTokens(addedTokens, normalizers: normalizers)
    unknownId = model.unknownId
    var all = model.vocabulary
    for token in addedTokens { _ = all.insert(token.content, id: token.id) }
    vocabulary = all
  }

  /// One more than the highest number of a token: the rows an embedding must have.
  public var vocabularySize: Int { vocabulary.size }

  /// How the vocabulary writes a number's token, or nil where it has none.
  public func token(_ id: Int) -> String? { vocabulary.token(id) }

  /// The number of a token, compared by bytes, or nil.
  public func id(of token: String) -> Int? { vocabulary.id(of: token) }

  /// Whether its template says how two texts are joined.
  public var takesPairs: Bool {
    postProcessors.contains {
      if case .template(let template) = $0 { template.joinsTexts } else { false }
    }
  }

  /// Whether a number is a control token's.
  public func isSpecial(_ id: Int) -> Bool { addedTokens.token(id: id)?.isSpecial ?? false }
}
