internal import Analysis
public import Corpora
internal import KernelTypes
internal import Models
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
  ///
  /// - Parameter longest: The most words in a round; fewer where the context or the words don't suffice.
  public static func repetitions(
    _ count: Int, of words: [Int32], begin: Int32?, contextLength: Int, longest: Int = 24
  ) -> [RoleText] {
    let lead = begin.map { [$0] } ?? []
    let period = min(longest, words.count, (contextLength - lead.count) / 2)
    guard period > 1 else { return [] }
    var generator = SplitMix64(seed: 0x1ADC)
    return (0..<count).map { _ in
      // No word twice in a round, so that what followed it is certain.
      let once = drawn(period, of: words, using: &generator)
      let ids = lead + once + once
      return RoleText(ids: ids, isWord: ids.indices.map { $0 >= lead.count }, pairs: [], period: period)
    }
  }

  /// Different words, drawn at random: quick even from a large vocabulary.
  private static func drawn(_ count: Int, of words: [Int32], using generator: inout SplitMix64) -> [Int32] {
    var drawn: [Int32] = []
    while drawn.count < count {
      let word = words[Int.random(in: words.indices, using: &generator)]
      if !drawn.contains(word) { drawn.append(word) }
    }
    return drawn
  }

  /// A head's induction score on this text; nil where no words are said twice in it.
  func induction(_ trace: Trace, _ place: HeadPlace) -> Float? {
    guard period > 0, let first = isWord.firstIndex(of: true) else { return nil }
    return trace.induction(layer: place.layer, head: place.head, period: period, from: first)
  }

  /// The mean induction score of the best head; nil where the texts don't ask for it.
  static func bestInductionScore(of model: LanguageModel, on texts: [RoleText], kernels: KernelSet) -> Double? {
    let session = TraceSession(model, kernels: kernels)
    let places = model.configuration.headPlaces
    var sums = [Float](repeating: 0, count: places.count)
    for text in texts {
      let trace = session.trace(text.ids)
      for (head, place) in places.enumerated() { sums[head] += text.induction(trace, place) ?? 0 }
    }
    return texts.isEmpty ? nil : sums.max().map { Double($0) / Double(texts.count) }
  }
}
