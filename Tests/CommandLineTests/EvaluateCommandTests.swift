import Files
import Glibc
import ProgramDriver
import StrictJSON
import Testing

@Suite("Evaluating a model from the command line") struct EvaluateCommandTests {
  let program: BuiltProgram

  init() throws { program = try BuiltProgram() }

  private func output(_ arguments: [String]) throws -> String {
    let outcome = try program.run(
      ["evaluate"] + arguments, environment: ["HEADSCOPE_SAMPLES": program.samples])
    #expect(outcome.ending == .exit(0) && outcome.errors.isEmpty, "\(outcome.errors)")
    return outcome.output
  }

  private func figures(_ arguments: [String]) throws -> [String: Double] {
    let object = try JSONObject(parsing: output(arguments + ["--format", "json"]))
    return try Dictionary(
      uniqueKeysWithValues: object.members.map { ($0.name, try $0.value.number(at: $0.name)) })
  }

  @Test func `the sample's figures are possible and belong together`() throws {
    let figures = try figures([])
    let loss = try #require(figures["loss"])
    let perplexity = try #require(figures["perplexity"])
    // The loss is natural and a mean over tokens; figures have four digits.
    #expect(abs(log(perplexity) - loss) < 2e-3)
    #expect(try #require(figures["documents"]) > 100)
    for share in ["accuracy", "agreement"] { #expect(try (0.5...1).contains(#require(figures[share])), "\(share)") }
    // Nobody foresees a document better than the grammar that made it, but for chance.
    let ratio = try #require(figures["loss_per_document"]) / #require(figures["entropy_per_document"])
    #expect(ratio > 0.98)
    #expect(abs(ratio - (try #require(figures["entropy_ratio"]))) < 2e-3)
    #expect(figures.keys.filter { $0.hasPrefix("agreement_") }.count > 1)
  }

  @Test func `the test split is another one, and threads change nothing`() throws {
    let validation = try output(["--threads", "1"])
    #expect(try output(["--threads", "2"]) == validation)
    #expect(try output(["--test"]) != validation)
    #expect(validation.hasPrefix("documents") && lines(of: validation).allSatisfy { $0.contains("  ") })
  }

  @Test(
    "what can't be done is told in one line",
    arguments: [
      ("evaluate --threads 0", ["--threads 0", "1 to 1,024"]),
      ("evaluate --format csv", ["csv", "table", "json"]),
      ("evaluate --model nothing-of-that-name", ["nothing-of-that-name"]),
      ("evaluate --corpus x", ["x: no such file"]),
      ("evaluate --corpus x --model cat-encoder", ["an encoder"]), ("evaluate --corpus x --test", ["--test"]),
    ])
  func wrong(line: String, parts: [String]) throws {
    try expect(line.split(separator: " ").map(String.init), says: parts)
  }

  @Test func `a model that doesn't know the grammar's words is told`() throws {
    let folder = try TemporaryFolder()
    let sample = program.samples + "/models/cat-decoder/"
    for name in names(inFolder: sample) {
      var bytes = try readFile(at: sample + name, limit: 1 << 26)
      if name == "tokenizer.json" {
        bytes = Array(String(decoding: bytes, as: UTF8.self).replacing("\"cat\"", with: "\"katze\"").utf8)
      }
      try writeFileAtomically(bytes, to: folder.path + "/" + name)
    }
    try expect(["evaluate", "--model", folder.path], says: ["tokenizer lacks 1 word", "\"cat\"", "--corpus"])
  }

  private func expect(_ arguments: [String], says parts: [String]) throws {
    let outcome = try program.run(arguments, environment: ["HEADSCOPE_SAMPLES": program.samples])
    #expect(outcome.ending == .exit(2) && outcome.outputBytes.isEmpty)
    #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
    for part in parts { #expect(outcome.errors.contains(part), "\(part) is missing in: \(outcome.errors)") }
  }
}
