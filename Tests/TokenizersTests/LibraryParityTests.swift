import Files
import Glibc
import StrictJSON
import Testing
import Tokenizers

@Suite("Parity with Hugging Face's tokenizers")
struct LibraryParityTests {
  /// Made by Tools/reference/make_tokenizer_cases.py.
  static let kinds = ["", "-pairs", "-pieces", "-characters"]
  static let folder =
    getenv("HEADSCOPE_TOKENIZER_CASES").map { String(cString: $0) }
    ?? parentFolder(of: parentFolder(of: #filePath)) + "/Fixtures/tokenizer"

  struct Case {
    var text: String
    var ids: [Int]
    var tokens: [String]
    var ranges: [Range<Int>]
    var decodedWithSpecials: String
    var decoded: String
  }

  static func cases(_ kind: String) throws -> [Case] {
    let limits = JSONLimits(bytes: 1 << 30, values: 1 << 30)
    let file = try JSONValue(parsing: readFile(at: folder + kind + "/cases.json", limit: 1 << 30), limits: limits)
    return try file.array(at: "cases").map { value in
      let object = try value.object(at: "case")
      func list(_ name: String) throws -> [JSONValue] { try object.required(name).array(at: name) }
      func text(_ name: String) throws -> String { try object.required(name).string(at: name) }
      return Case(
        text: try text("text"), ids: try list("ids").map { try $0.integer(at: "ids") },
        tokens: try list("tokens").map { try $0.string(at: "tokens") },
        ranges: try list("offsets").map { offsets in
          let pair = try offsets.array(at: "offsets").map { try $0.integer(at: "offsets") }
          return pair[0]..<pair[1]
        },
        decodedWithSpecials: try text("with"), decoded: try text("without"))
    }
  }

  @Test(arguments: kinds)
  func `ids, tokens, offsets and decoded text are the library's`(kind: String) throws {
    let tokenizer = try Tokenizer.load(folder: Self.folder + kind)
    let cases = try Self.cases(kind)
    #expect(cases.count >= 250)
    for sample in cases {
      let encoding = tokenizer.encode(sample.text)
      #expect(encoding.ids == sample.ids, "\(sample.text.debugDescription)")
      #expect(encoding.tokens.map { Array($0.text.utf8) } == sample.tokens.map { Array($0.utf8) })
      #expect(encoding.tokens.map(\.range) == sample.ranges, "\(sample.text.debugDescription)")
      let decoded = tokenizer.decode(encoding.ids)
      #expect(haveSameBytes(decoded, sample.decoded), "\(sample.text.debugDescription)")
      let whole = tokenizer.decode(encoding.ids, skippingSpecialTokens: false)
      #expect(haveSameBytes(whole, sample.decodedWithSpecials), "\(sample.text.debugDescription)")
    }
  }
}
