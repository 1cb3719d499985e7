internal import Models
internal import StrictJSON

/// A plan on the disk: `{"preset":"cat","model":{…},"training":{…},"validate_every":250,"stop":{"steps":3000}}`.
extension TrainingPlan {
  /// The plan as it is written.
  var json: JSONValue {
    var object = JSONObject(preset, Self.presetFields)
    object["model"] = preset.model.json
    object["training"] = preset.training.json
    object["stop"] = .object(JSONObject(stopsWhen, Self.stopFields))
    return .object(object)
  }

  /// Reads ``json``, which may come from anywhere.
  init(_ value: JSONValue) throws(JSONMismatch) {
    let object = try value.object(at: "the plan")
    let model = try ModelConfiguration(training: try object.required("model").object(at: "model"))
    var preset = Preset.cat(vocabularySize: model.vocabularySize)
    preset.model = model
    try object.fill(&preset, Self.presetFields)
    preset.training = try TrainingSettings(try object.required("training").object(at: "training"), model: model)
    self.init(preset: preset)
    try object.required("stop").object(at: "stop").fill(&stopsWhen, Self.stopFields)
  }

  private static var presetFields: [JSONField<Preset>] {
    [
      .name("preset", \.name), .whole("validate_every", \.validationInterval, SettingRange.steps),
      .whole("documents", \.documents, SettingRange.documents), .kind("exercises", \.exercises),
      .text("base", \.base),
    ]
  }

  private static var stopFields: [JSONField<StopConditions>] {
    [
      .whole("steps", \.steps, SettingRange.steps), .number("seconds", \.seconds, 0...1e12),
      .number("loss_below", \.lossBelow, 0...1e6), .whole("validation_rises", \.validationRises, 1...1_000_000),
    ]
  }
}
