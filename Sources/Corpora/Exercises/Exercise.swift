/// A made text, and which of its words a model is asked for.
public struct Exercise: Equatable, Sendable {
  /// The words, in order.
  public let words: [String]
  /// The words that the model is to say, each from those before it; the place after the last word stands for the end of the
  /// text.
  public let asked: [Int]
  /// Words between a fact and the question about it, where that is what matters.
  public let distance: Int?

  /// A text with the words that are asked for.
  ///
  /// - Precondition: they are among the words, or the end; ascending, at least one.
  public init(words: [String], asked: [Int], distance: Int? = nil) {
    precondition(
      asked.first.map { $0 >= 0 } ?? false && asked.last.map { $0 <= words.count } ?? false,
      "\(asked) of \(words.count) words")
    (self.words, self.asked, self.distance) = (words, asked, distance)
  }
}
