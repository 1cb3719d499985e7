/// Text ↔ numbers, in the stages of Hugging Face's `tokenizers`: added tokens, pre-tokenizer, model, post-processor, and
/// back through the decoders.
///
/// No text makes it fail: unknown words become the unknown token and are marked.
public struct Tokenizer: Equatable, Sendable {
  /// The names of the control tokens of our own decoders, in the order of their numbers from 0.
  public static let controlTokens = ["<pad>", "<s>", "</s>", "<unk>"]
  /// The names of the control tokens of our own encoders, in the order of their numbers from 0: BERT's.
  public static let encoderControlTokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]

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

  let model: WordLevel
  /// How text is cut into words.
  public let preTokenizer: PreTokenizer
  /// What is put around the tokens.
  public let postProcessor: PostProcessor
  let decoders: [Decoder]
  let addedTokens: AddedTokens
  /// Model and added tokens together, for decoding.
  let vocabulary: Vocabulary
  /// Which tokens play which part.
  public let roles: Roles

  init(
    model: WordLevel, preTokenizer: PreTokenizer, postProcessor: PostProcessor, decoders: [Decoder],
    addedTokens: [AddedToken], roles: Roles
  ) {
    self.model = model
    self.preTokenizer = preTokenizer
    self.postProcessor = postProcessor
    self.decoders = decoders
    self.addedTokens = AddedTokens(addedTokens)
    self.roles = roles
    var all = model.vocabulary
    for token in addedTokens { _ = all.insert(token.content, id: token.id) }
    vocabulary = all
  }

  /// A tokenizer of whole words, with `<pad>` = 0, `<s>` = 1, `</s>` = 2, `<unk>` = 3 and the words from 4 on; `<s>` is put
  /// before each text.
  ///
  /// - Precondition: the words differ and none is a control token.
  public static func wordLevel(words: [String]) -> Tokenizer {
    var roles = Roles()
    (roles.padding, roles.beginning, roles.end, roles.unknown) = (0, 1, 2, 3)
    return wordLevel(words: words, controlTokens, unknown: 3, before: [1], after: [], roles)
  }

  /// A tokenizer of whole words for encoders, with `[PAD]` = 0, `[UNK]` = 1, `[CLS]` = 2, `[SEP]` = 3, `[MASK]` = 4 and the
  /// words from 5 on; each text stands between `[CLS]` and `[SEP]`.
  ///
  /// - Precondition: the words differ and none is a control token.
  public static func encoderWordLevel(words: [String]) -> Tokenizer {
    var roles = Roles()
    (roles.padding, roles.unknown, roles.classification, roles.separator, roles.mask) = (0, 1, 2, 3, 4)
    return wordLevel(words: words, encoderControlTokens, unknown: 1, before: [2], after: [3], roles)
  }

  private static func wordLevel(
    words: [String], _ control: [String], unknown: Int, before: [Int], after: [Int], _ roles: Roles
  ) -> Tokenizer {
    var vocabulary = Vocabulary()
    for (id, token) in (control + words).enumerated() {
      precondition(vocabulary.id(of: token) == nil, "the word \(token) was given twice")
      _ = vocabulary.insert(token, id: id)
    }
    guard let model = WordLevel(vocabulary: vocabulary, unknownToken: control[unknown]) else {
      preconditionFailure("the unknown token is among the control tokens")
    }
    func specials(_ ids: [Int]) -> [TemplateProcessing.Special] {
      ids.map { .init(name: control[$0], ids: [$0], tokens: [control[$0]]) }
    }
    return Tokenizer(
      model: model, preTokenizer: .whitespace,
      postProcessor: .template(.init(before: specials(before), after: specials(after))), decoders: Decoder.english,
      addedTokens: control.enumerated().map { AddedToken(id: $0, content: $1) }, roles: roles)
  }

  /// One more than the highest number of a token: the rows an embedding must have.
  public var vocabularySize: Int { vocabulary.size }

  /// How the vocabulary writes a number's token, or nil where it has none.
  public func token(_ id: Int) -> String? { vocabulary.token(id) }

  /// The number of a token, compared by bytes, or nil.
  public func id(of token: String) -> Int? { vocabulary.id(of: token) }

  /// Whether a number is a control token's.
  public func isSpecial(_ id: Int) -> Bool { addedTokens.token(id: id)?.isSpecial ?? false }
}
