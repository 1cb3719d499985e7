internal import StrictJSON

/// Tokenizers as they were kept before `tokenizer.json`: a vocabulary, for byte pairs also merges, and settings in
/// `tokenizer_config.json`. What the settings leave open is as in `transformers`' classes.
struct OlderFiles {
  typealias Problem = TokenizerError.Problem

  private let configuration: JSONObject

  init(_ configuration: JSONObject) { self.configuration = configuration }

  /// The name of the Python class, which says what no setting does.
  private var className: String {
    if case .string(let name)? = configuration["tokenizer_class"] { name } else { "" }
  }

  private func flag(_ name: String, default standard: Bool) throws(Problem) -> Bool {
    try reading { () throws(JSONMismatch) in
      try (configuration.value(of: name) ?? .bool(standard)).bool(at: name)
    }
  }

  /// `vocab.txt`: a token a line, numbered from 0; BERT's stages.
  func wordPieces(vocabulary bytes: [UInt8]) throws(Problem) -> Tokenizer {
    var vocabulary = Vocabulary()
    for (id, line) in try lines(bytes).enumerated() { _ = vocabulary.insert(line, id: id) }
    let tokens = try SpecialTokens(
      configuration, [("unk", "[UNK]"), ("sep", "[SEP]"), ("pad", "[PAD]"), ("cls", "[CLS]"), ("mask", "[MASK]")])
    let unknown = tokens["unk"]
    guard let model = WordPiece(vocabulary: vocabulary, unknownToken: unknown, prefix: "##", longestWord: 100) else {
      throw .missingToken(unknown, role: "unknown")
    }
    let bert = BertNormalizer(
      separatesChinese: try flag("tokenize_chinese_chars", default: true),
      stripsAccents: configuration.value(of: "strip_accents") == nil ? nil : try flag("strip_accents", default: true),
      lowercases: try flag("do_lower_case", default: true))
    let tokenizer = try tokens.tokenizer(
      .pieces(model), normalizers: [.bert(bert)], preTokenizers: [.bert],
      decoders: [.wordPiece(prefix: "##", cleansUp: true)])
    return try tokens.framing(tokenizer) { .bert(begin: $0, end: $1) }
  }

  /// `vocab.json`: tokens and their numbers.
  func vocabulary(json bytes: [UInt8]) throws(Problem) -> Vocabulary {
    try TokenizerReader().vocabulary(["vocab": .object(TokenizerReader.json(bytes))])
  }

  /// With `merges.txt`, two tokens a line: GPT-2's stages, or those of the class that the settings name.
  func bytePairs(vocabulary: Vocabulary, merges bytes: [UInt8]) throws(Problem) -> Tokenizer {
    var merges: [(first: String, second: String)] = []
    for (index, line) in try lines(bytes).enumerated() where !line.isEmpty && !line.hasPrefix("#version") {
      let parts = line.split(separator: " ", omittingEmptySubsequences: false)
      guard parts.count == 2 else { throw .line(index + 1, expected: "two tokens with a space between them") }
      guard !line.hasSuffix("</w>") else {
        throw .unsupported(stage: "the vocabulary", found: "one of words that end in </w>", known: ["GPT-2's bytes"])
      }
      merges.append((String(parts[0]), String(parts[1])))
    }
    let model = TokenModel.pairs(try BytePairs(vocabulary: vocabulary, merges: merges))
    let addsSpace = try flag("add_prefix_space", default: false)
    let space = PreTokenizer.bytes(addsSpace: addsSpace, cuts: true)
    if className.contains("Qwen2") {
      let tokens = try SpecialTokens(configuration, [("eos", "<|endoftext|>"), ("pad", "<|endoftext|>")])
      let cut = PreTokenizer.split(.init(pattern: .bytes(.qwen2), behavior: .isolated))
      return try tokens.tokenizer(
        model, normalizers: [.form(.nfc)], preTokenizers: [cut, .bytes(addsSpace: addsSpace, cuts: false)],
        decoders: [.byteLevel])
    }
    if ["Roberta", "Bart", "Longformer", "LED"].contains(where: className.contains) {
      let names = [
        ("bos", "<s>"), ("pad", "<pad>"), ("eos", "</s>"), ("unk", "<unk>"), ("cls", "<s>"), ("sep", "</s>"),
        ("mask", "<mask>"),
      ]
      let tokens = try SpecialTokens(configuration, names)
      let tokenizer = try tokens.tokenizer(
        model, preTokenizers: [space], trimming: .trimOffsets(addsSpace: addsSpace), decoders: [.byteLevel])
      return try tokens.framing(tokenizer) { .roberta(begin: $0, end: $1) }
    }
    let names = ["bos", "eos", "unk"].map { ($0, "<|endoftext|>") }
    return try SpecialTokens(configuration, names).tokenizer(model, preTokenizers: [space], decoders: [.byteLevel])
  }

  /// A tokenizer of SentencePiece with what the settings put around a text; without settings that is nothing.
  func framed(_ tokenizer: Tokenizer) throws(Problem) -> Tokenizer {
    let tokens = try SpecialTokens(configuration, [("bos", "<s>"), ("eos", "</s>")])
    return try tokens.framing(
      tokenizer, before: flag("add_bos_token", default: false) ? "bos" : nil,
      after: flag("add_eos_token", default: false) ? "eos" : nil)
  }

  private func lines(_ bytes: [UInt8]) throws(Problem) -> [String] {
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    if lines.last?.isEmpty ?? false { lines.removeLast() }
    guard lines.count <= Vocabulary.largest else { throw .tooManyTokens(limit: Vocabulary.largest) }
    var texts: [String] = []
    for (index, line) in lines.enumerated() {
      let line = line.last == 0x0D ? line.dropLast() : line
      guard let text = String(validating: line, as: UTF8.self) else { throw .line(index + 1, expected: "UTF-8") }
      texts.append(text)
    }
    return texts
  }
}
