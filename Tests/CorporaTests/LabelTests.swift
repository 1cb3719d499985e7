import Tensors
import Testing

@testable import Corpora

private let sample = GrammarCorpus.documents(4_000, split: .train, seed: 21)

@Suite("Labels")
struct LabelTests {
  /// What may stand at either end of a relation.
  private static func fits(_ pair: RelationPair, _ words: [Word]) -> Bool {
    let dependent = words[pair.dependent]
    let head = words[pair.head]
    func isVerb(_ word: Word) -> Bool {
      switch word.entry {
      case .verb, .copula: true
      default: false
      }
    }
    switch (pair.relation, dependent.entry, head.entry) {
    case (.subjectVerb, _, _): return dependent.isNoun && isVerb(head)
    case (.verbObject, .pronoun, .verb): return true
    case (.verbObject, _, .verb): return dependent.isNoun
    case (.determinerNoun, .possessive, .noun), (.determinerNoun, .function, .noun): return true
    case (.modifierNoun, .adjective, .noun): return true
    case (.prepositionObject, _, .preposition): return dependent.isNoun
    case (.pronounAntecedent, .pronoun, _), (.pronounAntecedent, .possessive, _): return head.isNoun
    case (.sentiment, .adjective, _), (.sentiment, .adverb, _), (.sentiment, .verb, _):
      return dependent.feeling != 0 && head.isNoun
    default: return false
    }
  }

  @Test("every pair joins two words of the right kinds")
  func wordClasses() {
    for document in sample {
      let words = document.tree.words
      for pair in document.relations { #expect(Self.fits(pair, words), "\(document.text) \(pair)") }
    }
  }

  @Test("every adjective before a noun, determiner, preposition and pronoun has its pair")
  func coverage() {
    for document in sample {
      let words = document.tree.words
      func count(_ relation: Relation) -> Int { document.relations.filter { $0.relation == relation }.count }
      let pronouns = words.filter { word in
        switch word.entry {
        case .pronoun, .possessive: true
        default: false
        }
      }
      #expect(count(.pronounAntecedent) == pronouns.count, "\(document.text)")
      let prepositions = words.filter { word in if case .preposition = word.entry { true } else { false } }
      #expect(count(.prepositionObject) == prepositions.count, "\(document.text)")
    }
  }

  private static let labelled: [(String, [String])] = [
    ("The cats near the dog are hungry .", ["near-dog", "cats-are", "The-cats", "the-dog", "hungry-cats"]),
    (
      "The girl lost her small ball . She was sad .",
      ["girl-lost", "lost-ball", "her-ball", "small-ball", "her-girl", "She-girl", "The-girl", "lost-girl"]
    ),
    ("The dog that chased the cats was tired .", ["dog-was", "chased-cats", "The-dog", "the-cats", "tired-dog"]),
    (
      "The boy gave the apple to the teacher .",
      ["boy-gave", "gave-apple", "to-teacher", "The-boy", "the-apple", "the-teacher"]
    ),
  ]

  @Test("a sentence's pairs", arguments: labelled)
  func pairs(text: String, expected: [String]) throws {
    let document = try #require(Grammar.english.document(reading: text.split(separator: " ").map(String.init)))
    let found = document.relations.map { pair -> String in
      let isForward = pair.relation != .verbObject && pair.relation != .prepositionObject
      let ends = isForward ? (pair.dependent, pair.head) : (pair.head, pair.dependent)
      return document.tokens[ends.0] + "-" + document.tokens[ends.1]
    }
    #expect(found.sorted() == expected.sorted())
  }

  @Test("no fixed offset finds 70 % of a relation's pairs", arguments: Relation.allCases)
  func fixedOffsets(relation: Relation) throws {
    let statistics = RelationStatistics(of: sample)
    #expect(statistics.total(relation) > 1_000)
    let best = try #require(statistics.bestFixedOffset(relation))
    #expect(best.share < 0.7, "\(relation): \(best)")
  }

  @Test("a pronoun's antecedent is the only noun phrase of its gender and number, places beside an animal aside")
  func antecedents() {
    for document in sample {
      let located = LocatedTree(document.tree)
      let phrases = located.all.filter { $0.label == "NP" }
      for pair in document.relations where pair.relation == .pronounAntecedent {
        let word = document.tree.words[pair.dependent]
        let pronoun: Pronoun
        switch word.entry {
        case .pronoun(let own), .possessive(let own): pronoun = own
        default: continue
        }
        let candidates = phrases.filter { $0.pronoun == pronoun && $0.head.begin < pair.dependent }
        let animate = candidates.filter { $0.noun?.meaning.isAnimate ?? true }
        #expect((animate.isEmpty ? candidates : animate).count == 1, "\(document.text)")
      }
    }
  }

  private static let felt: [(String, Sentiment)] = [
    ("The girl lost her ball . She was sad .", .negative), ("The boy is very happy .", .positive),
    ("The cat sat on the mat .", .neutral), ("The cat was not happy .", .negative),
    ("Is the dog hungry ? No , it is not .", .neutral), ("It is sunny today .", .positive),
  ]

  @Test("what a document feels like", arguments: felt)
  func sentiment(text: String, expected: Sentiment) throws {
    let document = try #require(Grammar.english.document(reading: text.split(separator: " ").map(String.init)))
    #expect(document.sentiment == expected)
  }

  @Test("all three sentiments are common")
  func balance() {
    for sentiment in Sentiment.allCases {
      #expect(sample.filter { $0.sentiment == sentiment }.count > sample.count / 6)
    }
  }
}

@Suite("The agreement set")
struct AgreementSetTests {
  private let set = AgreementSet(count: 520, seed: 9)

  @Test("is balanced, without repetition, and the same from the same seed")
  func balance() {
    #expect(set.prompts.count == 520)
    #expect(Set(set.prompts.map(\.prefix)).count == 520)
    for number in GrammaticalNumber.allCases {
      for between in AgreementPrompt.Distractor.allCases {
        #expect(set.prompts.filter { $0.number == number && $0.between == between }.count == 130)
      }
    }
    #expect(AgreementSet(count: 16, seed: 9).prompts == AgreementSet(count: 16, seed: 9).prompts)
  }

  @Test("the right form continues a sentence, the wrong one doesn't, and the last noun misleads")
  func forms() {
    let nouns = Dictionary(
      Lexicon.nouns.flatMap { noun in
        [(noun.singular, GrammaticalNumber.singular)] + (noun.plural.map { [($0, .plural)] } ?? [])
      } + Lexicon.names.map { ($0.english, .singular) }, uniquingKeysWith: { first, _ in first })
    for prompt in set.prompts {
      #expect(prompt.correct != prompt.wrong)
      let isSingular = AgreementSet.forms.contains { $0.singular == prompt.correct && $0.plural == prompt.wrong }
      #expect(isSingular == (prompt.number == .singular))
      let last = prompt.prefix.last { nouns[$0] != nil }
      #expect(last.flatMap { nouns[$0] } != prompt.number, "\(prompt.prefix)")
    }
  }
}
