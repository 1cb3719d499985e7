/// A made text, and which of its words a model is asked for.
public struct Exercise: Equatable, Sendable {
  /// The words, in order.
  public let words: [String]
  /// The words that the model is to say, each from those before it; the place after the last word stands for the end of the
  /// text.
  public let asked: Range<Int>

  /// A text with the words that are asked for.
  ///
  /// - Precondition: they are among the words, or the end.
  public init(words: [String], asked: Range<Int>) {
    precondition(asked.lowerBound >= 0 && asked.upperBound <= words.count + 1, "\(asked) of \(words.count) words")
    (self.words, self.asked) = (words, asked)
  }
}
