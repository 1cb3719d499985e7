/// BERT's own: control characters fall away and all white space becomes spaces, Chinese characters get spaces around them,
/// accents fall away, letters become small.
///
/// - SeeAlso: `BasicTokenizer` in Devlin et al.'s `tokenization.py`.
struct BertNormalizer: Equatable, Sendable {
  /// Whether control characters fall away and white space becomes spaces.
  var cleansText = true
  /// Whether Chinese characters get spaces around them.
  var separatesChinese = true
  /// Whether accents fall away; nil means: where letters become small.
  var stripsAccents: Bool?
  /// Whether letters become small.
  var lowercases = true

  func apply(to text: inout AlignedText) {
    if cleansText {
      text.filter { $0 != 0 && $0 != 0xFFFD && !isControl($0) }
      text.map { $0.isSpace ? 0x20 : $0 }
    }
    if separatesChinese { text.flatMap { isChinese($0) ? [0x20, $0, 0x20] : nil } }
    if stripsAccents ?? lowercases {
      Normalizer.form(.nfd).apply(to: &text)
      text.filter { !isAccent($0) }
    }
    if lowercases { text.flatMap(\.lowercased) }
  }

  /// Marks that take no room of their own: the category Mn.
  private func isAccent(_ point: CodePoint) -> Bool {
    switch point {
    case 0..<0x300: false
    // Of another category when the library's table was made.
    case 0x1734, 0x1_171E: true
    case 0x1885, 0x1886, 0xA9BD, 0x1_11C9: false
    default:
      point.isKnown(in: LibraryUnicode.categories) && point.scalar.properties.generalCategory == .nonspacingMark
    }
  }

  /// The categories Cc, Cf and Co, but for what counts as white space here.
  private func isControl(_ point: CodePoint) -> Bool {
    switch point {
    case 0x09, 0x0A, 0x0D, 0x20..<0x7F: false
    case 0..<0xA0: true
    default:
      switch point.scalar.properties.generalCategory {
      case .format: point.isKnown(in: LibraryUnicode.categories)
      case .privateUse: true
      default: false
      }
    }
  }

  /// The blocks that the authors' code names: characters of Chinese, but no kana and no Hangul.
  private func isChinese(_ point: CodePoint) -> Bool {
    switch point {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x2_0000...0x2_A6DF, 0x2_A700...0x2_B73F, 0x2_B740...0x2_B81F,
      0x2_B920...0x2_CEAF, 0xF900...0xFAFF, 0x2_F800...0x2_FA1F:
      true
    default: false
    }
  }
}
