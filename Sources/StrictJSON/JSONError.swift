internal import Wording

/// Where and why bytes are not the JSON that is asked for.
public struct JSONError: Error, Equatable, Sendable {
  /// What is wrong.
  public enum Problem: Equatable, Sendable {
    /// The text ends inside a value.
    case unexpectedEnd
    /// A byte stands where it must not; `expected` says what could.
    case unexpectedByte(UInt8, expected: String)
    /// Something follows the value.
    case trailingData
    /// The text begins with a byte order mark.
    case byteOrderMark
    /// The text is what Git LFS puts in the place of a large file.
    case pointer
    /// A name occurs twice in one object.
    case duplicateName(String)
    /// Lists and objects are nested too deeply.
    case tooDeep(limit: Int)
    /// The text is too long.
    case tooLong(bytes: Int, limit: Int)
    /// The text holds too many values.
    case tooManyValues(limit: Int)
    /// A string is not UTF-8.
    case invalidUTF8
    /// A control character stands in a string as it is.
    case controlCharacter(UInt8)
    /// A backslash is followed by something else than an escape.
    case invalidEscape
    /// Half of a surrogate pair.
    case loneSurrogate
    /// A number is too large for double precision, or has more digits than any number needs.
    case numberOutOfRange
  }

  /// What is wrong.
  public let problem: Problem
  /// Bytes before the place.
  public let offset: Int
  /// Line of the place, from 1.
  public let line: Int
  /// Bytes from the start of the line, from 1.
  public let column: Int

  init(_ problem: Problem, at offset: Int, in bytes: [UInt8]) {
    let before = bytes.prefix(offset)
    self.problem = problem
    self.offset = offset
    line = 1 + before.count { $0 == 0x0A }
    column = 1 + offset - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0)
  }
}

extension JSONError: CustomStringConvertible {
  /// Place and problem in one line: `line 3, column 7: the name "a" occurs twice`.
  public var description: String { "line \(line), column \(column): \(problem)" }
}

extension JSONError.Problem: CustomStringConvertible {
  /// The problem in words.
  public var description: String {
    switch self {
    case .unexpectedEnd: "the text ends too early"
    case .unexpectedByte(let byte, let expected): "expected \(expected), found \(named(byte))"
    case .trailingData: "something follows the end of the value"
    case .byteOrderMark: "it begins with a byte order mark; save it as UTF-8 without one"
    case .pointer: "it is a pointer of Git LFS, not the file; in its repository, git lfs pull fetches it"
    case .duplicateName(let name): "the name \(quoted(name)) occurs twice in one object"
    case .tooDeep(let limit): "lists and objects are nested more than \(limit) deep"
    case .tooLong(let bytes, let limit): "it has \(grouped(bytes)) bytes, and \(grouped(limit)) are allowed"
    case .tooManyValues(let limit): "it holds more than \(grouped(limit)) values"
    case .invalidUTF8: "a string is not UTF-8"
    case .controlCharacter(let byte): "a string holds \(named(byte)) unescaped"
    case .invalidEscape: "a string holds an escape that JSON does not know"
    case .loneSurrogate: "a string holds half of a surrogate pair"
    case .numberOutOfRange: "a number is too large or too long"
    }
  }
}

private func named(_ byte: UInt8) -> String {
  (0x20..<0x7F).contains(byte)
    ? "'\(Character(Unicode.Scalar(byte)))'"
    : "byte 0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
}
