import Files
import ProgramDriver
import Testing

@Suite("Learning from a text of one's own") struct OwnTextTests {
  let program: BuiltProgram

  init() throws { program = try BuiltProgram() }

  private func run(_ arguments: [String], in folder: String) throws -> BuiltProgram.Outcome {
    try program.run(arguments, environment: ["HEADSCOPE_SAMPLES": program.samples], in: folder)
  }

  private static let small = [
    "--layers", "1", "--width", "16", "--heads", "2", "--batch", "4", "--context", "16", "--steps", "6",
  ]

  @Test(arguments: ["characters", "words", "bpe"])
  func `a run keeps its tokenizer, is scored, writes, and goes on to the bit`(unit: String) throws {
    let folder = try TemporaryFolder()
    let text = (0..<200).map { "the cat \($0) sat on the mat, 猫坐在垫子上\n" }.joined()
    try writeFileAtomically(Array(text.utf8), to: folder.path + "/own.txt")
    let train = ["train", "--headless", "--corpus", "own.txt", "--tokenizer", unit, "--vocabulary", "300"] + Self.small
    let first = try run(train + ["--out", "whole"], in: folder.path)
    #expect(first.ending == .exit(0) && first.output.contains("validation loss"), "\(first.errors)")
    #expect(
      try run(["evaluate", "--model", "whole", "--corpus", "own.txt"], in: folder.path).output.contains("perplexity"))
    let written = try run(["generate", "the", "--model", "whole", "--max-tokens", "3"], in: folder.path)
    #expect(written.ending == .exit(0) && written.output.hasPrefix("the"), "\(written.errors)")
    #expect(
      try run(["render", "explore", "--model", "whole", "--text", "the cat 猫"], in: folder.path).ending == .exit(0))

    let half = try run(
      train.dropLast(2) + ["--steps", "6", "--checkpoint-every", "2", "--out", "half"], in: folder.path)
    #expect(half.ending == .exit(0))
    let longer = ["train", "--headless", "--steps", "9", "--resume"]
    #expect(try run(longer + ["half"], in: folder.path).ending == .exit(0))
    #expect(try run(longer + ["whole"], in: folder.path).ending == .exit(0))
    let models = try ["half", "whole"].map {
      try readFile(at: "\(folder.path)/\($0)/model.safetensors", limit: 1 << 24)
    }
    #expect(models[0] == models[1])

    // Another text under the same name is another run's.
    try writeFileAtomically(Array((text + "x").utf8), to: folder.path + "/own.txt")
    let other = try run(["train", "--headless", "--steps", "12", "--resume", "half"], in: folder.path)
    #expect(other.ending == .exit(2) && other.errors.contains("another one"), "\(other.errors)")
  }

  private static let wrong: [(String, [String])] = [
    ("--corpus nothing.txt", ["nothing.txt", "no such file"]), ("--corpus .", ["not a regular file"]),
    ("--corpus latin1.txt", ["latin1.txt: byte 3", "0xE9", "UTF-8"]), ("--corpus empty.txt", ["an empty file"]),
    ("--corpus one.txt --tokenizer characters", ["1 token", "two tokens"]),
    ("--tokenizer words", ["--tokenizer", "--corpus"]),
    ("--corpus one.txt --vocabulary 9", ["--vocabulary 9", "260"]), ("--corpus one.txt --preset masked", ["decoders"]),
    ("--corpus one.txt --documents 5", ["--documents"]), ("--corpus one.txt --preset weather", ["decoders"]),
    ("--from cat-translator --preset cat", ["an encoder–decoder", "a decoder"]),
    ("--from cat-encoder --corpus one.txt", ["decoders"]), ("--preset translate --token-ids x", ["reads two"]),
  ]

  @Test("what can't be learnt from is told in one line", arguments: wrong)
  func told(line: String, parts: [String]) throws {
    let folder = try TemporaryFolder()
    try writeFileAtomically([0x63, 0x61, 0x66, 0xE9, 0x0A], to: folder.path + "/latin1.txt")
    try writeFileAtomically([], to: folder.path + "/empty.txt")
    try writeFileAtomically(Array("a".utf8), to: folder.path + "/one.txt")
    let arguments =
      ["train", "--headless", "--out", "run", "--steps", "1"] + line.split(separator: " ").map(String.init)
    let outcome = try run(arguments, in: folder.path)
    #expect(outcome.ending == .exit(2) && outcome.errorLines.count == 1, "\(outcome.errors)")
    for part in parts { #expect(outcome.errors.contains(part), "\(part) is missing in: \(outcome.errors)") }
    #expect(!isFolder(folder.path + "/run"))
  }

  @Test("a translator goes on learning from the preset that reads as it does")
  func translatorGoesOn() throws {
    let folder = try TemporaryFolder()
    let outcome = try run(
      ["train", "--headless", "--out", "run", "--steps", "1", "--from", "cat-translator"], in: folder.path)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    let config = try String(decoding: readFile(at: folder.path + "/run/config.json", limit: 1 << 16), as: UTF8.self)
    #expect(config.contains("BartForConditionalGeneration"))
  }
}
