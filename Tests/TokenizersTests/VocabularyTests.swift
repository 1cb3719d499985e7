import Testing

@testable import Tokenizers

@Suite("Vocabulary")
struct VocabularyTests {
  /// Numbers with wide gaps, as a hostile or a pruned file may hold them.
  private let numbers = [0, 1, 2, 5000, 100_000, Vocabulary.largest, 4097, 3]

  private func vocabulary(of numbers: some Sequence<Int>) -> Vocabulary {
    var vocabulary = Vocabulary()
    for number in numbers { #expect(vocabulary.insert("t\(number)", id: number) == nil) }
    return vocabulary
  }

  @Test("numbers far apart are found both ways and listed in order")
  func farNumbers() {
    let vocabulary = vocabulary(of: numbers)
    for number in numbers {
      #expect(vocabulary.id(of: "t\(number)") == number)
      #expect(vocabulary.token(number) == "t\(number)")
    }
    #expect(vocabulary.token(4) == nil && vocabulary.token(99_999) == nil && vocabulary.token(-1) == nil)
    #expect(vocabulary.token(Vocabulary.largest + 1) == nil)
    #expect(vocabulary.entries.map(\.id) == numbers.sorted())
    #expect(vocabulary.size == Vocabulary.largest + 1)
  }

  @Test("a number is given once, near or far")
  func takenNumbers() {
    var vocabulary = vocabulary(of: numbers)
    for number in numbers { #expect(vocabulary.insert("other", id: number) == "t\(number)") }
    #expect(vocabulary.id(of: "other") == nil)
  }

  @Test("the order in which tokens are learnt doesn't matter")
  func order() {
    let (rising, falling) = (vocabulary(of: 0..<20_000), vocabulary(of: (0..<20_000).reversed()))
    #expect(rising == falling)
    #expect(rising.entries.map(\.id) == falling.entries.map(\.id))
    #expect((0..<20_000).allSatisfy { falling.token($0) == "t\($0)" })
    #expect(rising != vocabulary(of: 0..<19_999))
  }
}
