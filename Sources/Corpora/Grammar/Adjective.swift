/// What a sentence feels like to a reader.
public enum Sentiment: String, Hashable, Sendable, CaseIterable {
  case positive, negative, neutral
}

/// The place an adjective takes in a stack, from the left: *the happy big old black dog*.
enum AdjectiveKind: String, Hashable, Sendable, CaseIterable {
  case quality, size, age, colour
}

/// An adjective of the lexicon with its forms in both languages.
struct Adjective: Hashable, Sendable {
  let english: String
  let kind: AdjectiveKind
  /// What it can be said of.
  let classes: [NounClass]
  let sentiment: Sentiment
  /// Before a noun: 饥饿的猫.
  let chineseAttribute: String
  /// After 很: 猫很饿.
  let chinesePredicate: String
  let weight: Double
  /// Whether it describes a passing state, so that a sentence may be about it (*the dog is hungry*).
  let isState: Bool
}

/// An adverb of manner.
struct Adverb: Hashable, Sendable {
  let english: String
  let chinese: String
  let sentiment: Sentiment
}
