import Files
import Glibc
import ProgramDriver
import StrictJSON
import Testing

@Suite("Training without a screen") struct TrainCommandTests {
  let program: BuiltProgram
  private static let sizes = ["--layers", "1", "--width", "16", "--heads", "2", "--batch", "2", "--context", "16"]

  init() throws { program = try BuiltProgram() }

  @Test func `numbers that are not finite end it with code 3, one line and the model of before`() throws {
    let folder = try TemporaryFolder()
    let outcome = try program.run(
      ["train", "--headless", "--steps", "1000", "--out", "run", "--optimizer", "sgd", "--learning-rate", "1000"]
        + ["--clip", "0", "--schedule", "constant"] + Self.sizes, in: folder.path)
    #expect(outcome.ending == .exit(3), "\(outcome.errors)")
    let errors = lines(of: outcome.errors)
    #expect(errors.count == 1 && errors[0].contains("is not a finite number") && errors[0].contains("--learning-rate"))
    #expect(isFile(folder.path + "/run/model.safetensors"))
    let log = lines(
      of: String(decoding: try readFile(at: folder.path + "/run/log.jsonl", limit: 1 << 20), as: UTF8.self))
    let skipped = try log.map { try JSONObject(parsing: $0) }.filter { $0["skipped"] != nil }
    #expect(skipped.count >= 5)
    let opened = try program.run(["render", "train", "--run", "run"], in: folder.path)
    #expect(opened.ending == .exit(0), "\(opened.errors)")
  }

  @Test func `weights that are no numbers end it with code 3 and one line; checkpoints and the log stay`() throws {
    let folder = try TemporaryFolder()
    let first = ["train", "--headless", "--steps", "3", "--out", "first"] + Self.sizes
    #expect(try program.run(first, in: folder.path).ending == .exit(0))
    let path = folder.path + "/first/model.safetensors"
    let bytes = try readFile(at: path, limit: 1 << 28)
    // The last number of the last tensor, not a number in single precision.
    try writeFileAtomically(bytes.dropLast(4) + [0, 0, 0xC0, 0x7F], to: path)
    let outcome = try program.run(
      ["train", "--headless", "--from", "first", "--steps", "100", "--batch", "2", "--out", "run"], in: folder.path)
    #expect(outcome.ending == .exit(3) && outcome.output.isEmpty, "\(outcome.errors)")
    let ends = outcome.errorLines.filter { $0.contains("step 1: weights are infinite or not a number") }
    #expect(ends.count == 1 && ends[0] == outcome.errorLines.last && ends[0].contains("--learning-rate"))
    let left = names(inFolder: folder.path + "/run")
    #expect(left.contains("log.jsonl") && left.contains("checkpoint-0.safetensors"))
    #expect(!left.contains("model.safetensors") && !left.contains("checkpoint-1.safetensors"))
  }

  @Test func `a run's curve is CSV: a row for each step, validations beside them`() throws {
    let folder = try TemporaryFolder()
    let trained = try program.run(
      ["train", "--headless", "--steps", "6", "--validate-every", "3", "--out", "run"] + Self.sizes, in: folder.path)
    #expect(trained.ending == .exit(0), "\(trained.errors)")
    let outcome = try program.run(["render", "train", "--run", "run", "--format", "csv"], in: folder.path)
    #expect(outcome.ending == .exit(0) && outcome.errors.isEmpty)
    let rows = outcome.output.split(separator: "\r\n", omittingEmptySubsequences: false)
      .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(rows.count == 8 && rows.last == [""])
    #expect(
      rows[0] == [
        "step", "seconds", "loss", "smoothed_loss", "validation_loss", "learning_rate", "gradient_norm",
        "tokens_per_second", "steps",
      ])
    #expect(rows[1...6].map(\.first) == ["1", "2", "3", "4", "5", "6"])
    #expect(rows[1...6].map { $0[4].isEmpty } == [true, true, false, true, true, false])
    #expect(rows[1...6].allSatisfy { row in row.count == 9 && row[8] == "1" && Double(row[2]) != nil })
    let written = try program.run(
      ["render", "train", "--run", "run", "--format", "csv", "--output", "curve.csv"], in: folder.path)
    #expect(written.ending == .exit(0))
    #expect(try readFile(at: folder.path + "/curve.csv", limit: 1 << 20) == outcome.outputBytes)
    let missing = try program.run(["render", "train", "--run", "none", "--format", "csv"], in: folder.path)
    #expect(missing.ending == .exit(2) && missing.errorLines.count == 1 && missing.errors.contains("none"))
  }

  @Test func `leaves a folder that can be opened, and a log whose every line is an object`() throws {
    let folder = try TemporaryFolder()
    let outcome = try program.run(
      ["train", "--headless", "--steps", "3", "--out", "run"] + Self.sizes, in: folder.path)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(outcome.errors.isEmpty)
    #expect(outcome.outputLines.count == 1 && outcome.output.contains("step 3"))
    let run = folder.path + "/run"
    #expect(
      names(inFolder: run) == [
        ".lock", "README.md", "checkpoint-3.safetensors", "config.json", "log.jsonl", "model.safetensors", "past",
        "settings.json",
        "tokenizer.json", "tokenizer_config.json",
      ])
    let log = lines(of: String(decoding: try readFile(at: run + "/log.jsonl", limit: 1 << 20), as: UTF8.self))
    let objects = try log.map { try JSONObject(parsing: $0) }
    let steps = objects.filter { $0["loss"] != nil }
    #expect(steps.compactMap { $0["step"] } == [1, 2, 3])
    for name in ["loss", "learning_rate", "gradient_norm", "tokens_per_second", "seconds"] {
      #expect(steps.allSatisfy { $0[name] != nil }, "\(name) is missing")
    }
    let validation = objects.filter { $0["validation_loss"] != nil }
    #expect(validation.compactMap { $0["step"] } == [3])
    #expect(try program.run(["render", "explore", "--model", "run"], in: folder.path).ending == .exit(0))
    // A run isn't overwritten.
    let again = try program.run(["train", "--headless", "--steps", "3", "--out", "run"], in: folder.path)
    #expect(again.ending == .exit(2))
    #expect(again.errorLines.count == 1 && again.errors.contains("run already"))
  }

  @Test func `what a killed run left half written is swept away; files of other makers stay`() throws {
    let folder = try TemporaryFolder()
    let run = folder.path + "/run"
    try makeFolder(at: run)
    // No process has the highest number that fits.
    let stale = ".model.safetensors.\(Int32.max)-abc.partial"
    for name in [stale, "notes.txt"] { try writeFileAtomically([1, 2, 3], to: run + "/" + name) }
    let outcome = try program.run(
      ["train", "--headless", "--steps", "1", "--out", "run"] + Self.sizes, in: folder.path)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(names(inFolder: run).contains("notes.txt") && !names(inFolder: run).contains(stale))
  }

  @Test func `the same seed gives the same bytes with one thread and with two`() throws {
    let folder = try TemporaryFolder()
    func weights(_ name: String, _ arguments: [String]) throws -> [UInt8] {
      let outcome = try program.run(
        ["train", "--headless", "--steps", "3", "--dropout", "0.1", "--out", name] + arguments + Self.sizes,
        in: folder.path)
      #expect(outcome.ending == .exit(0), "\(outcome.errors)")
      return try readFile(at: folder.path + "/\(name)/model.safetensors", limit: 1 << 24)
    }
    let one = try weights("one", ["--seed", "7", "--threads", "1"])
    #expect(try weights("two", ["--seed", "7", "--threads", "2"]) == one)
    #expect(try weights("other", ["--seed", "8", "--threads", "1"]) != one)
  }

  @Test func `optimiser, accumulation, frozen blocks and validations are as asked for, and the card says so`() throws {
    let folder = try TemporaryFolder()
    let asked = [
      "--accumulate", "3", "--optimizer", "sgd", "--momentum", "0.5", "--freeze", "0", "--validate-every", "2",
    ]
    let outcome = try program.run(
      ["train", "--headless", "--steps", "5", "--out", "run"] + Self.sizes + asked, in: folder.path)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    let log = try log(folder.path + "/run")
    #expect(log.filter { $0["validation_loss"] != nil }.compactMap { $0["step"] } == [2, 4, 5])
    let card = String(decoding: try readFile(at: folder.path + "/run/README.md", limit: 1 << 20), as: UTF8.self)
    for part in [
      "3 × 2 × 16 tokens", "gradient descent (momentum 0.5", "Frozen: block 0", "--accumulate 3",
      "--freeze 0 --validate-every 2",
    ] { #expect(card.contains(part), "\(part)") }
  }

  @Test func `two batches of one sequence begin as one batch of two`() throws {
    let folder = try TemporaryFolder()
    func firstLoss(_ name: String, _ arguments: [String]) throws -> Double {
      let outcome = try program.run(
        ["train", "--headless", "--steps", "1", "--out", name] + Self.sizes + arguments, in: folder.path)
      #expect(outcome.ending == .exit(0), "\(outcome.errors)")
      let loss = try log(folder.path + "/" + name).first?["loss"]
      return try #require(loss).number(at: "loss")
    }
    // The log has six digits.
    #expect(
      abs(try firstLoss("whole", ["--batch", "2"]) - firstLoss("parts", ["--batch", "1", "--accumulate", "2"])) < 2e-5)
  }

  private func log(_ run: String) throws -> [JSONObject] {
    try lines(of: String(decoding: try readFile(at: run + "/log.jsonl", limit: 1 << 20), as: UTF8.self))
      .map { try JSONObject(parsing: $0) }
  }

  @Test("an interrupt saves what there is", arguments: [SIGINT, SIGTERM])
  func interrupt(signal: Int32) throws {
    let folder = try TemporaryFolder()
    let log = folder.path + "/run/log.jsonl"
    let outcome = try program.run(
      ["train", "--headless", "--steps", "100000000", "--out", "run"] + Self.sizes, in: folder.path
    ) { process in
      // A first step is in the log: now the run is under way.
      let begun = awaited { (try? readFile(at: log, limit: 1 << 28))?.isEmpty == false ? true : nil }
      #expect(begun == true)
      kill(process, signal)
    }
    #expect(outcome.ending == .exit(128 + signal))
    #expect(names(inFolder: folder.path + "/run").contains("model.safetensors"))
    #expect(try program.run(["models"], in: folder.path).ending == .exit(0))
    let opened = try program.run(["render", "explore", "--model", "run"], in: folder.path)
    #expect(opened.ending == .exit(0), "\(opened.errors)")
  }
}
