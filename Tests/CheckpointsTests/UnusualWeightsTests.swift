import Checkpoints
import Files
import Models
import Safetensors
import Tensors
import Testing
import Tokenizers

/// Weights in other types, under other names, and what nothing uses.
@Suite("Unusual weights")
struct UnusualWeightsTests {
  private static let bert = FamilyParityTests.Family(name: "bert-headless").folder

  /// The tensors of a folder once more, one of them as whole numbers.
  private func write(whole name: String, to folder: String) throws {
    let tensors = try SafetensorsFile(path: Self.bert + "/model.safetensors")
    // Wider types stand first.
    let isWhole = { (entry: TensorEntry) in entry.type == .int64 || entry.name == name }
    let entries = tensors.header.entries.filter(isWhole) + tensors.header.entries.filter { !isWhole($0) }
    var writer = try SafetensorsWriter(
      path: folder + "/model.safetensors",
      declaring: entries.map {
        TensorDeclaration(name: $0.name, type: $0.name == name ? .int64 : $0.type, shape: $0.shape)
      }, using: Fixture.system)
    for entry in entries {
      if entry.type == .int64 {
        try writer.append(integers: tensors.integers(entry))
      } else if entry.name == name {
        try writer.append(integers: [Int](repeating: 1, count: entry.count))
      } else {
        try writer.append(tensors.tensor(entry).values)
      }
    }
    try writer.finish()
    try writeFileAtomically(
      readFile(at: Self.bert + "/config.json", limit: 1_000_000), to: folder + "/config.json", using: Fixture.system)
  }

  @Test func `a weight that the model needs must be a floating-point number`() throws {
    let folder = try TemporaryFolder()
    let name = "encoder.layer.1.intermediate.dense.weight"
    try write(whole: name, to: folder.path)
    let error = try #require(failure(folder.path))
    #expect(
      error.description
        == #"\#(folder.path)/model.safetensors: tensor "\#(name)" holds I64, which cannot be read "#
        + "as a weight: F32, F16, BF16 and F64 can")
  }

  @Test func `one that nothing uses may be anything, and is listed`() throws {
    let folder = try TemporaryFolder()
    try write(whole: "pooler.dense.weight", to: folder.path)
    let loaded = try loadModel(folder: folder.path, tokenizer: .ignored)
    #expect(
      loaded.warnings
        == [.unusedTensors(["embeddings.position_ids", "pooler.dense.weight", "pooler.dense.bias"])])
    #expect(!loaded.model.configuration.hasHead)
  }

  @Test(arguments: ["bert-gamma", "llama-first", "gpt2-headless"])
  func `what older files hold besides is listed`(name: String) throws {
    let loaded = try loadModel(folder: FamilyParityTests.Family(name: name).folder, tokenizer: .ignored)
    let unused = loaded.warnings.flatMap { (warning) -> [String] in
      if case .unusedTensors(let names) = warning { names } else { [] }
    }
    let expected: [String] =
      switch name {
      case "bert-gamma":
        [
          "bert.pooler.dense.bias", "bert.pooler.dense.weight", "cls.seq_relationship.bias",
          "cls.seq_relationship.weight",
        ]
      case "llama-first": (0..<2).map { "model.layers.\($0).self_attn.rotary_emb.inv_freq" }
      default: []
      }
    #expect(unused.sorted() == expected)
  }

  @Test func `a part of a head that is missing is named, and no head is none`() throws {
    let folder = try TemporaryFolder()
    let source = FamilyParityTests.Family(name: "distilbert").folder
    let tensors = try Fixture.tensors(source)
    try Fixture.write(tensors.filter { $0.name != "vocab_layer_norm.bias" }, like: source, to: folder.path)
    #expect(try #require(failure(folder.path)).description.contains("vocab_layer_norm.bias"))
    try Fixture.write(tensors.filter { !$0.name.hasPrefix("vocab_") }, like: source, to: folder.path)
    #expect(try !loadModel(folder: folder.path, tokenizer: .ignored).model.configuration.hasHead)
  }

  @Test func `what is added to the logits is 0 where an encoder–decoder hasn't got it`() throws {
    let folder = try TemporaryFolder()
    let source = FamilyParityTests.Family(name: "mbart").folder
    try Fixture.write(
      Fixture.tensors(source).filter { $0.name != "final_logits_bias" }, like: source, to: folder.path)
    let model = try loadModel(folder: folder.path, tokenizer: .ignored).model
    let bias = try #require(model.parameters.tensor(named: "final_logits_bias"))
    #expect(bias.values.allSatisfy { $0 == 0 } && bias.shape == [1, 97])
  }

  @Test(arguments: ["llama-grouped", "llama-3", "distilbert", "mbart", "bart", "gpt2-scaled", "bert-relu"])
  func `what is saved is the model to the bit`(name: String) throws {
    let folder = try TemporaryFolder()
    let model = try loadModel(folder: FamilyParityTests.Family(name: name).folder, tokenizer: .ignored).model
    try saveModel(model, tokenizer: nil, to: folder.path)
    let again = try loadModel(folder: folder.path, tokenizer: .ignored)
    #expect(again.model == model && again.warnings.isEmpty)
  }
}

/// What fuzzing began with or has ever found a fault with.
@Suite("Seeds of the fuzzer")
struct FuzzSeedTests {
  private static let seeds = parentFolder(of: parentFolder(of: parentFolder(of: #filePath))) + "/Fuzz/Seeds/"

  private func expectPlain(_ message: String, _ seed: String) {
    #expect(!message.isEmpty && message.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }, "\(seed)")
  }

  @Test func `of tokenizers are read or refused with one line, too`() throws {
    let names = names(inFolder: Self.seeds + "tokenizer")
    #expect(names.count >= 3)
    for name in names {
      let bytes = try readFile(at: Self.seeds + "tokenizer/" + name, limit: 1_000_000)
      do throws(TokenizerError) { _ = try Tokenizer(json: bytes, name: name) } catch {
        expectPlain(error.description, name)
      }
    }
  }

  @Test(arguments: ["config", "safetensors"]) func `are read or refused with one line`(reader: String) throws {
    let names = names(inFolder: Self.seeds + reader)
    #expect(names.count >= 8)
    for name in names {
      let folder = try TemporaryFolder()
      let bytes = try readFile(at: Self.seeds + reader + "/" + name, limit: 1_000_000)
      if reader == "config" {
        try writeFileAtomically(bytes, to: folder.path + "/config.json", using: Fixture.system)
        do throws(CheckpointError) { _ = try readConfiguration(folder: folder.path) } catch {
          expectPlain(error.description, name)
        }
        continue
      }
      do throws(SafetensorsError) {
        let file = try SafetensorsFile(bytes: bytes, name: name)
        for entry in file.header.entries { _ = try? file.tensor(entry) }
      } catch { expectPlain(error.description, name) }
    }
  }
}
