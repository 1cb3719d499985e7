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
      model: model, normalizers: try normalizers(file), preTokenizers: try preTokenizers(file),
      postProcessors: try postProcessors(file, vocabulary: all), decoders: try decoders(file), addedTokens: added,
      roles: roles)
  }
}

/// Runs a step that looks into JSON, and takes its error for one of the tokenizer.
func reading<Result>(
  _ body: () throws(JSONMismatch) -> Result
) throws(TokenizerError.Problem) -> Result {
  do throws(JSONMismatch) { return try body() } catch { throw .mismatch(error) }
}
