internal import StrictJSON

/// The control tokens of a tokenizer in older files: which token plays which part, and `added_tokens_decoder`.
struct SpecialTokens {
  typealias Problem = TokenizerError.Problem

  /// Parts, as `cls` for `cls_token`, and the tokens that play them.
  private var players: [(role: String, token: String)] = []
  private var added: [AddedToken] = []

  /// - Parameters:
  ///   - configuration: `tokenizer_config.json`.
  ///   - names: Parts, and the tokens that play them where the settings name none.
  init(_ configuration: JSONObject, _ names: [(role: String, token: String)]) throws(Problem) {
    for (role, standard) in names {
      players.append((role, try Tokenizer.token(of: role + "_token", in: configuration) ?? standard))
    }
    guard let value = configuration.value(of: "added_tokens_decoder") else { return }
    let place = "added_tokens_decoder"
    let members = try reading { () throws(JSONMismatch) in try value.object(at: place).members }
    for member in members {
      guard let id = Int(member.name), 0..<Vocabulary.largest ~= id else {
        let found = JSONValue.string(member.name).summary
        throw .mismatch(JSONMismatch(place: place, expected: "a token's number", found: found))
      }
      let token = try reading { () throws(JSONMismatch) in
        try TokenizerReader().addedToken(member.value, at: place, id: id)
      }
      guard 1...AddedTokens.longest ~= token.content.utf8.count else {
        throw .invalidAddedToken(id: id, bytes: token.content.utf8.count, limit: AddedTokens.longest)
      }
      added.append(token)
    }
  }

  /// The token that plays a part.
  subscript(role: String) -> String { players.first { $0.role == role }?.token ?? "" }

  /// A tokenizer of a model, with these tokens recognised in text.
  func tokenizer(
    _ model: TokenModel, normalizers: [Normalizer] = [], preTokenizers: [PreTokenizer],
    trimming: PostProcessor? = nil, decoders: [Decoder]
  ) throws(Problem) -> Tokenizer {
    var roles = Tokenizer.Roles()
    roles.unknown = model.unknownId
    var tokens = added
    for (role, token) in players where !tokens.contains(where: { haveSameBytes($0.content, token) }) {
      guard let id = model.vocabulary.id(of: token) else { continue }
      tokens.append(AddedToken(id: id, content: token, stripsLeft: role == "mask" && token == "<mask>"))
    }
    try check(tokens, model.vocabulary)
    let tokenizer = Tokenizer(
      model: model, normalizers: normalizers, preTokenizers: preTokenizers,
      postProcessors: trimming.map { [$0] } ?? [], decoders: decoders, addedTokens: tokens, roles: roles)
    return tokenizer
  }

  private func check(_ tokens: [AddedToken], _ vocabulary: Vocabulary) throws(Problem) {
    var numbers: [Int: String] = [:]
    for token in tokens {
      if let other = numbers.updateValue(token.content, forKey: token.id) ?? vocabulary.token(token.id),
        !haveSameBytes(other, token.content)
      {
        throw .duplicateId(token.id, first: other, second: token.content)
      }
      if let other = vocabulary.id(of: token.content), other != token.id {
        throw .conflictingIds(token: token.content, first: other, second: token.id)
      }
    }
  }

  /// A tokenizer that puts the tokens of two parts around a text.
  func framing(_ tokenizer: Tokenizer, before: String?, after: String?) throws(Problem) -> Tokenizer {
    func specials(_ role: String?) throws(Problem) -> [TemplateProcessing.Special] {
      try role.map { role throws(Problem) in [try special(role, of: tokenizer)] } ?? []
    }
    guard before != nil || after != nil else { return tokenizer }
    return tokenizer.with(TemplateProcessing(before: try specials(before), after: try specials(after)))
  }

  /// A tokenizer with a template that takes `cls` and `sep`.
  func framing(
    _ tokenizer: Tokenizer, as template: (TemplateProcessing.Special, TemplateProcessing.Special) -> TemplateProcessing
  ) throws(Problem) -> Tokenizer {
    tokenizer.with(template(try special("cls", of: tokenizer), try special("sep", of: tokenizer)))
  }

  private func special(_ role: String, of tokenizer: Tokenizer) throws(Problem) -> TemplateProcessing.Special {
    guard let id = tokenizer.id(of: self[role]) else { throw .missingToken(self[role], role: role + "_token") }
    return .init(name: self[role], ids: [id], tokens: [self[role]])
  }
}

extension Tokenizer {
  fileprivate func with(_ template: TemplateProcessing) -> Tokenizer {
    with(postProcessors: postProcessors + [.template(template)], roles: roles)
  }
}
