public import Tensors

/// A probabilistic grammar of simple English: it makes sentences, and knows how likely each is.
public struct Grammar: Sendable {
  let rules: WeightedGrammar

  /// The grammar of about three hundred words that the samples are trained on.
  public static let english = Grammar()

  private init() {
    rules = WeightedGrammar(start: EnglishSymbol.document, rules: EnglishRules.ways, label: \.label)
  }

  /// A document of one to three sentences.
  public func document(using generator: inout SplitMix64) -> Document {
    let (tree, logProbability) = rules.sample(using: &generator)
    return Document(tree: tree, derivationLogProbability: logProbability)
  }

  /// Every word that a document can contain, as it is written there: sorted, capitals first, each once.
  ///
  /// Punctuation marks are words. Special tokens are the tokenizer's.
  public var vocabulary: [String] {
    var words: Set<String> = []
    for word in rules.words { words.insert(word.text) }
    for word in rules.initialWords { words.insert(capitalized(word.text)) }
    return words.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

/// The word with a capital letter, as at the start of a sentence.
func capitalized(_ word: String) -> String { word.prefix(1).uppercased() + word.dropFirst() }
