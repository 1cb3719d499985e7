internal import Models
internal import StrictJSON

/// `config.json` of a GPT-2, read and written.
enum GPT2Configuration {
  /// Settings that change the formulas must have GPT-2's own values; those that matter for training alone are not looked at.
  static func read(_ reader: ConfigurationReader) throws(ConfigurationProblem) -> ModelConfiguration {
    try reader.demand([
      ("activation_function", "gelu_new"), ("scale_attn_weights", true), ("scale_attn_by_inverse_layer_idx", false),
      ("reorder_and_upcast_attn", false), ("add_cross_attention", false), ("quantization_config", nil),
    ])
    let width = try reader.size(["n_embd", "hidden_size"], upTo: ConfigurationReader.greatestWidth)
    let heads = try reader.size(["n_head", "num_attention_heads"], upTo: ConfigurationReader.mostHeads)
    guard width.isMultiple(of: heads) else {
      throw .indivisibleWidth(width: width, setting: "n_embd", heads: heads, headsSetting: "n_head")
    }
    let mostTokens = ConfigurationReader.mostTokens
    return ModelConfiguration(
      vocabularySize: try reader.size(["vocab_size"], upTo: mostTokens),
      contextLength: try reader.size(["n_positions", "max_position_embeddings", "n_ctx"], upTo: mostTokens),
      width: width, layers: try reader.size(["n_layer", "num_hidden_layers"], upTo: ConfigurationReader.mostLayers),
      heads: heads,
      mlpWidth: reader.isAbsent("n_inner")
        ? nil : try reader.size(["n_inner"], upTo: ConfigurationReader.greatestMLPWidth),
      layerNormEpsilon: try reader.epsilon("layer_norm_epsilon", default: 1e-5),
      tiesEmbeddings: try reader.flag("tie_word_embeddings", default: true))
  }
}
