internal import Corpora
internal import StrictJSON

/// How far a run is, apart from its parameters and moments: with them and the settings, all that its next step hangs on.
///
/// Batches and dropped elements are functions of (seed, step), so the step is the position in the data and the state of
/// everything random.
public struct RunProgress: Equatable, Sendable {
  /// Steps done.
  public var step = 0
  /// Updates since the moments were at 0.
  public var updates = 0
  /// Steps in a row, up to the last one, that were skipped because a number was not finite.
  public var skippedInARow = 0
  /// Seconds spent training.
  public var seconds = 0.0
  /// Bytes of the log at that time.
  public var logBytes = 0
  /// What the stop conditions look at: the last losses and the best validation.
  var watch = StopWatch()
  /// The validation of the model as it stands, where there was one.
  var evaluation: Evaluation?
  /// Norm of each part's gradient in the last step (``StepRecord/layerGradientNorms``); empty where it was skipped.
  public var layerGradientNorms: [Double] = []
  /// Settings that were changed on the way.
  public var changes: [SettingChange] = []
  /// What it has found out, and when.
  public var milestones: [Milestone] = []

  /// Of a run at step 0.
  public init() {}

  /// All of it.
  init(
    step: Int, updates: Int, skippedInARow: Int, seconds: Double, logBytes: Int, watch: StopWatch,
    evaluation: Evaluation?, layerGradientNorms: [Double], changes: [SettingChange],
    milestones: [Milestone]
  ) {
    (self.step, self.updates, self.skippedInARow) = (step, updates, skippedInARow)
    (self.seconds, self.logBytes, self.watch) = (seconds, logBytes, watch)
    (self.evaluation, self.layerGradientNorms, self.changes) = (evaluation, layerGradientNorms, changes)
    self.milestones = milestones
  }
}

extension RunProgress {
  /// The progress as it is written.
  var json: JSONValue {
    var object = JSONObject(self, Self.fields)
    object["losses"] = .array(watch.losses.map { .number($0) })
    if let best = watch.best {
      object["best_validation"] = ["loss": JSONValue(measure: best.loss), "step": .integer(best.step)]
    }
    if let evaluation {
      object["evaluation"] = .object(
        JSONObject(
          [
            ("sequences", .integer(evaluation.sequences)), ("tokens", .integer(evaluation.tokens)),
            ("total", JSONValue(measure: evaluation.total)), ("correct", .integer(evaluation.correct)),
            ("exact", .integer(evaluation.exact)),
          ] + evaluation.closer.map { ($0.name, JSONValue(measure: $0.value)) }))
    }
    object["layer_gradient_norms"] = .array(layerGradientNorms.map { JSONValue(measure: $0) })
    if !milestones.isEmpty {
      object["milestones"] = .array(milestones.map { .object(JSONObject($0, Milestone.fields)) })
    }
    object["changes"] = .array(changes.map { .object(JSONObject($0.members)) })
    return .object(object)
  }

  /// Reads ``json``, which may come from anywhere.
  init(_ value: JSONValue) throws(JSONMismatch) {
    let object = try value.object(at: "the progress")
    try object.fill(&self, Self.fields)
    let losses = try object.required("losses").array(at: "losses")
    guard losses.count <= StopConditions.smoothing, watch.next < max(losses.count, 1) else {
      throw JSONMismatch(
        place: "losses", expected: "at most \(StopConditions.smoothing) and the next one's place among them",
        found: "\(losses.count) and \(watch.next)")
    }
    for loss in losses { watch.losses.append(try loss.number(at: "losses")) }
    if let best = try object["best_validation"]?.object(at: "best_validation") {
      watch.best = (
        try best.required("loss").measure(at: "best_validation.loss"),
        try best.required("step").integer(at: "best_validation.step")
      )
    }
    if let object = try object["evaluation"]?.object(at: "evaluation") { evaluation = try Evaluation(object) }
    for norm in try object.required("layer_gradient_norms").array(at: "layer_gradient_norms") {
      layerGradientNorms.append(try norm.measure(at: "layer_gradient_norms"))
    }
    for milestone in try object["milestones"]?.array(at: "milestones") ?? [] {
      var found = Milestone(measure: .inductionScore, level: 0, step: 0)
      try milestone.object(at: "milestones").fill(&found, Milestone.fields)
      milestones.append(found)
    }
    for change in try object.required("changes").array(at: "changes") {
      changes.append(try SettingChange(try change.object(at: "changes")))
    }
  }

  private static var fields: [JSONField<RunProgress>] {
    let steps = 0...SettingRange.steps.upperBound
    return [
      .whole("step", \.step, steps), .whole("updates", \.updates, steps),
      .whole("skipped_in_a_row", \.skippedInARow, steps), .number("seconds", \.seconds, 0...1e12),
      .whole("log_bytes", \.logBytes, 0...Int.max),
      .whole("next_loss", \.watch.next, 0...StopConditions.smoothing), .whole("rises", \.watch.rises, steps),
    ]
  }
}

extension Evaluation {
  fileprivate init(_ object: JSONObject) throws(JSONMismatch) {
    sequences = try object.required("sequences").integer(at: "evaluation.sequences")
    tokens = try object.required("tokens").integer(at: "evaluation.tokens")
    total = try object.required("total").measure(at: "evaluation.total")
    correct = try object.required("correct").integer(at: "evaluation.correct")
    exact = try object.required("exact").integer(at: "evaluation.exact")
    trainingAccuracy = try object["training_accuracy"]?.measure(at: "evaluation.training_accuracy")
    inductionScore = try object["induction_score"]?.measure(at: "evaluation.induction_score")
    for distance in Recall.distances {
      let name = "\(Self.atDistance)\(distance)"
      accuracyByDistance[distance] = try object[name]?.measure(at: "evaluation.\(name)")
    }
  }
}
