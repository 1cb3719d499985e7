import Checkpoints
import Files
import Models
import Testing

@Suite("What a folder holds, by its headers alone")
struct ModelReportTests {
  private func folder(_ files: [String: [UInt8]]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (name, bytes) in files { try writeFileAtomically(bytes, to: folder.path + "/" + name) }
    return folder
  }

  private static func config(_ text: String) -> [String: [UInt8]] { ["config.json": Array(text.utf8)] }

  private static func fixture(_ name: String) throws -> [UInt8] {
    try readFile(at: Fixture.tied + "/" + name, limit: 1 << 24)
  }

  @Test func `a model that can be opened is told by its sizes`() throws {
    let report = ModelReport(folder: Fixture.tied)
    #expect(report.family == "gpt2")
    #expect(report.configuration?.layers ?? 0 > 0 && report.parameters ?? 0 > 1_000)
    #expect(report.bytes >= FileStamp(path: Fixture.tied + "/model.safetensors")?.size ?? .max)
    #expect(report.obstacle == "no tokenizer; trace --ids alone works")
    #expect(ModelReport(folder: Fixture.tied, memoryBudget: 1_000).obstacle?.hasPrefix("needs ") == true)
  }

  @Test(
    arguments: [
      ([:], "config.json is missing"),
      (["model.gguf": []], "weights as gguf only"),
      (["adapter_config.json": []], "an adapter without its model"),
      (config(#"{"model_type":"mamba"}"#), #"model_type "mamba" is not supported"#),
      (
        config(#"{"model_type":"mamba","quantization_config":{"quant_method":"gptq"}}"#), "quantised (gptq)"
      ),
      (config("{"), "config.json: line 1"),
      (config(#"{"model_type":"gpt2"}"#), "config.json: "),
    ] as [([String: [UInt8]], String)])
  func `why one can't be opened is said in a few words`(files: [String: [UInt8]], expected: String) throws {
    let folder = try folder(files)
    let obstacle = try #require(ModelReport(folder: folder.path).obstacle)
    #expect(obstacle.hasPrefix(expected), "\(obstacle)")
    #expect(!obstacle.contains(folder.path) && !obstacle.contains("\n"))
  }

  @Test(
    arguments: [
      ([], "model.safetensors is missing"), (["pytorch_model.bin", "training_args.bin"], "weights as bin only"),
      (["tf_model.h5"], "weights as h5 only"), (["flax_model.msgpack"], "weights as msgpack only"),
      (["model.onnx"], "weights as onnx only"),
    ])
  func `weights in another format are named`(files: [String], expected: String) throws {
    let folder = try folder(["config.json": Self.fixture("config.json")])
    for name in files { try writeFileAtomically([], to: folder.path + "/" + name) }
    let report = ModelReport(folder: folder.path)
    #expect(report.obstacle == expected)
    #expect(report.family == "gpt2" && report.parameters != nil)
  }

  @Test func `weights that are cut are not read, and the report says so`() throws {
    let weights = try Self.fixture("model.safetensors")
    let folder = try folder([
      "config.json": Self.fixture("config.json"), "model.safetensors": Array(weights.dropLast(9)),
    ])
    let obstacle = try #require(ModelReport(folder: folder.path).obstacle)
    #expect(obstacle.hasPrefix("model.safetensors: "))
  }

  @Test func `what a broken download left is told`() throws {
    let root = try TemporaryFolder()
    let cache = root.path + "/hub"
    let begun = cache + "/models--org--begun"
    try makeFolder(at: begun + "/blobs")
    try writeFileAtomically([1], to: begun + "/blobs/abc.incomplete")
    let half = cache + "/models--half"
    try makeFolder(at: half + "/snapshots/0123456789abcdef")
    try makeFolder(at: half + "/blobs")
    try writeFileAtomically([1], to: half + "/blobs/abc.incomplete")
    try writeFileAtomically(Self.fixture("config.json"), to: half + "/snapshots/0123456789abcdef/config.json")
    let locator = ModelLocator(
      environment: { $0 == "HF_HUB_CACHE" ? cache : nil }, executable: nil, currentFolder: root.path)
    let models = locator.cache
    #expect(models.map(\.name) == ["half", "org/begun"] && models.allSatisfy(\.isIncomplete))
    #expect(models[1].folder == nil && models[0].isMain)
    #expect(ModelReport(folder: try #require(models[0].folder)).obstacle == "download incomplete")
    #expect(throws: CheckpointError.incompleteDownload(name: "org/begun")) { try locator.folder(of: "org/begun") }
    do throws(CheckpointError) { _ = try loadModel(folder: locator.folder(of: "half")) } catch {
      #expect(error.description.hasSuffix("its download is incomplete, to go on with it: hf download half"))
    }
  }

  @Test func `revisions are told apart`() throws {
    let root = try TemporaryFolder()
    let repository = root.path + "/models--org--cat"
    for revision in ["aaaa11112222333344", "aaaa55556666777788", "bbbb"] {
      try makeFolder(at: repository + "/snapshots/" + revision)
    }
    let locator = ModelLocator(
      environment: { $0 == "HF_HUB_CACHE" ? root.path : nil }, executable: nil, currentFolder: root.path)
    #expect(locator.cache.map(\.argument) == ["org/cat@aaaa11112222", "org/cat@aaaa55556666", "org/cat@bbbb"])
    for name in ["org/cat", "org/cat@aaaa", "org/cat@cccc", "org/cat@", "org/cat@.."] {
      #expect(throws: CheckpointError.self) { try locator.folder(of: name) }
    }
    #expect(try locator.folder(of: "org/cat@aaaa5") == repository + "/snapshots/aaaa55556666777788")
    try makeFolder(at: repository + "/refs")
    try writeFileAtomically(Array("aaaa11112222333344".utf8), to: repository + "/refs/v1")
    #expect(try locator.folder(of: "org/cat@v1") == repository + "/snapshots/aaaa11112222333344")
    try writeFileAtomically(Array("bbbb".utf8), to: repository + "/refs/main")
    #expect(try locator.folder(of: "org/cat") == repository + "/snapshots/bbbb")
    #expect(locator.cache.map(\.argument) == ["org/cat", "org/cat@aaaa11112222", "org/cat@aaaa55556666"])
  }

  @Test func `a file is no folder, and a quote in a name stays within its word`() throws {
    let root = try TemporaryFolder()
    try writeFileAtomically([], to: root.path + "/model.safetensors")
    let locator = ModelLocator(environment: { _ in nil }, executable: nil, currentFolder: root.path)
    #expect(throws: CheckpointError.modelIsFile(path: root.path + "/model.safetensors")) {
      try locator.folder(of: root.path + "/model.safetensors")
    }
    let folder = root.path + "/it's $(x)"
    try makeFolder(at: folder)
    try writeFileAtomically(Self.fixture("config.json"), to: folder + "/config.json")
    try writeFileAtomically([], to: folder + "/pytorch_model.bin")
    do throws(CheckpointError) { _ = try loadModel(folder: folder, tokenizer: .ignored) } catch {
      #expect(error.description.hasSuffix("'\(root.path)/it'\\''s $(x)' 'it'\\''s $(x)-safetensors'"))
    }
  }
}
