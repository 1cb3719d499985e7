import Files
import StrictJSON
import Testing

@testable import Tokenizers

@Suite("Tokenizers that are learnt from a text")
struct LearntTokenizerTests {
  private static let text = "the cat sat on the mat, the cats sat; ünï 猫 e\u{301} \u{0}\u{1B}[0m 😀\n\n  x"

  private static func counts(_ text: String) -> [String: Int] {
    Tokenizer.spelledWords(in: Array(text.utf8), cutBy: .byteLevel).reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }

  @Test("byte pairs read and write any text, byte for byte")
  func pairs() throws {
    let tokenizer = Tokenizer.bytePairs(counts: Self.counts(Self.text), size: 280)
    #expect(tokenizer.vocabularySize <= 280 && tokenizer.vocabularySize > 260)
    for text in [Self.text, "", " ", "\u{FEFF}é", "日本\r\n\t!", "don't 12ab '"] {
      let encoding = tokenizer.encode(text, addSpecialTokens: false, recognisingAddedTokens: false)
      #expect(haveSameBytes(tokenizer.decode(encoding.ids), text), "\(text.debugDescription)")
      #expect(encoding.tokens.allSatisfy { !$0.isUnknown })
    }
    // " the" stands most often among what can be joined, so it is one token.
    #expect(tokenizer.encode("a the", addSpecialTokens: false).tokens.map(\.text) == ["a", "Ġthe"])
  }

  @Test("merges are those that stand most often, equal ones in the order of their letters")
  func merges() {
    var learner = BytePairLearner([("abab", 3), ("abc", 2), ("bc", 9)])
    let merges = learner.merges(count: 10)
    #expect(merges.map { "\($0.first) \($0.second)" } == ["b c", "a b", "ab ab", "a bc"])
  }

  @Test("the same text learns the same, whatever order its words come in")
  func order() {
    let counts = Self.counts(Self.text)
    let first = Tokenizer.bytePairs(counts: counts, size: 300)
    var other: [String: Int] = [:]
    for (word, count) in counts.sorted(by: { $0.key > $1.key }) { other[word] = count }
    #expect(Tokenizer.bytePairs(counts: other, size: 300) == first)
  }

  @Test("a word of ten thousand letters is joined in a moment, and nothing of it is lost")
  func longWord() {
    let tokenizer = Tokenizer.bytePairs(counts: ["aaaa": 5, "ab": 3], size: 270)
    let word = String(repeating: "ab", count: 5_000) + String(repeating: "a", count: 10_001)
    let encoding = tokenizer.encode(word, addSpecialTokens: false)
    #expect(tokenizer.decode(encoding.ids) == word && encoding.tokens.count < 12_000)
  }

  @Test("words without spaces are read longest first, and written without spaces")
  func joined() {
    let tokenizer = Tokenizer.joinedWords(["今天", "今", "天气", "天", "晴"])
    let encoding = tokenizer.encode("今天天气", addSpecialTokens: false)
    #expect(encoding.tokens.map(\.text) == ["今天", "天气"] && encoding.tokens.map(\.range) == [0..<6, 6..<12])
    #expect(tokenizer.decode(encoding.ids + [8]) == "今天天气晴")
    let unknown = tokenizer.encode("今天雨", addSpecialTokens: false).tokens
    #expect(unknown.count == 1 && unknown[0].isUnknown && unknown[0].source == "今天雨")
  }

  @Test("characters are told apart by their scalars")
  func characters() {
    let tokenizer = Tokenizer.characters(Array("cat\né😀".unicodeScalars))
    let encoding = tokenizer.encode("ca\n😀q", addSpecialTokens: false)
    #expect(encoding.tokens.map(\.source) == ["c", "a", "\n", "😀", "q"])
    #expect(encoding.tokens.map(\.isUnknown) == [false, false, false, false, true])
    #expect(tokenizer.decode(encoding.ids.dropLast()) == "ca\n😀")
  }

  @Test("what is written is read", arguments: ["pairs", "joined", "characters", "translator"])
  func files(kind: String) throws {
    let tokenizer =
      switch kind {
      case "pairs": Tokenizer.bytePairs(counts: Self.counts(Self.text), size: 300)
      case "joined": Tokenizer.joinedWords(["今天", "天气"])
      case "characters": Tokenizer.characters(Array("cat".unicodeScalars))
      default: Tokenizer.translator(words: ["cat", "猫"])
      }
    let folder = try TemporaryFolder()
    try tokenizer.save(folder: folder.path, modelMaxLength: 8)
    #expect(try Tokenizer.load(folder: folder.path) == tokenizer)
  }

  @Test(
    "what would change the numbers is refused by its name",
    arguments: [
      (#""dropout":0.1"#, "dropout"), (#""fuse_unk":1"#, "fuse_unk"), (#""merges":[["a","c"]]"#, "c"),
      (#""merges":["ab"]"#, "two tokens"), (#""unk_token":"?""#, "?"),
    ])
  func refused(member: String, part: String) throws {
    let merges = member.contains("merges") ? "" : #""merges":[["a","b"]],"#
    let json =
      #"{"model":{"type":"BPE",\#(merges)\#(member),"vocab":{"a":0,"b":1,"ab":2}},"pre_tokenizer":null}"#
    let error = #expect(throws: TokenizerError.self) { try Tokenizer(json: Array(json.utf8), name: "t") }
    let told = try #require(error).description
    #expect(told.contains(part), "\(told)")
  }
}
