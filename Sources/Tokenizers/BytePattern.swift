/// GPT-2's pattern, `'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`, matched by hand from left
/// to right: every character belongs to some word.
///
/// - SeeAlso: Radford et al. 2019, as in the authors' code.
struct BytePattern {
  private enum Kind {
    case letter, number, space, other

    init(_ scalar: Unicode.Scalar) {
      switch scalar.value {
      case 0x61...0x7A, 0x41...0x5A: self = .letter
      case 0x30...0x39: self = .number
      case 0x20, 0x09...0x0D: self = .space
      case 0..<0x80: self = .other
      default:
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: self = .letter
        case .decimalNumber, .letterNumber, .otherNumber: self = .number
        default: self = scalar.properties.isWhitespace ? .space : .other
        }
      }
    }
  }

  private let scalars: [Unicode.Scalar]
  private let kinds: [Kind]

  init(_ text: Substring) {
    scalars = Array(text.unicodeScalars)
    kinds = scalars.map { Kind($0) }
  }

  /// The words' ranges in bytes.
  var words: [Range<Int>] {
    var words: [Range<Int>] = []
    var (place, byte) = (0, 0)
    while place < scalars.count {
      let end = endOfWord(at: place)
      let length = scalars[place..<end].reduce(0) { $0 + UTF8.width($1) }
      words.append(byte..<byte + length)
      (place, byte) = (end, byte + length)
    }
    return words
  }

  private func endOfWord(at start: Int) -> Int {
    if let end = endOfContraction(at: start) { return end }
    let hasSpace = scalars[start] == " " && start + 1 < scalars.count && kinds[start + 1] != .space
    if hasSpace || kinds[start] != .space {
      let first = hasSpace ? start + 1 : start
      return endOfRun(at: first)
    }
    let end = endOfRun(at: start)
    // The last white space before something else belongs to what follows, unless it stands alone.
    return end < scalars.count && end - start > 1 ? end - 1 : end
  }

  private func endOfRun(at start: Int) -> Int {
    var end = start + 1
    while end < scalars.count, kinds[end] == kinds[start] { end += 1 }
    return end
  }

  private func endOfContraction(at start: Int) -> Int? {
    guard scalars[start] == "'", start + 1 < scalars.count else { return nil }
    if "sdmt".unicodeScalars.contains(scalars[start + 1]) { return start + 2 }
    guard start + 2 < scalars.count else { return nil }
    switch (scalars[start + 1], scalars[start + 2]) {
    case ("l", "l"), ("v", "e"), ("r", "e"): return start + 3
    default: return nil
    }
  }
}
