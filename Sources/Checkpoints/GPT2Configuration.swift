internal import Models
internal import StrictJSON

/// `config.json` of a GPT-2, read and written.
enum GPT2Configuration {
  static let fileName = "config.json"
  static let longestFile = 1_000_000

  // What no model exceeds; a file that claims more is broken or hostile.
  static let mostLayers = 1_024
  static let mostHeads = 1_024
  static let greatestWidth = 65_536
  static let greatestMLPWidth = 4 * greatestWidth
  static let mostTokens = 4_194_304

  /// Checks a `config.json` and takes from it what the engine needs. Settings that change the formulas must have GPT-2's
  /// own values; those that matter for training alone are not looked at.
  static func read(_ bytes: [UInt8]) throws(ConfigurationProblem) -> TransformerConfiguration {
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONValue(parsing: bytes, limits: JSONLimits(bytes: longestFile, depth: 32))
    } catch { throw .json(error) }
    let object = try reading { () throws(JSONMismatch) in try value.object(at: "the file") }
    let modelType = try reading { () throws(JSONMismatch) in
      try object.required("model_type").string(at: "model_type")
    }
    guard modelType == "gpt2" else {
      throw .unsupported(setting: "model_type", found: JSONValue.string(modelType).summary, supported: ["\"gpt2\""])
    }
    try checkFormulas(object)

    let width = try size(["n_embd", "hidden_size"], in: object, upTo: greatestWidth)
    let heads = try size(["n_head", "num_attention_heads"], in: object, upTo: mostHeads)
    guard width.isMultiple(of: heads) else { throw .indivisibleWidth(width: width, heads: heads) }
    let mlpWidth = object["n_inner"].map { $0 == .null } ?? true
    return TransformerConfiguration(
      vocabularySize: try size(["vocab_size"], in: object, upTo: mostTokens),
      contextLength: try size(["n_positions", "max_position_embeddings", "n_ctx"], in: object, upTo: mostTokens),
      width: width, layers: try size(["n_layer", "num_hidden_layers"], in: object, upTo: mostLayers), heads: heads,
      mlpWidth: mlpWidth ? nil : try size(["n_inner"], in: object, upTo: greatestMLPWidth),
      layerNormEpsilon: try epsilon(object), tiesEmbeddings: try flag("tie_word_embeddings", in: object, default: true))
  }

  /// A size under any of its names; names that disagree are an error.
  private static func size(
    _ names: [String], in object: JSONObject, upTo limit: Int
  ) throws(ConfigurationProblem) -> Int {
    var found: (name: String, value: Int)?
    for name in names {
      guard let value = object[name] else { continue }
      let size = try reading { () throws(JSONMismatch) in try value.integer(at: name, in: 1...limit) }
      if let found, found.value != size {
        throw .aliasesDisagree(first: found.name, found.value, second: name, size)
      }
      found = found ?? (name, size)
    }
    guard let found else {
      throw .mismatch(JSONMismatch(place: names[0], expected: "a whole number", found: "nothing"))
    }
    return found.value
  }

  private static func flag(
    _ name: String, in object: JSONObject, default standard: Bool
  ) throws(ConfigurationProblem) -> Bool {
    try reading { () throws(JSONMismatch) in try object[name]?.bool(at: name) ?? standard }
  }

  private static func epsilon(_ object: JSONObject) throws(ConfigurationProblem) -> Float {
    let name = "layer_norm_epsilon"
    let value = object[name] ?? 1e-5
    let epsilon = try reading { () throws(JSONMismatch) in try value.number(at: name) }
    guard epsilon >= 1e-30, epsilon <= 1 else {
      throw .mismatch(JSONMismatch(place: name, expected: "a number from 1e-30 to 1", found: value.summary))
    }
    return Float(epsilon)
  }

  /// Refuses settings under which GPT-2 computes something else than the engine does.
  private static func checkFormulas(_ object: JSONObject) throws(ConfigurationProblem) {
    let demands: [(setting: String, value: JSONValue)] = [
      ("activation_function", "gelu_new"), ("scale_attn_weights", true), ("scale_attn_by_inverse_layer_idx", false),
      ("reorder_and_upcast_attn", false), ("add_cross_attention", false), ("quantization_config", nil),
    ]
    for demand in demands {
      guard let found = object[demand.setting], found != demand.value else { continue }
      throw .unsupported(setting: demand.setting, found: found.summary, supported: [demand.value.summary])
    }
  }

  /// Runs a step that looks into JSON, and takes its error for one of the configuration.
  private static func reading<Result>(
    _ body: () throws(JSONMismatch) -> Result
  ) throws(ConfigurationProblem) -> Result {
    do throws(JSONMismatch) { return try body() } catch { throw .mismatch(error) }
  }
}
