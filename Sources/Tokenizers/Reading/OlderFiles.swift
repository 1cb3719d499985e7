internal import StrictJSON

/// Tokenizers as they were kept before `tokenizer.json`: a vocabulary, for byte pairs also merges, and what stands beside them.
/// What the settings leave open is as in `transformers`' classes.
struct OlderFiles {
  typealias Problem = TokenizerError.Problem

  let settings: OlderSettings

  /// `vocab.txt`: a token a line, numbered from 0; BERT's stages.
  func wordPieces(_ file: TokenizerFolder.Contents) throws(TokenizerError) -> Tokenizer {
    let vocabulary = try file.reading { bytes throws(Problem) in
      var vocabulary = Vocabulary()
      for (id, line) in try lines(bytes).enumerated() { _ = vocabulary.insert(line, id: id) }
      return vocabulary
    }
    let tokens = try SpecialTokens(
      settings, [("unk", "[UNK]"), ("sep", "[SEP]"), ("pad", "[PAD]"), ("cls", "[CLS]"), ("mask", "[MASK]")],
      in: vocabulary)
    let bert = try settings.reading { () throws(Problem) in
      BertNormalizer(
        separatesChinese: try settings.flag("tokenize_chinese_chars", default: true),
        stripsAccents: settings.configuration.value(of: "strip_accents") == nil
          ? nil : try settings.flag("strip_accents", default: true),
        lowercases: try settings.flag("do_lower_case", default: true))
    }
    return try file.reading { _ throws(Problem) in
      let unknown = tokens["unk"] ?? ""
      guard let model = WordPiece(vocabulary: vocabulary, unknownToken: unknown, prefix: "##", longestWord: 100) else {
        throw .missingToken(unknown, role: "unknown")
      }
      let tokenizer = tokens.tokenizer(
        .pieces(model), normalizers: [.bert(bert)], preTokenizers: [.bert],
        decoders: [.wordPiece(prefix: "##", cleansUp: true)])
      return try tokens.framing(tokenizer) { .bert(begin: $0, end: $1) }
    }
  }

  /// `vocab.json`, tokens and their numbers, with `merges.txt`, two tokens a line: GPT-2's stages, or those of the class that
  /// the settings name.
  func bytePairs(
    _ file: TokenizerFolder.Contents, merges: TokenizerFolder.Contents
  ) throws(TokenizerError) -> Tokenizer {
    let vocabulary = try file.reading { bytes throws(Problem) in
      try TokenizerReader().vocabulary(["vocab": .object(TokenizerReader.json(bytes))])
    }
    let model = try merges.reading { bytes throws(Problem) in
      TokenModel.pairs(try BytePairs(vocabulary: vocabulary, merges: self.merges(bytes)))
    }
    let addsSpace = try settings.reading { () throws(Problem) in
      try settings.flag("add_prefix_space", default: false)
    }
    let space = PreTokenizer.bytes(addsSpace: addsSpace, cuts: true)
    if settings.className.contains("Qwen2") {
      let tokens = try SpecialTokens(
        settings, [("eos", "<|endoftext|>"), ("pad", "<|endoftext|>")], in: vocabulary)
      let cut = PreTokenizer.split(.init(pattern: .bytes(.qwen2), behavior: .isolated))
      return try framed(
        tokens.tokenizer(
          model, normalizers: [.form(.nfc)], preTokenizers: [cut, .bytes(addsSpace: addsSpace, cuts: false)],
          decoders: [.byteLevel]), by: tokens)
    }
    if ["Roberta", "Bart", "Longformer", "LED"].contains(where: settings.className.contains) {
      let names = [
        ("bos", "<s>"), ("pad", "<pad>"), ("eos", "</s>"), ("unk", "<unk>"), ("cls", "<s>"), ("sep", "</s>"),
        ("mask", "<mask>"),
      ]
      let tokens = try SpecialTokens(settings, names, in: vocabulary)
      let tokenizer = tokens.tokenizer(
        model, preTokenizers: [space], trimming: .trimOffsets(addsSpace: addsSpace), decoders: [.byteLevel])
      return try file.reading { _ throws(Problem) in
        try tokens.framing(tokenizer) { .roberta(begin: $0, end: $1) }
      }
    }
    let tokens = try SpecialTokens(
      settings, ["bos", "eos", "unk"].map { ($0, "<|endoftext|>") }, in: vocabulary)
    return try framed(tokens.tokenizer(model, preTokenizers: [space], decoders: [.byteLevel]), by: tokens)
  }

  /// A tokenizer with what the settings put around a text.
  func framed(_ tokenizer: Tokenizer, by tokens: SpecialTokens) throws(TokenizerError) -> Tokenizer {
    try settings.reading { () throws(Problem) in try tokens.framing(tokenizer) }
  }

  private func merges(_ bytes: [UInt8]) throws(Problem) -> [(first: String, second: String)] {
    var merges: [(first: String, second: String)] = []
    for (index, line) in try lines(bytes).enumerated() where !line.isEmpty && !line.hasPrefix("#version") {
      let parts = line.split(separator: " ", omittingEmptySubsequences: false)
      guard parts.count == 2 else { throw .line(index + 1, expected: "two tokens with a space between them") }
      guard !line.hasSuffix("</w>") else {
        throw .unsupported(stage: "the vocabulary", found: "one of words that end in </w>", known: ["GPT-2's bytes"])
      }
      merges.append((String(parts[0]), String(parts[1])))
    }
    return merges
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
