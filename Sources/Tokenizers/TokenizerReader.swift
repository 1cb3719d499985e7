internal import StrictJSON

/// Reads a `tokenizer.json` stage by stage. A stage of an unknown kind is refused by its name: half a tokenizer gives
/// other numbers than the model was trained on.
struct TokenizerReader {
  typealias Problem = TokenizerError.Problem

  private static let limits = JSONLimits(bytes: 64_000_000, depth: 32, values: 16_000_000)

  static func json(_ bytes: [UInt8]) throws(Problem) -> JSONObject {
    let value: JSONValue
    do throws(JSONError) { value = try JSONValue(parsing: bytes, limits: limits) } catch { throw .json(error) }
    return try reading { () throws(JSONMismatch) in try value.object(at: "the file") }
  }

  func tokenizer(of bytes: [UInt8]) throws(Problem) -> Tokenizer {
    let file = try Self.json(bytes)
    if let normalizer = stage("normalizer", of: file) { throw unsupported("normalizer", normalizer, known: ["null"]) }
    let model = try self.model(file)
    let added = try addedTokens(file, model: model)
    var all = model.vocabulary
    for token in added where all.id(of: token.content) == nil {
      if let other = all.insert(token.content, id: token.id) {
        throw .duplicateId(token.id, first: other, second: token.content)
      }
    }
    var roles = Tokenizer.Roles()
    roles.unknown = model.unknownId
    return Tokenizer(
      model: model, preTokenizer: try preTokenizer(file), postProcessor: try postProcessor(file, vocabulary: all),
      decoders: try decoders(file), addedTokens: added, roles: roles)
  }

  /// A stage's value, or nil where it is left out or null.
  private func stage(_ name: String, of file: JSONObject) -> JSONValue? {
    guard let value = file[name], value != .null else { return nil }
    return value
  }

  private func unsupported(_ stage: String, _ value: JSONValue?, known: [String]) -> Problem {
    guard case .object(let object) = value, let type = object["type"] else {
      return .unsupported(stage: stage, found: value?.summary ?? "null", known: known)
    }
    return .unsupported(stage: stage, found: type.summary, known: known)
  }

  private func type(of value: JSONValue, at place: String) throws(JSONMismatch) -> String {
    try value.object(at: place).required("type", at: place).string(at: place + ".type")
  }

  private func preTokenizer(_ file: JSONObject) throws(Problem) -> PreTokenizer {
    let known = PreTokenizer.allCases.map(\.rawValue)
    guard let value = stage("pre_tokenizer", of: file) else { return .none }
    let name = try reading { () throws(JSONMismatch) in try type(of: value, at: "pre_tokenizer") }
    guard let preTokenizer = PreTokenizer(rawValue: name), preTokenizer != .none else {
      throw unsupported("pre_tokenizer", value, known: known)
    }
    guard preTokenizer == .byteLevel, case .object(let object) = value else { return preTokenizer }
    // The library's own defaults, where a file says nothing.
    guard object["add_prefix_space"] == false, (object["use_regex"] ?? true) == true else {
      throw .unsupported(
        stage: "pre_tokenizer", found: "ByteLevel with add_prefix_space or without use_regex", known: known)
    }
    return preTokenizer
  }
}

/// Runs a step that looks into JSON, and takes its error for one of the tokenizer.
func reading<Result>(
  _ body: () throws(JSONMismatch) -> Result
) throws(TokenizerError.Problem) -> Result {
  do throws(JSONMismatch) { return try body() } catch { throw .mismatch(error) }
}
