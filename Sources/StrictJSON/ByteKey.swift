/// A string that is compared and hashed by its UTF-8 bytes.
///
/// Swift's `String` takes é and e + ◌́ for equal, and hashes long runs of combining marks in quadratic time; names and
/// words that come from files must do neither.
public struct ByteKey: Hashable, Sendable, CustomStringConvertible {
  /// The string itself.
  public let string: String

  /// A key for a string.
  public init(_ string: String) {
    var string = string
    string.makeContiguousUTF8()
    self.string = string
  }

  /// Whether the bytes are the same.
  public static func == (a: Self, b: Self) -> Bool { haveSameBytes(a.string, b.string) }

  /// Hashes the bytes.
  public func hash(into hasher: inout Hasher) {
    let hashed: Void? = string.utf8.withContiguousStorageIfAvailable {
      hasher.combine(bytes: UnsafeRawBufferPointer($0))
    }
    if hashed == nil { for byte in string.utf8 { hasher.combine(byte) } }
    hasher.combine(0xFF as UInt8)
  }

  /// The string itself.
  public var description: String { string }
}

/// Whether two strings hold the same UTF-8 bytes.
public func haveSameBytes(_ a: String, _ b: String) -> Bool {
  a.utf8.elementsEqual(b.utf8)
}
