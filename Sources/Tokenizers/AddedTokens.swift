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
}

/// All added tokens of a tokenizer, ready to be found.
struct AddedTokens: Equatable, Sendable {
  let tokens: [AddedToken]
  /// Special tokens and those that are not normalised are found first, the others in what is left.
  private let passes: [Trie]
  private let byId: [Int: Int]

  /// Longer tokens than this are refused, so that looking for them stays cheap.
  static let longest = 256

  init(_ tokens: [AddedToken]) {
    self.tokens = tokens
    byId = Dictionary(tokens.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    let indices = Array(tokens.indices)
    passes = [
      Trie(indices.filter { tokens[$0].isSpecial || !tokens[$0].isNormalized }, of: tokens),
      Trie(indices.filter { !tokens[$0].isSpecial && tokens[$0].isNormalized }, of: tokens),
    ]
  }

  /// The added token of a number, or nil.
  func token(id: Int) -> AddedToken? { byId[id].map { tokens[$0] } }

  /// A stretch of text that is an added token, or that holds none.
  struct Piece: Equatable {
    var range: Range<Int>
    var token: AddedToken?
  }

  /// Cuts text at the added tokens in it.
  func split(_ bytes: [UInt8]) -> [Piece] {
    var pieces = bytes.isEmpty ? [] : [Piece(range: 0..<bytes.count, token: nil)]
    for trie in passes where !trie.isEmpty {
      pieces = pieces.flatMap { $0.token == nil ? split(bytes[$0.range], by: trie) : [$0] }
    }
    return pieces
  }

  private func split(_ text: ArraySlice<UInt8>, by trie: Trie) -> [Piece] {
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

  private func touchesWord(_ range: Range<Int>, in text: ArraySlice<UInt8>) -> Bool {
    let before = scalar(before: range.lowerBound, in: text)
    let after = scalar(after: range.upperBound, in: text)
    return [before, after].contains { $0.map { CharacterClass($0) == .word } ?? false }
  }

  private func startOfSpace(before end: Int, in text: ArraySlice<UInt8>) -> Int {
    var start = end
    while let scalar = scalar(before: start, in: text), CharacterClass(scalar) == .space {
      start -= UTF8.width(scalar)
    }
    return start
  }

  private func endOfSpace(after start: Int, in text: ArraySlice<UInt8>) -> Int {
    var end = start
    while let scalar = scalar(after: end, in: text), CharacterClass(scalar) == .space { end += UTF8.width(scalar) }
    return end
  }

  private func scalar(before index: Int, in text: ArraySlice<UInt8>) -> Unicode.Scalar? {
    var start = index - 1
    while start > text.startIndex, text[start] & 0xC0 == 0x80 { start -= 1 }
    return start < text.startIndex ? nil : scalar(after: start, in: text)
  }

  private func scalar(after index: Int, in text: ArraySlice<UInt8>) -> Unicode.Scalar? {
    String(decoding: text[index...].prefix(4), as: UTF8.self).unicodeScalars.first
  }
}
