/// The model that knows whole words: each word of the vocabulary is a token, and every other word is the unknown one.
public struct WordLevel: Equatable, Sendable {
  /// The token that stands for every unknown word. It is in the vocabulary.
  public let unknownToken: String
  /// Its number.
  public let unknownId: Int
  let vocabulary: Vocabulary

  /// A model of given words.
  ///
  /// Returns nil unless the unknown token is in the vocabulary.
  init?(vocabulary: Vocabulary, unknownToken: String) {
    guard let unknownId = vocabulary.id(of: unknownToken) else { return nil }
    self.vocabulary = vocabulary
    self.unknownToken = unknownToken
    self.unknownId = unknownId
  }

  /// The number of a word, or nil if it is unknown.
  func id(of word: String) -> Int? { vocabulary.id(of: word) }
}
