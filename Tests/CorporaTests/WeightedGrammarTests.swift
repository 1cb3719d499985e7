import Tensors
import Testing

@testable import Corpora

/// A grammar small enough to list all it can say; "x x x" has two trees.
private enum ToySymbol: Hashable, Sendable {
  case top, left, right, one, two
}

private func toyRules(_ symbol: ToySymbol) -> [Rule<ToySymbol>] {
  switch symbol {
  case .top: [Rule(3, [.symbol(.part, .left), .symbol(.part, .right)]), Rule(1, [.word(.part, "y")])]
  case .left, .right: [Rule(2, [.symbol(.part, .one)]), Rule(1, [.symbol(.part, .two)])]
  case .one: [Rule(1, [.word(.part, "x")])]
  case .two: [Rule(1, [.word(.part, "x"), .word(.part, "x")])]
  }
}

@Suite("A weighted grammar")
struct WeightedGrammarTests {
  private let toy = WeightedGrammar(start: ToySymbol.top, rules: toyRules, label: { "\($0)" })

  private func probability(_ words: [String]) -> Double {
    let beginnings = WeightedGrammar.Beginnings(toy)
    var chart = InsideChart(toy, beginnings, texts: words.map { beginnings.texts[$0] ?? -1 })
    return chart.spans(toy.start, from: 0).first { $0.end == words.count }?.inside ?? 0
  }

  private static let sums: [([String], Double)] = [
    (["y"], 0.25), (["x", "x"], 1.0 / 3), (["x", "x", "x"], 1.0 / 3), (["x", "x", "x", "x"], 1.0 / 12), (["x"], 0),
    (["y", "y"], 0),
  ]

  @Test("the probability of words is the sum over their trees", arguments: sums)
  func inside(words: [String], expected: Double) {
    #expect(abs(probability(words) - expected) < 1e-12)
  }

  @Test("the probabilities of all that it can say sum to 1")
  func total() {
    let all = [["y"]] + (2...4).map { Array(repeating: "x", count: $0) }
    #expect(abs(all.reduce(0) { $0 + probability($1) } - 1) < 1e-12)
  }

  @Test("what no words can complete is left out")
  func pruning() {
    let grammar = WeightedGrammar(
      start: 0,
      rules: { (symbol: Int) -> [Rule<Int>] in
        symbol == 0 ? [Rule(1, [.word(.part, "x")]), Rule(5, [.word(.part, "x"), .symbol(.part, 1)])] : []
      }, label: { "\($0)" })
    #expect(grammar.probability == [1])
  }

  @Test("samples come as often as their probability says")
  func frequencies() {
    var generator = SplitMix64(seed: 1)
    var count = 0
    for _ in 0..<20_000 where toy.sample(using: &generator).tree.words.count == 3 { count += 1 }
    #expect(abs(Double(count) / 20_000 - 0.75 * 4 / 9) < 0.015)  // four standard deviations
  }

  @Test("weather talk of the English grammar sums to 1")
  func weather() {
    let grammar = Grammar(
      WeightedGrammar(start: EnglishSymbol.weather(.present, withTime: true), rules: EnglishRules.ways, label: \.label))
    var total = 0.0
    let words = (Lexicon.skies + Lexicon.temperatures).map(\.english)
    for first in words {
      total += probability(in: grammar, ["It", "is", first, "today", "."])
      total += probability(in: grammar, ["It", "is", "very", first, "today", "."])
      for second in words { total += probability(in: grammar, ["It", "is", first, "and", second, "today", "."]) }
    }
    #expect(abs(total - 1) < 1e-9)
  }

  /// The probability of a sentence whose grammar starts at the sentence itself.
  private func probability(in grammar: Grammar, _ tokens: [String]) -> Double {
    let beginnings = grammar.beginnings
    let texts = tokens.map { beginnings.texts[$0.lowercased()] ?? -1 }
    guard !texts.contains(-1) else { return 0 }
    var chart = InsideChart(grammar.rules, beginnings, texts: texts)
    return chart.spans(grammar.rules.start, from: 0).first { $0.end == texts.count }?.inside ?? 0
  }
}

@Suite("The probability of a document")
struct DocumentProbabilityTests {
  private let documents = GrammarCorpus.documents(150, split: .validation, seed: 4)

  @Test("is at least that of the choices that made it, and its reading says the same")
  func reading() throws {
    for document in documents {
      let words = Grammar.english.negativeLogProbability(of: document.tokens)
      #expect(words <= -document.derivationLogProbability + 1e-9, "\(document.text)")
      let read = try #require(Grammar.english.document(reading: document.tokens))
      #expect(read.tokens == document.tokens)
      #expect(-read.derivationLogProbability >= words - 1e-9)
      #expect(read.chinese == document.chinese, "\(document.text)")
      #expect(read.relations == document.relations, "\(document.text)")
    }
  }

  @Test("averages over samples to the entropy: all splits and seeds agree")
  func entropy() {
    func mean(_ seed: UInt64) -> Double {
      let sample = GrammarCorpus.documents(400, split: .train, seed: seed)
      return sample.reduce(0) { $0 - $1.derivationLogProbability } / 400
    }
    let all = documents.reduce(0) { $0 + Grammar.english.negativeLogProbability(of: $1.tokens) } / 150
    #expect(abs(mean(1) - mean(2)) < 1.5)  // the mean of 400 has a standard deviation of about 0.35 nats
    #expect(abs(all - mean(3)) < 2.5)
  }

  private static let nonsense: [[String]] = [
    [], ["."], ["The", "cat"], ["the", "cat", "sat", "."], ["The", "Cat", "sat", "."], ["The", "cat", "sit", "."],
    ["The", "cats", "is", "hungry", "."], ["The", "zebra", "sat", "."],
  ]

  @Test("is nothing for what the grammar can't say", arguments: nonsense)
  func impossible(tokens: [String]) {
    #expect(Grammar.english.negativeLogProbability(of: tokens) == .infinity)
    #expect(Grammar.english.document(reading: tokens) == nil)
  }
}
