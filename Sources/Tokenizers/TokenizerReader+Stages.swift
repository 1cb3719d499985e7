internal import StrictJSON

extension TokenizerReader {
  /// The added tokens; one that the model knows too must have the model's number.
  func addedTokens(_ file: JSONObject, model: TokenModel) throws(Problem) -> [AddedToken] {
    guard let value = file["added_tokens"], value != .null else { return [] }
    let list = try reading { () throws(JSONMismatch) in try value.array(at: "added_tokens") }
    guard list.count <= Vocabulary.largest else { throw .tooManyTokens(limit: Vocabulary.largest) }
    var tokens: [AddedToken] = []
    var seen: [ByteKey: Int] = [:]
    for element in list {
      let token = try reading { () throws(JSONMismatch) in try addedToken(element) }
      let length = token.content.utf8.count
      guard 1...AddedTokens.longest ~= length else {
        throw .invalidAddedToken(id: token.id, bytes: length, limit: AddedTokens.longest)
      }
      if let other = seen.updateValue(token.id, forKey: ByteKey(token.content))
        ?? model.vocabulary.id(of: token.content),
        other != token.id
      {
        throw .conflictingIds(token: token.content, first: other, second: token.id)
      }
      if let other = model.vocabulary.token(token.id), !haveSameBytes(other, token.content) {
        throw .duplicateId(token.id, first: other, second: token.content)
      }
      tokens.append(token)
    }
    return tokens
  }

  private func addedToken(_ value: JSONValue) throws(JSONMismatch) -> AddedToken {
    let place = "added_tokens"
    let object = try value.object(at: place)
    func flag(_ name: String) throws(JSONMismatch) -> Bool { try (object[name] ?? false).bool(at: place + "." + name) }
    return AddedToken(
      id: try object.required("id", at: place).integer(at: place + ".id", in: 0...Vocabulary.largest - 1),
      content: try object.required("content", at: place).string(at: place + ".content"),
      isSingleWord: try flag("single_word"), stripsLeft: try flag("lstrip"), stripsRight: try flag("rstrip"),
      isNormalized: try flag("normalized"), isSpecial: try flag("special"))
  }

  func postProcessor(_ file: JSONObject, vocabulary: Vocabulary) throws(Problem) -> PostProcessor {
    guard let value = file["post_processor"], value != .null else { return .none }
    let place = "post_processor"
    let object = try reading { () throws(JSONMismatch) in try value.object(at: place) }
    guard object["type"] == "TemplateProcessing" else {
      throw .unsupported(
        stage: place, found: object["type"]?.summary ?? "of no type", known: ["TemplateProcessing", "null"])
    }
    let specials = try self.specials(object, vocabulary: vocabulary)
    let single = try reading { () throws(JSONMismatch) in
      try object.required("single", at: place).array(at: place + ".single")
    }
    var template = TemplateProcessing(before: [], after: [])
    var sequences = 0
    for piece in single {
      let piece = try reading { () throws(JSONMismatch) in try piece.object(at: place + ".single") }
      guard let member = piece.members.first, piece.members.count == 1,
        let id = try reading({ () throws(JSONMismatch) in try member.value.object(at: place + ".single")["id"] })
      else {
        throw .unsupported(stage: place + ".single", found: "a piece without id", known: ["SpecialToken", "Sequence"])
      }
      switch (member.name, id) {
      case ("Sequence", "A"): sequences += 1
      case ("SpecialToken", .string(let name)):
        guard let special = specials[ByteKey(name)] else { throw .missingToken(name, role: "template's") }
        if sequences == 0 { template.before.append(special) } else { template.after.append(special) }
      default:
        throw .unsupported(stage: place + ".single", found: member.name, known: ["SpecialToken", "Sequence A"])
      }
    }
    guard sequences == 1 else {
      throw .unsupported(stage: place + ".single", found: "\(sequences) times the text", known: ["once"])
    }
    return .template(template)
  }

  private func specials(
    _ object: JSONObject, vocabulary: Vocabulary
  ) throws(Problem) -> [ByteKey: TemplateProcessing.Special] {
    var specials: [ByteKey: TemplateProcessing.Special] = [:]
    let place = "post_processor.special_tokens"
    let members = try reading { () throws(JSONMismatch) in
      try (object["special_tokens"] ?? [:]).object(at: place).members
    }
    for member in members {
      let special = try reading { () throws(JSONMismatch) in
        let fields = try member.value.object(at: place)
        return TemplateProcessing.Special(
          name: member.name,
          ids: try fields.required("ids", at: place).array(at: place).map { value throws(JSONMismatch) in
            try value.integer(at: place + ".ids", in: 0...Vocabulary.largest - 1)
          },
          tokens: try fields.required("tokens", at: place).array(at: place).map { value throws(JSONMismatch) in
            try value.string(at: place + ".tokens")
          })
      }
      for (id, token) in zip(special.ids, special.tokens) where vocabulary.id(of: token) != id {
        throw .missingToken(token, role: "template's")
      }
      guard special.ids.count == special.tokens.count else {
        throw .unsupported(stage: place, found: "unequal numbers of ids and tokens", known: ["as many of each"])
      }
      specials[ByteKey(member.name)] = special
    }
    return specials
  }

  func decoders(_ file: JSONObject) throws(Problem) -> [Decoder] {
    guard let value = file["decoder"], value != .null else { return [] }
    guard case .object(let object) = value, object["type"] == "Sequence" else { return [try decoder(value)] }
    let list = try reading { () throws(JSONMismatch) in
      try object.required("decoders", at: "decoder").array(at: "decoder.decoders")
    }
    return try list.map { element throws(Problem) in try decoder(element) }
  }

  private func decoder(_ value: JSONValue) throws(Problem) -> Decoder {
    let known = ["WordPiece without cleanup", "Replace of a string", "ByteLevel", "Fuse", "Sequence", "null"]
    let object = try reading { () throws(JSONMismatch) in try value.object(at: "decoder") }
    switch (object["type"], object["cleanup"], object["pattern"]) {
    case ("WordPiece", .bool(false)?, nil):
      return .wordPiece(
        prefix: try reading { () throws(JSONMismatch) in
          try object.required("prefix", at: "decoder").string(at: "decoder.prefix")
        })
    case ("Replace", nil, .object(let pattern)?):
      guard case .string(let pattern) = pattern["String"], case .string(let content) = object["content"] else { break }
      return .replace(pattern, with: content)
    case ("ByteLevel", _, nil): return .byteLevel
    case ("Fuse", nil, nil): return .fuse
    default: break
    }
    throw .unsupported(stage: "decoder", found: object["type"]?.summary ?? "of no type", known: known)
  }
}
