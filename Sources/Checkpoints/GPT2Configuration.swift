internal import Models
internal import StrictJSON

/// `config.json` of a GPT-2, read and written.
enum GPT2Configuration {
  /// Settings that change the formulas must be known; those that matter for training alone are not looked at, nor is
  /// `reorder_and_upcast_attn`, which changes rounding alone.
  static func read(_ reader: ConfigurationReader) throws(ConfigurationProblem) -> ModelConfiguration {
    try reader.demand([
      ("add_cross_attention", false), ("quantization_config", nil),
    ])
    let (width, heads) = try reader.widthAndHeads(
      width: ["n_embd", "hidden_size"], heads: ["n_head", "num_attention_heads"])
    var variant = ModelConfiguration.Variant()
    variant.activation = try reader.activation("activation_function", default: "gelu_new")
    variant.scalesAttention = try reader.flag("scale_attn_weights", default: true)
    variant.scalesByLayer = try reader.flag("scale_attn_by_inverse_layer_idx", default: false)
    let mostTokens = ConfigurationReader.mostTokens
    return ModelConfiguration(
      vocabularySize: try reader.size(["vocab_size"], upTo: mostTokens),
      contextLength: try reader.size(["n_positions", "max_position_embeddings", "n_ctx"], upTo: mostTokens),
      width: width, layers: try reader.size(["n_layer", "num_hidden_layers"], upTo: ConfigurationReader.mostLayers),
      heads: heads,
      mlpWidth: reader.isAbsent("n_inner")
        ? nil : try reader.size(["n_inner"], upTo: ConfigurationReader.greatestMLPWidth),
      layerNormEpsilon: try reader.epsilon("layer_norm_epsilon", default: 1e-5),
      tiesEmbeddings: try reader.flag("tie_word_embeddings", default: true), variant: variant)
  }
}
