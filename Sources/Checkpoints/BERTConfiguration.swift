internal import Models
internal import StrictJSON
internal import Tokenizers

/// `config.json` of a BERT, read and written.
enum BERTConfiguration {
  /// Settings that change the formulas must have BERT's own values; those that matter for training alone are not looked at.
  static func read(_ reader: ConfigurationReader) throws(ConfigurationProblem) -> ModelConfiguration {
    try reader.demand([
      ("hidden_act", "gelu"), ("position_embedding_type", "absolute"), ("is_decoder", false),
      ("add_cross_attention", false), ("quantization_config", nil),
    ])
    let width = try reader.size(["hidden_size"], upTo: ConfigurationReader.greatestWidth)
    let heads = try reader.size(["num_attention_heads"], upTo: ConfigurationReader.mostHeads)
    guard width.isMultiple(of: heads) else {
      throw .indivisibleWidth(
        width: width, setting: "hidden_size", heads: heads, headsSetting: "num_attention_heads")
    }
    let isClassifier = try reader.isSaved(by: classifier)
    if isClassifier, !reader.isAbsent("problem_type") {
      try reader.demand([("problem_type", "single_label_classification")])
    }
    let mostTokens = ConfigurationReader.mostTokens
    return ModelConfiguration(
      vocabularySize: try reader.size(["vocab_size"], upTo: mostTokens),
      contextLength: try reader.size(["max_position_embeddings"], upTo: mostTokens),
      width: width, layers: try reader.size(["num_hidden_layers"], upTo: ConfigurationReader.mostLayers), heads: heads,
      mlpWidth: try reader.size(["intermediate_size"], upTo: ConfigurationReader.greatestMLPWidth),
      layerNormEpsilon: try reader.epsilon("layer_norm_eps", default: 1e-12),
      tiesEmbeddings: try reader.flag("tie_word_embeddings", default: true),
      family: .bert(
        segments: try reader.size(["type_vocab_size"], upTo: ConfigurationReader.mostSegments, default: 2)),
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
      "architectures": [.string(configuration.isClassifier ? classifier : "BertForMaskedLM")],
      "attention_probs_dropout_prob": 0.0,
      "dtype": .string(precision.rawValue),
      "hidden_act": "gelu",
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
