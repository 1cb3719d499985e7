/// The tokens `<0x00>` to `<0xFF>`, which spell characters that a vocabulary does not know.
struct ByteTokens: Sendable {
  /// By byte; nil for one that the vocabulary lacks.
  private let ids: [Int?]

  init(_ vocabulary: Vocabulary) {
    ids = (0..<256).map { vocabulary.id(of: Self.token(UInt8($0))) }
  }

  /// How a byte's token is written.
  static func token(_ byte: UInt8) -> String {
    "<0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true) + ">"
  }

  /// The byte of a token, or nil where it is no such token.
  static func byte(of token: [UInt8]) -> UInt8? {
    guard token.count == 6, token.starts(with: "<0x".utf8), token[5] == UInt8(ascii: ">") else { return nil }
    let digits = String(decoding: token[3..<5], as: UTF8.self)
    return digits.utf8.contains(UInt8(ascii: "+")) ? nil : UInt8(digits, radix: 16)
  }

  /// The numbers of the bytes of characters; nil unless the vocabulary has them all.
  func ids(of points: some Sequence<CodePoint>) -> [Int]? {
    var found: [Int] = []
    for byte in points.utf8 {
      guard let id = ids[Int(byte)] else { return nil }
      found.append(id)
    }
    return found
  }
}
