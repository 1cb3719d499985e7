/// What stands around a text that a model writes.
public struct TextBounds: Equatable, Sendable {
  /// The token that it begins with.
  public let begin: Int32
  /// The token that must come next, whatever the model says; nil where it is free.
  public let first: Int32?
  /// The tokens of which any ends it.
  public let ends: Set<Int32>

  /// All of it.
  public init(begin: Int32, first: Int32? = nil, ends: Set<Int32>) {
    self.begin = begin
    self.first = first
    self.ends = ends
  }

  /// One token before it, and one behind it.
  public init(begin: Int32, end: Int32) { self.init(begin: begin, ends: [end]) }
}
