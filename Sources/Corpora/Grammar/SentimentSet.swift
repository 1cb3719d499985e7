internal import Tensors

/// A document with what it feels like, for learning to tell.
public struct JudgedDocument: Sendable {
  /// The document.
  public let document: Document
  /// Positive or negative.
  public let sentiment: Sentiment
}

/// Documents that say something good or something bad of somebody: as many of the one as of the other.
///
/// No word gives the label away. Half of the documents of either label hold a word that says the opposite by itself: it is
/// denied (*was not happy*), or said of something else (*the dog near the sad boy was happy*).
///
/// What says something is drawn from the grammar; its nouns are drawn anew until the text belongs to the split.
public struct SentimentSet: Sendable {
  /// The labels, by their numbers.
  public static let labels: [Sentiment] = [.negative, .positive]
  /// More documents than this are not asked for: there is no end of them, but they get rare.
  public static let most = 2_000
  /// The documents, no two of them the same; labels take turns.
  public let documents: [JudgedDocument]

  /// Documents of a split.
  ///
  /// - Parameters:
  ///   - count: How many. A smaller set is the beginning of a larger one.
  ///   - seed: Equal seeds give equal sets.
  public init(_ count: Int, split: Split, seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let quota = (count + Kind.all.count - 1) / Kind.all.count
    var found: [Kind: [JudgedDocument]] = [:]
    var seen: Set<[String]> = []
    while Kind.all.contains(where: { found[$0, default: []].count < quota }) {
      let (tree, logProbability, rules) = Self.rules.traced(using: &generator)
      // Nouns have numbers of their own, so that what is drawn next doesn't hang on how many were asked for.
      var nouns = SplitMix64(seed: generator.next())
      guard let kind = Kind(tree), found[kind, default: []].count < quota else { continue }
      var document = Document(tree: tree, derivationLogProbability: logProbability)
      for _ in 0..<Self.tries {
        if Split(of: document.text) == split, seen.insert(document.tokens).inserted {
          found[kind, default: []].append(JudgedDocument(document: document, sentiment: kind.sentiment))
          break
        }
        let (tree, logProbability) = Self.rules.varied(rules, using: &nouns)
        document = Document(tree: tree, derivationLogProbability: logProbability)
      }
    }
    let all = (0..<quota).flatMap { place in Kind.all.compactMap { found[$0]?[place] } }
    documents = Array(all.prefix(count))
  }

  private static let rules = WeightedGrammar(
    start: EnglishSymbol.judgingDocument, rules: EnglishRules.ways, label: \.label)
  /// Of 20 texts one is for validation, one for testing: so many hold one nearly always.
  private static let tries = 64

  /// A label, and whether a word says the opposite.
  private struct Kind: Hashable {
    let sentiment: Sentiment
    let isContradicted: Bool

    static let all = [false, true].flatMap { isContradicted in
      labels.map { Kind(sentiment: $0, isContradicted: isContradicted) }
    }

    private init(sentiment: Sentiment, isContradicted: Bool) {
      (self.sentiment, self.isContradicted) = (sentiment, isContradicted)
    }

    /// The kind of a document; nil where nothing good or bad is said of anybody.
    init?(_ tree: Tree) {
      let judgement = tree.judgement
      // An adjective beside its noun says 1, a predicate 2.
      guard abs(judgement) > 1 else { return nil }
      sentiment = judgement > 0 ? .positive : .negative
      let feelings = tree.feelings
      isContradicted = judgement > 0 ? feelings.bad : feelings.good
    }
  }
}
