import Files
import ProgramDriver
import Testing

@Suite("Runs and logs that are looked at") struct WatchCommandTests {
  let program: BuiltProgram
  private static let sizes = ["--layers", "1", "--width", "16", "--batch", "2", "--context", "16"]

  init() throws { program = try BuiltProgram() }

  private func write(_ text: String, to name: String, in folder: borrowing TemporaryFolder) throws {
    try writeFileAtomically(Array(text.utf8), to: folder.path + "/" + name)
  }

  @Test func `a run is drawn beside another, with what they differ in; both folders stay as they are`() throws {
    let folder = try TemporaryFolder()
    for (name, heads) in [("one", "2"), ("two", "4")] {
      let trained = try program.run(
        ["train", "--headless", "--steps", "3", "--heads", heads, "--out", name] + Self.sizes, in: folder.path)
      #expect(trained.ending == .exit(0), "\(trained.errors)")
    }
    let before = ["one", "two"].map { names(inFolder: folder.path + "/" + $0) }
    let drawn = try program.run(
      ["render", "train", "--watch", "one", "--compare", "two", "--keys", "d"], in: folder.path)
    #expect(drawn.ending == .exit(0), "\(drawn.errors)")
    #expect(drawn.output.contains("watching, read-only") && drawn.output.contains("A two"))
    #expect(drawn.output.contains("model.heads") && !drawn.output.contains("training.batch"))
    // Without a terminal the screen is printed, which is said.
    let printed = try program.run(["train", "--compare", "one", "two/"], in: folder.path)
    #expect(printed.ending == .exit(0) && printed.errorLines.count == 1, "\(printed.errors)")
    #expect(printed.output.contains("A ━ two") && printed.output.contains("Heads side by side"))
    #expect(["one", "two"].map { names(inFolder: folder.path + "/" + $0) } == before)
  }

  @Test func `logs of other tools are drawn, also from standard input`() throws {
    let folder = try TemporaryFolder()
    let table =
      "epoch,loss,val_loss\n" + (0..<30).map { "\($0),\(3 - Double($0) / 20),\(3 - Double($0) / 30)\n" }.joined()
    try write(table, to: "keras.txt", in: folder)
    try write(
      #"{"log_history":[{"step":10,"loss":2.5},{"step":20,"loss":2},{"step":20,"eval_loss":2.1}]}"#, to: "state",
      in: folder)
    let drawn = try program.run(["render", "train", "--watch", "keras.txt", "--compare", "state"], in: folder.path)
    #expect(drawn.ending == .exit(0), "\(drawn.errors)")
    #expect(drawn.output.contains("keras.txt") && drawn.output.contains("A ━ state · 2."))
    let piped = try program.run(
      ["train", "--watch", "-"], in: folder.path, input: "noise\n{\"step\":1,\"loss\":2}\n{\"step\":2,\"loss\":NaN}\n")
    #expect(piped.ending == .exit(0), "\(piped.errors)")
    #expect(piped.output.contains("stdin") && piped.output.contains("1 line skipped"))
  }

  @Test func `a hundred thousand steps take bounded room`() throws {
    let folder = try TemporaryFolder()
    let text = (1...100_000).map { "{\"step\":\($0),\"loss\":\(1 + 1 / Double($0))}\n" }.joined()
    try write(text, to: "long", in: folder)
    let drawn = try program.run(["render", "train", "--watch", "long"], in: folder.path)
    #expect(drawn.ending == .exit(0) && drawn.output.contains("step 100,000"), "\(drawn.errors)")
  }

  @Test(arguments: ["1e19", "1e39", "1e300", "1e308", "-1e300"])
  func `a log may hold any number`(number: String) throws {
    let folder = try TemporaryFolder()
    let names = ["seconds", "learning_rate", "gradient_norm", "tokens_per_second", "validation_loss"]
    let text = names.map { "{\"step\":1,\"loss\":2,\"\($0)\":\(number)}\n" }.joined()
    try write(text + "{\"step\":3,\"loss\":\(number)}\n", to: "log", in: folder)
    let drawn = try program.run(["render", "train", "--watch", "log"], in: folder.path)
    #expect(drawn.ending == .exit(0), "\(drawn.errors)")
    #expect(!drawn.output.contains("inf") && !drawn.output.contains("nan"))
  }

  @Test func `several runs are compared as train compares them`() throws {
    let folder = try TemporaryFolder()
    for name in ["one", "two"] {
      try write("{\"step\":1,\"loss\":2}\n{\"step\":2,\"loss\":1}\n", to: name, in: folder)
    }
    let trained = try program.run(["train", "--compare", "one", "two"], in: folder.path)
    let drawn = try program.run(["render", "train", "--compare", "one", "two"], in: folder.path)
    #expect(drawn.ending == .exit(0) && drawn.output.contains("A ━ two"), "\(drawn.errors)")
    // All but the figures of the process itself.
    #expect(drawn.outputLines.prefix(12) == trained.outputLines.prefix(12))
  }

  @Test(
    "what can't be used is said in one line with exit code 2",
    arguments: [
      ("--watch none", "none: no such file"), ("--watch empty/", "empty: there is no run in this folder"),
      ("--watch noise", "noise: no training log: line 1: found \"PK\\u{1}\\u{1B}[2J\"; JSON Lines"),
      ("--watch config", "config: no training log: no line has a loss; there is model_type"),
      ("--compare none", "none: no such file"), ("--watch log --compare noise", "noise: no training log"),
      ("--watch log --steps 5", "--watch only looks"), ("--watch log --out x", "--out"),
      ("--compare log --headless", "--headless has none"), ("--watch -", "stdin: no training log: it is empty"),
      ("--watch endless", "endless: no training log: line 1: more than 65,536 bytes"),
    ])
  func refused(arguments: String, part: String) throws {
    let folder = try TemporaryFolder()
    try makeFolder(at: folder.path + "/empty")
    try write("PK\u{1}\u{1B}[2J\n", to: "noise", in: folder)
    try write(String(repeating: "x", count: 9_000_000), to: "endless", in: folder)
    try write("{\"model_type\":\"gpt2\"}\n", to: "config", in: folder)
    try write("{\"step\":1,\"loss\":2}\n", to: "log", in: folder)
    let outcome = try program.run(["train"] + arguments.split(separator: " ").map(String.init), in: folder.path)
    #expect(outcome.ending == .exit(2))
    #expect(outcome.errorLines.count == 1 && outcome.errors.contains(part), "\(outcome.errors)")
    #expect(outcome.outputBytes.isEmpty)
  }
}
