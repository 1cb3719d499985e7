import Files
import Glibc
import ProgramDriver
import Testing

/// What a person can get wrong: one line on stderr that says so and what to do, exit code 2, nothing on stdout.
@Suite("A wrong invocation") struct WrongInvocationTests {
  let program: BuiltProgram

  init() throws { program = try BuiltProgram() }

  /// Checks a run that must fail as such runs do, and returns its line.
  @discardableResult
  private func line(
    _ arguments: [String], environment: [String: String] = [:], in folder: String? = nil, says parts: [String]
  ) throws -> String {
    let outcome = try program.run(arguments, environment: environment, in: folder)
    #expect(outcome.ending == .exit(2))
    #expect(outcome.outputBytes.isEmpty)
    #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
    #expect(outcome.errors.hasPrefix("headscope: "))
    for part in parts { #expect(outcome.errors.contains(part), "\(part) is missing in: \(outcome.errors)") }
    return outcome.errors
  }

  @Test(
    "options",
    arguments: [
      ("--nope", ["--nope", "--help"]),
      ("explore --nope", ["--nope", "--help"]),
      ("explore --model", ["--model", "--help"]),
      ("explore --lang fr", ["fr", "--lang", "en", "zh"]),
      ("keys --theme midnight", ["--theme", "--help"]),
      ("keys --ascii", ["--ascii", "--help"]),
      ("explore --theme nope", ["nope", "--theme", "midnight"]),
      ("render nope", ["nope", "explore"]),
      ("render", ["screen"]),
      ("render explore --size 5", ["5", "--size", "120x40"]),
      ("render explore --size 120x", ["120x", "--size", "120x40"]),
      ("render explore --size 0x40", ["0x40", "1,000"]),
      ("render explore --size 99999x99999", ["99999x99999", "1,000"]),
      ("render explore --size -3x4", ["--size"]),
      ("render explore --format gif", ["gif", "text", "ansi", "svg", "csv"]),
      ("render train --format csv", ["--format csv", "step"]),
      ("render explore --keys nosuchkey", ["nosuchkey", "enter", "ctrl-"]),
      ("tokenize one two", ["two"]),
      ("tokenize --format xml", ["xml", "table", "json"]),
      ("trace", ["--output"]),
      ("render train --pair x", ["--pair", "explore"]),
      ("trace --output /tmp/x --ids 1,2 --pair x", ["--ids and --pair"]),
      ("trace words --output /tmp/x --ids 1,2", ["--ids and a sentence"]),
      ("trace --output no/such/x", ["--output", "no folder", "no/such"]),
      ("generate --temperature -1", ["--temperature", "--option=-1"]),
      ("trace --output /tmp/x --ids 1,2 --token-type-ids 0", ["1 segment", "2 tokens"]),
      ("trace --output /tmp/x --ids 1,2 --token-type-ids 0,1", ["segment 1", "no segments"]),
      (
        "trace --output /tmp/x --ids 1,2 --token-type-ids 0,x --model cat-encoder",
        ["--token-type-ids", "whole number"]
      ),
      ("trace --output /tmp/x --ids 1,2 --token-type-ids 0,2 --model cat-encoder", ["segment 2", "0 to 1"]),
      ("bench matmul --shape 1x2", ["1x2", "256x256x256"]),
      ("bench matmul --threads 0", ["--threads 0", "1,024"]),
      ("bench matmul --seconds 0", ["--seconds 0"]),
      ("bench forward --tokens 0", ["--tokens 0"]),
      ("bench forward --width 10 --heads 3", ["--width 10", "--heads 3"]),
      ("bench forward --layers many", ["many", "--layers"]),
      ("bench matmul --shape 65536x65536x65536", ["65536x65536x65536", "51.5 GB", "smaller"]),
      ("bench matmul --shape 0x1x1", ["--shape", "65,536"]),
      ("bench matmul --shape 65537x1x1", ["--shape", "65,536"]),
      ("bench matmul --shape 9223372036854775807x9223372036854775807x2", ["--shape", "65,536"]),
      ("bench forward --tokens 9223372036854775807", ["--tokens", "65,536"]),
      ("bench forward --tokens 65536 --layers 1024 --heads 1024 --width 65536 --vocab 4194304", ["needs", "--width"]),
      ("bench forward --tokens 60000 --layers 64 --heads 64", ["needs", "--tokens"]),
      ("bench train --layers 1024 --heads 1024 --width 65536 --batch 65536 --context 65536", ["needs", "--batch"]),
      ("bench train --layers 1024 --width 65536", ["needs", "--width"]),
      ("bench train --batch 65537", ["--batch 65537", "65,536"]),
      ("bench analysis --tokens 65", ["--tokens 65", "64"]),
      ("models one", ["one"]),
    ])
  func options(line: String, parts: [String]) throws {
    try self.line(
      line.split(separator: " ").map(String.init), environment: ["HEADSCOPE_SAMPLES": program.samples], says: parts)
  }

  @Test(
    "training options",
    arguments: [
      ("--preset nope", ["--preset", "nope", "cat", "tiny", "overfit"]),
      ("--accumulate 0", ["--accumulate 0", "65,536"]),
      ("--optimizer lion", ["lion", "sgd", "adam", "adamw"]),
      ("--momentum 1", ["--momentum 1", "0.999"]),
      ("--freeze 4", ["--freeze", "4", "0 to 3"]),
      ("--freeze 0,,1", ["--freeze", "0,,1", "0 to 3"]),
      ("--freeze all", ["--freeze", "all", "0 to 3"]),
      ("--validate-every 0", ["--validate-every 0"]),
      ("--width 100 --heads 7", ["--width 100", "--heads 7"]),
      ("--width 0", ["--width 0", "65,536"]),
      ("--layers 5000", ["--layers 5", "1,024"]),
      ("--steps 0", ["--steps 0"]),
      ("--steps 1e3", ["1e3", "--steps"]),
      ("--batch 99999999999999999999", ["--batch"]),
      ("--learning-rate nan", ["--learning-rate nan"]),
      ("--learning-rate fast", ["fast", "--learning-rate"]),
      ("--schedule square", ["square", "constant", "linear", "cosine"]),
      ("--dropout 1", ["--dropout 1", "0.99"]),
      ("--threads 0", ["--threads 0", "1,024"]),
      ("--seed -1", ["--seed"]),
      ("--precision int8", ["int8", "float32", "float16"]),
      ("--batch 65536 --context 65536", ["training needs", "--batch"]),
      ("--layers 1024 --heads 1024 --width 65536 --mlp 1048576 --batch 65536 --context 65536", ["training needs"]),
    ])
  func trainingOptions(line: String, parts: [String]) throws {
    let folder = try TemporaryFolder()
    let arguments = line.split(separator: " ").map(String.init)
    try self.line(["train", "--headless", "--out", "run"] + arguments, in: folder.path, says: parts)
    #expect(names(inFolder: folder.path).isEmpty)
  }

  @Test(
    "token ids",
    arguments: [
      ("1,99999", ["99999", "from 0 to"]), ("1,x", ["x", "1,2,3"]), ("", ["1,2,3"]), ("1,,2", ["1,2,3"]),
      ("99999999999999999999", ["99999999999999999999", "1,2,3"]),
      (Array(repeating: "1", count: 100).joined(separator: ","), ["100 tokens", "64"]),
    ])
  func ids(ids: String, parts: [String]) throws {
    let folder = try TemporaryFolder()
    try line(
      ["trace", "--ids", ids, "--output", folder.path + "/t.safetensors"],
      environment: ["HEADSCOPE_SAMPLES": program.samples], says: parts)
    #expect(names(inFolder: folder.path).isEmpty)
  }

  @Test(
    "models",
    arguments: [
      ("no-such-model", ["no-such-model", "searched", "samples/models", "hf download no-such-model"]),
      ("cat-decodr", ["did you mean \"cat-decoder\""]),
      ("empty", ["config.json", "no such file"]),
      ("cut", ["model.safetensors", "truncated"]),
      ("doubled", ["tokenizer.json", "\"cat\"", "\"the\""]),
      ("wordless", ["tokenizer.json"]),
    ])
  func models(name: String, parts: [String]) throws {
    let broken = try BrokenModels(from: program.samples)
    for command in [["explore"], ["render", "explore"]] {
      try line(
        command + ["--model", name], environment: ["HEADSCOPE_SAMPLES": program.samples], in: broken.folder, says: parts
      )
    }
  }

  @Test(
    "tokenizers",
    arguments: [
      ("no-such-model", ["no-such-model", "searched"]), ("empty", ["tokenizer.json", "no such file"]),
      ("doubled", ["tokenizer.json", "\"cat\"", "\"the\""]), ("wordless", ["tokenizer.json"]),
    ])
  func tokenizers(name: String, parts: [String]) throws {
    let broken = try BrokenModels(from: program.samples)
    try line(
      ["tokenize", "--model", name], environment: ["HEADSCOPE_SAMPLES": program.samples], in: broken.folder, says: parts
    )
  }

  @Test(
    "files that can't be written",
    arguments: [
      (["trace", "--output", "none/t.safetensors"], ["none/t.safetensors"]),
      (["trace", "--output", "folder"], ["folder", "is a folder"]),
      (["render", "explore", "--output", "folder"], ["folder", "is a folder"]),
      (["train", "--headless", "--steps", "1", "--out", "file/deep"], ["file"]),
      (["train", "--headless", "--steps", "1", "--out", "used"], ["used", "run already", "--out"]),
      (["train", "--headless", "--steps", "1", "--out", "file"], ["file"]),
    ])
  func unwritable(arguments: [String], parts: [String]) throws {
    let folder = try TemporaryFolder()
    for name in ["folder", "used"] { try makeFolder(at: folder.path + "/" + name) }
    for name in ["used/config.json", "file"] { try writeFileAtomically([0x7B, 0x7D], to: folder.path + "/" + name) }
    try line(arguments, environment: ["HEADSCOPE_SAMPLES": program.samples], in: folder.path, says: parts)
    #expect(names(inFolder: folder.path) == ["file", "folder", "used"])
    #expect(names(inFolder: folder.path + "/used") == ["config.json"])
  }

  @Test func `kernels that don't exist`() throws {
    try line(
      ["explore"], environment: ["HEADSCOPE_SAMPLES": program.samples, "HEADSCOPE_KERNELS": "nope"],
      says: ["HEADSCOPE_KERNELS", "nope", "avx2"])
  }

  @Test func `no samples anywhere`() throws {
    let folder = try TemporaryFolder()
    // A copy stands alone, so that no samples lie above it.
    let copy = try program.copied(to: folder.path + "/headscope")
    let outcome = try copy.run(["explore"], in: "/")
    #expect(outcome.ending == .exit(2))
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("cat-decoder"))
  }

  @Test(
    "hostile bytes come out visible, never as they are",
    arguments: [
      ["explore", "--model", "a\u{1B}[31mb\u{7}\u{9B}c\u{202E}d"],
      ["--\u{1B}]0;title\u{7}"],
      ["render", "\u{1B}[2Jexplore"],
      ["render", "explore", "--keys", "\u{1B}[2J"],
      ["trace", "--output", "/nonexistent/\u{1B}[31m\n.safetensors"],
      ["trace", "--ids", "1,\u{1B}c,2", "--output", "x"],
      ["train", "--preset", "\u{1B}[31m\r\n"],
      ["explore", "--theme", "x\ny"],
    ])
  func hostile(arguments: [String]) throws {
    let text = try line(arguments, environment: ["HEADSCOPE_SAMPLES": program.samples], says: [])
    let controls = text.unicodeScalars.dropLast().filter {
      $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) || $0 == "\u{202E}"
    }
    #expect(controls.isEmpty)
    // A message is made visible once: what stands for a control isn't itself escaped.
    #expect(!text.contains("\\u{5C}") && !text.contains("\\u{22}"))
  }

  @Test func `a full disk is told`() throws {
    let outcome = try program.run(
      ["render", "explore"], environment: ["HEADSCOPE_SAMPLES": program.samples], output: "/dev/full")
    #expect(outcome.ending == .exit(2))
    #expect(outcome.errorLines == ["headscope: stdout: writing failed: No space left on device"])
  }

  @Test(
    "what can't be recorded into",
    arguments: [
      ("taken", ["--record", "taken", "already"]), ("folder", ["--record", "folder", "is a folder"]),
      ("link", ["--record", "already"]), ("/dev/null", ["--record", "already"]),
      ("missing/film", ["--record", "no folder", "missing"]), ("", ["--record", "name a file"]),
      ("film", ["--record", "no screen", "not a terminal"]),
    ])
  func recordings(path: String, parts: [String]) throws {
    let folder = try TemporaryFolder()
    try writeFileAtomically(Array("mine".utf8), to: folder.path + "/taken")
    try makeFolder(at: folder.path + "/folder")
    symlink("nowhere", folder.path + "/link")
    let environment = ["HEADSCOPE_SAMPLES": program.samples]
    try line(["--record", path], environment: environment, in: folder.path, says: parts)
    let isScreenless = path == "film"
    try line(
      ["train", "--preset", "tiny", "--record", path] + (isScreenless ? ["--headless"] : []), environment: environment,
      in: folder.path, says: isScreenless ? ["--record", "--headless"] : parts)
    #expect(names(inFolder: folder.path) == ["folder", "link", "taken"])
    #expect(try readFile(at: folder.path + "/taken", limit: 100) == Array("mine".utf8))
  }
}
