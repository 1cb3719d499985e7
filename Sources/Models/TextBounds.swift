/// What an encoder–decoder's own text begins with, and the rules by which it is written.
public struct TextBounds: Equatable, Sendable {
  /// The token that it begins with.
  public let begin: Int32
  /// How it goes on, and what ends it.
  public let rules: WritingRules

  /// All of it.
  public init(begin: Int32, rules: WritingRules) { (self.begin, self.rules) = (begin, rules) }

  /// A token before it, one that must come next, and tokens of which any ends it.
  public init(begin: Int32, first: Int32? = nil, ends: Set<Int32>) {
    self.init(begin: begin, rules: WritingRules(ends: ends, forcedFirst: first))
  }

  /// One token before it, and one behind it.
  public init(begin: Int32, end: Int32) { self.init(begin: begin, ends: [end]) }
}
