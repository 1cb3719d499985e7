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
    case sentencePieceOfFairseq = "sentencepiece.bpe.model"
  }

  /// A file and what stands in it.
  struct Contents {
    let path: String
    private let bytes: [UInt8]

    init(of path: String) throws(TokenizerError) {
      self.path = path
      bytes = try TokenizerFolder.bytes(of: path)
    }

    /// Runs a step that reads the file, whose errors name it.
    func reading<Result>(_ body: ([UInt8]) throws(Problem) -> Result) throws(TokenizerError) -> Result {
      try named(path) { () throws(Problem) in try body(bytes) }
    }
  }

  static let longestFile = 64_000_000

  let path: String

  init(_ path: String) { self.path = path }

  /// The kind of tokenizer that stands in a folder, if any.
  static func kind(in folder: String) -> Kind? {
    Kind.allCases.first { kind in
      isFile(folder + "/" + kind.rawValue) && (kind != .bytePairs || isFile(folder + "/" + mergesFileName))
    }
  }

  private static let mergesFileName = "merges.txt"

  /// The files that do where there is no `tokenizer.json`.
  static var olderKinds: [String] {
    Kind.allCases.filter { $0 != .stages }.map { $0.rawValue + ($0 == .bytePairs ? " with " + mergesFileName : "") }
  }

  /// The object in a file, or nil where there is no such file.
  static func object(_ path: String) throws(TokenizerError) -> JSONObject? {
    guard isFile(path) else { return nil }
    return try Contents(of: path).reading { bytes throws(Problem) in try TokenizerReader.json(bytes) }
  }

  private static func bytes(of path: String) throws(TokenizerError) -> [UInt8] {
    do throws(FileError) { return try readFile(at: path, limit: longestFile) } catch {
      throw TokenizerError(file: path, problem: .file(error))
    }
  }

  /// Runs a step that reads a file, whose errors name that file.
  static func named<Result>(_ path: String, _ body: () throws(Problem) -> Result) throws(TokenizerError) -> Result {
    do throws(Problem) { return try body() } catch { throw TokenizerError(file: path, problem: error) }
  }

  /// Reads the tokenizer.
  func tokenizer() throws(TokenizerError) -> Tokenizer {
    let kind = Self.kind(in: path) ?? .stages
    let settings = path + "/" + Tokenizer.configurationFileName
    let configuration = try Self.object(settings)
    let file = path + "/" + kind.rawValue
    if kind == .stages {
      let tokenizer = try Tokenizer(json: Self.bytes(of: file), name: file)
      guard let configuration else { return tokenizer }
      return try Self.named(settings) { () throws(Problem) in try tokenizer.withRoles(configuration) }
    }
    let older = OlderFiles(settings: try OlderSettings(path, configuration))
    switch kind {
    case .bytePairs:
      return try older.bytePairs(Contents(of: file), merges: Contents(of: path + "/" + Self.mergesFileName))
    case .wordPieces: return try older.wordPieces(Contents(of: file))
    case .stages, .sentencePiece, .sentencePieceOfT5, .sentencePieceOfFairseq:
      return try older.sentencePiece(Contents(of: file), isFairseq: kind == .sentencePieceOfFairseq)
    }
  }
}
