extension JSONReader {
  /// Digits of the longest number that is read: a double's exact decimal expansion has 767 of them and an exponent.
  private static let longestNumber = 1_100

  /// A number by RFC 8259's grammar: exact as an `Int` if it is written as a whole number and fits, else the nearest
  /// double.
  mutating func number() throws(JSONError) -> JSONValue {
    let start = position
    var isWhole = true
    _ = take("-")
    if !take("0") { try digits() }
    if take(".") {
      isWhole = false
      try digits()
    }
    if take("e") || take("E") {
      isWhole = false
      if !take("+") { _ = take("-") }
      try digits()
    }
    guard position - start <= Self.longestNumber else { throw error(.numberOutOfRange, at: start) }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isWhole, let whole = Int(text) { return .integer(whole) }
    guard let number = Double(text), number.isFinite else { throw error(.numberOutOfRange, at: start) }
    return .number(number)
  }

  private mutating func digits() throws(JSONError) {
    let start = position
    while let byte = current, isDigit(byte) { position += 1 }
    guard position > start else { throw unexpected(expected: "a digit") }
  }

  /// A string, from its first quotation mark to its last.
  mutating func string() throws(JSONError) -> String {
    let quote = position
    position += 1
    var start = position
    var unescaped: [UInt8] = []
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        // Most strings hold no escape and are taken as they stand.
        if unescaped.isEmpty { return try validated(bytes[start..<position - 1], from: quote) }
        unescaped += bytes[start..<position - 1]
        return try validated(unescaped[...], from: quote)
      case UInt8(ascii: "\\"):
        unescaped += bytes[start..<position]
        unescaped += try escape()
        start = position
      case 0..<0x20: throw error(.controlCharacter(byte))
      default: position += 1
      }
    }
    throw error(.unexpectedEnd)
  }

  private func validated(_ bytes: ArraySlice<UInt8>, from offset: Int) throws(JSONError) -> String {
    guard let string = String(validating: bytes, as: UTF8.self) else { throw error(.invalidUTF8, at: offset) }
    return string
  }

  /// The UTF-8 bytes of one escape, from its backslash; never none.
  private mutating func escape() throws(JSONError) -> [UInt8] {
    let start = position
    position += 1
    guard let byte = current else { throw error(.unexpectedEnd) }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"): return Array(String(try codePoint(from: start)).utf8)
    default: throw error(.invalidEscape, at: start)
    }
  }

  /// The scalar of `\uXXXX`, or of two of them that are a surrogate pair.
  private mutating func codePoint(from start: Int) throws(JSONError) -> Character {
    var value = UInt32(try hexadecimal())
    if (0xD800..<0xDC00).contains(value) {
      guard take("\\"), take("u") else { throw error(.loneSurrogate, at: start) }
      let low = UInt32(try hexadecimal())
      guard (0xDC00..<0xE000).contains(low) else { throw error(.loneSurrogate, at: start) }
      value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(value) else { throw error(.loneSurrogate, at: start) }
    return Character(scalar)
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt16 {
    var value: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw unexpected(expected: "a hexadecimal digit")
      }
      value = value << 4 | UInt16(digit)
      position += 1
    }
    return value
  }
}
