internal import Files
internal import StrictJSON

/// The tokenizer files of a model's folder, of which the newest kind counts.
struct TokenizerFolder {
  typealias Problem = TokenizerError.Problem

  /// What a folder may hold, and by which file it is known.
  enum Kind: String, CaseIterable {
    case stages = "tokenizer.json"
    case bytePairs = "vocab.json"
    case wordPieces = "vocab.txt"
    case sentencePiece = "tokenizer.model"
    case sentencePieceOfT5 = "spiece.model"
  }

  static let longestFile = 64_000_000

  let path: String
  /// `tokenizer_config.json`; empty where there is none.
  let configuration: JSONObject

  init(_ path: String) throws(TokenizerError) {
    self.path = path
    configuration = try Self.object(path + "/" + Tokenizer.configurationFileName) ?? JSONObject()
  }

  /// The kind of tokenizer that stands in a folder, if any.
  static func kind(in folder: String) -> Kind? {
    Kind.allCases.first { kind in
      isFile(folder + "/" + kind.rawValue) && (kind != .bytePairs || isFile(folder + "/merges.txt"))
    }
  }

  /// The object in a file, or nil where there is no such file.
  private static func object(_ path: String) throws(TokenizerError) -> JSONObject? {
    guard isFile(path) else { return nil }
    let bytes = try bytes(of: path)
    return try named(path) { () throws(Problem) in try TokenizerReader.json(bytes) }
  }

  private static func bytes(of path: String) throws(TokenizerError) -> [UInt8] {
    do throws(FileError) { return try readFile(at: path, limit: longestFile) } catch {
      throw TokenizerError(file: path, problem: .file(error))
    }
  }

  /// Runs a step that reads a file, whose errors name that file.
  private static func named<Result>(
    _ path: String, _ body: () throws(Problem) -> Result
  ) throws(TokenizerError) -> Result {
    do throws(Problem) { return try body() } catch { throw TokenizerError(file: path, problem: error) }
  }

  /// Reads the tokenizer.
  func tokenizer() throws(TokenizerError) -> Tokenizer {
    let kind = Self.kind(in: path) ?? .stages
    let file = path + "/" + kind.rawValue
    let bytes = try Self.bytes(of: file)
    let tokenizer: Tokenizer
    switch kind {
    case .stages: tokenizer = try Tokenizer(json: bytes, name: file)
    case .wordPieces:
      tokenizer = try Self.named(file) { () throws(Problem) in
        try OlderFiles(configuration).wordPieces(vocabulary: bytes)
      }
    case .bytePairs:
      let merges = path + "/merges.txt"
      let pairs = try Self.bytes(of: merges)
      let older = OlderFiles(configuration)
      let vocabulary = try Self.named(file) { () throws(Problem) in try older.vocabulary(json: bytes) }
      tokenizer = try Self.named(merges) { () throws(Problem) in
        try older.bytePairs(vocabulary: vocabulary, merges: pairs)
      }
    case .sentencePiece, .sentencePieceOfT5:
      tokenizer = try Self.named(file) { () throws(Problem) in
        try OlderFiles(configuration).framed(SentencePieceModel(bytes).tokenizer())
      }
    }
    guard !configuration.members.isEmpty else { return tokenizer }
    return try Self.named(path + "/" + Tokenizer.configurationFileName) { () throws(Problem) in
      try tokenizer.withRoles(configuration)
    }
  }
}
