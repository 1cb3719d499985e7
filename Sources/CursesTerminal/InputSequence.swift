import TerminalCanvas

/// One step through a terminal's input: how many bytes belong together and what they mean.
struct InputSequence {
  enum Meaning: Equatable {
    case event(InputEvent)
    case pasteStart
    case nothing
  }

  /// Bytes used; 0 when more are needed.
  var length: Int
  var meaning: Meaning

  private init(_ length: Int, _ meaning: Meaning = .nothing) {
    self.length = length
    self.meaning = meaning
  }

  private init(_ length: Int, key: Key?) {
    self.init(length, key.map { .event(.key($0)) } ?? .nothing)
  }

  /// A sequence longer than this is dropped.
  private static let longest = 64

  /// Reads from the beginning of `bytes`, which isn't empty; `isFinal` means that nothing more will come.
  static func read(_ bytes: ArraySlice<UInt8>, isFinal: Bool) -> InputSequence {
    guard let first = bytes.first else { return InputSequence(0) }
    switch first {
    case 0x1B: return readEscape(bytes, isFinal: isFinal)
    case 0x00..<0x20, 0x7F: return InputSequence(1, key: controlKey(first))
    case 0x20..<0x7F: return InputSequence(1, key: Key(Unicode.Scalar(first)))
    default: return readUTF8(bytes, isFinal: isFinal)
    }
  }

  private static func controlKey(_ byte: UInt8) -> Key {
    switch byte {
    case 0x0D, 0x0A: Key(.enter)
    case 0x09: Key(.tab)
    case 0x08, 0x7F: Key(.backspace)
    case 0x00: Key(.character(" "), .control)
    case 0x01...0x1A: Key(.character(Unicode.Scalar(byte + 0x60)), .control)
    default: Key(.character(Unicode.Scalar(byte + 0x40)), .control)
    }
  }

  private static func readUTF8(_ bytes: ArraySlice<UInt8>, isFinal: Bool) -> InputSequence {
    let first = bytes[bytes.startIndex]
    let count = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    let candidate = bytes.prefix(count)
    let tail = candidate.dropFirst().prefix { $0 & 0xC0 == 0x80 }
    if first >= 0xC2, first < 0xF5, tail.count + 1 == candidate.count, candidate.count < count, !isFinal {
      return InputSequence(0)
    }
    let decoded = String(decoding: candidate, as: UTF8.self).unicodeScalars
    guard decoded.count == 1, candidate.count == count, let scalar = decoded.first, scalar != "\u{FFFD}" else {
      return InputSequence(1, key: Key("\u{FFFD}"))
    }
    return InputSequence(count, key: Key(scalar))
  }

  private static func readEscape(_ bytes: ArraySlice<UInt8>, isFinal: Bool) -> InputSequence {
    let escape = InputSequence(1, key: Key(.escape))
    guard let second = bytes.dropFirst().first else { return isFinal ? escape : InputSequence(0) }
    switch second {
    case UInt8(ascii: "["): return readControlSequence(bytes, isFinal: isFinal)
    case UInt8(ascii: "O"):
      guard let third = bytes.dropFirst(2).first else {
        return isFinal ? InputSequence(2, key: Key(.character("O"), .alt)) : InputSequence(0)
      }
      return InputSequence(3, key: applicationKey(third))
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"):
      return readReply(bytes, isFinal: isFinal)
    case 0x1B: return escape
    default:
      let rest = read(bytes.dropFirst(), isFinal: isFinal)
      guard rest.length > 0, case .event(.key(var key)) = rest.meaning else { return InputSequence(rest.length) }
      key.modifiers.insert(.alt)
      return InputSequence(rest.length + 1, key: key)
    }
  }

  /// A reply to a query, which we never send: dropped up to its end (BEL or ESC \).
  private static func readReply(_ bytes: ArraySlice<UInt8>, isFinal: Bool) -> InputSequence {
    if bytes.count == 2, isFinal {
      return InputSequence(2, key: Key(.character(Unicode.Scalar(bytes[bytes.startIndex + 1])), .alt))
    }
    for index in bytes.indices.dropFirst(2) {
      let length = index - bytes.startIndex + 1
      if bytes[index] == 0x07 { return InputSequence(length) }
      if bytes[index] == UInt8(ascii: "\\"), bytes[index - 1] == 0x1B { return InputSequence(length) }
      if length >= 4096 { return InputSequence(length) }
    }
    return InputSequence(isFinal ? bytes.count : 0)
  }

  /// `ESC [ parameters final`, ECMA-48 5.4.
  private static func readControlSequence(_ bytes: ArraySlice<UInt8>, isFinal: Bool) -> InputSequence {
    let body = bytes.dropFirst(2)
    if body.first == UInt8(ascii: "[") {  // the Linux console's F1 to F5
      guard let letter = body.dropFirst().first else { return InputSequence(isFinal ? bytes.count : 0) }
      let number = Int(letter) - 0x40
      return InputSequence(4, key: (1...5).contains(number) ? Key(.function(number)) : nil)
    }
    if body.first == UInt8(ascii: "M") { return readOldMouseReport(bytes, isFinal: isFinal) }
    guard let end = body.prefix(longest).firstIndex(where: { !(0x20...0x3F).contains($0) }) else {
      if body.count >= longest { return InputSequence(longest + 2) }
      guard isFinal else { return InputSequence(0) }
      return body.isEmpty ? InputSequence(2, key: Key(.character("["), .alt)) : InputSequence(bytes.count)
    }
    let length = end - bytes.startIndex + 1
    // Not a final byte: the sequence was cut short and something else begins here.
    guard (0x40...0x7E).contains(bytes[end]) else { return InputSequence(length - 1) }
    return InputSequence(length, ControlSequence(body[..<end], final: bytes[end]).meaning)
  }

  /// `ESC [ M button x y`, one byte each and 32 above what it means: X10's report, from terminals that know no other.
  private static func readOldMouseReport(_ bytes: ArraySlice<UInt8>, isFinal: Bool) -> InputSequence {
    let report = bytes.dropFirst(3).prefix(3)
    // What is no figure begins something else.
    if let end = report.firstIndex(where: { $0 < 0x20 }) { return InputSequence(end - bytes.startIndex) }
    guard report.count == 3 else { return InputSequence(isFinal ? bytes.count : 0) }
    let figures = report.map { Int($0) - 0x20 }
    // Whichever button was released, the report says 3: nothing here waits for that.
    let mouse = Mouse(code: figures[0], x: figures[1], y: figures[2], isRelease: false)
    return InputSequence(6, mouse.map { .event(.mouse($0)) } ?? .nothing)
  }

  private static func applicationKey(_ byte: UInt8) -> Key? {
    switch byte {
    case UInt8(ascii: "M"): Key(.enter)
    case UInt8(ascii: "P")...UInt8(ascii: "S"): Key(.function(Int(byte) - 0x4F))
    case UInt8(ascii: "j")...UInt8(ascii: "y"): Key(Unicode.Scalar(byte - 0x40))
    default: ControlSequence.arrow(byte).map { Key($0) }
    }
  }
}
