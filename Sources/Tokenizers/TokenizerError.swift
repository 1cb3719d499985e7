public import Files
public import StrictJSON
internal import Wording

/// Why a tokenizer cannot be used.
public struct TokenizerError: Error, Equatable, Sendable {
  /// The file, as it was named.
  public let file: String
  /// What is wrong with it.
  public let problem: Problem

  /// A problem with a file.
  public init(file: String, problem: Problem) {
    self.file = file
    self.problem = problem
  }

  /// What can be wrong.
  public enum Problem: Error, Equatable, Sendable {
    /// The system did not let the file be read or written.
    case file(FileError)
    /// The file is not JSON.
    case json(JSONError)
    /// A value is of the wrong kind.
    case mismatch(JSONMismatch)
    /// A stage is of a kind that is not known.
    case unsupported(stage: String, found: String, known: [String])
    /// A stage looks for a regular expression that is not among the known ones; none is run.
    case unknownExpression(stage: String, String)
    /// A table of SentencePiece cannot be read.
    case invalidCharsmap(place: String)
    /// A line of a list of tokens or merges is not what it should be.
    case line(Int, expected: String)
    /// A file of SentencePiece is not what it should be, from a byte on.
    case protobuf(at: Int, expected: String)
    /// There are more tokens than an embedding has rows.
    case tooManyTokens(limit: Int)
    /// Two tokens have the same number.
    case duplicateId(Int, first: String, second: String)
    /// A token has two numbers.
    case conflictingIds(token: String, first: Int, second: Int)
    /// An added token cannot be looked for: it is empty or too long.
    case invalidAddedToken(id: Int, bytes: Int, limit: Int)
    /// A token that is asked for is not in the vocabulary.
    case missingToken(String, role: String)
    /// A vocabulary of SentencePiece to which a class gives other numbers, in a way that is not known.
    case renumbered(by: String)
  }
}

extension TokenizerError: CustomStringConvertible {
  /// File and problem in one line, free of control characters. Where the first kind of file is missing, so are the others, which
  /// would do too.
  public var description: String {
    let told = plain(file) + ": " + problem.description
    guard case .file(.missing) = problem, file.hasSuffix("/" + Tokenizer.fileName) else { return told }
    return told + ", nor one of an older kind: " + TokenizerFolder.olderKinds.joined(separator: ", ")
  }
}

extension TokenizerError.Problem: CustomStringConvertible {
  /// What was found, what is allowed and what to do.
  public var description: String {
    switch self {
    case .file(let error): error.reason
    case .json(let error): error.description
    case .mismatch(let mismatch): mismatch.description
    case .unsupported(let stage, let found, let known):
      "\(plain(stage)) is \(found), which is not supported; supported: " + known.joined(separator: ", ")
    case .unknownExpression(let stage, let expression):
      "\(plain(stage)) is the regular expression \(quoted(expression)), which is not among the known ones"
    case .invalidCharsmap(let place): "\(plain(place)) is no table of SentencePiece"
    case .line(let number, let expected): "line \(grouped(number)): expected \(expected)"
    case .protobuf(let offset, let expected): "byte \(grouped(offset)): expected \(expected)"
    case .tooManyTokens(let limit): "it has more than \(grouped(limit)) tokens"
    case .duplicateId(let id, let first, let second):
      "number \(grouped(id)) belongs to two tokens, \(quoted(first)) and \(quoted(second))"
    case .conflictingIds(let token, let first, let second):
      "token \(quoted(token)) has two numbers, \(grouped(first)) and \(grouped(second))"
    case .invalidAddedToken(let id, let bytes, let limit):
      "added token \(grouped(id)) has \(counted(bytes, "byte")); allowed are 1 to \(grouped(limit))"
    case .missingToken(let token, let role): "the \(role) token \(quoted(token)) is not in the vocabulary"
    case .renumbered(let name):
      "the numbers of these pieces depend on the Python class"
        + (name.isEmpty ? ", which no file names" : " (\(plain(name)))")
        + "; with FOLDER for the model's folder, this writes the tokenizer.json that is read: " + Self.conversion
    }
  }
  /// Writes a folder's `tokenizer.json`.
  private static let conversion =
    #"python3 -c "from transformers import AutoTokenizer; AutoTokenizer.from_pretrained('FOLDER').save_pretrained('FOLDER')""#
}
