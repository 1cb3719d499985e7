import Checkpoints
import Files
import Models
import Safetensors
import StrictJSON
import Tensors
import Testing
import Tokenizers

@Suite("A model that is loaded")
struct LoadingTests {
  @Test(arguments: [Fixture.tied, Fixture.untied])
  func `every parameter is the file's`(folder: String) throws {
    let loaded = try loadModel(folder: folder, tokenizer: .ifPresent)
    #expect(loaded.warnings.isEmpty && loaded.tokenizer == nil)
    let tensors = try Fixture.tensors(folder)
    #expect(tensors.count == loaded.model.parameters.layout.entries.count)
    for (name, tensor) in tensors {
      let own = name.hasPrefix("transformer.") ? String(name.dropFirst("transformer.".count)) : name
      #expect(loaded.model.parameters.tensor(named: own) == tensor)
    }
  }

  @Test func `names may go without their prefix, and old masks are passed over`() throws {
    let folder = try TemporaryFolder()
    var tensors = try Fixture.tensors(Fixture.tied)
    for index in tensors.indices { tensors[index].name = String(tensors[index].name.dropFirst("transformer.".count)) }
    tensors.append(("h.0.attn.bias", Tensor(repeating: 1, shape: [1, 1, 19, 19])))
    tensors.append(("h.0.attn.masked_bias", Tensor(repeating: -1e4, shape: [])))
    tensors.append(("extra.weight", Tensor(shape: [2])))
    try Fixture.write(tensors, like: Fixture.tied, to: folder.path)
    let loaded = try loadModel(folder: folder.path, tokenizer: .ignored)
    #expect(try loaded.model == loadModel(folder: Fixture.tied, tokenizer: .ignored).model)
    #expect(loaded.warnings == [.unusedTensors(["extra.weight"])])
    #expect(loaded.warnings[0].description == #"1 tensor is not used: "extra.weight""#)
  }

  @Test func `a model of another task is told by the class that saved it`() throws {
    let folder = try TemporaryFolder()
    try Fixture.write(Fixture.tensors(Fixture.tied), like: Fixture.tied, to: folder.path)
    let path = folder.path + "/config.json"
    var object = try JSONValue(parsing: readFile(at: path, limit: 1_000_000)).object(at: path)
    object["architectures"] = ["GPT2ForSequenceClassification"]
    try writeFileAtomically(Array(JSONValue.object(object).text().utf8), to: path, using: Fixture.system)
    let warnings = try loadModel(folder: folder.path, tokenizer: .ignored).warnings
    #expect(warnings == [.otherTask("GPT2ForSequenceClassification")])
    #expect(warnings[0].description.hasPrefix(#"saved as "GPT2ForSequenceClassification", whose head is not read"#))
  }

  @Test func `a tied head may stand in the file if it is the embedding`() throws {
    let folder = try TemporaryFolder()
    var tensors = try Fixture.tensors(Fixture.tied)
    let embedding = try #require(tensors.first { $0.name == "transformer.wte.weight" }).tensor
    tensors.append(("lm_head.weight", embedding))
    try Fixture.write(tensors, like: Fixture.tied, to: folder.path)
    #expect(failure(folder.path) == nil)
    tensors[tensors.count - 1].tensor.values[7] += 1
    try Fixture.write(tensors, like: Fixture.tied, to: folder.path)
    #expect(
      failure(folder.path)?.description
        == #"\#(folder.path)/model.safetensors: "lm_head.weight" differs from "transformer.wte.weight", "#
        + "but config.json ties them; set tie_word_embeddings to false")
  }

  @Test func `a tied bias may stand in the file twice if both are the same`() throws {
    let folder = try TemporaryFolder()
    var tensors = try Fixture.tensors(Fixture.encoder)
    var twin = try #require(tensors.first { $0.name == "cls.predictions.bias" })
    twin.name = "cls.predictions.decoder.bias"
    tensors.append(twin)
    try Fixture.write(tensors, like: Fixture.encoder, to: folder.path)
    let loaded = try loadModel(folder: folder.path, tokenizer: .ignored)
    #expect(try loaded.model == loadModel(folder: Fixture.encoder, tokenizer: .ignored).model)
    #expect(loaded.warnings.isEmpty)
    tensors[tensors.count - 1].tensor.values[3] += 1
    try Fixture.write(tensors, like: Fixture.encoder, to: folder.path)
    #expect(
      failure(folder.path)?.description
        == #"\#(folder.path)/model.safetensors: "cls.predictions.decoder.bias" differs from "cls.predictions.bias", "#
        + "but config.json ties them; set tie_word_embeddings to false")
  }

  @Test func `what is missing is named with what comes nearest`() throws {
    let folder = try TemporaryFolder()
    var tensors = try Fixture.tensors(Fixture.untied)
    let index = try #require(tensors.firstIndex { $0.name == "transformer.h.1.ln_2.bias" })
    tensors[index].name = "transformer.h.1.ln2.bias"
    try Fixture.write(tensors, like: Fixture.untied, to: folder.path)
    #expect(
      failure(folder.path)?.description
        == #"\#(folder.path)/model.safetensors: no tensor "transformer.h.1.ln_2.bias"; "#
        + #"the nearest name is "transformer.h.1.ln2.bias""#)
    tensors[index].name = "transformer.h.1.ln_2.bias"
    try Fixture.write(tensors.filter { $0.name != "lm_head.weight" }, like: Fixture.untied, to: folder.path)
    #expect(
      failure(folder.path)?.description
        == #"\#(folder.path)/model.safetensors: no tensor "lm_head.weight": the model was saved without its head; save it "#
        + "with its head, or, where that is the embedding, set tie_word_embeddings in config.json to true")
    try Fixture.write(tensors.filter { !$0.name.contains(".h.1.") }, like: Fixture.untied, to: folder.path)
    let missing = tensors.count { $0.name.contains(".h.1.") }
    #expect(
      failure(folder.path)?.description
        == #"\#(folder.path)/model.safetensors: no tensor "transformer.h.1.ln_1.weight", and \#(missing - 1) more are missing; "#
        + #"the nearest name is "transformer.h.0.ln_1.weight""#
    )
  }

  @Test func `the configuration is compared with the tensors that are there`() throws {
    let folder = try TemporaryFolder()
    try Fixture.write(Fixture.tensors(Fixture.tied), like: Fixture.untied, to: folder.path)
    #expect(
      failure(folder.path)?.description
        == #"\#(folder.path)/model.safetensors: tensor "transformer.wte.weight" has shape [97, 35], and [31, 12] is needed"#
    )
  }

  @Test func `weights that are not finite load with a warning`() throws {
    let folder = try TemporaryFolder()
    var tensors = try Fixture.tensors(Fixture.tied)
    let index = try #require(tensors.firstIndex { $0.name == "transformer.h.1.mlp.c_fc.weight" })
    tensors[index].tensor.values[3] = .nan
    tensors[index].tensor.values[4] = -.infinity
    try Fixture.write(tensors, like: Fixture.tied, to: folder.path)
    let warnings = try loadModel(folder: folder.path, tokenizer: .ignored).warnings
    #expect(warnings == [.nonFinite(count: 2, firstTensor: "transformer.h.1.mlp.c_fc.weight")])
    #expect(
      warnings[0].description
        == #"2 weights are infinite or not a number, the first in "transformer.h.1.mlp.c_fc.weight""#)
  }

  @Test func `what does not fit into memory is refused before it is allocated`() {
    #expect(
      failure(Fixture.tied, memoryBudget: 50_000)?.description
        == "\(Fixture.tied): the weights need 87.8 kB of memory, and 50.0 kB may be used")
  }

  @Test func `missing files are named`() throws {
    let folder = try TemporaryFolder()
    #expect(failure(folder.path) == .file(.missing(path: folder.path + "/config.json")))
    let config = try readFile(at: Fixture.tied + "/config.json", limit: 1_000_000)
    try writeFileAtomically(config, to: folder.path + "/config.json")
    #expect(failure(folder.path) == .missingWeights(folder: folder.path, nil, incomplete: nil))
    try writeFileAtomically([], to: folder.path + "/model-00001-of-00002.safetensors")
    #expect(
      failure(folder.path)?.description
        == "\(folder.path): no model.safetensors; if the weights are \"model-00001-of-00002.safetensors\", rename it")
    try writeFileAtomically([], to: folder.path + "/model-00002-of-00002.safetensors")
    #expect(
      failure(folder.path)?.description
        == "\(folder.path): no model.safetensors and no model.safetensors.index.json, which says what stands in "
        + "\"model-00001-of-00002.safetensors\" and 1 other")
    try writeFileAtomically([], to: folder.path + "/pytorch_model.bin")
    // What stands beside weights is not taken for them.
    try writeFileAtomically([], to: folder.path + "/optimizer.bin")
    #expect(
      failure(folder.path)?.description
        == "\(folder.path): no model.safetensors; pytorch_model.bin is not read, this saves it as safetensors: "
        + #"python -c "import sys, transformers as t; a, b = sys.argv[1:]; "#
        + "t.AutoTokenizer.from_pretrained(a).save_pretrained(b); t.GPT2LMHeadModel.from_pretrained(a).save_pretrained(b)"
        + "\" \(folder.path) \(lastComponent(of: folder.path))-safetensors")
    #expect(
      failure(Fixture.tied, tokenizer: .required)
        == .tokenizer(
          TokenizerError(
            file: Fixture.tied + "/tokenizer.json", problem: .file(.missing(path: Fixture.tied + "/tokenizer.json")))))
  }

  @Test func `a file of weights that is cut or bent gives an error or a model`() throws {
    let folder = try TemporaryFolder()
    try Fixture.write(Fixture.tensors(Fixture.untied), like: Fixture.untied, to: folder.path)
    let path = folder.path + "/model.safetensors"
    let whole = try readFile(at: path, limit: 1_000_000)
    var generator = SplitMix64(seed: 10)
    for _ in 0..<100 {
      try writeFileAtomically(
        Array(whole.prefix(.random(in: 0..<whole.count, using: &generator))), to: path, using: Fixture.system)
      guard case .weights = failure(folder.path) else {
        Issue.record("a cut file was let pass")
        return
      }
      var bent = whole
      bent[.random(in: 0..<4_000, using: &generator)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      try writeFileAtomically(bent, to: path, using: Fixture.system)
      _ = failure(folder.path)
    }
  }
}

@Suite("Weights in several files")
struct ShardTests {
  /// Writes the tied fixture in two files, and an index that may be changed before it is written.
  private func write(
    to folder: String, index change: (inout [(String, JSONValue)]) -> Void = { _ in }
  ) throws {
    let tensors = try Fixture.tensors(Fixture.tied)
    let parts = [("a-1.safetensors", tensors.prefix(9)), ("a-2.safetensors", tensors.dropFirst(9))]
    var places: [(String, JSONValue)] = []
    for (file, part) in parts {
      try Fixture.write(Array(part), like: Fixture.tied, to: folder, file: file)
      places += part.map { ($0.name, .string(file)) }
    }
    change(&places)
    let index: JSONValue = ["metadata": ["total_size": 1], "weight_map": .object(JSONObject(places))]
    try writeFileAtomically(Array(index.text().utf8), to: folder + "/model.safetensors.index.json")
  }

  @Test func `they load as one`() throws {
    let folder = try TemporaryFolder()
    try write(to: folder.path)
    #expect(
      try loadModel(folder: folder.path, tokenizer: .ignored).model
        == loadModel(folder: Fixture.tied, tokenizer: .ignored).model)
  }

  @Test(arguments: [
    "../a-1.safetensors", "/etc/passwd", "a-1.bin", ".safetensors", "a/b.safetensors", "é.safetensors", "",
  ])
  func `no name leads out of the folder`(name: String) throws {
    let folder = try TemporaryFolder()
    try write(to: folder.path) { $0[0].1 = .string(name) }
    #expect(
      failure(folder.path)
        == .index(file: folder.path + "/model.safetensors.index.json", .invalidFileName(name)))
  }

  @Test func `each tensor stands in exactly the file that the index names`() throws {
    let folder = try TemporaryFolder()
    let changes: [(inout [(String, JSONValue)]) -> Void] = [
      { $0[0].1 = "a-2.safetensors" }, { $0.append(("ghost", "a-1.safetensors")) },
    ]
    for change in changes {
      try write(to: folder.path, index: change)
      guard case .index(_, .misplaced) = failure(folder.path) else {
        Issue.record("\(String(describing: failure(folder.path)))")
        continue
      }
    }
    var unlisted = ""
    try write(to: folder.path) { unlisted = $0.removeLast().0 }
    guard case .index(_, let problem) = failure(folder.path) else {
      Issue.record("a tensor that isn't listed was let pass")
      return
    }
    #expect(problem.description.hasPrefix("weight_map doesn't list tensor \"\(unlisted)\", which stands in \"a-"))
    try write(to: folder.path) { $0 = [] }
    guard case .index(_, .listsNothing) = failure(folder.path) else {
      Issue.record("an empty index was let pass")
      return
    }
    try write(to: folder.path) { $0[0].1 = "a-3.safetensors" }
    guard case .weights = failure(folder.path) else {
      Issue.record("a missing file was let pass")
      return
    }
  }
}
