import Files
import ProgramDriver
import StrictJSON
import Testing

/// The list of what `--model` can name, made without reading weights.
@Suite("The list of models") struct ModelsCommandTests {
  let program: BuiltProgram

  init() throws { program = try BuiltProgram() }

  private func snapshot(_ hub: String, _ name: String, _ files: [(String, [UInt8])], revision: String = "0123abcd")
    throws
  {
    let folder = hub + "/models--" + name + "/snapshots/" + revision
    try makeFolder(at: folder)
    for (file, bytes) in files { try writeFileAtomically(bytes, to: folder + "/" + file) }
  }

  private func cache(_ root: String) throws -> String {
    let hub = root + "/hub"
    let config = try readFile(at: program.samples + "/models/cat-encoder/config.json", limit: 1 << 20)
    let whole = try ["config.json", "model.safetensors", "tokenizer.json"].map {
      ($0, try readFile(at: program.samples + "/models/cat-encoder/" + $0, limit: 1 << 26))
    }
    try snapshot(hub, "org--cat", whole)
    try snapshot(hub, "org--cat", whole, revision: "ffff0000")
    try makeFolder(at: hub + "/models--org--cat/refs")
    try writeFileAtomically(Array("0123abcd".utf8), to: hub + "/models--org--cat/refs/main")
    try snapshot(hub, "old", [("config.json", config), ("pytorch_model.bin", [0x80, 2])])
    try snapshot(hub, "org--mamba", [("config.json", Array(#"{"model_type":"mamba\u001b[31m"}"#.utf8))])
    try makeFolder(at: hub + "/models--org--begun/blobs")
    try writeFileAtomically([1], to: hub + "/models--org--begun/blobs/a.incomplete")
    try makeFolder(at: hub + "/datasets--org--d/snapshots/x")
    return hub
  }

  @Test func `names family, parameters, size and sizes, or why a model can't be opened`() throws {
    let root = try TemporaryFolder()
    let environment = ["HF_HUB_CACHE": try cache(root.path), "HEADSCOPE_SAMPLES": program.samples]
    let outcome = try program.run(["models"], environment: environment)
    #expect(outcome.ending == .exit(0) && outcome.errors.isEmpty)
    let lines = outcome.output.split(separator: "\n").map(String.init)
    func line(_ start: String) throws -> String { try #require(lines.first { $0.hasPrefix(start + "\t") }, "\(lines)") }
    #expect(try line("sample\tcat-decoder").hasPrefix("sample\tcat-decoder\tgpt2\t"))
    #expect(try line("sample\tcat-decoder").contains("4 layers"))
    #expect(try line("cache\torg/cat").hasPrefix("cache\torg/cat\tbert\t"))
    #expect(try line("cache\torg/cat@ffff0000").contains("\tbert\t"))
    #expect(try line("cache\told").hasSuffix("can't be opened: weights as bin only"))
    #expect(
      try line("cache\torg/mamba").hasSuffix(#"can't be opened: model_type "mamba‹1B›[31m" is not supported"#)
        || line("cache\torg/mamba").contains("is not supported"))
    #expect(try line("cache\torg/begun").hasSuffix("can't be opened: download incomplete; hf download org/begun"))
    #expect(!outcome.output.contains("\u{1B}") && !outcome.output.contains("datasets"))
  }

  @Test func `as JSON it has the same fields for each`() throws {
    let root = try TemporaryFolder()
    let environment = ["HF_HUB_CACHE": try cache(root.path), "HEADSCOPE_SAMPLES": program.samples]
    let outcome = try program.run(["models", "--format", "json"], environment: environment)
    let models = try JSONValue(parsing: outcome.outputBytes).object(at: "").required("models").array(at: "models")
    let objects = try models.map { try $0.object(at: "model") }
    #expect(objects.count >= 9)
    for object in objects {
      #expect(
        object.members.map(\.name) == [
          "source", "name", "revision", "folder", "family", "parameters", "bytes", "layers", "encoder_layers", "heads",
          "width", "context", "vocabulary", "opens", "reason",
        ])
      let opens = try object.required("opens").bool(at: "opens")
      #expect((object["reason"] == .null) == opens)
    }
    let cat = try #require(objects.first { $0["name"] == "org/cat" })
    #expect(cat["family"] == "bert" && cat["layers"] == .integer(4) && cat["revision"] == "0123abcd")
    #expect(cat["opens"] == .bool(true))
  }

  @Test func `what is not there, half there or in another format is one line with the command that helps`() throws {
    let root = try TemporaryFolder()
    let hub = try cache(root.path)
    for (name, parts) in [
      ("org/none", ["hf download org/none"]), ("org/begun", ["incomplete", "hf download org/begun"]),
      (
        "old",
        ["pytorch_model.bin is not read", "BertForMaskedLM.from_pretrained(a).save_pretrained(b)", "old-safetensors"]
      ),
      ("org/cat@9999", ["org/cat@ffff0000"]),
    ] {
      let outcome = try program.run(["heads", "--model", name], environment: ["HF_HUB_CACHE": hub])
      #expect(outcome.ending == .exit(2) && outcome.errorLines.count == 1 && outcome.outputBytes.isEmpty)
      for part in parts { #expect(outcome.errors.contains(part), "\(outcome.errors)") }
    }
  }
}
