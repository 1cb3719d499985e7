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
  /// Scalars of the longest token: none longer need be tried.
  private let longestToken: Int

  /// A model of given pieces.
  ///
  /// Returns nil unless the unknown token is among them.
  init?(vocabulary: Vocabulary, unknownToken: String, prefix: String, longestWord: Int) {
    guard vocabulary.id(of: unknownToken) != nil else { return nil }
    (self.vocabulary, self.unknownToken, self.prefix, self.longestWord) = (
      vocabulary, unknownToken, prefix, longestWord
    )
    longestToken = vocabulary.entries.reduce(0) { max($0, $1.token.unicodeScalars.count) }
  }

  /// The pieces of a word, or the whole word as unknown.
  func pieces(of word: String) -> [TokenModel.Piece] {
    let scalars = word.unicodeScalars
    let unknown = [TokenModel.Piece(id: nil, text: word[...])]
    guard scalars.count <= longestWord else { return unknown }
    var pieces: [TokenModel.Piece] = []
    var start = scalars.startIndex
    while start < scalars.endIndex {
      var end = scalars.index(start, offsetBy: longestToken, limitedBy: scalars.endIndex) ?? scalars.endIndex
      var found: Int?
      while end > start {
        let text = word[start..<end]
        found = vocabulary.id(of: start == scalars.startIndex ? String(text) : prefix + text)
        if found != nil { break }
        end = scalars.index(before: end)
      }
      guard let found else { return unknown }
      pieces.append(TokenModel.Piece(id: found, text: word[start..<end]))
      start = end
    }
    return pieces
  }
}
