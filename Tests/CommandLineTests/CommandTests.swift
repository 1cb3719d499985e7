import Files
import Glibc
import ProgramDriver
import Safetensors
import StrictJSON
import Testing

/// What scripts rely on: outputs, formats, fields.
@Suite("Commands") struct CommandTests {
  let program: BuiltProgram

  init() throws { program = try BuiltProgram() }

  /// Runs a command that must succeed without a word on stderr.
  private func output(_ arguments: [String], in folder: String? = nil, input: String = "") throws -> String {
    let outcome = try program.run(
      arguments, environment: ["HEADSCOPE_SAMPLES": program.samples], in: folder, input: input)
    #expect(outcome.ending == .exit(0))
    #expect(outcome.errors.isEmpty, "\(outcome.errors)")
    return outcome.output
  }

  private func json(_ text: String) throws -> JSONObject { try JSONObject(parsing: text) }

  @Test(arguments: [
    ["--help"], ["--version"], ["explore", "--help"], ["train", "--help"], ["trace", "--help"], ["render", "--help"],
    ["tokenize", "--help"], ["bench", "--help"], ["bench", "matmul", "--help"], ["models", "--help"],
    ["help", "trace"], ["bench"], ["models"], ["keys"], ["keys", "--lang", "zh"],
  ])
  func `help, version and lists are printed`(arguments: [String]) throws {
    #expect(try !output(arguments).isEmpty)
  }

  @Test func `the help names every command`() throws {
    let help = try output(["--help"])
    for command in ["explore", "train", "trace", "render", "tokenize", "bench", "models", "keys"] {
      #expect(help.contains("  \(command)"))
    }
    #expect(try output(["--version"]).hasPrefix("headscope "))
  }

  @Test func `the sample is listed with its sizes`() throws {
    let line = try output(["models"]).split(separator: "\n").first { $0.contains("cat-decoder") }
    #expect(line?.hasPrefix("sample\tcat-decoder\t") == true)
    #expect(line?.contains("4 layers") == true)
  }

  @Test func `tokenize prints ids, tokens and offsets that belong together`() throws {
    let object = try json(output(["tokenize", "The cat sat on the mat", "--format", "json"]))
    let tokens = try #require(object["tokens"]?.texts)
    let ids = try #require(object["ids"]?.integers)
    #expect(tokens == ["<s>", "The", "cat", "sat", "on", "the", "mat"])
    #expect(ids.count == tokens.count && Set(ids).count == tokens.count)
    guard case .array(let offsets) = object["offsets"] else { throw Missing() }
    #expect(
      offsets.dropFirst().compactMap(\.integers) == [[0, 3], [4, 7], [8, 11], [12, 14], [15, 18], [19, 22]])
    let bare = try json(
      output(["tokenize", "-", "--no-special-tokens", "--format", "json"], input: "The cat sat on the mat"))
    #expect(bare["ids"]?.integers == Array(ids.dropFirst()))
  }

  @Test func `tokenize needs no more than a tokenizer, and reads every byte`() throws {
    let fixtures = parentFolder(of: parentFolder(of: #filePath)) + "/Fixtures/tokenizers/"
    let bytes = try json(
      output(["tokenize", "-", "--model", fixtures + "gpt2", "--format", "json"], input: "the\0 e\u{301}\n"))
    guard case .array(let offsets) = bytes["offsets"] else { throw Missing() }
    #expect(offsets.compactMap(\.integers).last == [8, 9])
    let model = ["tokenize", "<s>", "--model", fixtures + "roberta", "--format", "json"]
    #expect(try json(output(model))["ids"]?.integers == [0, 0, 2])
    #expect(try json(output(model + ["--no-special-tokens"]))["ids"]?.integers == [0])
    #expect(try json(output(model + ["--no-special-tokens", "--literal"]))["tokens"]?.texts?.joined() == "Ġ<s>")
    let piece = ["tokenize", "the", "--model", fixtures + "sentencepiece-bpe", "--format", "json"]
    #expect(try json(output(piece))["tokens"]?.texts?.joined() == "▁the")
  }

  @Test func `tokenize joins two texts, and tells what it put around them`() throws {
    let bert = parentFolder(of: parentFolder(of: #filePath)) + "/Fixtures/tokenizers/bert"
    let pair = try json(output(["tokenize", "[MASK]", "--pair", "a", "--model", bert, "--format", "json"]))
    #expect(pair["tokens"]?.texts == ["[CLS]", "[MASK]", "[SEP]", "a", "[SEP]"])
    #expect(pair["type_ids"]?.integers == [0, 0, 0, 1, 1])
    // As the library has it, what the text itself says is none of the tokenizer's.
    #expect(pair["special"] == [true, false, true, false, true])
    let one = try json(output(["tokenize", "a", "--model", bert, "--format", "json"]))
    #expect(one.members.map(\.name) == ["ids", "tokens", "offsets", "special"])
  }

  @Test func `tokenize marks what the model doesn't know`() throws {
    #expect(try output(["tokenize", "The zyzzyva sat"]).contains("unknown: \"zyzzyva\""))
  }

  @Test(arguments: [
    (["bench", "matmul", "--shape", "16x16x16"], ["matmul"]),
    (
      ["bench", "forward", "--layers", "1", "--width", "16", "--heads", "2"],
      ["tokens_per_second", "milliseconds", "gflops", "threads", "shape"]
    ),
    (
      ["bench", "train", "--layers", "1", "--width", "16", "--heads", "2", "--batch", "2", "--context", "8"],
      ["tokens_per_second", "milliseconds", "gflops", "fma_peak_share", "threads", "shape"]
    ),
  ])
  func `measurements are one object`(arguments: [String], names: [String]) throws {
    let text = try output(arguments + ["--seconds", "0.01", "--format", "json"])
    var object = try json(text)
    #expect(lines(of: text).count == 1)
    for name in names { #expect(object[name] != nil, "\(name) is missing in \(text)") }
    if case .array(let rows) = object["matmul"], case .object(let row) = rows.first {
      object = row
      for name in ["shape", "threads", "gflops", "fma_peak_share"] { #expect(row[name] != nil, "\(name) is missing") }
    }
    for name in ["gflops", "milliseconds"] {
      guard case .object(let pair) = object[name] else { throw Missing() }
      #expect(pair["best"] != nil && pair["median"] != nil)
    }
  }

  @Test func `the Playground's epochs and pictures are measured`() throws {
    let object = try json(output(["bench", "playground", "--seconds", "0.01", "--format", "json"]))
    guard case .array(let rows) = object["playground"] else { throw Missing() }
    #expect(rows.count == 3 && object["gflops_256x256x256"] != nil && object["instruction_set"] != nil)
    for row in rows {
      guard case .object(let row) = row else { throw Missing() }
      for name in ["network", "epoch_us", "epoch_and_pictures_us", "pictures_us"] { #expect(row[name] != nil) }
    }
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60), (40, 10), (1, 1)])
  func `render draws a screen of exactly the size asked for`(width: Int, height: Int) throws {
    let text = try output(["render", "explore", "--size", "\(width)x\(height)"])
    let rows = lines(of: text)
    #expect(rows.count == height)
    #expect(rows.allSatisfy { $0.count <= width })
    #expect(!text.unicodeScalars.contains("\u{1B}"))
    if width >= 80 { #expect(text.contains("cat") && text.contains("quit")) }
  }

  @Test func `render plays keys and writes every format`() throws {
    #expect(try output(["render", "explore", "--keys", "k k k h h h h h h h j l l"]).contains("L1 · H2"))
    // A minus is a key, no option.
    #expect(try output(["render", "explore", "--keys", "- -"]).contains("from 1%"))
    #expect(try output(["render", "explore", "--keys=- +"]).contains("from 5%"))
    #expect(try output(["render", "explore", "--text", "The dog sat"]).contains("dog"))
    #expect(try output(["render", "explore", "--format", "ansi"]).contains("\u{1B}[38;2;"))
    let folder = try TemporaryFolder()
    #expect(try output(["render", "explore", "--format", "svg", "-o", "s.svg"], in: folder.path).isEmpty)
    let svg = String(decoding: try readFile(at: folder.path + "/s.svg", limit: 1 << 24), as: UTF8.self)
    #expect(svg.hasPrefix("<svg") && svg.hasSuffix("</svg>\n"))
    #expect(try output(["render", "explore", "--format", "svg"]) == svg)
    #expect(try output(["render", "explore", "--lang", "zh"]).contains("探索"))
  }

  @Test(arguments: [["HEADSCOPE_SAMPLES"], ["from the executable"], ["from the current folder"], ["<prefix>/share"]])
  func `samples are found`(way: [String]) throws {
    let folder = try TemporaryFolder()
    for name in ["bin", "share", "deep", "deep/er", "elsewhere"] { try makeFolder(at: folder.path + "/" + name) }
    let copy = try program.copied(to: folder.path + "/bin/headscope")
    var environment: [String: String] = [:]
    var place = folder.path + "/elsewhere"
    switch way[0] {
    case "HEADSCOPE_SAMPLES": environment["HEADSCOPE_SAMPLES"] = program.samples
    case "from the executable": symlink(program.samples, folder.path + "/samples")
    case "from the current folder":
      symlink(program.samples, folder.path + "/deep/samples")
      place = folder.path + "/deep/er"
    default: symlink(program.samples, folder.path + "/share/headscope")
    }
    let outcome = try copy.run(["models"], environment: environment, in: place)
    #expect(outcome.ending == .exit(0))
    #expect(outcome.output.contains("sample\tcat-decoder\t"))
  }

  struct Missing: Error {}
}
