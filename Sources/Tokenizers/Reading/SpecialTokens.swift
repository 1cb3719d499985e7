internal import StrictJSON

/// The control tokens of a tokenizer in older files: which token plays which part, and those that were added.
struct SpecialTokens {
  typealias Problem = TokenizerError.Problem

  private let settings: OlderSettings
  /// Who plays a part where the settings name nobody.
  private let standard: [String: AddedToken]
  /// All added tokens, numbered.
  private(set) var tokens: [AddedToken]

  /// The tokens of a vocabulary, numbered as the library does: what the vocabulary knows keeps its number, the others that a
  /// file names follow behind. What is only the class's habit is left out where the model is known to have no row for it,
  /// so that its tokenizer does not outgrow it.
  ///
  /// - Parameters:
  ///   - standard: Who plays a part where the settings name nobody.
  ///   - known: Added tokens that the vocabulary itself marks as such.
  ///   - extendsVocabulary: Whether tokens that the vocabulary lacks are added.
  ///   - maskStripsLeft: Whether the token of that part swallows the white space before it.
  init(
    _ settings: OlderSettings, _ standard: [(role: String, token: String)], in vocabulary: Vocabulary,
    known: [AddedToken] = [], extendsVocabulary: Bool = true, maskStripsLeft: Bool = false
  ) throws(TokenizerError) {
    self.settings = settings
    self.standard = Dictionary(
      standard.map { ($0.role, AddedToken(id: 0, content: $0.token)) }, uniquingKeysWith: { first, _ in first })
    tokens = settings.added
    try TokenizerFolder.named(settings.addedFile) { () throws(Problem) in try check(vocabulary) }
    var next = max(vocabulary.size, (tokens.last?.id ?? -1) + 1)
    var seen = Dictionary(uniqueKeysWithValues: tokens.enumerated().map { (ByteKey($1.content), $0) })
    func take(_ token: AddedToken, isNamed: Bool, playsPart: Bool = false) throws(Problem) {
      if let index = seen[ByteKey(token.content)] {
        if playsPart { tokens[index].isSpecial = true }
        return
      }
      var token = token
      if maskStripsLeft, playsPart, haveSameBytes(token.content, self["mask"] ?? "") { token.stripsLeft = true }
      if let id = vocabulary.id(of: token.content) {
        token.id = id
      } else {
        guard extendsVocabulary, isNamed || next < settings.rows ?? .max else { return }
        guard next < Vocabulary.largest else { throw .tooManyTokens(limit: Vocabulary.largest) }
        token.id = next
        next += 1
      }
      seen[ByteKey(token.content)] = tokens.count
      tokens.append(token)
    }
    try TokenizerFolder.named(settings.addedFile) { () throws(Problem) in
      for role in OlderSettings.roles {
        if let token = settings.named[role] {
          try take(token, isNamed: true, playsPart: true)
        } else if let token = self.standard[role] {
          try take(token, isNamed: false, playsPart: true)
        }
      }
      for token in settings.extra { try take(token, isNamed: true) }
      for token in known { try take(token, isNamed: false) }
    }
  }

  /// Whether the numbers of the added tokens fit to the vocabulary.
  private func check(_ vocabulary: Vocabulary) throws(Problem) {
    var next = vocabulary.size
    for token in tokens {
      let known = vocabulary.id(of: token.content)
      if let other = vocabulary.token(token.id), !haveSameBytes(other, token.content) {
        throw .duplicateId(token.id, first: other, second: token.content)
      }
      if let known, known != token.id { throw .conflictingIds(token: token.content, first: known, second: token.id) }
      // The library would give a token behind a gap another number than the file: one of both must be wrong.
      guard known == nil, settings.addedFile.hasSuffix(OlderSettings.addedTokensFileName) else { continue }
      guard token.id == next else {
        throw .mismatch(
          JSONMismatch(
            place: String(token.content.unicodeScalars.prefix(40)), expected: "\(next), the next number that is free",
            found: "\(token.id)"))
      }
      next += 1
    }
  }

  /// The token that plays a part, or nil.
  subscript(role: String) -> String? { (settings.named[role] ?? standard[role])?.content }

  /// A tokenizer of a model, with these tokens recognised in text.
  func tokenizer(
    _ model: TokenModel, normalizers: [Normalizer] = [], preTokenizers: [PreTokenizer],
    trimming: PostProcessor? = nil, decoders: [Decoder]
  ) -> Tokenizer {
    return Tokenizer(
      model: model, normalizers: normalizers, preTokenizers: preTokenizers,
      postProcessors: trimming.map { [$0] } ?? [], decoders: decoders, addedTokens: tokens, roles: roles(model))
  }

  /// The numbers of the tokens that play a part. What stands for unknown words is the model's matter where no file names it.
  func roles(_ model: TokenModel) -> Tokenizer.Roles {
    func id(_ role: String) -> Int? { self[role].flatMap { number(of: $0, in: model.vocabulary) } }
    var roles = Tokenizer.Roles()
    (roles.padding, roles.beginning, roles.end) = (id("pad"), id("bos"), id("eos"))
    (roles.classification, roles.separator, roles.mask) = (id("cls"), id("sep"), id("mask"))
    let unknown = settings.named["unk"].flatMap { number(of: $0.content, in: model.vocabulary) }
    roles.unknown = unknown ?? model.unknownId
    return roles
  }

  private func number(of token: String, in vocabulary: Vocabulary) -> Int? {
    vocabulary.id(of: token) ?? tokens.first { haveSameBytes($0.content, token) }?.id
  }

  /// A tokenizer that puts around a text what `add_bos_token` and `add_eos_token` say.
  func framing(_ tokenizer: Tokenizer) throws(Problem) -> Tokenizer {
    func specials(_ role: String) throws(Problem) -> [TemplateProcessing.Special] {
      guard try settings.flag("add_\(role)_token", default: false), let token = self[role] else { return [] }
      return [try special(token, role + "_token", of: tokenizer)]
    }
    let (before, after) = (try specials("bos"), try specials("eos"))
    guard !before.isEmpty || !after.isEmpty else { return tokenizer }
    return tokenizer.with(TemplateProcessing(before: before, after: after))
  }

  /// A tokenizer with a template that takes `cls` and `sep`.
  func framing(
    _ tokenizer: Tokenizer, as template: (TemplateProcessing.Special, TemplateProcessing.Special) -> TemplateProcessing
  ) throws(Problem) -> Tokenizer {
    func mark(_ role: String) throws(Problem) -> TemplateProcessing.Special {
      try special(self[role] ?? "", role + "_token", of: tokenizer)
    }
    return tokenizer.with(template(try mark("cls"), try mark("sep")))
  }

  /// A token as it stands in a template.
  func special(
    _ token: String, _ role: String, of tokenizer: Tokenizer
  ) throws(Problem) -> TemplateProcessing.Special {
    guard let id = tokenizer.id(of: token) else { throw .missingToken(token, role: role) }
    return .init(name: token, ids: [id], tokens: [token])
  }
}

extension Tokenizer {
  /// This tokenizer with a template at its end.
  func with(_ template: TemplateProcessing) -> Tokenizer {
    with(postProcessors: postProcessors + [.template(template)], roles: roles)
  }
}
