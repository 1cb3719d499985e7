import Files
import StrictJSON
import Tensors
import Testing
import Tokenizers

@Suite("The strictness of tokenizer.json")
struct TokenizerFileTests {
  /// A small but complete file, as text, with one piece of it replaced.
  private static func text(_ piece: String = "", _ replacement: String = "") -> String {
    let whole = """
      {"version":"1.0","truncation":{"max_length":128},"padding":{"length":128},"added_tokens":[{"id":0,"content":"<s>",\
      "single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true}],"normalizer":null,\
      "pre_tokenizer":{"type":"Whitespace"},"post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":\
      {"id":"<s>","type_id":0}},{"Sequence":{"id":"A","type_id":0}}],"pair":[],"special_tokens":{"<s>":{"id":"<s>",\
      "ids":[0],"tokens":["<s>"]}}},"decoder":null,"model":{"type":"WordLevel","vocab":{"<s>":0,"a":1,"?":2},\
      "unk_token":"?"}}
      """
    guard !piece.isEmpty else { return whole }
    precondition(whole.contains(piece))
    return whole.replacing(piece, with: replacement)
  }

  private func message(_ text: String) -> String? {
    do throws(TokenizerError) {
      _ = try Tokenizer(json: Array(text.utf8), name: "tokenizer.json")
      return nil
    } catch { return error.description }
  }

  @Test func `a whole file is read, its truncation and padding are not for us`() throws {
    let tokenizer = try Tokenizer(json: Array(Self.text().utf8), name: "x")
    #expect(tokenizer.encode("a b").ids == [0, 1, 2])
    #expect(tokenizer.decode([0, 1, 1]) == "a a")
  }

  @Test(
    "each rule has its message",
    arguments: [
      (
        #""normalizer":null"#, #""normalizer":{"type":"Nmt"}"#,
        #"normalizer is "Nmt", which is not supported; supported: BertNormalizer, NFC, NFD, NFKC, NFKD, Lowercase, StripAccents, Strip, Replace, Prepend, Precompiled, ByteLevel, Sequence, null"#
      ),
      (
        #""normalizer":null"#,
        #""normalizer":{"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"Prepend"}]}"#,
        "normalizer.normalizers[1].prepend: expected a value, found nothing"
      ),
      (
        #""normalizer":null"#, #""normalizer":{"type":"Precompiled","precompiled_charsmap":"AAA="}"#,
        "normalizer.precompiled_charsmap is no table of SentencePiece"
      ),
      (
        #"{"type":"Whitespace"}"#, #"{"type":"Split","pattern":{"Regex":"(a+)+b"}}"#,
        #"pre_tokenizer.pattern is the regular expression "(a+)+b", which is not among the known ones"#
      ),
      (
        #"{"type":"Whitespace"}"#, #"{"type":"UnicodeScripts"}"#,
        #"pre_tokenizer is "UnicodeScripts", which is not supported; supported: Whitespace, WhitespaceSplit, ByteLevel, BertPreTokenizer, Metaspace, Punctuation, Digits, CharDelimiterSplit, Split, Sequence, null"#
      ),
      (
        #"{"type":"Whitespace"}"#, #"{"type":"Split","pattern":{"String":" "},"behavior":"Kept"}"#,
        #"pre_tokenizer.behavior is "Kept", which is not supported; supported: Removed, Isolated, MergedWithPrevious, MergedWithNext, Contiguous"#
      ),
      (
        #"{"type":"Whitespace"}"#, "7", "pre_tokenizer: expected an object, found 7"
      ),
      (
        #""type":"WordLevel""#, #""type":"Char""#,
        #"model is "Char", which is not supported; supported: WordLevel, WordPiece, BPE, Unigram"#
      ),
      (#""type":"WordLevel","#, "", "model.type: expected a value, found nothing"),
      (
        #""type":"TemplateProcessing""#, #""type":"Other""#,
        #"post_processor is "Other", which is not supported; supported: TemplateProcessing, BertProcessing, RobertaProcessing, ByteLevel, Sequence, null"#
      ),
      (
        #""decoder":null"#, #""decoder":{"type":"CTC"}"#,
        #"decoder is "CTC", which is not supported; supported: WordPiece, Replace, ByteLevel, Metaspace, ByteFallback, BPEDecoder, Fuse, Strip, Sequence, null"#
      ),
      (#""a":1"#, #""a":2"#, #"number 2 belongs to two tokens, "a" and "?""#),
      (#""a":1"#, #""a":-1"#, "model.vocab.a: expected a whole number from 0 to 4,194,303, found -1"),
      (#""a":1"#, #""a":4194304"#, "model.vocab.a: expected a whole number from 0 to 4,194,303, found 4194304"),
      (#""a":1"#, #""a":1.5"#, "model.vocab.a: expected a whole number from 0 to 4,194,303, found 1.5"),
      (#""a":1"#, #""?":1"#, #"line 1, column 534: the name "?" occurs twice in one object"#),
      (#""unk_token":"?""#, #""unk_token":"!""#, #"the unknown token "!" is not in the vocabulary"#),
      (#","unk_token":"?""#, "", "model.unk_token: expected a value, found nothing"),
      (#"{"id":0,"content":"<s>""#, #"{"id":1,"content":"<s>""#, #"token "<s>" has two numbers, 0 and 1"#),
      (#"{"id":0,"content":"<s>""#, #"{"id":1,"content":"<x>""#, #"number 1 belongs to two tokens, "a" and "<x>""#),
      (#"{"id":0,"content":"<s>""#, #"{"id":9,"content":"""#, "added token 9 has 0 bytes; allowed are 1 to 256"),
      (#""lstrip":false"#, #""lstrip":0"#, "added_tokens.lstrip: expected true or false, found 0"),
      (#""ids":[0]"#, #""ids":[1]"#, #"the template's token "<s>" is not in the vocabulary"#),
      (
        #"[{"SpecialToken""#, #"[{"Sequence":{"id":"B"}},{"SpecialToken""#,
        "post_processor.single is Sequence, which is not supported; supported: SpecialToken, Sequence A"
      ),
      (
        #","special_tokens":{"<s>""#, #","special_tokens":{"</s>""#,
        #"the template's token "<s>" is not in the vocabulary"#
      ),
    ])
  func refused(piece: String, replacement: String, expected: String) {
    #expect(message(Self.text(piece, replacement)) == "tokenizer.json: " + expected)
  }

  @Test func `a file that is cut anywhere is refused`() {
    let bytes = Array(Self.text().utf8)
    for count in 0..<bytes.count {
      #expect(throws: TokenizerError.self) { try Tokenizer(json: Array(bytes.prefix(count)), name: "x") }
    }
  }

  @Test func `flipped bits give an error or a tokenizer, never a crash`() {
    var generator = SplitMix64(seed: 8)
    let whole = Array(Self.text().utf8)
    for _ in 0..<5_000 {
      var bytes = whole
      for _ in 0...Int.random(in: 0..<2, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      }
      guard let tokenizer = try? Tokenizer(json: bytes, name: "x") else { continue }
      _ = tokenizer.decode(tokenizer.encode("<s> a ? b<s>a").ids)
    }
  }

  @Test func `roles come as strings or as objects, and must be in the vocabulary`() throws {
    let folder = try TemporaryFolder()
    let configuration = folder.path + "/tokenizer_config.json"
    try writeFileAtomically(Array(Self.text().utf8), to: folder.path + "/tokenizer.json")
    #expect(try Tokenizer.load(folder: folder.path).roles.beginning == nil)
    for token in [#""<s>""#, #"{"content":"<s>","lstrip":false}"#] {
      try writeFileAtomically(
        Array(#"{"bos_token":\#(token),"pad_token":null,"model_max_length":1e30}"#.utf8), to: configuration)
      let roles = try Tokenizer.load(folder: folder.path).roles
      #expect(roles.beginning == 0 && roles.padding == nil && roles.unknown == 2)
    }
    try writeFileAtomically(Array(#"{"eos_token":"</s>"}"#.utf8), to: configuration)
    #expect(throws: TokenizerError(file: configuration, problem: .missingToken("</s>", role: "eos_token"))) {
      try Tokenizer.load(folder: folder.path)
    }
  }

  @Test func `a missing file is named`() {
    #expect(throws: TokenizerError(file: "/x/tokenizer.json", problem: .file(.missing(path: "/x/tokenizer.json")))) {
      try Tokenizer.load(folder: "/x")
    }
  }
}
