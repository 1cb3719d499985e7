internal import Models
internal import StrictJSON
internal import Tokenizers

/// `config.json` of a DistilBERT, read and written.
enum DistilBERTConfiguration {
  /// The one that DistilBERT has, whatever the file says.
  private static let layerNormEpsilon: Float = 1e-12

  static func read(_ reader: ConfigurationReader) throws(ConfigurationProblem) -> ModelConfiguration {
    try reader.demand([("quantization_config", nil)])
    let sizes = try reader.widthAndHeads(width: ["dim", "hidden_size"], heads: ["n_heads", "num_attention_heads"])
    let (mostTokens, family) = (ConfigurationReader.mostTokens, ModelConfiguration.Family.distilBERT)
    var variant = ModelConfiguration.Variant()
    variant.activation = try reader.activation("activation", default: "gelu")
    return ModelConfiguration(
      vocabularySize: try reader.size(["vocab_size"], upTo: mostTokens),
      contextLength: try reader.size(["max_position_embeddings"], upTo: mostTokens), width: sizes.width,
      layers: try reader.size(["n_layers", "num_hidden_layers"], upTo: ConfigurationReader.mostLayers),
      heads: sizes.heads, mlpWidth: try reader.size(["hidden_dim"], upTo: ConfigurationReader.greatestMLPWidth),
      layerNormEpsilon: layerNormEpsilon, tiesEmbeddings: try reader.flag("tie_word_embeddings", default: true),
      family: family, variant: variant)
  }

  /// The `config.json` with which `DistilBertForMaskedLM.from_pretrained`, without a head `DistilBertModel`, builds the same
  /// model.
  static func json(
    _ configuration: ModelConfiguration, roles: Tokenizer.Roles, precision: WeightPrecision
  ) -> JSONValue {
    [
      "activation": .string(ConfigurationReader.name(of: configuration.activation)),
      "architectures": [configuration.hasHead ? "DistilBertForMaskedLM" : "DistilBertModel"],
      "attention_dropout": 0.0,
      "dim": .integer(configuration.width),
      "dropout": 0.0,
      "dtype": .string(precision.rawValue),
      "hidden_dim": .integer(configuration.mlpWidth),
      "initializer_range": 0.02,
      "max_position_embeddings": .integer(configuration.contextLength),
      "model_type": "distilbert",
      "n_heads": .integer(configuration.heads),
      "n_layers": .integer(configuration.layers),
      "pad_token_id": roles.padding.map { .integer($0) } ?? .null,
      "sinusoidal_pos_embds": false,
      "tie_word_embeddings": .bool(configuration.tiesEmbeddings),
      "vocab_size": .integer(configuration.vocabularySize),
    ]
  }
}
