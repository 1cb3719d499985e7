/// What a word is, as its lexicon has it; what Chinese and the labels go by.
///
/// Indirect, so that a word in a tree is a reference and not a copy of its lexicon entry.
indirect enum Entry: Hashable, Sendable {
  case noun(Noun, GrammaticalNumber)
  case name(Name)
  case pronoun(Pronoun)
  case possessive(Pronoun)
  case verb(Verb)
  case copula
  /// The *it* of *it is sunny*, which stands for nothing.
  case weatherSubject
  case adjective(Adjective)
  case adverb(Adverb)
  case preposition(Preposition)
  /// A word that only holds a sentence together: its text says which.
  case function
}

/// A word in its place in a rule.
struct Word: Hashable, Sendable {
  let text: String
  let entry: Entry

  init(_ text: String, _ entry: Entry = .function) {
    self.text = text
    self.entry = entry
  }

  /// Whether an indefinite article before it is *an*.
  var startsWithVowel: Bool { text.first.map { "aeiou".contains($0) } ?? false }
}

extension Word {
  /// The Penn tag that a bracketed parse shows.
  var partOfSpeech: String {
    switch entry {
    case .noun(_, let number): return number == .singular ? "NN" : "NNS"
    case .name: return "NNP"
    case .pronoun, .weatherSubject: return "PRP"
    case .possessive: return "PRP$"
    case .verb(let verb): return text == verb.past ? "VBD" : text == verb.third ? "VBZ" : "VB"
    case .copula: return Self.functionTags[text] ?? "VB"
    case .adjective: return "JJ"
    case .adverb: return "RB"
    case .preposition: return "IN"
    case .function: return Self.functionTags[text] ?? "X"
    }
  }

  private static let functionTags: [String: String] = [
    ".": ".", "?": ".", ",": ",", "the": "DT", "a": "DT", "an": "DT", "this": "DT", "that": "DT", "these": "DT",
    "those": "DT", "some": "DT", "many": "JJ", "every": "DT", "two": "CD", "three": "CD", "and": "CC", "but": "CC",
    "because": "IN", "not": "RB", "very": "RB", "yes": "UH", "no": "UH", "is": "VBZ", "are": "VBP", "was": "VBD",
    "were": "VBD", "did": "VBD", "does": "VBZ", "do": "VBP", "what": "WP", "where": "WRB", "who": "WP", "like": "IN",
    "today": "NN", "yesterday": "NN", "it": "PRP", "my": "PRP$", "our": "PRP$", "weather": "NN",
  ]
}
