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
  var json: JSONValue {
    var object = JSONObject(self, Self.fields)
    let own = JSONObject(self, Self.variantFields)
    if !own.members.isEmpty { object["variant"] = .object(own) }
    return .object(object)
  }

  /// Reads ``json``, which may come from anywhere.
  init(training object: JSONObject) throws(JSONMismatch) {
    self.init(vocabularySize: 1, contextLength: 1, width: 1, layers: 1, heads: 1)
    try object.fill(&self, Self.fields)
    if let own = object["variant"] { try own.object(at: "variant").fill(&self, Self.variantFields) }
    guard (cell == nil) == (heads > 0 && mlpWidth > 0) else {
      throw JSONMismatch(
        place: "heads",
        expected: cell == nil ? "heads and an MLP of a transformer" : "0, and an MLP of 0, of a recurrent network",
        found: "\(heads), with an MLP of \(mlpWidth)")
    }
    guard heads == 0 || variant.headWidth != nil || width.isMultiple(of: heads) else {
      throw JSONMismatch(place: "width", expected: "a multiple of \(heads) heads", found: "\(width)")
    }
    let encoderHeads = variant.encoderHeads ?? 1
    guard width.isMultiple(of: encoderHeads) else {
      throw JSONMismatch(
        place: "variant.encoder_heads", expected: "a divisor of the width, \(width)", found: "\(encoderHeads)")
    }
    guard heads.isMultiple(of: max(1, keyValueHeads)) else {
      throw JSONMismatch(
        place: "variant.key_value_heads", expected: "a divisor of the heads, \(heads)", found: "\(keyValueHeads)")
    }
    guard rotary == nil || headWidth.isMultiple(of: 2) else {
      throw JSONMismatch(place: "variant.head_width", expected: "an even number", found: "\(headWidth)")
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
      .kind("family", \.laterFamily), .whole("segments", \.segments, 1...1_024),
      .whole("encoder_layers", \.encoderLayers, SettingRange.layers),
      .kind("cell", \.cell),
      .texts("labels", \.labels),
    ]
  }

  /// What a model has of its own within its family; each is left out where it is as usual.
  private static var variantFields: [JSONField<ModelConfiguration>] {
    [
      .kind("activation", \.activationName), .whole("head_width", \.variant.headWidth, SettingRange.width),
      .whole("key_value_heads", \.variant.keyValueHeads, SettingRange.heads),
      .number("rotary_base", \.rotaryBase, 1...1e12), .number("rotary_factor", \.rotaryFactor, 1...1e6),
      .number("rotary_low_factor", \.rotaryLowFactor, 1e-6...1e6),
      .number("rotary_high_factor", \.rotaryHighFactor, 1e-6...1e6),
      .whole("rotary_original_context", \.rotaryOriginalContext, 1...4_194_304),
      .flag("scales_attention", \.variant.scalesAttention, otherwise: true),
      .flag("scales_by_layer", \.variant.scalesByLayer, otherwise: false),
      .flag("scales_embeddings", \.scalesEmbeddings, otherwise: false),
      .flag("attention_biases", \.variant.hasAttentionBiases, otherwise: false),
      .flag("mlp_biases", \.variant.hasMLPBiases, otherwise: false),
      .whole("encoder_heads", \.variant.encoderHeads, SettingRange.heads),
      .whole("encoder_mlp", \.variant.encoderMLPWidth, SettingRange.mlpWidth),
    ]
  }
}
