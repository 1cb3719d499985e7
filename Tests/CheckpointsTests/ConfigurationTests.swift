import Checkpoints
import Files
import Models
import StrictJSON
import Testing

@Suite("The strictness of config.json")
struct ConfigurationTests {
  /// A sound configuration with some members set anew; nil takes one out.
  private func configuration(_ changes: [(String, JSONValue?)]) throws -> Result<
    ModelConfiguration, CheckpointError
  > {
    var object: JSONObject = [
      "model_type": "gpt2", "vocab_size": 97, "n_positions": 19, "n_embd": 35, "n_layer": 2, "n_head": 7,
    ]
    for (name, value) in changes { object[name] = value }
    return try read(JSONValue.object(object).text())
  }

  private func read(_ text: String) throws -> Result<ModelConfiguration, CheckpointError> {
    let folder = try TemporaryFolder()
    try writeFileAtomically(Array(text.utf8), to: folder.path + "/config.json", using: Fixture.system)
    do throws(CheckpointError) { return .success(try readConfiguration(folder: folder.path)) } catch {
      return .failure(error)
    }
  }

  @Test func `what is left out has GPT-2's value`() throws {
    #expect(
      try configuration([]).get()
        == ModelConfiguration(vocabularySize: 97, contextLength: 19, width: 35, layers: 2, heads: 7))
  }

  @Test func `what is there counts, under any of its names`() throws {
    let changes: [(String, JSONValue?)] = [
      ("n_embd", nil), ("hidden_size", 28), ("n_head", nil), ("num_attention_heads", 4), ("n_ctx", 19),
      ("n_positions", nil), ("num_hidden_layers", 2), ("n_inner", 50), ("layer_norm_epsilon", 1e-3),
      ("tie_word_embeddings", false), ("activation_function", "gelu_new"), ("scale_attn_weights", true),
      ("resid_pdrop", 0.1), ("something_new", [1]),
    ]
    #expect(
      try configuration(changes).get()
        == ModelConfiguration(
          vocabularySize: 97, contextLength: 19, width: 28, layers: 2, heads: 4, mlpWidth: 50, layerNormEpsilon: 1e-3,
          tiesEmbeddings: false))
    #expect(try configuration([("n_inner", .null)]).get().mlpWidth == 140)
  }

  @Test(
    "each rule has its message",
    arguments: [
      ("model_type", nil, "model_type: expected a value, found nothing"),
      (
        "model_type", "mamba",
        #"model_type is "mamba", which is not supported; supported: "bart", "bert", "distilbert", "elman", "gpt2", "gru", "#
          + #""llama", "lstm", "mbart""#
      ),
      ("model_type", 7, "model_type: expected a string, found 7"),
      ("n_layer", nil, "n_layer: expected a whole number, found nothing"),
      ("n_layer", "2", #"n_layer: expected a whole number from 1 to 1,024, found "2""#),
      ("n_layer", 0, "n_layer: expected a whole number from 1 to 1,024, found 0"),
      ("n_layer", -3, "n_layer: expected a whole number from 1 to 1,024, found -3"),
      ("n_layer", 2.0, "n_layer: expected a whole number from 1 to 1,024, found 2.0"),
      ("n_layer", 1_025, "n_layer: expected a whole number from 1 to 1,024, found 1025"),
      ("n_head", true, "n_head: expected a whole number from 1 to 1,024, found true"),
      ("n_head", 6, "n_embd is 35, which is no multiple of the 6 heads of n_head"),
      ("n_embd", 65_537, "n_embd: expected a whole number from 1 to 65,536, found 65537"),
      (
        "vocab_size", .integer(.max),
        "vocab_size: expected a whole number from 1 to 4,194,304, found 9223372036854775807"
      ),
      ("n_positions", .number(1e30), "n_positions: expected a whole number from 1 to 4,194,304, found 1e+30"),
      ("n_ctx", 20, "n_positions is 19 and n_ctx is 20, and they mean the same"),
      ("n_inner", [50], "n_inner: expected a whole number from 1 to 262,144, found a list of 1"),
      ("layer_norm_epsilon", 0, "layer_norm_epsilon: expected a number from 1e-30 to 1, found 0"),
      ("layer_norm_epsilon", "1e-5", #"layer_norm_epsilon: expected a number, found "1e-5""#),
      ("tie_word_embeddings", 1, "tie_word_embeddings: expected true or false, found 1"),
      (
        "activation_function", "mish",
        #"activation_function is "mish", which is not supported; supported: "gelu", "gelu_new", "gelu_fast", "#
          + #""gelu_pytorch_tanh", "relu""#
      ),
      ("activation_function", 1, "activation_function: expected a string, found 1"),
      ("scale_attn_weights", "no", #"scale_attn_weights: expected true or false, found "no""#),
      (
        "scale_attn_by_inverse_layer_idx", 1, "scale_attn_by_inverse_layer_idx: expected true or false, found 1"
      ),
      ("add_cross_attention", true, "add_cross_attention is true, which is not supported; supported: false"),
      (
        "quantization_config", ["bits": 4],
        "quantization_config is an object with 1 member, which is not supported; supported: null"
      ),
    ] as [(String, JSONValue?, String)])
  func refused(name: String, value: JSONValue?, expected: String) throws {
    guard case .failure(.configuration(let file, let problem)) = try configuration([(name, value)]) else {
      Issue.record("\(name) was let pass")
      return
    }
    #expect(file.hasSuffix("/config.json"))
    #expect(problem.description == expected)
  }

  @Test(
    "every setting with every hostile value loads, or gives one line",
    arguments: [
      "model_type", "vocab_size", "n_positions", "n_embd", "n_layer", "n_head", "n_inner", "layer_norm_epsilon",
      "activation_function", "tie_word_embeddings", "scale_attn_weights", "n_ctx",
    ])
  func hostile(name: String) throws {
    let values: [JSONValue] = [
      nil, true, 0, 1, -1, .integer(.max), .integer(.min), 0.5, .number(1e308), .number(-1e-308), "", "12",
      "\u{1B}[2J\n",
      .string(String(repeating: "a", count: 10_000)), [], [[[]]], [:], ["a": 1], 4_194_304, 65_536, 1_024,
    ]
    for value in values {
      guard case .failure(let error) = try configuration([(name, value)]) else { continue }
      #expect(error.description.unicodeScalars.allSatisfy { $0.value >= 0x20 })
      #expect(error.description.count < 400)
    }
  }

  @Test(
    "labels that can't be are refused",
    arguments: [
      ([:], "id2label: expected from 2 to 4096 labels, found 0"),
      (["0": "a"], "id2label: expected from 2 to 4096 labels, found 1"),
      (["0": "a", "2": "b"], "id2label.1: expected a value, found nothing"),
      (["0": "a", "1": 7], "id2label.1: expected a string, found 7"),
      (["0": "a", "1": "a"], #"id2label.1: expected labels that differ, found "a""#),
      (["a"], "id2label: expected an object, found a list of 1"),
    ] as [(JSONValue, String)])
  func labels(value: JSONValue, expected: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/config.json"
    var config = try JSONValue(parsing: readFile(at: Fixture.classifier + "/config.json", limit: 10_000)).object(
      at: "it")
    config["id2label"] = value
    try writeFileAtomically(Array(JSONValue.object(config).text().utf8), to: path)
    do {
      _ = try readConfiguration(folder: folder.path)
      Issue.record("\(value) was let pass")
    } catch let error {
      #expect(error.description.hasSuffix(": " + expected), "\(error)")
    }
  }

  @Test func `without names for them, a classifier has two labels`() throws {
    let folder = try TemporaryFolder()
    var config = try JSONValue(parsing: readFile(at: Fixture.classifier + "/config.json", limit: 10_000)).object(
      at: "it")
    config["id2label"] = nil
    try writeFileAtomically(Array(JSONValue.object(config).text().utf8), to: folder.path + "/config.json")
    #expect(try readConfiguration(folder: folder.path).labels == ["LABEL_0", "LABEL_1"])
    config["problem_type"] = "multi_label_classification"
    try writeFileAtomically(Array(JSONValue.object(config).text().utf8), to: folder.path + "/config.json")
    #expect(throws: CheckpointError.self) { try readConfiguration(folder: folder.path) }
  }

  @Test func `what is not an object is refused`() throws {
    for text in ["", "[]", "null", "{", "{} {}", #"{"n_layer":1,"n_layer":1}"#, "\u{FEFF}{}"] {
      guard case .failure(.configuration) = try read(text) else {
        Issue.record("\(text) was let pass")
        continue
      }
    }
    guard case .failure(.file(.tooLarge)) = try read(String(repeating: " ", count: 1_000_001)) else {
      Issue.record("a file over 1 MB was let pass")
      return
    }
  }
}
