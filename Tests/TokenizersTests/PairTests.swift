import Files
import StrictJSON
import Testing

@testable import Tokenizers

@Suite("Two texts as one row of tokens")
struct PairTests {
  struct Case {
    let first: String
    let second: String
    let ids: [Int]
    let types: [Int]
    let ranges: [Range<Int>]
    let bareIds: [Int]
    let bareTypes: [Int]
  }

  /// Made by Tools/reference/make_pair_cases.py.
  static func cases(_ kind: String) throws -> [Case] {
    let file = try JSONValue(parsing: readFile(at: FamilyParityTests.root + kind + "/pairs.json", limit: 1 << 24))
    return try file.array(at: "pairs").map { value in
      let object = try value.object(at: "pair")
      func text(_ name: String) throws -> String { try object.required(name).string(at: name) }
      func numbers(_ name: String) throws -> [Int] {
        try object.required(name).array(at: name).map { try $0.integer(at: name) }
      }
      let ranges = try object.required("offsets").array(at: "offsets").map { offsets in
        let pair = try offsets.array(at: "offsets").map { try $0.integer(at: "offsets") }
        return pair[0]..<pair[1]
      }
      return Case(
        first: try text("first"), second: try text("second"), ids: try numbers("ids"), types: try numbers("types"),
        ranges: ranges, bareIds: try numbers("bare_ids"), bareTypes: try numbers("bare_types"))
    }
  }

  @Test(arguments: FamilyParityTests.kinds.filter { !$0.hasPrefix("sentencepiece") })
  func `ids, segments and offsets are the library's`(kind: String) throws {
    let tokenizer = try Tokenizer.load(folder: FamilyParityTests.root + kind)
    let cases = try Self.cases(kind)
    #expect(cases.count >= 20)
    for sample in cases {
      let pair = tokenizer.encode(sample.first, pair: sample.second)
      let about = "\(sample.first.debugDescription), \(sample.second.debugDescription)"
      #expect(pair.ids == sample.ids, "\(about)")
      #expect(pair.segments == sample.types, "\(about)")
      #expect(pair.tokens.map(\.range) == sample.ranges, "\(about)")
      let bare = tokenizer.encode(sample.first, pair: sample.second, addSpecialTokens: false)
      #expect(bare.ids == sample.bareIds, "\(about)")
      #expect(bare.segments == sample.bareTypes, "\(about)")
    }
  }

  @Test func `BERT's template, RoBERTa's and none`() throws {
    func written(_ kind: String) throws -> (text: String, segments: [Int]) {
      let encoding = try Tokenizer.load(folder: FamilyParityTests.root + kind).encode("a", pair: "o")
      return (encoding.tokens.map(\.text).joined(separator: " "), encoding.segments)
    }
    for kind in ["bert", "bert-cased"] {
      let (text, segments) = try written(kind)
      #expect(text == "[CLS] a [SEP] o [SEP]" && segments == [0, 0, 0, 1, 1])
    }
    let (text, segments) = try written("roberta")
    #expect(text == "<s> Ġa </s> </s> Ġo </s>" && segments == [0, 0, 0, 0, 0, 0])
    let plain = try written("gpt2")
    #expect(plain.text == "a o" && plain.segments == [0, 1])
    #expect(try !Tokenizer.load(folder: FamilyParityTests.root + "gpt2").takesPairs)
    #expect(try Tokenizer.load(folder: FamilyParityTests.root + "roberta").takesPairs)
  }

  @Test func `the own tokenizer of encoders joins two texts as BERT's`() {
    let tokenizer = Tokenizer.encoderWordLevel(words: ["the", "cat", "dog"])
    let pair = tokenizer.encode("the cat", pair: "the dog")
    #expect(pair.tokens.map(\.text) == ["[CLS]", "the", "cat", "[SEP]", "the", "dog", "[SEP]"])
    #expect(pair.segments == [0, 0, 0, 0, 1, 1, 1])
    #expect(pair.tokens.map(\.isOfSecond) == [false, false, false, false, true, true, false])
    #expect(pair.tokens.map(\.source) == ["", "the", "cat", "", "the", "dog", ""])
    #expect(pair.second == "the dog" && tokenizer.takesPairs)
    #expect(tokenizer.encode("the cat").segments == [0, 0, 0, 0])
  }

  @Test func `any two texts become tokens within their own`() throws {
    let texts = ["", " ", "the cat", "é\u{301} 猫", "<s>[MASK]", "a\u{0}b"]
    for kind in FamilyParityTests.kinds {
      let tokenizer = try Tokenizer.load(folder: FamilyParityTests.root + kind)
      for first in texts {
        for second in texts {
          for token in tokenizer.encode(first, pair: second).tokens where !token.isInserted {
            #expect(token.range.upperBound <= (token.isOfSecond ? second : first).utf8.count)
          }
        }
      }
    }
  }
}
