internal import StrictJSON

extension OlderFiles {
  /// Classes that number the pieces otherwise than SentencePiece does, each in its own way.
  private static let renumbering = [
    "XLMRoberta", "Camembert", "Barthez", "Bartpho", "XGLM", "M2M100", "MBart50", "Nllb", "PLBart",
  ]

  /// A file of SentencePiece as the class takes it that the settings name. Alone it is SentencePiece's own tokenizer, which
  /// knows control tokens but does not look for them in text.
  ///
  /// - Parameter isFairseq: Whether the file has the name of those whose numbers are fairseq's.
  func sentencePiece(_ file: TokenizerFolder.Contents, isFairseq: Bool) throws(TokenizerError) -> Tokenizer {
    let name = settings.className
    guard name == "MBartTokenizer" || !isFairseq && !Self.renumbering.contains(where: name.contains) else {
      throw TokenizerError(file: file.path, problem: .renumbered(by: name))
    }
    let model = try file.reading { bytes throws(Problem) in try SentencePieceModel(bytes) }
    switch name {
    case "MBartTokenizer": return try multilingualBart(model, file)
    case "LlamaTokenizer": return try llama(model, file)
    default: return try plain(model, file)
    }
  }

  /// SentencePiece's own stages, with control tokens as the settings name them.
  private func plain(_ model: SentencePieceModel, _ file: TokenizerFolder.Contents) throws(TokenizerError) -> Tokenizer
  {
    let alone = try file.reading { _ throws(Problem) in try model.tokenizer() }
    guard settings.areGiven else { return alone }
    // The numbers of T5's sentinels run backwards.
    let tokens = try SpecialTokens(
      settings, [("bos", "<s>"), ("eos", "</s>")].filter { alone.id(of: $0.1) != nil }, in: alone.model.vocabulary,
      known: model.controlTokens,
      extendsVocabulary: !settings.className.hasPrefix("T5"))
    let taken = Set(tokens.tokens.map { ByteKey($0.content) })
    let rest = alone.addedTokens.tokens.filter { !taken.contains(ByteKey($0.content)) }
    var roles = tokens.roles(alone.model)
    roles.beginning = roles.beginning ?? alone.roles.beginning
    roles.end = roles.end ?? alone.roles.end
    roles.padding = roles.padding ?? alone.roles.padding
    let tokenizer = Tokenizer(
      model: alone.model, normalizers: alone.normalizers, preTokenizers: alone.preTokenizers, postProcessors: [],
      decoders: alone.decoders, addedTokens: tokens.tokens + rest, roles: roles)
    return try framed(tokenizer, by: tokens)
  }

  /// Llama's: byte pairs whose merges follow from the numbers of the pieces, whatever the file is; text is not normalised.
  private func llama(_ model: SentencePieceModel, _ file: TokenizerFolder.Contents) throws(TokenizerError) -> Tokenizer
  {
    let (vocabulary, pairs) = try file.reading { _ throws(Problem) in
      let vocabulary = try model.vocabulary()
      var options = BytePairs.Options()
      (options.fusesUnknown, options.fallsBackToBytes) = (true, true)
      return (
        vocabulary,
        try BytePairs(vocabulary: vocabulary, merges: model.mergesByNumber(), options: options)
      )
    }
    let (addsSpace, isLegacy) = try settings.reading { () throws(Problem) in
      (try settings.flag("add_prefix_space", default: true), try settings.flag("legacy", default: false))
    }
    let tokens = try SpecialTokens(
      settings, [("unk", "<unk>"), ("bos", "<s>"), ("eos", "</s>")], in: vocabulary, known: model.listedTokens)
    let spaces = PreTokenizer.Metaspace(scheme: addsSpace ? isLegacy ? .always : .first : .never, cuts: false)
    let decoders: [Decoder] =
      [.replace(.string("▁"), with: " "), .byteFallback, .fuse] + (addsSpace ? [.strip(" ", left: 1, right: 0)] : [])
    return try framed(
      tokens.tokenizer(.pairs(pairs), preTokenizers: [.metaspace(spaces)], decoders: decoders), by: tokens)
  }

  /// mBART's languages, in the order of their numbers.
  private static let languages = [
    "ar_AR", "cs_CZ", "de_DE", "en_XX", "es_XX", "et_EE", "fi_FI", "fr_XX", "gu_IN", "hi_IN", "it_IT", "ja_XX", "kk_KZ",
    "ko_KR", "lt_LT", "lv_LV", "my_MM", "ne_NP", "nl_XX", "ro_RO", "ru_RU", "si_LK", "tr_TR", "vi_VN", "zh_CN",
  ]

  /// mBART's: fairseq's four control tokens in the place of the file's three, then its other pieces, then a token for each
  /// language and `<mask>`. Behind a text stand `</s>` and its language.
  private func multilingualBart(
    _ model: SentencePieceModel, _ file: TokenizerFolder.Contents
  ) throws(TokenizerError) -> Tokenizer {
    let standard = [
      ("bos", "<s>"), ("pad", "<pad>"), ("eos", "</s>"), ("unk", "<unk>"), ("cls", "<s>"), ("sep", "</s>"),
      ("mask", "<mask>"),
    ]
    func token(_ role: String) -> String {
      settings.named[role]?.content ?? standard.first { $0.0 == role }?.1 ?? ""
    }
    let unigram = try file.reading { _ throws(Problem) in
      let control = ["bos", "pad", "eos", "unk"].map(token)
      let pieces =
        control.map { ($0, 0) } + model.pieces.dropFirst(3).map { ($0.text, Double($0.score)) }
        + Self.languages.map { ($0, 0) } + [(token("mask"), 0)]
      let vocabulary = try SentencePieceModel.vocabulary(pieces.map(\.0))
      return Unigram(
        vocabulary: vocabulary, scores: pieces.map(\.1), unknownId: control.count - 1, fallsBackToBytes: false)
    }
    let languages = Self.languages.map { AddedToken(id: 0, content: $0) }
    let tokens = try SpecialTokens(
      settings, standard, in: unigram.vocabulary, known: languages, maskStripsLeft: true)
    let tokenizer = tokens.tokenizer(
      .likeliest(unigram), preTokenizers: [.whitespaceSplit, .metaspace(.init())], decoders: [.metaspace(.init())])
    return try settings.reading { () throws(Problem) in
      let language = try settings.string("src_lang", default: "en_XX")
      let marks = try [
        tokens.special(token("eos"), "eos_token", of: tokenizer), tokens.special(language, "src_lang", of: tokenizer),
      ]
      .map { TemplateProcessing.Piece.special($0, segment: 0) }
      return tokenizer.with(
        TemplateProcessing(
          single: [.first(segment: 0)] + marks, pair: [.first(segment: 0), .second(segment: 0)] + marks))
    }
  }
}
