internal import Models
internal import StrictJSON
internal import Tensors
internal import Tokenizers

/// `config.json` of a LLaMA, read and written.
enum LLaMAConfiguration {
  static func read(_ reader: ConfigurationReader) throws(ConfigurationProblem) -> ModelConfiguration {
    try reader.demand([("hidden_act", "silu"), ("pretraining_tp", 1), ("quantization_config", nil)])
    let mostTokens = ConfigurationReader.mostTokens
    let heads = try reader.size(["num_attention_heads"], upTo: ConfigurationReader.mostHeads)
    let width = try reader.size(["hidden_size"], upTo: ConfigurationReader.greatestWidth)
    let headWidth = try self.headWidth(reader, width: width, heads: heads)
    var variant = ModelConfiguration.Variant()
    variant.keyValueHeads = try keyValueHeads(reader, of: heads)
    variant.rotary = try RotarySettings.read(reader)
    variant.hasAttentionBiases = try reader.flag("attention_bias", default: false)
    variant.hasMLPBiases = try reader.flag("mlp_bias", default: false)
    return ModelConfiguration(
      vocabularySize: try reader.size(["vocab_size"], upTo: mostTokens),
      contextLength: try reader.size(["max_position_embeddings"], upTo: mostTokens, default: 2_048), width: width,
      layers: try reader.size(["num_hidden_layers"], upTo: ConfigurationReader.mostLayers), heads: heads,
      headWidth: headWidth,
      mlpWidth: try reader.size(["intermediate_size"], upTo: ConfigurationReader.greatestMLPWidth),
      layerNormEpsilon: try reader.epsilon("rms_norm_eps", default: 1e-6),
      tiesEmbeddings: try reader.flag("tie_word_embeddings", default: false), family: .llama, variant: variant)
  }

  /// The `config.json` with which `LlamaForCausalLM.from_pretrained` builds the same model.
  static func json(
    _ configuration: ModelConfiguration, roles: Tokenizer.Roles, precision: WeightPrecision
  ) -> JSONValue {
    func id(_ id: Int?) -> JSONValue { id.map { .integer($0) } ?? .null }
    return [
      "architectures": ["LlamaForCausalLM"],
      "attention_bias": .bool(configuration.variant.hasAttentionBiases),
      "attention_dropout": 0.0,
      "bos_token_id": id(roles.beginning),
      "dtype": .string(precision.rawValue),
      "eos_token_id": id(roles.end),
      "head_dim": .integer(configuration.headWidth),
      "hidden_act": "silu",
      "hidden_size": .integer(configuration.width),
      "initializer_range": 0.02,
      "intermediate_size": .integer(configuration.mlpWidth),
      "max_position_embeddings": .integer(configuration.contextLength),
      "mlp_bias": .bool(configuration.variant.hasMLPBiases),
      "model_type": "llama",
      "num_attention_heads": .integer(configuration.heads),
      "num_hidden_layers": .integer(configuration.layers),
      "num_key_value_heads": .integer(configuration.keyValueHeads),
      "pad_token_id": id(roles.padding),
      "rms_norm_eps": .number(shortest: configuration.layerNormEpsilon),
      "rope_parameters": RotarySettings.json(configuration.rotary ?? RotaryEmbedding()),
      "tie_word_embeddings": .bool(configuration.tiesEmbeddings),
      "use_cache": true,
      "vocab_size": .integer(configuration.vocabularySize),
    ]
  }

  private static func headWidth(
    _ reader: ConfigurationReader, width: Int, heads: Int
  ) throws(ConfigurationProblem) -> Int {
    guard reader.isAbsent("head_dim") else {
      let headWidth = try reader.size(["head_dim"], upTo: ConfigurationReader.greatestWidth)
      guard headWidth.isMultiple(of: 2) else {
        throw .mismatch(JSONMismatch(place: "head_dim", expected: "an even number", found: "\(headWidth)"))
      }
      return headWidth
    }
    guard width.isMultiple(of: 2 * heads) else {
      throw .indivisibleWidth(
        width: width, setting: "hidden_size", heads: 2 * heads, headsSetting: "num_attention_heads, halved by rotation")
    }
    return width / heads
  }

  /// Nil where each head has its own.
  private static func keyValueHeads(_ reader: ConfigurationReader, of heads: Int) throws(ConfigurationProblem) -> Int? {
    guard !reader.isAbsent("num_key_value_heads") else { return nil }
    let shared = try reader.size(["num_key_value_heads"], upTo: ConfigurationReader.mostHeads)
    guard heads.isMultiple(of: shared) else {
      throw .mismatch(
        JSONMismatch(
          place: "num_key_value_heads", expected: "a divisor of num_attention_heads, \(heads)", found: "\(shared)"))
    }
    return shared == heads ? nil : shared
  }
}

/// How a LLaMA's `config.json` tells rotary positions: `rope_theta` and `rope_scaling` of `transformers` 4, or
/// `rope_parameters` of 5; where both stand, they must agree.
private enum RotarySettings {
  private static let kinds = ["default", "linear", "llama3"]

  static func read(_ reader: ConfigurationReader) throws(ConfigurationProblem) -> RotaryEmbedding {
    let older = reader.isAbsent("rope_scaling") ? nil : try reader.part("rope_scaling")
    let newer = reader.isAbsent("rope_parameters") ? nil : try reader.part("rope_parameters")
    var rotary = RotaryEmbedding()
    let standard = JSONValue.integer(10_000)
    let olderBase = reader.isAbsent("rope_theta") ? nil : try base(reader, "rope_theta", default: standard)
    let newerBase =
      try newer.flatMap { part throws(ConfigurationProblem) in
        part.isAbsent("rope_theta") ? nil : try base(part, "rope_theta", default: standard)
      }
    if let olderBase, let newerBase, olderBase != newerBase {
      throw .mismatch(
        JSONMismatch(
          place: "rope_parameters.rope_theta", expected: "what rope_theta says, \(olderBase)", found: "\(newerBase)"))
    }
    rotary.base = newerBase ?? olderBase ?? rotary.base
    let olderScaling = try older.map { part throws(ConfigurationProblem) in try scaling(part, reader) }
    let newerScaling = try newer.map { part throws(ConfigurationProblem) in try scaling(part, reader) }
    if let olderScaling, let newerScaling, olderScaling != newerScaling {
      throw .mismatch(
        JSONMismatch(place: "rope_parameters", expected: "what rope_scaling says", found: "another scaling"))
    }
    rotary.scaling = newerScaling ?? olderScaling ?? .none
    return rotary
  }

  static func json(_ rotary: RotaryEmbedding) -> JSONValue {
    var object: JSONObject = ["rope_theta": .number(rotary.base)]
    switch rotary.scaling {
    case .none: object["rope_type"] = "default"
    case .linear(let factor): (object["rope_type"], object["factor"]) = ("linear", .number(factor))
    case .llama3(let factor, let lowFactor, let highFactor, let context):
      (object["rope_type"], object["factor"]) = ("llama3", .number(factor))
      (object["low_freq_factor"], object["high_freq_factor"]) = (.number(lowFactor), .number(highFactor))
      object["original_max_position_embeddings"] = .integer(context)
    }
    return .object(object)
  }

  private static func base(
    _ reader: ConfigurationReader, _ name: String, default standard: JSONValue
  ) throws(ConfigurationProblem) -> Double {
    try reader.number(name, in: 1...1e12, default: standard)
  }

  private static func scaling(
    _ part: ConfigurationReader, _ whole: ConfigurationReader
  ) throws(ConfigurationProblem) -> RotaryEmbedding.Scaling {
    try part.demand([("partial_rotary_factor", 1)])
    let setting = part.isAbsent("rope_type") ? "type" : "rope_type"
    let kind = part.isAbsent(setting) ? "default" : try part.text(setting)
    func factor() throws(ConfigurationProblem) -> Double { try part.number("factor", in: 1...1e6) }
    switch kind {
    case "default": return .none
    case "linear": return .linear(factor: try factor())
    case "llama3":
      let (low, high) = (
        try part.number("low_freq_factor", in: 1e-6...1e6), try part.number("high_freq_factor", in: 1e-6...1e6)
      )
      guard low < high else {
        throw .mismatch(
          JSONMismatch(
            place: part.place(of: "high_freq_factor"), expected: "more than low_freq_factor, \(low)", found: "\(high)"))
      }
      let context =
        part.isAbsent("original_max_position_embeddings")
        ? try whole.size(["max_position_embeddings"], upTo: ConfigurationReader.mostTokens)
        : try part.size(["original_max_position_embeddings"], upTo: ConfigurationReader.mostTokens)
      return .llama3(factor: try factor(), lowFactor: low, highFactor: high, originalContext: context)
    default:
      throw .unsupported(
        setting: part.place(of: setting), found: JSONValue.string(kind).summary,
        supported: kinds.map { JSONValue.string($0).summary })
    }
  }
}
