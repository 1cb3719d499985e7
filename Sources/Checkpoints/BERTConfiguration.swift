internal import Models
internal import StrictJSON
internal import Tokenizers

/// `config.json` of a BERT, read and written.
enum BERTConfiguration {
  /// Settings that change the formulas must be known; those that matter for training alone are not looked at.
  static func read(_ reader: ConfigurationReader) throws(ConfigurationProblem) -> ModelConfiguration {
    try reader.demand([
      ("position_embedding_type", "absolute"), ("is_decoder", false), ("add_cross_attention", false),
      ("quantization_config", nil),
    ])
    let (width, heads) = try reader.widthAndHeads(width: ["hidden_size"], heads: ["num_attention_heads"])
    let isClassifier = try reader.architectures().contains(classifier)
    if isClassifier, !reader.isAbsent("problem_type") {
      try reader.demand([("problem_type", "single_label_classification")])
    }
    let (mostTokens, mostSegments) = (ConfigurationReader.mostTokens, ConfigurationReader.mostSegments)
    let segments = try reader.size(["type_vocab_size"], upTo: mostSegments, default: 2)
    let family = ModelConfiguration.Family.bert(segments: segments)
    var variant = ModelConfiguration.Variant()
    variant.activation = try reader.activation("hidden_act", default: "gelu")
    return ModelConfiguration(
      vocabularySize: try reader.size(["vocab_size"], upTo: mostTokens),
      contextLength: try reader.size(["max_position_embeddings"], upTo: mostTokens),
      width: width, layers: try reader.size(["num_hidden_layers"], upTo: ConfigurationReader.mostLayers), heads: heads,
      mlpWidth: try reader.size(["intermediate_size"], upTo: ConfigurationReader.greatestMLPWidth),
      layerNormEpsilon: try reader.epsilon("layer_norm_eps", default: 1e-12),
      tiesEmbeddings: try reader.flag("tie_word_embeddings", default: true),
      family: family, variant: variant,
      labels: isClassifier ? try reader.labels() : [])
  }

  /// The class of `transformers` that sorts texts.
  private static let classifier = "BertForSequenceClassification"

  /// The `config.json` with which `BertForMaskedLM.from_pretrained`, or for a classifier
  /// `BertForSequenceClassification.from_pretrained`, builds the same model.
  static func json(
    _ configuration: ModelConfiguration, segments: Int, roles: Tokenizer.Roles, precision: WeightPrecision
  ) -> JSONValue {
    var object: JSONObject = [
      "architectures": [
        .string(!configuration.hasHead ? "BertModel" : configuration.isClassifier ? classifier : "BertForMaskedLM")
      ],
      "attention_probs_dropout_prob": 0.0,
      "dtype": .string(precision.rawValue),
      "hidden_act": .string(ConfigurationReader.name(of: configuration.activation)),
      "hidden_dropout_prob": 0.0,
      "hidden_size": .integer(configuration.width),
      "initializer_range": 0.02,
      "intermediate_size": .integer(configuration.mlpWidth),
      "layer_norm_eps": .number(shortest: configuration.layerNormEpsilon),
      "max_position_embeddings": .integer(configuration.contextLength),
      "model_type": "bert",
      "num_attention_heads": .integer(configuration.heads),
      "num_hidden_layers": .integer(configuration.layers),
      "pad_token_id": roles.padding.map { .integer($0) } ?? .null,
      "tie_word_embeddings": .bool(configuration.tiesEmbeddings),
      "type_vocab_size": .integer(segments),
      "use_cache": true,
      "vocab_size": .integer(configuration.vocabularySize),
    ]
    guard configuration.isClassifier else { return .object(object) }
    let labels = configuration.labels.enumerated()
    object["id2label"] = .object(JSONObject(labels.map { ("\($0.offset)", .string($0.element)) }))
    object["label2id"] = .object(JSONObject(labels.map { ($0.element, .integer($0.offset)) }))
    object["problem_type"] = "single_label_classification"
    return .object(object)
  }
}
