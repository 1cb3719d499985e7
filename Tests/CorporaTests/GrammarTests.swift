import Tensors
import Testing

@testable import Corpora

/// Documents that several tests look at.
private let sample = GrammarCorpus.documents(3_000, split: .train, seed: 11)

@Suite("The grammar")
struct GrammarTests {
  @Test("equal seeds give equal documents, other seeds others")
  func seeds() {
    let first = GrammarCorpus.documents(200, split: .train, seed: 5).map(\.text)
    #expect(first == GrammarCorpus.documents(200, split: .train, seed: 5).map(\.text))
    #expect(first != GrammarCorpus.documents(200, split: .train, seed: 6).map(\.text))
  }

  @Test("about three hundred words, each written as in the documents")
  func vocabulary() {
    let words = Grammar.english.vocabulary
    #expect(words == Grammar.englishWords)
    #expect(Set(words).count == words.count)
    #expect(words.count <= 380)
    #expect((280...340).contains(Set(words.map { $0.lowercased() }).count))
    let known = Set(words)
    #expect(sample.allSatisfy { $0.tokens.allSatisfy(known.contains) })
    #expect(["The", "the", "cat", "sat", "mat", "today", "?", ".", ",", "Yes"].allSatisfy(known.contains))
  }

  @Test("a document has one to three sentences and stays short")
  func lengths() {
    for document in sample {
      #expect((1...3).contains(document.tree.children.count))
      #expect((3...34).contains(document.tokens.count), "\(document.text)")
    }
  }

  @Test("the text splits into its tokens again, by the rule \\w+|[^\\w\\s]+")
  func roundTrip() {
    for document in sample { #expect(Self.whitespaceRule(document.text) == document.tokens) }
  }

  /// Hugging Face's `Whitespace` pre-tokenizer, for ASCII.
  private static func whitespaceRule(_ text: String) -> [String] {
    var pieces: [String] = []
    var kind = 0
    for character in text {
      let next = character == " " ? 0 : character.isLetter || character.isNumber || character == "_" ? 1 : 2
      if next != 0 {
        if next == kind { pieces[pieces.count - 1].append(character) } else { pieces.append(String(character)) }
      }
      kind = next
    }
    return pieces
  }

  @Test("verbs agree with their subjects in number")
  func agreement() {
    let singular = Set(AgreementSet.forms.map(\.singular))
    let plural = Set(AgreementSet.forms.map(\.plural))
    var checked = 0
    for document in sample {
      for clause in LocatedTree(document.tree).children {
        for (place, subject) in clause.children.enumerated() where subject.role == .subject && subject.label == "NP" {
          guard let predicate = clause.children[place...].first(where: { $0.role == .predicate }),
            let number = subject.number
          else { continue }
          let words = predicate.children.filter { $0.word != nil }.map(\.text)
          guard let finite = words.first(where: { singular.contains($0) || plural.contains($0) }), words[0] != "did"
          else { continue }
          #expect((number == .singular ? singular : plural).contains(finite), "\(document.text)")
          checked += 1
        }
      }
    }
    #expect(checked > 1_000)
  }

  @Test("an article is an before a vowel and a elsewhere")
  func articles() {
    for document in sample {
      for (word, next) in zip(document.tokens, document.tokens.dropFirst())
      where ["a", "an"].contains(word.lowercased()) {
        #expect((word.lowercased() == "an") == "aeiou".contains(next.prefix(1)), "\(document.text)")
      }
    }
  }

  @Test("the splits take 90, 5 and 5 of 100 texts and never share one")
  func splits() {
    var generator = SplitMix64(seed: 2)
    var counts: [Split: Int] = [:]
    var texts: Set<String> = []
    while texts.count < 4_000 {
      let text = Grammar.english.document(using: &generator).text
      if texts.insert(text).inserted { counts[Split(of: text), default: 0] += 1 }
    }
    #expect(abs(Double(counts[.train, default: 0]) / 4_000 - 0.9) < 0.02)
    #expect(abs(Double(counts[.validation, default: 0]) / 4_000 - 0.05) < 0.015)
    #expect(abs(Double(counts[.test, default: 0]) / 4_000 - 0.05) < 0.015)
    for split in Split.allCases {
      #expect(GrammarCorpus.documents(50, split: split, seed: 3).allSatisfy { Split(of: $0.text) == split })
    }
    // The hash is part of what checkpoints were trained on: it never changes.
    #expect(Split(of: "The cat sat on the mat.") == .train)
  }

  @Test("documents of other splits are passed over as if they had been written down")
  func passedOver() {
    var (whole, quick) = (SplitMix64(seed: 8), SplitMix64(seed: 8))
    for _ in 0..<3_000 {
      let document = Grammar.english.document(using: &whole)
      let split = Split(of: document.text)
      var found: Split?
      let other = Grammar.english.document(using: &quick) { own in
        found = own
        return own != .train
      }
      #expect(found == split && whole == quick)
      #expect(other?.text == (split == .train ? nil : document.text))
      #expect(other.map { $0.derivationLogProbability == document.derivationLogProbability } ?? true)
    }
  }

  @Test("it says that the cat sat on the mat, and finishes the sentence in several ways")
  func cat() throws {
    let tokens = ["The", "cat", "sat", "on", "the", "mat", "."]
    #expect(Grammar.english.negativeLogProbability(of: tokens) < 10)
    for seat in ["sofa", "chair", "bed"] {
      let other = Grammar.english.negativeLogProbability(of: tokens.dropLast(2) + [seat, "."])
      #expect(other.isFinite)
    }
    let document = try #require(Grammar.english.document(reading: tokens))
    #expect(document.text == "The cat sat on the mat.")
    #expect(
      document.parse
        == "(TEXT (S (NP (DT The) (NN cat)) (VP (VBD sat) (PP (IN on) (NP (DT the) (NN mat)))) (. .)))")
  }
}
