import Files
import StrictJSON
import Tensors
import Testing
import Tokenizers

@Suite("A tokenizer of whole words")
struct TokenizerTests {
  static let words = ["The", "cat", "cats", "sat", "on", "the", "mat", "does", "not", ".", ",", "?", "é", "猫"]
  let tokenizer = Tokenizer.wordLevel(words: Self.words)

  @Test func `a sentence becomes numbers, with their places`() {
    let encoding = tokenizer.encode("The cat  sat.")
    #expect(encoding.ids == [1, 4, 5, 7, 13])
    #expect(encoding.tokens.map(\.text) == ["<s>", "The", "cat", "sat", "."])
    #expect(encoding.tokens.map(\.range) == [0..<0, 0..<3, 4..<7, 9..<12, 12..<13])
    #expect(encoding.tokens.map(\.isInserted) == [true, false, false, false, false])
    #expect(encoding.tokens.map(\.isSpecial) == [true, false, false, false, false])
    #expect(tokenizer.encode("The cat", addSpecialTokens: false).ids == [4, 5])
  }

  @Test func `an encoder's text stands between its tokens, and a mask in it is one token`() throws {
    let tokenizer = Tokenizer.encoderWordLevel(words: Self.words)
    let encoding = tokenizer.encode("The [MASK] sat zebra")
    #expect(encoding.ids == [2, 5, 4, 8, 1, 3])
    #expect(encoding.tokens.map(\.isInserted) == [true, false, false, false, false, true])
    let folder = try TemporaryFolder()
    try tokenizer.save(folder: folder.path, modelMaxLength: 32)
    let loaded = try Tokenizer.load(folder: folder.path)
    #expect(loaded == tokenizer && loaded.roles.mask == 4 && loaded.roles.classification == 2)
  }

  @Test func `an unknown word is marked and keeps its text`() {
    let encoding = tokenizer.encode("The zebra sat", addSpecialTokens: false)
    #expect(encoding.ids == [4, 3, 7])
    #expect(encoding.tokens[1].isUnknown && !encoding.tokens[1].isSpecial)
    #expect(encoding.tokens[1].text == "<unk>")
    #expect(encoding.tokens[1].source == "zebra")
  }

  @Test func `words are told apart by their bytes`() {
    #expect(tokenizer.encode("é", addSpecialTokens: false).ids == [16])
    #expect(tokenizer.encode("e\u{301}", addSpecialTokens: false).ids == [3])
    #expect(tokenizer.encode("猫", addSpecialTokens: false).ids == [17])
  }

  @Test func `a control token in the text counts as one unless it is taken literally`() {
    let encoding = tokenizer.encode("cat</s>cat", addSpecialTokens: false)
    #expect(encoding.ids == [5, 2, 5])
    #expect(encoding.tokens.map(\.isSpecial) == [false, true, false])
    #expect(encoding.tokens.map(\.isInserted) == [false, false, false])
    let literal = tokenizer.encode("cat</s>cat", addSpecialTokens: false, recognisingAddedTokens: false)
    #expect(literal.tokens.map(\.source) == ["cat", "</", "s", ">", "cat"])
  }

  @Test func `nothing becomes the template alone`() {
    for text in ["", " ", "\n\t\u{3000}"] {
      #expect(tokenizer.encode(text).ids == [1])
      #expect(tokenizer.encode(text, addSpecialTokens: false).ids == [])
    }
    #expect(tokenizer.decode([]) == "")
  }

  @Test func `bytes that are not UTF-8 are replaced, not refused`() {
    let encoding = tokenizer.encode(utf8: [0xFF, 0x20, 0x63, 0x61, 0x74, 0xE2, 0x82], addSpecialTokens: false)
    #expect(encoding.text == "\u{FFFD} cat\u{FFFD}")
    #expect(encoding.ids == [3, 5, 3])
    #expect(encoding.tokens.map(\.range) == [0..<3, 4..<7, 7..<10])
  }

  @Test func `decoding puts marks at the end of the word before them`() {
    let ids = tokenizer.encode("The cat sat on the mat, does not?").ids
    #expect(tokenizer.decode(ids) == "The cat sat on the mat, does not?")
    #expect(tokenizer.decode(ids, skippingSpecialTokens: false) == "<s> The cat sat on the mat, does not?")
    #expect(tokenizer.decode([4, 99, -1, 5]) == "The cat")
  }

  @Test func `decoding and encoding again gives the same numbers`() {
    var generator = SplitMix64(seed: 6)
    let marks = 13...15
    for _ in 0..<2_000 {
      var ids: [Int] = []
      for _ in 0..<Int.random(in: 0..<12, using: &generator) {
        let id = Int.random(in: 4..<4 + Self.words.count, using: &generator)
        // Two marks side by side are one unknown word: the pre-tokenizer keeps runs of marks together.
        if let last = ids.last, marks.contains(last), marks.contains(id) { continue }
        ids.append(id)
      }
      #expect(tokenizer.encode(tokenizer.decode(ids), addSpecialTokens: false).ids == ids)
    }
  }

  @Test func `the ranges hold the sources, in order and without overlap`() {
    var generator = SplitMix64(seed: 7)
    let pieces = Self.words + ["<s>", "zebra", " ", "\n", "e\u{301}", "👩‍💻", "\u{200B}", "..", "</s", "\0", "ไทย"]
    for _ in 0..<1_000 {
      let text = (0..<Int.random(in: 0..<20, using: &generator)).map { _ in
        pieces.randomElement(using: &generator) ?? ""
      }
      .joined()
      let bytes = Array(text.utf8)
      var end = 0
      for token in tokenizer.encode(text).tokens where !token.isInserted {
        #expect(Array(token.source.utf8) == Array(bytes[token.range]))
        #expect(token.range.lowerBound >= end)
        #expect(token.isUnknown == (token.id == 3))
        end = token.range.upperBound
      }
    }
  }

  @Test func `the vocabulary is known both ways`() {
    #expect(tokenizer.vocabularySize == 18)
    #expect(tokenizer.token(5) == "cat")
    #expect(tokenizer.token(18) == nil)
    #expect(tokenizer.token(-1) == nil)
    #expect(tokenizer.id(of: "cat") == 5)
    #expect(tokenizer.id(of: "Cat") == nil)
    #expect((0..<4).allSatisfy(tokenizer.isSpecial) && !tokenizer.isSpecial(4))
  }

  @Test func `what is saved loads as what it was`() throws {
    let folder = try TemporaryFolder()
    try tokenizer.save(folder: folder.path, modelMaxLength: 32)
    let loaded = try Tokenizer.load(folder: folder.path)
    #expect(loaded == tokenizer)
    #expect(loaded.roles.beginning == 1 && loaded.roles.end == 2 && loaded.roles.padding == 0)
    let configuration = try JSONValue(parsing: readFile(at: folder.path + "/tokenizer_config.json", limit: 1_000))
    #expect(try configuration.object(at: "it")["model_max_length"] == 32)
  }
}

@Suite("Characters of words")
struct CharacterClassTests {
  /// What `\w+|[^\w\s]+` makes of a scalar between two letters: a part of their word, a gap, or a word of its own.
  @Test(arguments: [
    ("\u{E9}", 1), ("_", 1), ("7", 1), ("\u{301}", 1), ("\u{200D}", 1), ("\u{2163}", 1), ("\u{663}", 1),
    ("\u{203F}", 1),
    ("\u{24D0}", 1), (" ", 2), ("\u{A0}", 2), ("\u{3000}", 2), ("\u{85}", 2), ("\u{2028}", 2), ("-", 3), ("\u{B2}", 3),
    ("\u{BD}", 3), ("\u{1F600}", 3), ("\u{200B}", 3), ("\u{FFFD}", 3), ("\u{0}", 3), ("\u{FEFF}", 3), ("。", 3),
  ])
  func `they are those of the library's pattern`(scalar: String, count: Int) {
    let tokens = Tokenizer.wordLevel(words: []).encode("a" + scalar + "b", addSpecialTokens: false).tokens
    #expect(tokens.count == count)
  }
}
