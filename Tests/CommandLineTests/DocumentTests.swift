import Files
import ProgramDriver
import Testing

/// The documents tell today's truth.
@Suite("Documents") struct DocumentTests {
  let program: BuiltProgram
  let root = parentFolder(of: parentFolder(of: parentFolder(of: #filePath)))

  init() throws { program = try BuiltProgram() }

  private func text(_ path: String) throws -> String {
    String(decoding: try readFile(at: root + "/" + path, limit: 1 << 20), as: UTF8.self)
  }

  @Test func `docs/keys.md is what the key table says`() throws {
    let outcome = try program.run(["keys", "--lang", "en"])
    #expect(outcome.output == (try text("docs/keys.md")), "make screenshots writes it again")
  }

  /// Words of a command line; the README quotes with double quotes alone.
  private func words(_ line: String) -> [String] {
    line.split(separator: "\"", omittingEmptySubsequences: false).enumerated().flatMap { index, part in
      index.isMultiple(of: 2) ? part.split(separator: " ").map(String.init) : [String(part)]
    }
  }

  @Test func `every command of the README runs`() throws {
    let folder = try TemporaryFolder()
    let commands = lines(of: try text("README.md")).filter { $0.hasPrefix("headscope") }
      .map { $0.split(separator: "#", maxSplits: 1)[0] }
    #expect(commands.count >= 10)
    for command in commands {
      var arguments = Array(words(String(command)).dropFirst())
      // Short runs of a small model; one that goes on has its sizes.
      // What only looks has no steps.
      let looks = arguments.contains("--watch") || arguments.dropFirst().first == "--compare"
      if arguments.first == "train", !looks, !arguments.contains("--resume") { arguments += ["--steps", "1"] }
      let hasSizes = ["--resume", "--from", "sentiment"].contains { arguments.contains($0) }
      if arguments.first == "train", !looks, !hasSizes {
        arguments +=
          ["--layers", "1", "--width", "16"] + (arguments.contains("--architecture") ? [] : ["--heads", "2"])
      }
      if arguments.first == "bench" { arguments += ["--seconds", "0.01"] }
      let fixture = root + "/Tests/Fixtures/tiny-gpt2"
      let stand = [
        "path/to/folder": program.samples + "/models/cat-decoder", "6000": "2", "embeddings,0,1,2": "embeddings,0",
        "FOLDER": fixture, "notes.txt": root + "/README.md", "ids.safetensors": fixture + "/token-run.safetensors",
        "runs/cat-2": "runs/cat", "gpt.csv": "runs/cat/log.jsonl",
      ]
      arguments = arguments.map { stand[$0] ?? $0 }
      let outcome = try program.run(
        arguments, environment: ["HEADSCOPE_SAMPLES": program.samples], in: folder.path)
      // A recording needs a terminal, which there is none of here.
      let isRecorded = arguments.contains("--record")
      if isRecorded { #expect(outcome.errors.contains("no screen to record"), "\(command): \(outcome.errors)") }
      #expect(outcome.ending == .exit(isRecorded ? 2 : 0), "\(command): \(outcome.errors)")
    }
    #expect(isFile(folder.path + "/picture.svg") && isFile(folder.path + "/trace.safetensors"))
  }
}
