import Files
import ProgramDriver
import StrictJSON
import Testing

@Suite("Recurrent networks on the command line") struct RecurrentCommandTests {
  let program: BuiltProgram

  init() throws { program = try BuiltProgram() }

  private func run(_ arguments: [String], in folder: borrowing TemporaryFolder) throws -> BuiltProgram.Outcome {
    try program.run(arguments, environment: ["HEADSCOPE_SAMPLES": program.samples], in: folder.path)
  }

  @Test(
    "a network is trained, goes on to the same bits, is evaluated and looked at", arguments: ["elman", "gru", "lstm"])
  func wholeWay(architecture: String) throws {
    let folder = try TemporaryFolder()
    let train = [
      "train", "--headless", "--preset", "memory", "--architecture", architecture, "--width", "24", "--schedule",
      "constant",
    ]
    #expect(try run(train + ["--steps", "6", "--out", "whole"], in: folder).ending == .exit(0))
    #expect(try run(train + ["--steps", "4", "--out", "split"], in: folder).ending == .exit(0))
    #expect(try run(["train", "--headless", "--resume", "split", "--steps", "6"], in: folder).ending == .exit(0))
    func bytes(_ name: String) throws -> [UInt8] { try readFile(at: folder.path + "/" + name, limit: 1 << 28) }
    #expect(try bytes("split/model.safetensors") == bytes("whole/model.safetensors"))
    let configuration = try JSONObject(parsing: String(decoding: bytes("whole/config.json"), as: UTF8.self))
    #expect(try configuration.required("model_type").string(at: "model_type") == architecture)
    #expect(try configuration.required("hidden_size").integer(at: "hidden_size") == 24)
    let card = String(decoding: try bytes("whole/README.md"), as: UTF8.self)
    #expect(card.contains("library_name: pytorch") && card.contains("batch_first=True") && !card.contains(" heads"))
    #expect(card.contains("the same after 64 words"))

    let figures = try JSONObject(parsing: run(["evaluate", "--model", "whole", "--format", "json"], in: folder).output)
    #expect(try figures.required("documents").integer(at: "documents") == 700)
    #expect(try (0...1).contains(figures.required("accuracy_at_64").number(at: "accuracy_at_64")))
    let trace = ["trace", "Tom has the ball", "--model", "whole", "--output", "trace.safetensors"]
    #expect(try run(trace, in: folder).ending == .exit(0) && isFile(folder.path + "/trace.safetensors"))
    #expect(try run(["generate", "Tom has", "--model", "whole", "--max-tokens", "4"], in: folder).ending == .exit(0))
    let screen = try run(
      ["render", "explore", "--model", "whole", "--size", "120x40", "--text", "Tom has"], in: folder)
    #expect(screen.ending == .exit(0) && screen.output.contains("hidden state h"))
    let own = try run(["render", "train", "--run", "whole", "--size", "120x40"], in: folder)
    #expect(own.ending == .exit(0) && own.output.contains("Hidden states") && own.output.contains("Tom has the"))
  }

  @Test func `a run whose settings name another cell than its checkpoint's doesn't go on, and is not shown`() throws {
    let folder = try TemporaryFolder()
    let train = ["train", "--headless", "--preset", "memory", "--width", "24", "--steps", "2", "--out", "run"]
    #expect(try run(train, in: folder).ending == .exit(0))
    let path = folder.path + "/run/settings.json"
    let text = String(decoding: try readFile(at: path, limit: 10_000), as: UTF8.self)
    let (old, new) = ("\"cell\": \"lstm\"", "\"cell\": \"gru\"")
    #expect(text.contains(old))
    try writeFileAtomically(Array(text.replacing(old, with: new).utf8), to: path)
    let line =
      "headscope: run/settings.json: model.cell: found \"gru\", but the run's checkpoint of step 2 was made with "
      + "\"lstm\"; put that back, or take the checkpoints away to begin anew"
    for arguments in [
      ["train", "--headless", "--resume", "run", "--steps", "4"], ["render", "train", "--run", "run"],
    ] {
      let outcome = try run(arguments, in: folder)
      #expect(outcome.ending == .exit(2) && outcome.errorLines == [line], "\(outcome.errors)")
    }
  }

  @Test(
    "what makes no sense is one line",
    arguments: [
      (["train", "--headless", "--preset", "memory", "--heads", "2"], "an LSTM has none"),
      (["train", "--headless", "--preset", "memory", "--architecture", "encoder"], "masked"),
      (["train", "--headless", "--preset", "masked", "--architecture", "gru"], "trains an encoder"),
      (["train", "--headless", "--preset", "induction", "--architecture", "gru"], "trains a decoder"),
      (["train", "--headless", "--from", "cat-decoder", "--architecture", "gru"], "brings its sizes"),
    ])
  func refused(arguments: [String], part: String) throws {
    let folder = try TemporaryFolder()
    let outcome = try run(arguments, in: folder)
    #expect(outcome.ending == .exit(2) && outcome.errorLines.count == 1, "\(outcome.errors)")
    #expect(outcome.errors.contains(part), "\(outcome.errors)")
  }

  @Test func `heads are for models that have some`() throws {
    let folder = try TemporaryFolder()
    let train = ["train", "--headless", "--preset", "memory", "--width", "16", "--steps", "1", "--out", "run"]
    #expect(try run(train, in: folder).ending == .exit(0))
    for command in [["heads"], ["heads", "Tom has the ball"], ["generate", "Tom", "--ablate", "0.1"]] {
      let outcome = try run(command + ["--model", "run"], in: folder)
      #expect(
        outcome.ending == .exit(2) && outcome.errorLines.count == 1 && outcome.errors.contains("no heads"),
        "\(outcome.errors)")
    }
  }
}
