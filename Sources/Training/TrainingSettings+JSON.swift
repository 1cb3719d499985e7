internal import Models
internal import StrictJSON

extension TrainingSettings {
  /// The settings as they are written, under their names on the command line.
  var json: JSONValue {
    var object = JSONObject(self, Self.fields)
    object["freeze"] = .array(frozenLayers.sorted().map { .integer($0) })
    return .object(object)
  }

  /// Reads ``json``, which may come from anywhere, for a model.
  init(_ object: JSONObject, model: ModelConfiguration) throws(JSONMismatch) {
    self = Preset.cat(vocabularySize: model.vocabularySize).training
    try object.fill(&self, Self.fields)
    frozenLayers = []
    for value in try object.required("freeze").array(at: "freeze") {
      frozenLayers.insert(try value.integer(at: "freeze", in: 0...model.layers - 1))
    }
    guard length <= model.contextLength else {
      throw JSONMismatch(
        place: "length", expected: "at most the model's context of \(model.contextLength)", found: "\(length)")
    }
  }

  private static var fields: [JSONField<TrainingSettings>] {
    [
      .whole("batch", \.batch, SettingRange.batch), .whole("length", \.length, SettingRange.length),
      .whole("accumulate", \.accumulation, SettingRange.accumulation),
      .whole("steps", \.schedule.steps, SettingRange.steps),
      .number("learning_rate", \.schedule.peak, SettingRange.learningRate), .kind("schedule", \.schedule.shape),
      .whole("warmup", \.schedule.warmup, 0...SettingRange.steps.upperBound), .kind("optimizer", \.optimizer.kind),
      .number("beta1", \.optimizer.beta1, SettingRange.decayRate),
      .number("beta2", \.optimizer.beta2, SettingRange.decayRate),
      .number("epsilon", \.optimizer.epsilon, SettingRange.epsilon),
      .number("momentum", \.optimizer.momentum, SettingRange.decayRate),
      .number("weight_decay", \.optimizer.weightDecay, SettingRange.weightDecay),
      .kind("decay", \.optimizer.decayScope),
      .single("label_smoothing", \.labelSmoothing, SettingRange.labelSmoothing),
      .single("clip", \.clip, SettingRange.clip),
      .single("dropout_embedding", \.dropout.embedding, SettingRange.dropout),
      .single("dropout_attention", \.dropout.attention, SettingRange.dropout),
      .single("dropout_residual", \.dropout.residual, SettingRange.dropout),
      .flag("freeze_embeddings", \.freezesEmbeddings),
      .flag("attention_only", \.attentionOnly, otherwise: false), .bits("seed", \.seed),
      .whole("shards", \.shards, 1...1_024),
    ]
  }
}

extension ModelConfiguration {
  /// The sizes as a run writes them.
  var json: JSONValue { .object(JSONObject(self, Self.fields)) }

  /// Reads ``json``, which may come from anywhere.
  init(training object: JSONObject) throws(JSONMismatch) {
    self.init(vocabularySize: 1, contextLength: 1, width: 1, layers: 1, heads: 1)
    try object.fill(&self, Self.fields)
    guard (cell == nil) == (heads > 0 && mlpWidth > 0) else {
      throw JSONMismatch(
        place: "heads",
        expected: cell == nil ? "heads and an MLP of a transformer" : "0, and an MLP of 0, of a recurrent network",
        found: "\(heads), with an MLP of \(mlpWidth)")
    }
    guard heads == 0 || width.isMultiple(of: heads) else {
      throw JSONMismatch(place: "width", expected: "a multiple of \(heads) heads", found: "\(width)")
    }
    guard labels.isEmpty || labels.count > 1 && segments != nil else {
      throw JSONMismatch(place: "labels", expected: "two or more of an encoder, or none", found: "\(labels.count)")
    }
  }

  private static var fields: [JSONField<ModelConfiguration>] {
    [
      .whole("vocabulary", \.vocabularySize, 1...4_194_304), .whole("context", \.contextLength, 1...4_194_304),
      .whole("width", \.width, SettingRange.width), .whole("layers", \.layers, SettingRange.layers),
      .whole("heads", \.heads, 0...SettingRange.heads.upperBound),
      .whole("mlp", \.mlpWidth, 0...SettingRange.mlpWidth.upperBound),
      .single("layer_norm_epsilon", \.layerNormEpsilon, 1e-30...1), .flag("ties_embeddings", \.tiesEmbeddings),
      .whole("segments", \.segments, 1...1_024), .whole("encoder_layers", \.encoderLayers, SettingRange.layers),
      .kind("cell", \.cell),
      .texts("labels", \.labels),
    ]
  }
}
