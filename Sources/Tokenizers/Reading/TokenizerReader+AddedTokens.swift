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

  /// An added token.
  ///
  /// - Parameter known: Its number, where that does not stand beside it.
  func addedToken(
    _ value: JSONValue, at place: String = "added_tokens", id known: Int? = nil
  ) throws(JSONMismatch) -> AddedToken {
    let object = try value.object(at: place)
    func flag(_ name: String) throws(JSONMismatch) -> Bool { try (object[name] ?? false).bool(at: place + "." + name) }
    let id = try (known.map { .integer($0) } ?? object["id"] ?? .null).integer(
      at: place + ".id", in: 0...Vocabulary.largest - 1)
    return AddedToken(
      id: id,
      content: try object.required("content", at: place).string(at: place + ".content"),
      isSingleWord: try flag("single_word"), stripsLeft: try flag("lstrip"), stripsRight: try flag("rstrip"),
      isNormalized: try flag("normalized"), isSpecial: try flag("special"))
  }
}
