/// The 256 bytes as printable characters, as GPT-2 writes them: bytes that print stand for themselves, the others for the
/// characters from U+0100 on. A space is `Ġ`.
///
/// - SeeAlso: Radford et al. 2019, section 2.2.
enum ByteAlphabet {
  /// By byte.
  static let characters: [Unicode.Scalar] = {
    var next: UInt32 = 0x100
    return (0..<256).map { byte in
      switch UInt32(byte) {
      case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: return scalar(UInt32(byte))
      default:
        defer { next += 1 }
        return scalar(next)
      }
    }
  }()

  /// By character.
  private static let bytes: [Unicode.Scalar: UInt8] = Dictionary(
    uniqueKeysWithValues: characters.enumerated().map { ($1, UInt8($0)) })

  private static func scalar(_ value: UInt32) -> Unicode.Scalar {
    guard let scalar = Unicode.Scalar(value) else { preconditionFailure("below U+0200 every number is a character") }
    return scalar
  }

  /// A text's bytes as characters, one for each.
  static func text(_ utf8: some Sequence<UInt8>) -> String {
    var text = String.UnicodeScalarView()
    for byte in utf8 { text.append(characters[Int(byte)]) }
    return String(text)
  }

  /// A character's bytes as characters.
  static func points(of point: CodePoint) -> [CodePoint] {
    guard point >= 0x80 else { return [characters[Int(point)].value] }
    return CollectionOfOne(point).utf8.map { characters[Int($0)].value }
  }

  /// The bytes that characters stand for; nil where some character stands for none.
  static func bytes(of text: String) -> [UInt8]? {
    var result: [UInt8] = []
    for scalar in text.unicodeScalars {
      guard let byte = bytes[scalar] else { return nil }
      result.append(byte)
    }
    return result
  }
}
