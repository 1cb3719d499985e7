import Files
import StrictJSON
import Tensors
import Testing

@testable import Tokenizers

@Suite("Settings beside tokenizers from before tokenizer.json")
struct OlderSettingsTests {
  /// A folder that AutoTokenizer read; made by Tools/reference/make_older_tokenizer_cases.py.
  struct Sample: CustomTestStringConvertible {
    let name: String
    let vocabulary: String
    let object: JSONObject
    var testDescription: String { name }
  }

  static func samples() throws -> [Sample] {
    try JSONValue(parsing: readFile(at: FamilyParityTests.root + "older.json", limit: 1 << 22)).array(at: "file")
      .map { value in
        let object = try value.object(at: "folder")
        return Sample(
          name: try object.required("name").string(at: "name"),
          vocabulary: try object.required("vocabulary").string(at: "vocabulary"), object: object)
      }
  }

  /// Writes a fixture's vocabulary as the older files, without settings.
  static func writeVocabulary(
    _ kind: String, pieces: String = "tokenizer.model", into folder: borrowing TemporaryFolder
  ) throws {
    let fixture = FamilyParityTests.root + kind
    guard !isFile(fixture + "/tokenizer.model") else {
      return try writeFileAtomically(
        readFile(at: fixture + "/tokenizer.model", limit: 1 << 20), to: folder.path + "/" + pieces)
    }
    let model = try OlderFilesTests.model(kind)
    let vocabulary = try model.required("vocab")
    if model["merges"] != nil {
      let merges = try OlderFilesTests.merges(kind)
      return try OlderFilesTests.write([("vocab.json", vocabulary.text()), ("merges.txt", merges)], into: folder)
    }
    let members = try vocabulary.object(at: "vocab").members
    let tokens = try members.sorted { try $0.value.integer(at: "id") < $1.value.integer(at: "id") }.map(\.name)
    try OlderFilesTests.write([("vocab.txt", tokens.map { $0 + "\n" }.joined())], into: folder)
  }

  @Test(arguments: try samples())
  func `ids, tokens and places are those of AutoTokenizer`(sample: Sample) throws {
    let folder = try TemporaryFolder()
    let pieces = try sample.object.required("pieces").string(at: "pieces")
    try Self.writeVocabulary(sample.vocabulary, pieces: pieces, into: folder)
    for file in try sample.object.required("files").object(at: "files").members {
      try OlderFilesTests.write([(file.name, file.value.text())], into: folder)
    }
    let tokenizer = try Tokenizer.load(folder: folder.path)
    for value in try sample.object.required("cases").array(at: "cases") {
      let object = try value.object(at: "case")
      let text = try object.required("text").string(at: "text")
      let ids = try object.required("ids").array(at: "ids").map { try $0.integer(at: "id") }
      let ranges = try object.required("offsets").array(at: "offsets").map { value in
        let pair = try value.array(at: "offsets").map { try $0.integer(at: "offset") }
        return pair[0]..<pair[1]
      }
      let tokens = try object.required("tokens").array(at: "tokens").map { Array(try $0.string(at: "token").utf8) }
      let encoding = tokenizer.encode(text)
      #expect(encoding.ids == ids, "\(text.debugDescription)")
      #expect(encoding.tokens.map { Array($0.text.utf8) } == tokens, "\(text.debugDescription)")
      #expect(encoding.tokens.map(\.range) == ranges, "\(text.debugDescription)")
    }
    let special = try sample.object.required("special").array(at: "special").map { try $0.integer(at: "id") }
    #expect((0..<tokenizer.vocabularySize).filter(tokenizer.isSpecial) == special)
  }

  @Test("a token that only the class knows needs a row in the model", arguments: [(500, 500), (501, 501), (600, 501)])
  func rows(of model: Int, expected: Int) throws {
    let folder = try TemporaryFolder()
    try Self.writeVocabulary("roberta", into: folder)
    let configuration = #"{"model_type":"gpt2","vocab_size":\#(model)}"#
    try OlderFilesTests.write([("config.json", configuration)], into: folder)
    #expect(try Tokenizer.load(folder: folder.path).vocabularySize == expected)
  }

  @Test("parts of a class are played without settings")
  func roles() throws {
    let folder = try TemporaryFolder()
    try Self.writeVocabulary("bert", into: folder)
    let roles = try Tokenizer.load(folder: folder.path).roles
    #expect([roles.padding, roles.unknown, roles.classification, roles.separator, roles.mask] == [0, 1, 2, 3, 4])
  }

  @Test("a model of SentencePiece alone has nothing around a text and looks for no control tokens")
  func alone() throws {
    let folder = try TemporaryFolder()
    try Self.writeVocabulary("sentencepiece-bpe", into: folder)
    try OlderFilesTests.write([("config.json", #"{"model_type":"llama"}"#)], into: folder)
    #expect(try Tokenizer.load(folder: folder.path).encode("<s> the").tokens.allSatisfy { !$0.isSpecial })
  }

  @Test(
    "a fault of the settings is named by its file",
    arguments: [
      ("added_tokens.json", "[]", "the file: expected an object, found a list of 0"),
      ("added_tokens.json", #"{"x y":"500"}"#, #"x y: expected a whole number from 0 to 4,194,303, found "500""#),
      ("added_tokens.json", #"{"x y":-1}"#, #"x y: expected a whole number from 0 to 4,194,303, found -1"#),
      ("added_tokens.json", #"{"x y":99999999999}"#, #"x y: expected a whole number"#),
      ("added_tokens.json", #"{"x y":502}"#, #"x y: expected 500, the next number that is free, found 502"#),
      ("added_tokens.json", #"{"x y":500,"z":500}"#, #"number 500 belongs to two tokens, "x y" and "z""#),
      ("added_tokens.json", #"{"x y":3}"#, #"number 3 belongs to two tokens, "#),
      ("added_tokens.json", #"{"!":500}"#, #"token "!" has two numbers, 1 and 500"#),
      ("added_tokens.json", #"{"":500}"#, "added token 500 has 0 bytes; allowed are 1 to 256"),
      ("added_tokens.json", "{", "line 1, column 2: the text ends too early"),
      ("special_tokens_map.json", "3", "the file: expected an object, found 3"),
      ("special_tokens_map.json", #"{"bos_token":3}"#, "bos_token: expected a string, found 3"),
      ("special_tokens_map.json", #"{"bos_token":{}}"#, "bos_token.content: expected a value, found nothing"),
      (
        "special_tokens_map.json", #"{"mask_token":{"content":"m","lstrip":1}}"#,
        "mask_token.lstrip: expected true or false, found 1"
      ),
      (
        "special_tokens_map.json", #"{"additional_special_tokens":"x"}"#,
        #"additional_special_tokens: expected a list, found "x""#
      ),
      ("tokenizer_config.json", #"{"tokenizer_class":1}"#, "tokenizer_class: expected a string, found 1"),
      ("tokenizer_config.json", #"{"add_bos_token":"yes"}"#, #"add_bos_token: expected true or false, found "yes""#),
      ("tokenizer_config.json", #"{"add_prefix_space":2}"#, "add_prefix_space: expected true or false, found 2"),
      (
        "tokenizer_config.json", #"{"added_tokens_decoder":{"a":{}}}"#,
        #"added_tokens_decoder: expected a token's number, found "a""#
      ),
      ("config.json", #"{"model_type":[]}"#, "model_type: expected a string, found a list of 0"),
    ])
  func faults(file: String, text: String, expected: String) throws {
    let folder = try TemporaryFolder()
    try Self.writeVocabulary("gpt2", into: folder)
    try OlderFilesTests.write([(file, text)], into: folder)
    let error = try #require(#expect(throws: TokenizerError.self) { try Tokenizer.load(folder: folder.path) })
    #expect(error.file == folder.path + "/" + file)
    #expect(error.description.contains(expected), "\(error)")
  }

  @Test("a long token is refused before it is looked for")
  func longToken() throws {
    let folder = try TemporaryFolder()
    try Self.writeVocabulary("gpt2", into: folder)
    let long = String(repeating: "x", count: AddedTokens.longest + 1)
    try OlderFilesTests.write([("special_tokens_map.json", #"{"bos_token":"\#(long)"}"#)], into: folder)
    let error = try #require(#expect(throws: TokenizerError.self) { try Tokenizer.load(folder: folder.path) })
    #expect(error.description.contains("bos_token: expected at most 256 bytes"), "\(error)")
  }

  @Test(
    "pieces whose numbers a class changes are refused with the command that helps",
    arguments: [
      ("sentencepiece.bpe.model", "", ", which no file names;"),
      ("sentencepiece.bpe.model", "XLMRobertaTokenizer", "(XLMRobertaTokenizer)"),
      ("tokenizer.model", "MBart50TokenizerFast", "(MBart50Tokenizer)"),
    ])
  func renumbered(file: String, name: String, expected: String) throws {
    let folder = try TemporaryFolder()
    try Self.writeVocabulary("sentencepiece-unigram", pieces: file, into: folder)
    if !name.isEmpty {
      try OlderFilesTests.write([("tokenizer_config.json", #"{"tokenizer_class":"\#(name)"}"#)], into: folder)
    }
    let error = try #require(#expect(throws: TokenizerError.self) { try Tokenizer.load(folder: folder.path) })
    #expect(error.file == folder.path + "/" + file)
    #expect(error.description.contains(expected) && error.description.contains("save_pretrained"), "\(error)")
  }

  @Test("an unknown language of mBART is named")
  func unknownLanguage() throws {
    let folder = try TemporaryFolder()
    try Self.writeVocabulary("sentencepiece-unigram", into: folder)
    let settings = #"{"tokenizer_class":"MBartTokenizer","src_lang":"xx"}"#
    try OlderFilesTests.write([("tokenizer_config.json", settings)], into: folder)
    let error = try #require(#expect(throws: TokenizerError.self) { try Tokenizer.load(folder: folder.path) })
    #expect(error.description.contains(#"tokenizer_config.json: the src_lang token "xx" is not in"#), "\(error)")
  }

  @Test("a folder without a tokenizer names every kind that would do")
  func missing() throws {
    let folder = try TemporaryFolder()
    try OlderFilesTests.write([("vocab.json", "{}")], into: folder)
    let error = try #require(#expect(throws: TokenizerError.self) { try Tokenizer.load(folder: folder.path) })
    let kinds = ["tokenizer.json", "vocab.json with merges.txt", "vocab.txt", "tokenizer.model"]
    #expect(kinds.allSatisfy(error.description.contains), "\(error)")
    #expect(!Tokenizer.stands(in: folder.path))
  }
  @Test("damaged files give an error or a tokenizer, never a crash", arguments: ["llama", "mbart", "gpt2-settings"])
  func damaged(name: String) throws {
    let sample = try #require(Self.samples().first { $0.name == name })
    let folder = try TemporaryFolder()
    try Self.writeVocabulary(sample.vocabulary, into: folder)
    var files: [(name: String, bytes: [UInt8])] = []
    for file in try sample.object.required("files").object(at: "files").members {
      files.append((file.name, Array(file.value.text().utf8)))
      try OlderFilesTests.write([(file.name, file.value.text())], into: folder)
    }
    let pieces = folder.path + "/tokenizer.model"
    if isFile(pieces) { files.append(("tokenizer.model", try readFile(at: pieces, limit: 1 << 20))) }
    var generator = SplitMix64(seed: 13)
    for _ in 0..<200 {
      let file = files[Int.random(in: files.indices, using: &generator)]
      var bytes = file.bytes
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        bytes[Int.random(in: bytes.indices, using: &generator)] = .random(in: 0...255, using: &generator)
      }
      if Bool.random(using: &generator) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator)) }
      try writeFileAtomically(bytes, to: folder.path + "/" + file.name)
      if let tokenizer = try? Tokenizer.load(folder: folder.path) {
        _ = tokenizer.decode(tokenizer.encode("the <s> new… en_XX \u{3000}ｶﾞ\u{1}").ids)
      }
      try writeFileAtomically(file.bytes, to: folder.path + "/" + file.name)
    }
  }
}
