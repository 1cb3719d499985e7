/// A token that is recognised inside text before the text is cut into words, such as `<s>`.
struct AddedToken: Equatable, Sendable {
  /// Its number.
  var id: Int
  /// How it is written.
  var content: String
  /// Whether it counts only where no word character touches it.
  var isSingleWord = false
  /// Whether it swallows the white space before it.
  var stripsLeft = false
  /// Whether it swallows the white space after it.
  var stripsRight = false
  /// Whether it is looked for in the normalised text, after those that are not.
  var isNormalized = false
  /// Whether it is a control token, left out of decoded text.
  var isSpecial = true
  /// Whether it is looked for in text at all: SentencePiece's control tokens are not.
  var isSought = true
}

/// All added tokens of a tokenizer, ready to be found.
struct AddedTokens: Equatable, Sendable {
  let tokens: [AddedToken]
  /// Those that are found in the text as it is given.
  private let given: Trie
  /// Those that are found in what is left once it is normalised; they are normalised too.
  private let normalized: Trie
  private let byId: [Int: Int]
  /// How each that is looked for in normalised text is written there, by its number.
  private let writings: [Int: String]

  /// Longer tokens than this are refused, so that looking for them stays cheap.
  static let longest = 256

  init(_ tokens: [AddedToken], normalizers: [Normalizer]) {
    self.tokens = tokens
    byId = Dictionary(tokens.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    let sought = tokens.indices.filter { tokens[$0].isSought }
    given = Trie(sought.filter { !tokens[$0].isNormalized }.map { (tokens[$0].content.points, $0) })
    let patterns = sought.filter { tokens[$0].isNormalized }.map { index in
      var text = AlignedText(utf8: Array(tokens[index].content.utf8))
      for normalizer in normalizers where !normalizer.leavesAddedTokens { normalizer.apply(to: &text) }
      return (points: text.points, value: index)
    }
    normalized = Trie(patterns)
    let written = patterns.map { (tokens[$0.value].id, $0.points.text) }
    writings = Dictionary(written, uniquingKeysWith: { first, _ in first })
  }

  static func == (a: Self, b: Self) -> Bool { a.tokens == b.tokens }

  /// The added token of a number, or nil.
  func token(id: Int) -> AddedToken? { byId[id].map { tokens[$0] } }

  /// How the library writes a token when it makes text of it; nil where that is as it is written anyway.
  func writing(id: Int) -> String? { writings[id] }

  /// A stretch of text that is an added token, or that holds none.
  struct Piece: Equatable {
    /// In characters of the text.
    var range: Range<Int>
    var token: AddedToken?
  }

  /// Cuts a text as it is given at the added tokens in it.
  func split(given text: AlignedText) -> [Piece] { split(text.points[...], by: given) }

  /// Cuts a normalised text at the added tokens in it.
  func split(normalized text: AlignedText) -> [Piece] { split(text.points[...], by: normalized) }

  private func split(_ text: ArraySlice<CodePoint>, by trie: Trie) -> [Piece] {
    guard !trie.isEmpty else { return text.isEmpty ? [] : [Piece(range: text.indices, token: nil)] }
    var pieces: [Piece] = []
    var taken = text.startIndex
    var position = text.startIndex
    while position < text.endIndex {
      guard let match = trie.longestMatch(in: text, at: position) else {
        position += 1
        continue
      }
      let token = tokens[match.value]
      var range = position..<match.end
      position = match.end
      if token.isSingleWord, touchesWord(range, in: text) { continue }
      if token.stripsLeft {
        let start = max(taken, startOfSpace(before: range.lowerBound, in: text))
        range = min(start, range.upperBound)..<range.upperBound
      }
      if token.stripsRight { range = range.lowerBound..<endOfSpace(after: range.upperBound, in: text) }
      if taken < range.lowerBound { pieces.append(Piece(range: taken..<range.lowerBound, token: nil)) }
      pieces.append(Piece(range: range, token: token))
      // As in the library, the white space that a token swallowed may still be another token.
      taken = range.upperBound
    }
    if taken < text.endIndex { pieces.append(Piece(range: taken..<text.endIndex, token: nil)) }
    return pieces
  }

  private func touchesWord(_ range: Range<Int>, in text: ArraySlice<CodePoint>) -> Bool {
    let before = text[..<range.lowerBound].last
    let after = text[range.upperBound...].first
    return [before, after].contains { $0.map { CharacterClass($0) == .word } ?? false }
  }

  private func startOfSpace(before end: Int, in text: ArraySlice<CodePoint>) -> Int {
    (text[..<end].lastIndex { !$0.isSpace } ?? text.startIndex - 1) + 1
  }

  private func endOfSpace(after start: Int, in text: ArraySlice<CodePoint>) -> Int {
    text[start...].firstIndex { !$0.isSpace } ?? text.endIndex
  }
}
