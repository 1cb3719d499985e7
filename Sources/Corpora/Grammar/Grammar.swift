import Glibc
public import Tensors

/// A probabilistic grammar of simple English: it makes documents, reads them, and knows how likely each is.
public struct Grammar: Sendable {
  let rules: WeightedGrammar
  let beginnings: WeightedGrammar.Beginnings
  private let spellings: Spellings

  /// The grammar of about three hundred words that the samples are trained on.
  public static let english = Grammar(
    WeightedGrammar(start: EnglishSymbol.document, rules: EnglishRules.ways, label: \.label))

  init(_ rules: WeightedGrammar) {
    self.rules = rules
    beginnings = WeightedGrammar.Beginnings(rules)
    spellings = Spellings(rules.words)
  }

  /// A document of one to three sentences; the generator's state decides which.
  public func document(using generator: inout SplitMix64) -> Document {
    let (tree, logProbability) = rules.sample(using: &generator)
    return Document(tree: tree, derivationLogProbability: logProbability)
  }

  /// The document that ``document(using:)`` would make, if it belongs to a split that is wanted; what isn't wanted is not
  /// written down, which saves nearly all of the time.
  func document(using generator: inout SplitMix64, where isWanted: (Split) -> Bool) -> Document? {
    let derivation = rules.derivation(using: &generator)
    guard isWanted(Split(spellings.hash(of: derivation.words))) else { return nil }
    let (tree, logProbability) = rules.tree(of: derivation.rules)
    return Document(tree: tree, derivationLogProbability: logProbability)
  }

  /// −log p(document) in nats, summed over all derivations of its words.
  ///
  /// - Returns: Infinity for what the grammar can't say.
  public func negativeLogProbability(of tokens: [String]) -> Double {
    guard let texts = texts(of: tokens) else { return .infinity }
    var chart = InsideChart(rules, beginnings, texts: texts)
    return chart.spans(rules.start, from: 0).first { $0.end == texts.count }.map { -log($0.inside) } ?? .infinity
  }

  /// The document that these words are, in its likeliest reading.
  ///
  /// - Returns: Nil for what the grammar can't say.
  public func document(reading tokens: [String]) -> Document? {
    guard let texts = texts(of: tokens) else { return nil }
    var chart = InsideChart(rules, beginnings, texts: texts)
    guard let whole = chart.spans(rules.start, from: 0).first(where: { $0.end == texts.count }) else { return nil }
    return Document(tree: chart.tree(rules.start, 0, whole, role: .part), derivationLogProbability: log(whole.best))
  }

  /// The words as the rules have them, capitals only in names; nil where one is unknown or wrongly written.
  private func texts(of tokens: [String]) -> [Int]? {
    var texts: [Int] = []
    var isInitial = true
    for token in tokens {
      let isName = beginnings.texts[token] != nil && token != token.lowercased()
      guard isName || (token != token.lowercased()) == (isInitial && token != "." && token != "?") else { return nil }
      guard let text = beginnings.texts[isName ? token : token.lowercased()] else { return nil }
      texts.append(text)
      isInitial = token == "." || token == "?"
    }
    return texts
  }

  /// Every word that a document can contain, as it is written there: each once, in the order of their bytes.
  ///
  /// Punctuation marks are words. Special tokens are the tokenizer's.
  public var vocabulary: [String] {
    var words = Set(rules.words.map(\.text))
    for word in rules.initialWords {
      words.insert(capitalized(word.text))
    }
    return words.subtracting(rules.onlyInitialTexts).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

/// The word with a capital letter, as at the start of a sentence.
func capitalized(_ word: String) -> String { word.prefix(1).uppercased() + word.dropFirst() }
