/// What a sentence feels like to a reader.
public enum Sentiment: String, Hashable, Sendable, CaseIterable {
  case positive, negative, neutral
}

/// The place an adjective takes in a stack, from the left: *the happy big old black dog*.
enum AdjectiveKind: Hashable, Sendable, CaseIterable {
  case quality, size, age, colour
}

/// An adjective of the lexicon with its forms in both languages.
struct Adjective: Sendable {
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
struct Adverb: Sendable {
  let english: String
  let chinese: String
  let sentiment: Sentiment
}

/// Adjectives are told apart by their word in both languages.
extension Adjective: Hashable {
  static func == (left: Adjective, right: Adjective) -> Bool {
    left.english == right.english && left.chinesePredicate == right.chinesePredicate
  }
  func hash(into hasher: inout Hasher) { hasher.combine(english) }
}

/// Adverbs are told apart by their English word.
extension Adverb: Hashable {
  static func == (left: Adverb, right: Adverb) -> Bool { left.english == right.english }
  func hash(into hasher: inout Hasher) { hasher.combine(english) }
}
