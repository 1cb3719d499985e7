/// What the patterns of pre-tokenizers tell apart: `\w`, `\s` and the rest, as the Rust `regex` crate defines them.
///
/// Compared with `tokenizers` 0.23 over all of Unicode: they agree on every character but those new in Unicode 17, which
/// the library does not know yet.
enum CharacterClass {
  /// `\w`: Alphabetic, marks, decimal digits, connector punctuation and join controls (Unicode TR 18, annex C).
  case word
  /// `\s`: White_Space.
  case space
  /// `[^\w\s]`.
  case other

  /// The class of a scalar.
  init(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x5F: self = .word
    case 0x20, 0x09...0x0D: self = .space
    case 0..<0x80: self = .other
    default: self = Self(properties: scalar.properties)
    }
  }

  private init(properties: Unicode.Scalar.Properties) {
    if properties.isWhitespace {
      self = .space
    } else if properties.isAlphabetic || properties.isJoinControl {
      self = .word
    } else {
      switch properties.generalCategory {
      case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation: self = .word
      default: self = .other
      }
    }
  }
}
