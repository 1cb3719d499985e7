/// What is looked for in text: a fixed string, or one of the regular expressions that tokenizers are known to use, each
/// matched by hand in time proportional to the text. No other expression is run.
enum TextPattern: Equatable, Sendable {
  /// A string, character by character.
  case string(String)
  /// ` {2,}`: two spaces or more.
  case spaces
  /// `\s+`: white space.
  case whiteSpace
  /// GPT-2's pattern.
  case bytes(BytePattern.Kind)

  /// Every expression that is known, and what it is.
  static let known: [(expression: String, pattern: TextPattern)] =
    [(" {2,}", .spaces), (#"\s+"#, .whiteSpace)]
    + BytePattern.Kind.allCases.flatMap { kind in kind.expressions.map { ($0, .bytes(kind)) } }

  /// The pattern of a regular expression, if it is known.
  init?(expression: String) {
    guard let known = Self.known.first(where: { $0.expression.utf8.elementsEqual(expression.utf8) }) else { return nil }
    self = known.pattern
  }

  static func == (a: Self, b: Self) -> Bool {
    switch (a, b) {
    case (.string(let a), .string(let b)): a.utf8.elementsEqual(b.utf8)
    case (.spaces, .spaces), (.whiteSpace, .whiteSpace): true
    case (.bytes(let a), .bytes(let b)): a == b
    default: false
    }
  }

  /// Where it matches, from left to right without overlap, by index of the slice.
  func matches(in text: ArraySlice<CodePoint>) -> [Range<Int>] {
    switch self {
    case .string(let string): occurrences(of: string.points, in: text)
    case .spaces: runs(in: text, atLeast: 2) { $0 == 0x20 }
    case .whiteSpace: runs(in: text, atLeast: 1) { $0.isSpace }
    case .bytes(let kind): BytePattern(kind, text).words
    }
  }

  private func occurrences(of pattern: [CodePoint], in text: ArraySlice<CodePoint>) -> [Range<Int>] {
    guard let first = pattern.first, pattern.count <= Trie.longest else { return [] }
    var matches: [Range<Int>] = []
    var place = text.startIndex
    while place + pattern.count <= text.endIndex {
      if text[place] == first, text[place..<place + pattern.count].elementsEqual(pattern) {
        matches.append(place..<place + pattern.count)
        place += pattern.count
      } else {
        place += 1
      }
    }
    return matches
  }

  private func runs(
    in text: ArraySlice<CodePoint>, atLeast least: Int, _ belongs: (CodePoint) -> Bool
  ) -> [Range<Int>] {
    var matches: [Range<Int>] = []
    var start: Int?
    for (place, point) in zip(text.indices, text) {
      if belongs(point) {
        start = start ?? place
      } else if let begin = start {
        if place - begin >= least { matches.append(begin..<place) }
        start = nil
      }
    }
    if let begin = start, text.endIndex - begin >= least { matches.append(begin..<text.endIndex) }
    return matches
  }
}
