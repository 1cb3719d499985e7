import Files
import StrictJSON
import Tensors
import Testing

@testable import Tokenizers

@Suite("Tokenizer files from before tokenizer.json")
struct OlderFilesTests {
  /// The model of a fixture's tokenizer.json.
  static func model(_ kind: String) throws -> JSONObject {
    try JSONValue(parsing: readFile(at: FamilyParityTests.root + kind + "/tokenizer.json", limit: 1 << 20))
      .object(at: "file").required("model").object(at: "model")
  }

  static func write(_ files: [(name: String, text: String)], into folder: borrowing TemporaryFolder) throws {
    for file in files { try writeFileAtomically(Array(file.text.utf8), to: folder.path + "/" + file.name) }
  }

  static func merges(_ kind: String) throws -> String {
    let lines = try model(kind).required("merges").array(at: "merges").map { merge in
      try merge.array(at: "merge").map { try $0.string(at: "token") }.joined(separator: " ")
    }
    return "#version: 0.2\n" + lines.map { $0 + "\n" }.joined()
  }

  @Test("vocab.json and merges.txt read as the newer file does", arguments: ["gpt2", "roberta"])
  func bytePairs(kind: String) throws {
    let folder = try TemporaryFolder()
    let settings =
      #"{"tokenizer_class":"RobertaTokenizer","add_prefix_space":true,"mask_token":{"content":"<mask>","lstrip":true}}"#
    try Self.write(
      [("vocab.json", Self.model(kind).required("vocab").text()), ("merges.txt", Self.merges(kind))], into: folder)
    if kind == "roberta" { try Self.write([("tokenizer_config.json", settings)], into: folder) }
    let older = try Tokenizer.load(folder: folder.path)
    let newer = try Tokenizer.load(folder: FamilyParityTests.root + kind)
    for sample in try FamilyParityTests.cases(kind) {
      let text = sample.text.replacing("<Extra>", with: "").replacing("extra", with: "").replacing("ünit", with: "")
      let (a, b) = (older.encode(text), newer.encode(text))
      #expect(a.ids == b.ids && a.tokens.map(\.range) == b.tokens.map(\.range), "\(text.debugDescription)")
    }
  }

  @Test("vocab.txt reads as BERT does", arguments: ["bert", "bert-cased"])
  func wordPieces(kind: String) throws {
    let folder = try TemporaryFolder()
    let members = try Self.model(kind).required("vocab").object(at: "vocab").members
    let tokens = try members.sorted { try $0.value.integer(at: "id") < $1.value.integer(at: "id") }.map(\.name)
    let settings =
      kind == "bert"
      ? "{}" : #"{"do_lower_case":false,"strip_accents":false,"cls_token":"[CLS]","model_max_length":1e30}"#
    try Self.write(
      [("vocab.txt", tokens.map { $0 + "\n" }.joined()), ("tokenizer_config.json", settings)], into: folder)
    let older = try Tokenizer.load(folder: folder.path)
    let newer = try Tokenizer.load(folder: FamilyParityTests.root + kind)
    for sample in try FamilyParityTests.cases(kind) {
      let text = sample.text.replacing("Extra", with: "").replacing("extra", with: "").replacing("nit", with: "")
        .replacing("MASK", with: "")
      let (a, b) = (older.encode(text), newer.encode(text))
      #expect(a.ids == b.ids && a.tokens.map(\.range) == b.tokens.map(\.range), "\(text.debugDescription)")
    }
  }

  @Test("settings beside tokenizer.model say what stands around a text")
  func framed() throws {
    let folder = try TemporaryFolder()
    let model = try readFile(at: FamilyParityTests.root + "sentencepiece-bpe/tokenizer.model", limit: 1 << 20)
    try writeFileAtomically(model, to: folder.path + "/tokenizer.model")
    let alone = try Tokenizer.load(folder: folder.path)
    #expect(alone.roles.beginning == 1 && alone.roles.end == 2 && alone.isSpecial(1))
    #expect(alone.encode("<s>").tokens.allSatisfy { !$0.isSpecial })
    try Self.write([("tokenizer_config.json", #"{"add_bos_token":true,"bos_token":"<s>"}"#)], into: folder)
    #expect(try Tokenizer.load(folder: folder.path).encode("the").ids == [1] + alone.encode("the").ids)
  }

  @Test(
    "a fault is named by file and line",
    arguments: [
      ("vocab.json", "[]", "a ab\n", "vocab.json: the file: expected an object"),
      ("vocab.json", #"{"a":0}"#, "a b\n", #"merges.txt: the merged token "b" is not in the vocabulary"#),
      ("vocab.json", #"{"a":0}"#, "#version\na\n", "merges.txt: line 2: expected two tokens"),
      ("vocab.json", #"{"a":0,"b</w>":1}"#, "a b</w>\n", "merges.txt: the vocabulary is one of words that end in </w>"),
      ("vocab.txt", "[PAD]\nthe\n", "", #"vocab.txt: the unknown token "[UNK]" is not in the vocabulary"#),
      ("tokenizer.model", "the", "", "tokenizer.model: byte 0: expected a field of a known kind"),
      ("tokenizer.model", "\n\u{7F}", "", "tokenizer.model: byte 2: expected at most 0 bytes, found a length of 127"),
      ("tokenizer.model", "", "", "tokenizer.model: byte 0: expected pieces, found none"),
    ])
  func faults(file: String, text: String, merges: String, expected: String) throws {
    let folder = try TemporaryFolder()
    try Self.write([(file, text), ("merges.txt", merges)], into: folder)
    let error = #expect(throws: TokenizerError.self) { try Tokenizer.load(folder: folder.path) }
    let told = try #require(error).description
    #expect(told.contains("/" + expected), "\(told)")
  }

  @Test("a model of SentencePiece that is cut or flipped gives an error or a tokenizer, never a crash")
  func damaged() throws {
    for kind in ["sentencepiece-bpe", "sentencepiece-unigram"] {
      let whole = try readFile(at: FamilyParityTests.root + kind + "/tokenizer.model", limit: 1 << 20)
      var generator = SplitMix64(seed: 11)
      for _ in 0..<300 {
        var bytes = whole
        if Bool.random(using: &generator) {
          bytes.removeLast(Int.random(in: 0...whole.count, using: &generator))
        } else {
          for _ in 0..<4 {
            let place = Int.random(in: 0..<whole.count, using: &generator)
            bytes[place] = .random(in: 0...255, using: &generator)
          }
        }
        guard let tokenizer = try? Tokenizer(sentencePiece: bytes, name: "x") else { continue }
        _ = tokenizer.decode(tokenizer.encode("the cat… <Extra> \u{3000}ｶﾞ\u{1}").ids)
      }
    }
  }
}
