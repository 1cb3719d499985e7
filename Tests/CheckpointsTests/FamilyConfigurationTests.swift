import Checkpoints
import Files
import Models
import StrictJSON
import Tensors
import Testing

/// What `config.json` says of the families that came after GPT-2 and BERT.
@Suite("config.json of LLaMA, DistilBERT, BART and mBART")
struct FamilyConfigurationTests {
  private static let llama: JSONObject = [
    "model_type": "llama", "vocab_size": 97, "hidden_size": 24, "intermediate_size": 40, "num_hidden_layers": 2,
    "num_attention_heads": 6, "max_position_embeddings": 64,
  ]
  private static let bart: JSONObject = [
    "model_type": "mbart", "vocab_size": 97, "d_model": 24, "encoder_layers": 2, "decoder_layers": 3,
    "encoder_attention_heads": 6, "decoder_attention_heads": 3, "encoder_ffn_dim": 30, "decoder_ffn_dim": 40,
    "max_position_embeddings": 64,
  ]

  private func read(_ object: JSONObject, _ changes: [(String, JSONValue?)]) throws -> Result<
    ModelConfiguration, CheckpointError
  > {
    var object = object
    for (name, value) in changes { object[name] = value }
    let folder = try TemporaryFolder()
    let bytes = Array(JSONValue.object(object).text().utf8)
    try writeFileAtomically(bytes, to: folder.path + "/config.json", using: Fixture.system)
    do throws(CheckpointError) { return .success(try readConfiguration(folder: folder.path)) } catch {
      return .failure(error)
    }
  }

  @Test func `a LLaMA has what transformers would give it where nothing is said`() throws {
    let found = try read(Self.llama, []).get()
    #expect(found.heads == 6 && found.keyValueHeads == 6 && found.headWidth == 4)
    #expect(found.rotary == RotaryEmbedding(base: 10_000) && !found.tiesEmbeddings)
    #expect(found.layerNormEpsilon == 1e-6 && found.hasRMSNorms && found.normsComeFirst && found.isCausal)
  }

  @Test(
    "rotary positions are read in the spelling of transformers 4, of 5, and of both",
    arguments: [
      ([("rope_theta", 500_000)], RotaryEmbedding(base: 500_000)),
      ([("rope_parameters", ["rope_theta": 500_000, "rope_type": "default"])], RotaryEmbedding(base: 500_000)),
      ([("rope_scaling", ["type": "linear", "factor": 4])], RotaryEmbedding(scaling: .linear(factor: 4))),
      ([("rope_scaling", ["rope_type": "linear", "factor": 4.0])], RotaryEmbedding(scaling: .linear(factor: 4))),
      ([("rope_scaling", .null)], RotaryEmbedding()),
      (
        [
          (
            "rope_scaling",
            [
              "rope_type": "llama3", "factor": 8, "low_freq_factor": 1, "high_freq_factor": 4,
              "original_max_position_embeddings": 32,
            ]
          ), ("rope_theta", 500_000.0),
        ],
        RotaryEmbedding(
          base: 500_000, scaling: .llama3(factor: 8, lowFactor: 1, highFactor: 4, originalContext: 32))
      ),
      (
        [("rope_theta", 100), ("rope_parameters", ["rope_theta": 100, "rope_type": "linear", "factor": 2])],
        RotaryEmbedding(base: 100, scaling: .linear(factor: 2))
      ),
    ] as [([(String, JSONValue?)], RotaryEmbedding)])
  func rotary(changes: [(String, JSONValue?)], expected: RotaryEmbedding) throws {
    #expect(try read(Self.llama, changes).get().rotary == expected)
  }

  @Test(
    "each rule of a LLaMA has its message",
    arguments: [
      ("hidden_act", "gelu", #"hidden_act is "gelu", which is not supported; supported: "silu""#),
      ("num_key_value_heads", 4, "num_key_value_heads: expected a divisor of num_attention_heads, 6, found 4"),
      ("num_key_value_heads", 0, "num_key_value_heads: expected a whole number from 1 to 1,024, found 0"),
      ("head_dim", 5, "head_dim: expected an even number, found 5"),
      (
        "hidden_size", 30,
        "hidden_size is 30, which is no multiple of the 12 heads of num_attention_heads, halved by rotation"
      ),
      ("rope_theta", 0, "rope_theta: expected a number from 1.0 to 1000000000000.0, found 0"),
      ("rope_scaling", 2, "rope_scaling: expected an object, found 2"),
      ("rope_scaling", ["type": "linear"], "rope_scaling.factor: expected a number, found null"),
      (
        "rope_scaling", ["rope_type": "yarn", "factor": 2],
        #"rope_scaling.rope_type is "yarn", which is not supported; supported: "default", "linear", "llama3""#
      ),
      (
        "rope_parameters", ["rope_type": "default", "partial_rotary_factor": 0.5],
        "rope_parameters.partial_rotary_factor is 0.5, which is not supported; supported: 1"
      ),
      (
        "rope_parameters",
        ["rope_type": "llama3", "factor": 8, "low_freq_factor": 4, "high_freq_factor": 4],
        "rope_parameters.high_freq_factor: expected more than low_freq_factor, 4.0, found 4.0"
      ),
      (
        "quantization_config", ["bits": 4],
        "quantization_config is an object with 1 member, which is not supported; supported: null"
      ),
    ] as [(String, JSONValue, String)])
  func refused(name: String, value: JSONValue, expected: String) throws {
    guard case .failure(.configuration(_, let problem)) = try read(Self.llama, [(name, value)]) else {
      Issue.record("\(name) was let pass")
      return
    }
    #expect(problem.description == expected)
  }

  @Test(
    "every setting of every family with every hostile value loads, or gives one line",
    arguments: ["gpt2-scaled", "bert", "distilbert", "llama-grouped", "llama-3", "llama-old-3", "bart", "mbart"])
  func hostile(name: String) throws {
    let source = FamilyParityTests.Family(name: name).folder
    let bytes = try readFile(at: source + "/config.json", limit: 1_000_000)
    let object = try JSONValue(parsing: bytes).object(at: "config.json")
    let values: [JSONValue] = [
      nil, true, false, 0, 1, -1, 3, .integer(.max), .integer(.min), 0.5, .number(1e308), .number(-1e-308), "", "12",
      "\u{1B}[2J\n", .string(String(repeating: "a", count: 10_000)), [], [[[]]], [:], ["a": 1],
      ["rope_type": "llama3", "factor": 0], ["type": "linear", "factor": "x"], 4_194_304, 65_536, 1_024,
    ]
    let weights = try readFile(at: source + "/model.safetensors", limit: 1_000_000)
    let folder = try TemporaryFolder()
    try writeFileAtomically(weights, to: folder.path + "/model.safetensors", using: Fixture.system)
    var refused = 0
    for member in object.members {
      for value in values {
        var changed = object
        changed[member.name] = value
        try writeFileAtomically(
          Array(JSONValue.object(changed).text().utf8), to: folder.path + "/config.json", using: Fixture.system)
        guard let error = failure(folder.path, tokenizer: .ignored) else { continue }
        refused += 1
        #expect(error.description.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F })
        #expect(error.description.count < 600)
      }
    }
    #expect(refused > 100)
  }

  @Test func `spellings that disagree are refused`() throws {
    for changes: [(String, JSONValue?)] in [
      [("rope_theta", 100), ("rope_parameters", ["rope_theta": 200])],
      [("rope_scaling", ["type": "linear", "factor": 2]), ("rope_parameters", ["rope_type": "default"])],
    ] {
      guard case .failure(.configuration(_, .mismatch(let mismatch))) = try read(Self.llama, changes) else {
        Issue.record("\(changes) was let pass")
        continue
      }
      #expect(mismatch.description.hasPrefix("rope_parameters"))
    }
  }

  @Test func `encoder and decoder may differ, and mBART's embeddings may be scaled`() throws {
    let found = try read(Self.bart, [("scale_embedding", true), ("activation_function", "relu")]).get()
    #expect(found.layers == 3 && found.heads == 3 && found.mlpWidth == 40 && found.normsComeFirst)
    let encoder = found.ofEncoder
    #expect(encoder.layers == 2 && encoder.heads == 6 && encoder.headWidth == 4 && encoder.mlpWidth == 30)
    #expect(found.variant.embeddingScale == Float(24).squareRoot() && found.activation == .relu)
    let plain = try read(Self.bart, [("model_type", "bart")]).get()
    #expect(!plain.normsComeFirst && plain.variant.embeddingScale == 1)
  }

  @Test func `a DistilBERT has its own names, and no segments`() throws {
    let object: JSONObject = [
      "model_type": "distilbert", "vocab_size": 97, "dim": 24, "hidden_dim": 40, "n_layers": 2, "n_heads": 3,
      "max_position_embeddings": 64, "layer_norm_eps": 0.1,
    ]
    let found = try read(object, []).get()
    #expect(found.family == .distilBERT && found.segments == nil && found.layerNormEpsilon == 1e-12)
    #expect(found.width == 24 && found.mlpWidth == 40 && found.heads == 3 && !found.isCausal)
  }
}
