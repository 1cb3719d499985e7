internal import Models
internal import StrictJSON
internal import Tokenizers

/// `config.json` of a BART, read and written.
enum BARTConfiguration {
  /// Settings that change the formulas must have BART's own values; those that matter for training alone are not looked at.
  static func read(_ reader: ConfigurationReader) throws(ConfigurationProblem) -> ModelConfiguration {
    try reader.demand([
      ("activation_function", "gelu"), ("scale_embedding", false), ("normalize_before", false),
      ("add_final_layer_norm", false), ("normalize_embedding", true), ("quantization_config", nil),
      // Without it, encoder and decoder have embeddings of their own.
      ("tie_word_embeddings", true),
    ])
    let width = try reader.size(["d_model", "hidden_size"], upTo: ConfigurationReader.greatestWidth)
    // One number of heads and neurons for both halves, as every BART has them.
    let headNames = ["decoder_attention_heads", "encoder_attention_heads"]
    let heads = try reader.size(headNames, upTo: ConfigurationReader.mostHeads)
    guard width.isMultiple(of: heads) else {
      throw .indivisibleWidth(width: width, setting: "d_model", heads: heads, headsSetting: headNames[0])
    }
    let (mostTokens, mostLayers) = (ConfigurationReader.mostTokens, ConfigurationReader.mostLayers)
    return ModelConfiguration(
      vocabularySize: try reader.size(["vocab_size"], upTo: mostTokens),
      contextLength: try reader.size(["max_position_embeddings"], upTo: mostTokens), width: width,
      layers: try reader.size(["decoder_layers"], upTo: mostLayers), heads: heads,
      mlpWidth: try reader.size(["decoder_ffn_dim", "encoder_ffn_dim"], upTo: ConfigurationReader.greatestMLPWidth),
      family: .bart(encoderLayers: try reader.size(["encoder_layers"], upTo: mostLayers)))
  }

  /// The `config.json` with which `BartForConditionalGeneration.from_pretrained` builds the same model.
  static func json(
    _ configuration: ModelConfiguration, encoderLayers: Int, roles: Tokenizer.Roles, precision: WeightPrecision
  ) -> JSONValue {
    func id(_ id: Int?) -> JSONValue { id.map { .integer($0) } ?? .null }
    return [
      "activation_dropout": 0.0,
      "activation_function": "gelu",
      "architectures": ["BartForConditionalGeneration"],
      "attention_dropout": 0.0,
      "bos_token_id": id(roles.beginning),
      "d_model": .integer(configuration.width),
      "decoder_attention_heads": .integer(configuration.heads),
      "decoder_ffn_dim": .integer(configuration.mlpWidth),
      "decoder_layers": .integer(configuration.layers),
      "decoder_start_token_id": id(roles.beginning),
      "dropout": 0.0,
      "dtype": .string(precision.rawValue),
      "encoder_attention_heads": .integer(configuration.heads),
      "encoder_ffn_dim": .integer(configuration.mlpWidth),
      "encoder_layers": .integer(encoderLayers),
      "eos_token_id": id(roles.end),
      "forced_eos_token_id": nil,
      "init_std": 0.02,
      "is_encoder_decoder": true,
      "max_position_embeddings": .integer(configuration.contextLength),
      "model_type": "bart",
      "pad_token_id": id(roles.padding),
      "scale_embedding": false,
      "tie_word_embeddings": .bool(configuration.tiesEmbeddings),
      "use_cache": true,
      "vocab_size": .integer(configuration.vocabularySize),
    ]
  }
}
