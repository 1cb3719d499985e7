extension Tokenizer {
  /// The names of the control tokens of our own decoders, in the order of their numbers from 0.
  public static let controlTokens = ["<pad>", "<s>", "</s>", "<unk>"]
  /// The names of the control tokens of our own encoders, in the order of their numbers from 0: BERT's.
  public static let encoderControlTokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]

  /// A tokenizer of whole words, with `<pad>` = 0, `<s>` = 1, `</s>` = 2, `<unk>` = 3 and the words from 4 on; `<s>` is put
  /// before each text.
  ///
  /// - Precondition: the words differ and none is a control token.
  public static func wordLevel(words: [String]) -> Tokenizer {
    decoder(vocabulary(controlTokens + words), preTokenizers: [.whitespace], decoders: Decoder.english) { vocabulary in
      WordLevel(vocabulary: vocabulary, unknownToken: controlTokens[3]).map { .words($0) }
    }
  }

  /// The same for words that are written without spaces between them, as in Chinese: of the words that could begin at a
  /// place, the longest is read.
  ///
  /// - Precondition: the words differ and none is a control token.
  public static func joinedWords(_ words: [String]) -> Tokenizer {
    decoder(vocabulary(controlTokens + words), preTokenizers: [.whitespace], decoders: [.fuse]) { vocabulary in
      WordPiece(vocabulary: vocabulary, unknownToken: controlTokens[3], prefix: "", longestWord: 100)
        .map { .pieces($0) }
    }
  }

  /// The same for a translator between languages with and without spaces: `<s>` before a text and `</s>` behind it.
  ///
  /// - Precondition: the words differ and none is a control token.
  public static func translator(words: [String]) -> Tokenizer {
    let all = vocabulary(controlTokens + words)
    return decoder(all, preTokenizers: [.whitespace], decoders: [.fuse], after: [2]) { vocabulary in
      WordPiece(vocabulary: vocabulary, unknownToken: controlTokens[3], prefix: "", longestWord: 100)
        .map { .pieces($0) }
    }
  }

  /// A tokenizer of single characters (Unicode scalars), with the control tokens of ``wordLevel(words:)``.
  ///
  /// - Precondition: the characters differ.
  public static func characters(_ characters: [Unicode.Scalar]) -> Tokenizer {
    decoder(vocabulary(controlTokens + characters.map { String($0) }), preTokenizers: [], decoders: [.fuse]) {
      (try? BytePairs(vocabulary: $0, merges: [], options: .init(unknownToken: controlTokens[3]))).map { .pairs($0) }
    }
  }

  /// A tokenizer of byte pairs that are learnt from words and their numbers, with the control tokens of
  /// ``wordLevel(words:)`` and all 256 bytes, so that no text is unknown to it.
  ///
  /// - Parameters:
  ///   - counts: How often each word was seen, words as ``spelledWords(in:cutBy:)`` cuts and spells them.
  ///   - size: How many tokens there shall be at most, at least 260.
  public static func bytePairs(counts: [String: Int], size: Int) -> Tokenizer {
    let alphabet = controlTokens + ByteAlphabet.characters.map { String($0) }
    var learner = BytePairLearner(counts.map { ($0.key, $0.value) })
    let merges = learner.merges(count: max(size - alphabet.count, 0))
    var all = vocabulary(alphabet)
    for merge in merges where all.id(of: merge.first + merge.second) == nil {
      _ = all.insert(merge.first + merge.second, id: all.size)
    }
    return decoder(all, preTokenizers: [.byteLevel], decoders: [.byteLevel]) {
      (try? BytePairs(vocabulary: $0, merges: merges)).map { .pairs($0) }
    }
  }

  /// The words of a text, each spelled with a character for each byte: two spellings of é are two words.
  public static func spelledWords(in text: [UInt8], cutBy preTokenizer: PreTokenizer) -> [String] {
    var words = CutText(AlignedText(utf8: text))
    preTokenizer.apply(to: &words)
    return words.words.map { ByteAlphabet.text(text[words.text.origin(of: $0)]) }
  }

  /// A word as it was before it was spelled byte by byte; nil where it is no such spelling.
  public static func word(spelled text: String) -> String? {
    ByteAlphabet.bytes(of: text).map { String(decoding: $0, as: UTF8.self) }
  }

  private static func vocabulary(_ tokens: [String]) -> Vocabulary {
    var vocabulary = Vocabulary()
    for (id, token) in tokens.enumerated() {
      precondition(vocabulary.id(of: token) == nil, "the token \(token) was given twice")
      _ = vocabulary.insert(token, id: id)
    }
    return vocabulary
  }

  /// A tokenizer with the control tokens of our own decoders.
  private static func decoder(
    _ vocabulary: Vocabulary, preTokenizers: [PreTokenizer], decoders: [Decoder], after: [Int] = [],
    _ model: (Vocabulary) -> TokenModel?
  ) -> Tokenizer {
    var roles = Roles()
    (roles.padding, roles.beginning, roles.end, roles.unknown) = (0, 1, 2, 3)
    return make(
      model(vocabulary), controlTokens, preTokenizers: preTokenizers, decoders: decoders, roles
    ) { .init(before: [$0(1)], after: after.map($0)) }
  }

  /// A tokenizer of whole words for encoders, with `[PAD]` = 0, `[UNK]` = 1, `[CLS]` = 2, `[SEP]` = 3, `[MASK]` = 4 and the
  /// words from 5 on; a text stands between `[CLS]` and `[SEP]`, a second one behind it before another `[SEP]`.
  ///
  /// - Precondition: the words differ and none is a control token.
  public static func encoderWordLevel(words: [String]) -> Tokenizer {
    var roles = Roles()
    (roles.padding, roles.unknown, roles.classification, roles.separator, roles.mask) = (0, 1, 2, 3, 4)
    let model = WordLevel(vocabulary: vocabulary(encoderControlTokens + words), unknownToken: encoderControlTokens[1])
    return make(
      model.map { .words($0) }, encoderControlTokens, preTokenizers: [.whitespace], decoders: Decoder.english, roles
    ) { .bert(begin: $0(2), end: $0(3)) }
  }

  private static func make(
    _ model: TokenModel?, _ control: [String], preTokenizers: [PreTokenizer], decoders: [Decoder], _ roles: Roles,
    _ template: ((Int) -> TemplateProcessing.Special) -> TemplateProcessing
  ) -> Tokenizer {
    guard let model else { preconditionFailure("the unknown token is among the control tokens") }
    func special(_ id: Int) -> TemplateProcessing.Special {
      .init(name: control[id], ids: [id], tokens: [control[id]])
    }
    return Tokenizer(
      model: model, preTokenizers: preTokenizers,
      postProcessors: [.template(template(special))], decoders: decoders,
      addedTokens: control.enumerated().map { AddedToken(id: $0, content: $1) }, roles: roles)
  }
}
