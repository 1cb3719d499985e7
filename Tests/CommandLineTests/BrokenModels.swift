import Files
import ProgramDriver

/// Model folders with one fault each, made from the sample.
struct BrokenModels: ~Copyable {
  private let files: TemporaryFolder
  var folder: String { files.path }

  init(from samples: String) throws {
    let files = try TemporaryFolder()
    try Self.fill(files.path, from: samples + "/models/cat-decoder")
    self.files = files
  }

  private static func fill(_ folder: String, from sample: String) throws {
    for name in ["empty", "cut", "doubled", "wordless"] { try makeFolder(at: folder + "/" + name) }
    for name in ["config.json", "tokenizer_config.json", "tokenizer.json", "model.safetensors"] {
      let bytes = try readFile(at: sample + "/" + name, limit: 1 << 26)
      try writeFileAtomically(bytes, to: folder + "/doubled/" + name)
      try writeFileAtomically(
        name == "model.safetensors" ? Array(bytes.prefix(bytes.count / 2)) : bytes, to: folder + "/cut/" + name)
      if !name.hasPrefix("tokenizer") { try writeFileAtomically(bytes, to: folder + "/wordless/" + name) }
    }
    // "cat" takes the number of "the".
    let path = folder + "/doubled/tokenizer.json"
    var text = String(decoding: try readFile(at: path, limit: 1 << 26), as: UTF8.self)
    let (cat, the) = (entry("cat", in: text), entry("the", in: text))
    guard let cat, let the, let number = the.split(separator: " ").last else { throw MissingWord() }
    text = text.replacing(cat, with: "\"cat\": " + number)
    try writeFileAtomically(Array(text.utf8), to: path)
  }

  struct MissingWord: Error {}

  /// A word's line in the vocabulary, such as `"cat": 17`.
  private static func entry(_ word: String, in text: String) -> String? {
    guard let start = text.firstRange(of: "\"\(word)\": ") else { return nil }
    return String(text[start.lowerBound..<start.upperBound] + text[start.upperBound...].prefix { $0.isNumber })
  }
}
