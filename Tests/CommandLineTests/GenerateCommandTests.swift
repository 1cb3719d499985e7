import Files
import ProgramDriver
import StrictJSON
import Testing

@Suite("Going on from a text") struct GenerateCommandTests {
  let program: BuiltProgram

  init() throws { program = try BuiltProgram() }

  private func run(_ arguments: [String]) throws -> BuiltProgram.Outcome {
    try program.run(arguments, environment: ["HEADSCOPE_SAMPLES": program.samples])
  }

  private func text(_ arguments: [String]) throws -> String {
    let outcome = try run(["generate"] + arguments)
    #expect(outcome.ending == .exit(0) && outcome.errors.isEmpty, "\(outcome.errors)")
    return outcome.output
  }

  @Test func `the text goes on from the prompt to the end of a line`() throws {
    let greedy = try text(["The cat sat on the", "--temperature", "0"])
    #expect(greedy.hasPrefix("The cat sat on the ") && greedy.hasSuffix("\n"))
    // The likeliest token is what every sampler gives that has no choice, whatever its seed.
    #expect(try text(["The cat sat on the", "--top-k", "1", "--seed", "5"]) == greedy)
    #expect(try text(["The cat sat on the", "--top-p", "0", "--seed", "6"]) == greedy)
    #expect(try text(["--temperature", "0"]).hasPrefix("The cat sat on the mat"))
  }

  @Test func `the same seed gives the same text, another one another`() throws {
    let texts = try (1...6).map { try text(["The", "--seed", "\($0)", "--temperature", "1.5"]) }
    #expect(try text(["The", "--seed", "1", "--temperature", "1.5"]) == texts[0])
    #expect(Set(texts).count > 1)
  }

  @Test func `max-tokens counts what is added, and the model ends the text itself`() throws {
    #expect(try text(["The cat", "--max-tokens", "1", "--temperature", "0"]).split(separator: " ").count == 3)
    // Trained on short stories, it stops long before its context is full.
    #expect(try text(["The cat", "--max-tokens", "1000", "--temperature", "0"]).split(separator: " ").count < 60)
  }

  @Test func `a full context ends the text with a note`() throws {
    // At this temperature nearly every token is as likely as any other, the end as unlikely.
    let outcome = try run(["generate", "The cat", "--max-tokens", "1000", "--temperature", "1000", "--seed", "3"])
    #expect(outcome.ending == .exit(0))
    #expect(outcome.errorLines == ["headscope: cat-decoder reads at most 64 tokens; the text ends here"])
    #expect(outcome.outputLines.count == 1)
  }

  @Test func `a head that is switched off changes what the model says`() throws {
    let heads = (0..<4).flatMap { layer in (0..<8).map { "\(layer).\($0)" } }.joined(separator: ",")
    let intact = try text(["The cat sat on the", "--temperature", "0"])
    #expect(try text(["The cat sat on the", "--temperature", "0", "--ablate", heads]) != intact)
  }

  @Test func `a word that the model doesn't know is told`() throws {
    let outcome = try run(["generate", "The zyzzyva sat", "--max-tokens", "2"])
    #expect(outcome.ending == .exit(0))
    #expect(outcome.errorLines == ["headscope: cat-decoder doesn't know \"zyzzyva\""])
  }

  @Test func `the rules of generation_config.json are kept, and what isn't done is told`() throws {
    let folder = try TemporaryFolder()
    let sample = program.samples + "/models/cat-decoder/"
    try makeFolder(at: folder.path + "/ruled")
    for name in ["config.json", "tokenizer.json", "model.safetensors"] {
      try writeFileAtomically(readFile(at: sample + name, limit: 1 << 26), to: folder.path + "/ruled/" + name)
    }
    let rules = """
      {"eos_token_id": 2, "no_repeat_ngram_size": 1, "min_new_tokens": 9, "forced_eos_token_id": 2, "num_beams": 4}
      """
    try writeFileAtomically(Array(rules.utf8), to: folder.path + "/ruled/generation_config.json")
    let prompt = ["generate", "The cat sat on", "--model", folder.path + "/ruled", "--temperature", "0"]
    let outcome = try run(prompt + ["--max-tokens", "9"])
    #expect(
      outcome.errorLines == [
        "headscope: ruled asks for num_beams 4, which is not done here: each token is chosen by itself"
      ])
    #expect(outcome.ending == .exit(0))
    let words = outcome.output.replacing(".", with: " .").split { $0 == " " || $0 == "\n" }
    // The forced end takes the last of nine places, and isn't written.
    #expect(Set(words).count == words.count && words.count == 4 + 8, "\(outcome.output)")
  }

  @Test func `a model whose weights are no numbers writes nothing`() throws {
    let folder = try TemporaryFolder()
    let sample = program.samples + "/models/cat-decoder/"
    for name in ["config.json", "tokenizer.json", "model.safetensors"] {
      var bytes = try readFile(at: sample + name, limit: 1 << 26)
      // The last weight, of 16 bits.
      if name == "model.safetensors" { bytes[(bytes.count - 2)...] = [0x00, 0x7E] }
      try writeFileAtomically(bytes, to: folder.path + "/" + name)
    }
    let outcome = try run(["generate", "The cat sat", "--model", folder.path])
    #expect(outcome.ending == .exit(2) && outcome.output == "The cat sat\n")
    #expect(outcome.errorLines.count == 2 && outcome.errorLines[1].hasSuffix("no number; no word can be chosen"))
    // Its heads look at nothing, and are told so without a fault.
    let heads = try run(["heads", "--model", folder.path, "--texts", "20"])
    #expect(heads.ending == .exit(0) && heads.errorLines.count == 1)
  }

  /// A command line, and what its error must say.
  static let wrongLines: [(String, [String])] = [
    ("generate --temperature nan", ["--temperature nan", "0 to 1,000"]),
    ("generate --temperature=-1", ["--temperature -1", "0 to 1,000"]),
    ("generate --top-k=-1", ["--top-k -1", "0 to 4,194,304"]),
    ("generate --top-p 1.5", ["--top-p 1.5", "0 to 1"]),
    ("generate --max-tokens 0", ["--max-tokens 0", "1 to 1,000,000"]),
    ("generate --seed x", ["x", "--seed"]),
    ("generate --ablate 4.0", ["--ablate 4.0", "layers from 0 to 3", "heads from 0 to 7"]),
    ("generate --ablate 0.8", ["--ablate 0.8", "heads from 0 to 7"]),
    ("trace --output t --ablate 0.3,", ["--ablate", "layer.head", "0.3,2.1"]),
    ("trace --output t --ablate 0.3.1", ["0.3.1", "layer.head"]),
    ("trace --output t --ablate 99999999999999999999.0", ["99999999999999999999.0", "layer.head"]),
    ("trace --output t --ablate \u{1B}[31m", ["\\u{1B}[31m", "layer.head"]),
    ("heads --by luck", ["luck", "loss", "logit", "probability"]),
  ]

  @Test("what can't be done is told in one line", arguments: wrongLines)
  func wrong(line: String, parts: [String]) throws {
    try expect(line.split(separator: " ").map { String($0) }, says: parts)
  }

  @Test func `a prompt that is too long is told`() throws {
    let prompt = Array(repeating: "cat", count: 70).joined(separator: " ")
    try expect(["generate", prompt], says: ["71 tokens", "1 to 64"])
  }

  private func expect(_ arguments: [String], says parts: [String]) throws {
    let folder = try TemporaryFolder()
    let outcome = try program.run(
      arguments, environment: ["HEADSCOPE_SAMPLES": program.samples], in: folder.path)
    #expect(outcome.ending == .exit(2) && outcome.outputBytes.isEmpty)
    #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
    for part in parts { #expect(outcome.errors.contains(part), "\(part) is missing in: \(outcome.errors)") }
  }
}
