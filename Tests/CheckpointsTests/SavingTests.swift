import Checkpoints
import Files
import Models
import Safetensors
import StrictJSON
import Tensors
import Testing
import Tokenizers

@Suite("A model that is saved")
struct SavingTests {
  @Test(arguments: [Fixture.tied, Fixture.untied, Fixture.encoder, Fixture.untiedEncoder, Fixture.classifier])
  func `it loads as what it was`(source: String) throws {
    let folder = try TemporaryFolder()
    let model = try loadModel(folder: source, tokenizer: .ignored).model
    let target = folder.path + "/new/model"
    try saveModel(model, tokenizer: nil, to: target)
    let loaded = try loadModel(folder: target, tokenizer: .ifPresent)
    #expect(loaded.model == model)
    #expect(loaded.tokenizer == nil && loaded.warnings.isEmpty)
    #expect(names(inFolder: target) == ["config.json", "model.safetensors"])
  }

  /// The same names, shapes and numbers as `transformers` wrote, so that it reads what we write.
  @Test(arguments: [Fixture.encoder, Fixture.untiedEncoder, Fixture.classifier])
  func `an encoder's tensors are those of transformers`(source: String) throws {
    let folder = try TemporaryFolder()
    try saveModel(try loadModel(folder: source, tokenizer: .ignored).model, tokenizer: nil, to: folder.path)
    let theirs = try Fixture.tensors(source)
    let ours = Dictionary(uniqueKeysWithValues: try Fixture.tensors(folder.path))
    #expect(Set(theirs.map(\.name)) == Set(ours.keys))
    // Without a tied embedding, the library's decoder has a bias of its own, and this one counts for nothing.
    let unread = source == Fixture.untiedEncoder ? "cls.predictions.bias" : nil
    for (name, tensor) in theirs where name != unread { #expect(ours[name] == tensor, "\(name)") }
  }

  @Test func `an encoder without the prefix loads too`() throws {
    let folder = try TemporaryFolder()
    let tensors = try Fixture.tensors(Fixture.encoder)
      .map { (name: $0.name.hasPrefix("bert.") ? String($0.name.dropFirst(5)) : $0.name, tensor: $0.tensor) }
    try Fixture.write(tensors, like: Fixture.encoder, to: folder.path)
    let loaded = try loadModel(folder: folder.path, tokenizer: .ignored)
    #expect(try loaded.model == loadModel(folder: Fixture.encoder, tokenizer: .ignored).model)
    #expect(loaded.warnings.isEmpty)
  }

  @Test func `a classifier's labels stand in its configuration as transformers reads them`() throws {
    let folder = try TemporaryFolder()
    let model = try loadModel(folder: Fixture.classifier, tokenizer: .ignored).model
    #expect(model.configuration.labels == ["bad", "so-so", "good"] && model.configuration.logitCount == 3)
    try saveModel(model, tokenizer: nil, to: folder.path)
    let config = try JSONValue(parsing: readFile(at: folder.path + "/config.json", limit: 10_000)).object(at: "it")
    #expect(config["architectures"] == ["BertForSequenceClassification"])
    #expect(config["id2label"] == ["0": "bad", "1": "so-so", "2": "good"])
    #expect(config["label2id"] == ["bad": 0, "so-so": 1, "good": 2])
  }

  @Test func `the tokenizer goes with it`() throws {
    let folder = try TemporaryFolder()
    let model = try loadModel(folder: Fixture.tied, tokenizer: .ignored).model
    try saveModel(model, tokenizer: Fixture.tokenizer, to: folder.path)
    #expect(try loadModel(folder: folder.path).tokenizer == Fixture.tokenizer)
    #expect(try loadModel(folder: folder.path, tokenizer: .ignored).tokenizer == nil)
    let config = try JSONValue(parsing: readFile(at: folder.path + "/config.json", limit: 10_000)).object(at: "it")
    #expect(config["bos_token_id"] == 1 && config["eos_token_id"] == 2 && config["pad_token_id"] == 0)
    #expect(config["architectures"] == ["GPT2LMHeadModel"] && config["dtype"] == "float32" && config["n_inner"] == 50)
  }

  @Test func `half precision keeps eleven bits of every weight in half the room`() throws {
    let folder = try TemporaryFolder()
    let model = try loadModel(folder: Fixture.untied, tokenizer: .ignored).model
    try saveModel(model, tokenizer: nil, to: folder.path, precision: .float16)
    let loaded = try loadModel(folder: folder.path, tokenizer: .ignored).model
    for entry in model.parameters.layout.entries {
      for (a, b) in zip(model.parameters[entry], loaded.parameters[entry]) {
        #expect(abs(a - b) <= max(abs(a) * 0x1p-11, 0x1p-25))
      }
    }
    let sizes = try [Fixture.untied, folder.path].map { try InputFile(path: $0 + "/model.safetensors").size }
    #expect(sizes[1] < sizes[0] * 6 / 10)
  }

  @Test func `a tokenizer with more tokens than the embedding has rows is refused`() throws {
    let folder = try TemporaryFolder()
    let model = try loadModel(folder: Fixture.untied, tokenizer: .ignored).model
    try saveModel(model, tokenizer: Fixture.tokenizer, to: folder.path)
    #expect(
      failure(folder.path)?.description
        == "\(folder.path): the tokenizer has 97 tokens, and the model's embedding 31 rows")
  }

  @Test func `what cannot be written is an error`() throws {
    let folder = try TemporaryFolder()
    let model = try loadModel(folder: Fixture.untied, tokenizer: .ignored).model
    try writeFileAtomically([], to: folder.path + "/file")
    #expect(throws: CheckpointError.self) { try saveModel(model, tokenizer: nil, to: folder.path + "/file/model") }
    var large = model
    let gain = model.parameters.layout.entries[2]
    large.parameters[gain] = ArraySlice(repeating: 1e5, count: gain.count)
    #expect(throws: CheckpointError.self) {
      try saveModel(large, tokenizer: nil, to: folder.path + "/large", precision: .float16)
    }
    #expect(names(inFolder: folder.path + "/large").isEmpty)
  }
}
