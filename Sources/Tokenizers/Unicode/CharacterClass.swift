/// What the patterns of pre-tokenizers tell apart: `\w`, `\s` and the rest, as the Rust `regex` crate defines them.
enum CharacterClass {
  /// `\w`: Alphabetic, marks, decimal digits, connector punctuation and join controls (Unicode TR 18, annex C).
  case word
  /// `\s`: White_Space.
  case space
  /// `[^\w\s]`.
  case other

  /// The class of a character.
  init(_ point: CodePoint) {
    switch point {
    case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x5F: self = .word
    case 0x20, 0x09...0x0D: self = .space
    case 0..<0x80: self = .other
    default: self = point.isKnown(in: LibraryUnicode.patterns) ? Self(properties: point.scalar.properties) : .other
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

/// What the patterns of byte-level tokenizers tell apart: `\p{L}`, `\p{N}`, `\s` and the rest.
enum CharacterKind {
  case letter, number, space, other

  /// The kind of a character.
  init(_ point: CodePoint) {
    switch point {
    case 0x61...0x7A, 0x41...0x5A: self = .letter
    case 0x30...0x39: self = .number
    case 0x20, 0x09...0x0D: self = .space
    case 0..<0x80: self = .other
    default:
      guard point.isKnown(in: LibraryUnicode.patterns) else {
        self = .other
        return
      }
      switch point.scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: self = .letter
      case .decimalNumber, .letterNumber, .otherNumber: self = .number
      default: self = point.scalar.properties.isWhitespace ? .space : .other
      }
    }
  }
}

extension CodePoint {
  /// White_Space, Rust's `char::is_whitespace`.
  var isSpace: Bool {
    switch self {
    case 0x20, 0x09...0x0D: true
    case 0..<0x80: false
    default: scalar.properties.isWhitespace
    }
  }

  /// Punctuation as BERT counts it: of ASCII all that is neither letter nor digit, elsewhere the categories P*.
  var isPunctuation: Bool {
    switch self {
    case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: return true
    case 0..<0x80: return false
    // Punctuation when the library's table was made.
    case 0x166D, 0x1_11C9: return true
    default:
      guard isKnown(in: LibraryUnicode.categories) else { return false }
      switch scalar.properties.generalCategory {
      case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
        .finalPunctuation, .otherPunctuation:
        return true
      default: return false
      }
    }
  }

  /// Whether it is a number of any kind, Rust's `char::is_numeric`.
  var isNumber: Bool {
    guard self >= 0x80 else { return 0x30...0x39 ~= self }
    switch scalar.properties.generalCategory {
    case .decimalNumber, .letterNumber, .otherNumber: return true
    default: return false
    }
  }
}
