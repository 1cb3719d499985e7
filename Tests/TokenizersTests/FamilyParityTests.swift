import Files
import StrictJSON
import Tensors
import Testing

@testable import Tokenizers

@Suite("Parity with the libraries on every kind of tokenizer")
struct FamilyParityTests {
  /// Made by Tools/reference/make_family_tokenizer_cases.py.
  static let kinds = [
    "bert", "bert-cased", "gemma", "gpt2", "gpt2-split", "llama", "llama3", "mistral", "precompiled", "qwen2",
    "roberta",
    "sentencepiece-bpe", "sentencepiece-unigram", "unigram", "word-ends", "word-insides", "words-nfkd",
  ]
  static let bytes = ["gpt2", "gpt2-split", "llama3", "qwen2"]
  static let root = LibraryParityTests.folder + "s/"

  struct Case {
    let text: String
    let ids: [Int]
    let tokens: [String]
    /// Which of them the post-processor put in; nil where the library has none.
    let inserted: [Bool]?
    let ranges: [Range<Int>]
    let whole: String
    /// Nil where the library does not tell control tokens apart.
    let decoded: String?
  }

  static func cases(_ kind: String) throws -> [Case] {
    let limits = JSONLimits(bytes: 1 << 30, values: 1 << 30)
    let file = try JSONValue(parsing: readFile(at: root + kind + "/cases.json", limit: 1 << 30), limits: limits)
    return try file.array(at: "cases").map { value in
      let object = try value.object(at: "case")
      return Case(
        text: try object.required("text").string(at: "text"),
        ids: try object.required("ids").array(at: "ids").map { try $0.integer(at: "ids") },
        tokens: try object.required("tokens").array(at: "tokens").map { try $0.string(at: "token") },
        inserted: try object["special"]?.array(at: "special").map { try $0.integer(at: "special") == 1 },
        ranges: try object.required("offsets").array(at: "offsets").map { offsets in
          let pair = try offsets.array(at: "offsets").map { try $0.integer(at: "offsets") }
          return pair[0]..<pair[1]
        },
        whole: try object.required("with").string(at: "with"), decoded: try object["without"]?.string(at: "without"))
    }
  }

  @Test(arguments: kinds)
  func `ids, tokens, offsets and decoded text are the library's`(kind: String) throws {
    let tokenizer = try Tokenizer.load(folder: Self.root + kind)
    let cases = try Self.cases(kind)
    #expect(cases.count >= 100)
    for sample in cases {
      let encoding = tokenizer.encode(sample.text)
      #expect(encoding.ids == sample.ids, "\(sample.text.debugDescription)")
      #expect(encoding.tokens.map { Array($0.text.utf8) } == sample.tokens.map { Array($0.utf8) })
      #expect(encoding.tokens.map(\.isInserted) == sample.inserted ?? encoding.tokens.map { _ in false })
      #expect(encoding.tokens.map(\.range) == sample.ranges, "\(sample.text.debugDescription)")
      let whole = tokenizer.decode(sample.ids, skippingSpecialTokens: false)
      #expect(haveSameBytes(whole, sample.whole), "\(sample.text.debugDescription)")
      guard let expected = sample.decoded else { continue }
      #expect(haveSameBytes(tokenizer.decode(sample.ids), expected), "\(sample.text.debugDescription)")
    }
  }

  @Test(arguments: kinds.filter { !$0.hasPrefix("sentencepiece") })
  func `what is written is read`(kind: String) throws {
    let tokenizer = try Tokenizer.load(folder: Self.root + kind)
    let folder = try TemporaryFolder()
    try tokenizer.save(folder: folder.path, modelMaxLength: 8)
    #expect(try Tokenizer.load(folder: folder.path) == tokenizer)
  }

  @Test(arguments: ["sentencepiece-bpe", "sentencepiece-unigram"])
  func `a model of SentencePiece is written in stages that read plain text alike`(kind: String) throws {
    let tokenizer = try Tokenizer.load(folder: Self.root + kind)
    let folder = try TemporaryFolder()
    try tokenizer.save(folder: folder.path, modelMaxLength: 8)
    let loaded = try Tokenizer.load(folder: folder.path)
    for text in ["the cat", "aotse rnowe", "ee tt"] { #expect(loaded.encode(text).ids == tokenizer.encode(text).ids) }
  }

  /// Strings of anything: words, marks, control characters, halves of characters.
  private static func bytes(_ count: Int, seed: UInt64) -> [[UInt8]] {
    var generator = SplitMix64(seed: seed)
    let pieces = [
      "the", " ", "  ", "\n", "<s>", "<Extra>", "extra", "[MASK]", "é", "e\u{301}", "猫", "👩\u{200D}💻", "\u{0}", "12",
      "'s", "▁",
      "ünit", "\u{FEFF}", "ﬁ", "…", "ｶﾞ", "가",
    ]
    return (0..<count).map { _ in
      (0..<Int.random(in: 0..<12, using: &generator)).flatMap { _ in
        guard Int.random(in: 0..<3, using: &generator) > 0 else {
          return [UInt8.random(in: 0...255, using: &generator)]
        }
        return Array((pieces.randomElement(using: &generator) ?? "").utf8)
      }
    }
  }

  @Test(arguments: kinds)
  func `any bytes become tokens in order, within the text`(kind: String) throws {
    let tokenizer = try Tokenizer.load(folder: Self.root + kind)
    for bytes in Self.bytes(400, seed: 3) {
      for recognises in [true, false] {
        let encoding = tokenizer.encode(utf8: bytes, recognisingAddedTokens: recognises)
        var start = 0
        for token in encoding.tokens where !token.isInserted {
          #expect(token.range.lowerBound >= start && token.range.upperBound <= encoding.utf8.count, "\(bytes)")
          // As in the library, a space put before a character and trimmed again stands behind that character.
          start = kind == "roberta" ? 0 : token.range.lowerBound
        }
        _ = tokenizer.decode(encoding.ids)
      }
    }
  }

  @Test(arguments: bytes)
  func `a tokenizer of bytes gives every byte back`(kind: String) throws {
    let tokenizer = try Tokenizer.load(folder: Self.root + kind)
    for bytes in Self.bytes(400, seed: 4) {
      let encoding = tokenizer.encode(utf8: bytes, addSpecialTokens: false, recognisingAddedTokens: false)
      #expect(tokenizer.decodeUTF8(encoding.ids) == bytes && encoding.utf8 == bytes)
    }
  }

  @Test func `bytes that spell characters give valid text back`() throws {
    let tokenizer = try Tokenizer.load(folder: Self.root + "llama")
    for bytes in Self.bytes(400, seed: 5) where !bytes.isEmpty {
      let text = String(decoding: bytes, as: UTF8.self)
      // The mark stands for a space, and cannot stand for itself.
      guard !text.contains("▁") else { continue }
      let ids = tokenizer.encode(text, addSpecialTokens: false, recognisingAddedTokens: false).ids
      #expect(haveSameBytes(tokenizer.decode(ids, skippingSpecialTokens: false), text))
    }
  }
}
