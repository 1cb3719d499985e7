public import Corpora
internal import Tensors

/// A text that heads are measured on.
public struct RoleText: Sendable {
  /// As the model reads it.
  public let ids: [Int32]
  /// Which of its tokens are words of the text.
  let isWord: [Bool]
  /// Pairs of words in a relation, by their positions among the ids.
  let pairs: [RelationPair]
  /// Words of each of two equal rounds that follow the first token, where there are such; else 0.
  let period: Int

  /// Documents of a split that a model of a context can read whole, with their labels.
  public static func documents(
    _ count: Int, _ split: Split, contextLength: Int, encoder: DocumentEncoder
  ) -> [RoleText] {
    GrammarCorpus.documents(count, split: split, seed: 0x4EAD5).compactMap { document in
      let whole = encoder.encode(document.tokens)
      // What ends a decoder's text is predicted, not read.
      let ids = encoder.hider == nil ? whole.dropLast() : whole
      guard ids.count <= contextLength else { return nil }
      let pairs = document.relations.map {
        RelationPair(relation: $0.relation, dependent: $0.dependent + 1, head: $0.head + 1)
      }
      return RoleText(
        ids: ids, isWord: ids.indices.map { (1...document.tokens.count).contains($0) }, pairs: pairs, period: 0)
    }
  }

  /// Random words that are said twice, the same ones at each call.
  public static func repetitions(
    _ count: Int, of words: [Int32], begin: Int32?, contextLength: Int
  ) -> [RoleText] {
    let lead = begin.map { [$0] } ?? []
    let period = min(24, (contextLength - lead.count) / 2)
    guard period > 1, words.count > 1 else { return [] }
    var generator = SplitMix64(seed: 0x1ADC)
    return (0..<count).map { _ in
      let once = (0..<period).map { _ in words[Int.random(in: words.indices, using: &generator)] }
      let ids = lead + once + once
      return RoleText(ids: ids, isWord: ids.indices.map { $0 >= lead.count }, pairs: [], period: period)
    }
  }
}
