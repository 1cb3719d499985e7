import Testing

@testable import Corpora

@Suite("Labelled sentiment sets")
struct SentimentSetTests {
  static let training = SentimentSet(400, split: .train, seed: 3)

  /// What the words of a tree say by themselves, 1 for good and −1 for bad.
  private static func feelings(_ tree: Tree) -> [Int] { tree.words.map(\.feeling).filter { $0 != 0 } }

  @Test("labels take turns, no document comes twice, and each is of the split", arguments: Split.allCases)
  func balance(split: Split) {
    let documents = SentimentSet(50, split: split, seed: 1).documents
    #expect(documents.count == 50)
    #expect(documents.enumerated().allSatisfy { $0.element.sentiment == SentimentSet.labels[$0.offset % 2] })
    #expect(Set(documents.map(\.document.tokens)).count == 50)
    #expect(documents.allSatisfy { Split(of: $0.document.text) == split })
    #expect(documents.allSatisfy { $0.document.sentiment == $0.sentiment })
  }

  @Test("a seed decides, and a smaller set is the beginning of a larger one")
  func seeds() {
    func texts(_ count: Int, _ seed: UInt64) -> [String] {
      SentimentSet(count, split: .train, seed: seed).documents.map(\.document.text)
    }
    #expect(texts(10, 7) == Array(texts(101, 7).prefix(10)))
    #expect(texts(10, 7) != texts(10, 8))
    #expect(texts(0, 7).isEmpty)
  }

  @Test("the grammar can say each of them, and everything in them stands in its vocabulary")
  func words() {
    let known = Set(Grammar.englishWords)
    for document in Self.training.documents.prefix(20).map(\.document) {
      #expect(document.tokens.allSatisfy { known.contains($0) }, "\(document.text)")
      #expect(Grammar.english.negativeLogProbability(of: document.tokens).isFinite, "\(document.text)")
    }
  }

  @Test("no single word gives the label away")
  func singleWords() {
    let documents = Self.training.documents
    for word in Set(documents.flatMap(\.document.tokens)) {
      let right = documents.count { ($0.sentiment == .positive) == $0.document.tokens.contains(word) }
      let share = Double(max(right, documents.count - right)) / Double(documents.count)
      #expect(share < 0.7, "\(word): \(share)")
    }
  }

  @Test("adding up what the words say by themselves is right for few more than half of those that are contradicted")
  func wordCounts() {
    let contradicted = Self.training.documents.filter { judged in
      let feelings = Self.feelings(judged.document.tree)
      return feelings.contains { ($0 > 0) != (judged.sentiment == .positive) }
    }
    #expect(contradicted.count == Self.training.documents.count / 2)
    let right = contradicted.count { (Self.feelings($0.document.tree).reduce(0, +) > 0) == ($0.sentiment == .positive) }
    #expect(Double(right) / Double(contradicted.count) < 0.6)
  }
}
