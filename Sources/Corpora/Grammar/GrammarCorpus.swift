import Tensors

/// An endless stream of documents of one split, determined by its seed.
///
/// Documents are drawn from the grammar and those of other splits passed over, so their frequencies are the grammar's.
public struct GrammarCorpus: Sequence, IteratorProtocol, Sendable {
  /// The grammar that the documents come from.
  public let grammar: Grammar
  /// The split that they belong to.
  public let split: Split
  private var generator: SplitMix64

  /// The stream for a seed; the same seed gives the same documents.
  public init(_ grammar: Grammar = .english, split: Split, seed: UInt64) {
    self.grammar = grammar
    self.split = split
    generator = SplitMix64(seed: seed)
  }

  /// The next document; there always is one.
  public mutating func next() -> Document? {
    while true {
      if let document = grammar.document(using: &generator, where: { $0 == split }) { return document }
    }
  }

  /// The first documents of the validation (or another) split, with repetitions as the grammar makes them.
  public static func documents(
    _ count: Int, from grammar: Grammar = .english, split: Split, seed: UInt64
  ) -> [Document] {
    Array(GrammarCorpus(grammar, split: split, seed: seed).prefix(count))
  }
}
