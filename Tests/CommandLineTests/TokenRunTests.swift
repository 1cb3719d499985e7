import Checkpoints
import Files
import Models
import ProgramDriver
import Safetensors
import StrictJSON
import Tensors
import Testing

/// A run of PyTorch's, made again from the same weights and the same batches (Tools/reference/make_fixtures.py).
@Suite("Another framework's run")
struct TokenRunTests {
  let program: BuiltProgram
  private static let model =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/")
    + "/Fixtures/tiny-gpt2"
  private static let file = model + "/token-run.safetensors"
  private static let settings = [
    "--from", model, "--token-ids", file, "--optimizer", "adamw", "--beta2", "0.999", "--learning-rate", "0.001",
    "--schedule", "constant", "--weight-decay", "0.01", "--decay", "all", "--clip", "0",
  ]

  init() throws { program = try BuiltProgram() }

  @Test func `has the same loss at each of a hundred steps`() throws {
    let folder = try TemporaryFolder()
    let outcome = try program.run(["train", "--headless", "--out", "run"] + Self.settings, in: folder.path)
    #expect(outcome.ending == .exit(0) && outcome.errors.isEmpty, "\(outcome.errors)")
    let losses = try SafetensorsFile(path: Self.file).tensor(named: "losses").values
    let log = lines(
      of: String(decoding: try readFile(at: folder.path + "/run/log.jsonl", limit: 1 << 20), as: UTF8.self))
    #expect(losses.count == 100 && log.count == 100)
    for (line, loss) in zip(log, losses) {
      let ours = try #require(JSONObject(parsing: line)["loss"]).number(at: "loss")
      // Single precision differs from PyTorch's double by less than 1e-6; the log has six digits.
      #expect(abs(ours - Double(loss)) < 5e-6 * Double(loss), "\(line)")
    }
  }

  @Test func `has the same parameters after five steps, interrupted or not`() throws {
    let folder = try TemporaryFolder()
    let first = try program.run(
      ["train", "--headless", "--out", "run", "--steps", "3"] + Self.settings, in: folder.path)
    #expect(first.ending == .exit(0), "\(first.errors)")
    let second = try program.run(["train", "--headless", "--resume", "run", "--steps", "5"], in: folder.path)
    #expect(second.ending == .exit(0), "\(second.errors)")
    let model = try loadModel(folder: folder.path + "/run", tokenizer: .ignored).model
    let file = try SafetensorsFile(path: Self.file)
    for entry in model.parameters.layout.entries {
      let theirs = try file.tensor(named: "after/" + entry.name).values
      let skipped = entry.name.hasSuffix("c_attn.bias") ? theirs.count / 3..<2 * theirs.count / 3 : 0..<0
      // A key's bias shifts all scores of a row alike: its true gradient is 0, and Adam turns noise into full steps.
      let differences = zip(model.parameters[entry], theirs).enumerated().filter { !skipped.contains($0.offset) }
        .map { abs($0.element.0 - $0.element.1) }
      #expect(differences.max() ?? 0 <= 1e-5, "\(entry.name)")
    }
  }

  @Test(
    "asked for wrongly is one line",
    arguments: [
      (["--steps", "101"], "100 batches"), (["--batch", "3"], "--token-ids brings the batches"),
      (["--width", "8"], "brings its sizes"), (["--accumulate", "101"], "0 steps"),
      (["--decay", "none"], "decay"), (["--label-smoothing", "1"], "--label-smoothing"),
    ])
  func refused(arguments: [String], part: String) throws {
    let folder = try TemporaryFolder()
    let outcome = try program.run(
      ["train", "--headless", "--out", "run"] + Self.settings.filter { !arguments.contains($0) } + arguments,
      in: folder.path)
    #expect(outcome.ending == .exit(2))
    #expect(outcome.errorLines.count == 1 && outcome.errors.contains(part), "\(outcome.errors)")
    #expect(!isFolder(folder.path + "/run"))
  }

  @Test(
    "whose file is wrong is named with place, found and allowed",
    arguments: [
      ([2, 2, 4], [96, 97], "input_ids", "input_ids[0, 0, 1]"),
      ([2, 2, 4], [-1, 0], "input_ids", "input_ids[0, 0, 0]"),
      ([16], [1, 2], "input_ids", "[16]"), ([1, 1, 40], [1, 2], "input_ids", "at most the model's context of 19"),
      ([2, 2, 4], [1, 2], "ids", "no tensor"), ([4, 4, 1], [1, 2], "input_ids", "[4, 4, 1]"),
    ])
  func damaged(shape: [Int], start: [Int], name: String, part: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/ids.safetensors"
    let count = shape.reduce(1, *)
    var writer = try SafetensorsWriter(
      path: path, declaring: [TensorDeclaration(name: name, type: .int64, shape: shape)])
    try writer.append(integers: start + [Int](repeating: 5, count: count - start.count))
    try writer.finish()
    let outcome = try program.run(
      ["train", "--headless", "--out", "run", "--from", Self.model, "--token-ids", path], in: folder.path)
    #expect(outcome.ending == .exit(2))
    #expect(outcome.errorLines.count == 1 && outcome.errors.contains(part), "\(outcome.errors)")
  }
}
