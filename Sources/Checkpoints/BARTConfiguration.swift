internal import Models
internal import StrictJSON
internal import Tokenizers

/// `config.json` of a BART or an mBART, read and written.
enum BARTConfiguration {
  /// Settings that change the formulas must be known; those that matter for training alone are not looked at.
  ///
  /// - Parameter named: The family, told the blocks of the encoder.
  static func read(
    _ reader: ConfigurationReader, family named: (Int) -> ModelConfiguration.Family
  ) throws(ConfigurationProblem) -> ModelConfiguration {
    let family = named(try reader.size(["encoder_layers"], upTo: ConfigurationReader.mostLayers))
    let isMultilingual = reader.modelType == "mbart"
    try reader.demand([
      ("normalize_before", .bool(isMultilingual)), ("add_final_layer_norm", .bool(isMultilingual)),
      ("normalize_embedding", true), ("quantization_config", nil),
      // Without it, encoder and decoder have embeddings of their own.
      ("tie_word_embeddings", true),
    ])
    let widthNames = ["d_model", "hidden_size"]
    let (width, heads) = try reader.widthAndHeads(width: widthNames, heads: ["decoder_attention_heads"])
    let encoderHeads = try reader.widthAndHeads(width: widthNames, heads: ["encoder_attention_heads"]).heads
    let (mostTokens, mostNeurons) = (ConfigurationReader.mostTokens, ConfigurationReader.greatestMLPWidth)
    let neurons = try reader.size(["decoder_ffn_dim"], upTo: mostNeurons)
    let encoderNeurons = try reader.size(["encoder_ffn_dim"], upTo: mostNeurons)
    var variant = ModelConfiguration.Variant()
    variant.activation = try reader.activation("activation_function", default: "gelu")
    variant.encoderHeads = encoderHeads == heads ? nil : encoderHeads
    variant.encoderMLPWidth = encoderNeurons == neurons ? nil : encoderNeurons
    if try reader.flag("scale_embedding", default: false) { variant.embeddingScale = Float(width).squareRoot() }
    return ModelConfiguration(
      vocabularySize: try reader.size(["vocab_size"], upTo: mostTokens),
      contextLength: try reader.size(["max_position_embeddings"], upTo: mostTokens), width: width,
      layers: try reader.size(["decoder_layers"], upTo: ConfigurationReader.mostLayers), heads: heads,
      mlpWidth: neurons, family: family, variant: variant)
  }

  /// The `config.json` with which `BartForConditionalGeneration.from_pretrained`, or `MBartForConditionalGeneration`, builds
  /// the same model.
  static func json(
    _ configuration: ModelConfiguration, encoderLayers: Int, roles: Tokenizer.Roles, precision: WeightPrecision
  ) -> JSONValue {
    func id(_ id: Int?) -> JSONValue { id.map { .integer($0) } ?? .null }
    let isMultilingual = configuration.normsComeFirst
    return [
      "activation_dropout": 0.0,
      "activation_function": .string(ConfigurationReader.name(of: configuration.activation)),
      "architectures": [isMultilingual ? "MBartForConditionalGeneration" : "BartForConditionalGeneration"],
      "attention_dropout": 0.0,
      "bos_token_id": id(roles.beginning),
      "d_model": .integer(configuration.width),
      "decoder_attention_heads": .integer(configuration.heads),
      "decoder_ffn_dim": .integer(configuration.mlpWidth),
      "decoder_layers": .integer(configuration.layers),
      "decoder_start_token_id": id(roles.beginning),
      "dropout": 0.0,
      "dtype": .string(precision.rawValue),
      "encoder_attention_heads": .integer(configuration.ofEncoder.heads),
      "encoder_ffn_dim": .integer(configuration.ofEncoder.mlpWidth),
      "encoder_layers": .integer(encoderLayers),
      "eos_token_id": id(roles.end),
      "forced_eos_token_id": nil,
      "init_std": 0.02,
      "is_encoder_decoder": true,
      "max_position_embeddings": .integer(configuration.contextLength),
      "model_type": isMultilingual ? "mbart" : "bart",
      "pad_token_id": id(roles.padding),
      "scale_embedding": .bool(configuration.variant.embeddingScale != 1),
      "tie_word_embeddings": .bool(configuration.tiesEmbeddings),
      "use_cache": true,
      "vocab_size": .integer(configuration.vocabularySize),
    ]
  }
}
