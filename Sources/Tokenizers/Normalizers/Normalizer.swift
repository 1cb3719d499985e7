/// Changes text before it is cut into words, by Hugging Face's names.
enum Normalizer: Equatable, Sendable {
  /// `BertNormalizer`.
  case bert(BertNormalizer)
  /// `NFC`, `NFD`, `NFKC`, `NFKD`.
  case form(NormalForm)
  /// `Lowercase`.
  case lowercase
  /// `StripAccents`: combining marks of all kinds fall away.
  case stripAccents
  /// `Strip`: white space at the ends falls away.
  case strip(left: Bool, right: Bool)
  /// `Replace`: each match by the same characters.
  case replace(TextPattern, with: String)
  /// `Prepend`: characters before a text that is not empty.
  case prepend(String)
  /// `Precompiled`: SentencePiece's table.
  case charsmap(Charsmap)
  /// `ByteLevel`: each byte a character (``ByteAlphabet``).
  case byteLevel
  /// What a SentencePiece model does itself.
  case sentencePiece(SentencePieceNormalizer)

  /// Changes a text. Takes time in proportion to n·log n characters.
  func apply(to text: inout AlignedText) {
    switch self {
    case .bert(let bert): bert.apply(to: &text)
    case .form(let form):
      // Nothing below U+00A0 changes in any form.
      guard text.points.contains(where: { $0 >= 0xA0 }) else { return }
      text.apply(form.changes(of: text.points))
    case .lowercase: text.flatMap(\.lowercased)
    case .stripAccents: text.filter { !$0.isMark }
    case .strip(let left, let right): strip(&text, left: left, right: right)
    case .replace(let pattern, let content): text.replace(pattern.matches(in: text.points[...]), with: content.points)
    case .prepend(let content): if text.count > 0 { text.insert(content.points, before: [0]) }
    case .charsmap(let charsmap): charsmap.apply(to: &text)
    case .byteLevel: text.flatMap { ByteAlphabet.points(of: $0) }
    case .sentencePiece(let normalizer): normalizer.apply(to: &text)
    }
  }

  /// Whether added tokens stand in the text that results as they are written.
  var leavesAddedTokens: Bool {
    if case .sentencePiece = self { true } else { false }
  }

  private func strip(_ text: inout AlignedText, left: Bool, right: Bool) {
    let start = left ? text.points.firstIndex { !$0.isSpace } ?? text.count : 0
    let end = right ? (text.points.lastIndex { !$0.isSpace } ?? -1) + 1 : text.count
    text.keep(start..<max(start, end))
  }
}

extension CodePoint {
  /// In lower case, whatever stands beside it; nil where that is itself.
  var lowercased: [CodePoint]? {
    guard self >= 0x80 else { return 0x41...0x5A ~= self ? [self + 0x20] : nil }
    guard scalar.properties.changesWhenLowercased, loneByte == nil else { return nil }
    return scalar.properties.lowercaseMapping.points
  }

  /// Combining marks: the categories Mn, Mc and Me.
  var isMark: Bool {
    guard self >= 0x300, isKnown(in: LibraryUnicode.marks) else { return false }
    // Of another category when the library's table was made.
    if 0x1CF2...0x1CF3 ~= self || self == 0x1_11C9 { return self != 0x1_11C9 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: return true
    default: return false
    }
  }
}
