/// Finds the objects of one list in a JSON text that comes in pieces: of the list `log_history` in the outermost object, or of
/// the outermost list. The text itself is not checked and not kept.
struct ObjectScanner: Sendable {
  /// An object, or where its bytes are too many nil, and the line on which it ends.
  struct Find {
    let bytes: [UInt8]?
    let line: Int
  }

  /// Lines so far, the one under way included.
  private(set) var line = 1
  private var depth = 0
  /// The depth within the list; nil outside of it.
  private var listDepth: Int? { didSet { if listDepth != nil { hasList = true } } }
  /// Whether the list was found.
  private(set) var hasList = false
  private var isString = false
  private var isEscaped = false
  /// The last string in the outermost object, as far as it is of use.
  private var name: [UInt8] = []
  private var isList = false
  private var object: [UInt8]?
  private var isTooLong = false
  /// Whether the outermost value has ended.
  private(set) var isComplete = false

  private static let wanted = Array("log_history".utf8)

  /// Takes the next piece up.
  mutating func take(_ bytes: ArraySlice<UInt8>, _ yield: (Find) -> Void) {
    for byte in bytes {
      if byte == UInt8(ascii: "\n") { line += 1 }
      keep(byte)
      if isString { takeInString(byte) } else { takeOutside(byte, yield) }
    }
  }

  private mutating func keep(_ byte: UInt8) {
    guard let count = object?.count else { return }
    if count >= LogLines.longestLine { isTooLong = true } else { object?.append(byte) }
  }

  private mutating func takeInString(_ byte: UInt8) {
    if isEscaped {
      isEscaped = false
    } else if byte == UInt8(ascii: "\\") {
      isEscaped = true
    } else if byte == UInt8(ascii: "\"") {
      isString = false
    } else if depth == 1, name.count <= Self.wanted.count {
      name.append(byte)
    }
  }

  private mutating func takeOutside(_ byte: UInt8, _ yield: (Find) -> Void) {
    switch byte {
    case UInt8(ascii: "\""):
      isString = true
      if depth == 1 { name = [] }
    case UInt8(ascii: "["):
      if depth == 0 || depth == 1 && !isList && name == Self.wanted { listDepth = depth + 1 }
      if depth == 0 { isList = true }
      depth += 1
    case UInt8(ascii: "{"):
      if depth == listDepth { (object, isTooLong) = ([byte], false) }
      depth += 1
    case UInt8(ascii: "]"), UInt8(ascii: "}"):
      close(yield)
    default: break
    }
  }

  private mutating func close(_ yield: (Find) -> Void) {
    guard depth > 0 else { return }
    if depth == listDepth { listDepth = nil }
    depth -= 1
    isComplete = isComplete || depth == 0
    guard depth == listDepth, let bytes = object else { return }
    object = nil
    yield(Find(bytes: isTooLong ? nil : bytes, line: line))
  }
}
