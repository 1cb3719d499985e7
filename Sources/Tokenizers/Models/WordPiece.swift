/// The model that cuts a word into the longest pieces that it knows, from left to right; pieces inside a word carry a prefix.
///
/// With an empty prefix it reads words that are written without spaces, as in Chinese.
/// - SeeAlso: Devlin et al. 2019, section 3; Song et al. 2021, "Fast WordPiece tokenization" (the rule, stated exactly).
struct WordPiece: Equatable, Sendable {
  /// The token that stands for a word of which some part is unknown. It is in the vocabulary.
  let unknownToken: String
  /// What a piece that doesn't begin its word is written with.
  let prefix: String
  /// Words of more characters are unknown.
  let longestWord: Int
  let vocabulary: Vocabulary
  /// The tokens that can begin a word.
  private let beginnings: Trie
  /// Those that can go on with one, without the prefix.
  private let continuations: Trie

  /// A model of given pieces.
  ///
  /// Returns nil unless the unknown token is among them.
  init?(vocabulary: Vocabulary, unknownToken: String, prefix: String, longestWord: Int) {
    guard vocabulary.id(of: unknownToken) != nil else { return nil }
    (self.vocabulary, self.unknownToken, self.prefix, self.longestWord) = (
      vocabulary, unknownToken, prefix, longestWord
    )
    let tokens = vocabulary.entries.map { (points: $0.token.points, value: $0.id) }
    let start = prefix.points
    beginnings = Trie(tokens)
    let inside = tokens.filter { $0.points.starts(with: start) }
    continuations = start.isEmpty ? beginnings : Trie(inside.map { (Array($0.points[start.count...]), $0.value) })
  }

  static func == (a: Self, b: Self) -> Bool {
    a.vocabulary == b.vocabulary && a.unknownToken == b.unknownToken && a.prefix == b.prefix
      && a.longestWord == b.longestWord
  }

  /// The pieces of a word, or the whole word as unknown.
  func pieces(of word: ArraySlice<CodePoint>) -> [TokenModel.Piece] {
    let unknown = [TokenModel.Piece(id: nil, range: word.indices)]
    guard word.count <= longestWord else { return unknown }
    var pieces: [TokenModel.Piece] = []
    var start = word.startIndex
    while start < word.endIndex {
      let trie = start == word.startIndex ? beginnings : continuations
      guard let match = trie.longestMatch(in: word, at: start) else { return unknown }
      pieces.append(TokenModel.Piece(id: match.value, range: start..<match.end))
      start = match.end
    }
    return pieces
  }
}
