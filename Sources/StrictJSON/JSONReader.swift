/// What a reader accepts at most; the caller knows what is reasonable for a file.
public struct JSONLimits: Equatable, Sendable {
  /// Length of the text.
  public var bytes: Int
  /// Lists and objects inside each other; the outermost counts 1.
  public var depth: Int
  /// Values of every kind, names not counted.
  public var values: Int

  /// Limits; the defaults suit a configuration file.
  public init(bytes: Int = 1_000_000, depth: Int = 64, values: Int = 1_000_000) {
    self.bytes = bytes
    self.depth = depth
    self.values = values
  }
}

extension JSONValue {
  /// Reads a JSON text, strictly: UTF-8 without a byte order mark, one value and nothing after it, no name twice in an
  /// object. Takes time in proportion to the number of bytes.
  ///
  /// - SeeAlso: RFC 8259.
  public init(parsing bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) {
    guard bytes.count <= limits.bytes else {
      throw JSONError(.tooLong(bytes: bytes.count, limit: limits.bytes), at: 0, in: [])
    }
    var reader = JSONReader(bytes: bytes, limits: limits)
    self = try reader.document()
  }
}

/// Recursive descent over an array of bytes. Every access is checked against the array's bounds.
struct JSONReader {
  let bytes: [UInt8]
  let limits: JSONLimits
  var position = 0
  private var depth = 0
  private var values = 0

  init(bytes: [UInt8], limits: JSONLimits) {
    self.bytes = bytes
    self.limits = limits
  }

  func error(_ problem: JSONError.Problem, at offset: Int? = nil) -> JSONError {
    JSONError(problem, at: offset ?? position, in: bytes)
  }

  /// The byte at the position, or nil at the end.
  var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// What is wrong with the current byte, where `expected` should stand.
  func unexpected(expected: String) -> JSONError {
    guard let byte = current else { return error(.unexpectedEnd) }
    return error(.unexpectedByte(byte, expected: expected))
  }

  mutating func document() throws(JSONError) -> JSONValue {
    guard !bytes.starts(with: [0xEF, 0xBB, 0xBF]) else { throw error(.byteOrderMark) }
    guard !bytes.starts(with: "version https://git-lfs".utf8) else { throw error(.pointer) }
    skipSpace()
    let value = try self.value()
    skipSpace()
    guard position == bytes.count else { throw error(.trailingData) }
    return value
  }

  mutating func value() throws(JSONError) -> JSONValue {
    values += 1
    guard values <= limits.values else { throw error(.tooManyValues(limit: limits.values)) }
    switch current {
    case UInt8(ascii: "{"): return .object(try nested { reader throws(JSONError) in try reader.object() })
    case UInt8(ascii: "["): return .array(try nested { reader throws(JSONError) in try reader.array() })
    case UInt8(ascii: "\""): return .string(try string())
    case let byte? where byte == UInt8(ascii: "-") || isDigit(byte): return try number()
    case UInt8(ascii: "t"): return try word("true", means: .bool(true))
    case UInt8(ascii: "f"): return try word("false", means: .bool(false))
    case UInt8(ascii: "n"): return try word("null", means: .null)
    default: throw unexpected(expected: "a value")
    }
  }

  private mutating func nested<Result>(
    _ body: (inout JSONReader) throws(JSONError) -> Result
  ) throws(JSONError) -> Result {
    guard depth < limits.depth else { throw error(.tooDeep(limit: limits.depth)) }
    depth += 1
    position += 1
    let result = try body(&self)
    depth -= 1
    return result
  }

  private mutating func object() throws(JSONError) -> JSONObject {
    var members: [JSONObject.Member] = []
    var names = NameSet()
    skipSpace()
    if take("}") { return JSONObject() }
    repeat {
      skipSpace()
      let start = position
      guard current == UInt8(ascii: "\"") else { throw unexpected(expected: "a name in quotation marks") }
      let name = try string()
      guard names.insert(name) else { throw error(.duplicateName(name), at: start) }
      skipSpace()
      guard take(":") else { throw unexpected(expected: "':'") }
      skipSpace()
      members.append(.init(name: name, value: try value()))
      skipSpace()
    } while take(",")
    guard take("}") else { throw unexpected(expected: "',' or '}'") }
    return JSONObject(checked: members)
  }

  private mutating func array() throws(JSONError) -> [JSONValue] {
    var elements: [JSONValue] = []
    skipSpace()
    if take("]") { return elements }
    repeat {
      skipSpace()
      elements.append(try value())
      skipSpace()
    } while take(",")
    guard take("]") else { throw unexpected(expected: "',' or ']'") }
    return elements
  }

  private mutating func word(_ word: StaticString, means value: JSONValue) throws(JSONError) -> JSONValue {
    for offset in 0..<word.utf8CodeUnitCount {
      guard current == word.utf8Start[offset] else { throw unexpected(expected: "'\(word)'") }
      position += 1
    }
    return value
  }

  /// Steps over the byte if it is the one named.
  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard current == UInt8(ascii: scalar) else { return false }
    position += 1
    return true
  }

  func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

  private mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }
}
