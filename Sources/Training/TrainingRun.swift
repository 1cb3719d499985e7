internal import Corpora
public import KernelTypes
public import Models
public import Tensors

/// A run of a preset: batches, steps, validation, and when it ends.
///
/// Whoever shows a run goes step by step (``step()``, ``validate(progress:)``, ``stopReason(seconds:)``); whoever only
/// wants the end calls ``train(observer:)``, which does the same. Not for several threads at once.
public final class TrainingRun {
  /// What is run, under the settings as they stand.
  public private(set) var preset: Preset
  /// What the model is validated on, and those documents' own entropy; nil where there is nothing.
  public let validation: HeldOutExamples?
  /// When the run ends by itself.
  public var stopsWhen: StopConditions
  /// Settings that were changed on the way, in order.
  public private(set) var changes: [SettingChange] = []
  let trainer: Trainer
  let kernels: KernelSet
  let crew: WorkerCrew
  private var source: BatchSource
  private var validated: (step: Int, evaluation: Evaluation)?
  private var watch = StopWatch()
  private var layerGradientNorms: [Double] = []
  /// What it has found out so far, and when.
  public private(set) var milestones: [Milestone] = []
  /// All that it learns from, where there is little of it.
  private let learnt: HeldOutExamples?
  /// Steps in a row, up to the last one, that were skipped because a number was not finite.
  public private(set) var skippedInARow = 0
  /// The first tensor with a weight that is no finite number, looked for where a step was skipped: no later step can mend
  /// it. Nil where all are numbers.
  public private(set) var lostWeights: String?
  /// After so many of them it is no use to go on under the same settings.
  public static let mostSkipped = 5

  /// A run at step 0.
  ///
  /// - Parameter model: What it begins with; untrained, of the plan's seed, where nil.
  ///
  /// - Throws: What keeps its text file from being read.
  public convenience init(
    _ plan: TrainingPlan, from model: LanguageModel? = nil, on data: TrainingData, kernels: KernelSet, crew: WorkerCrew
  ) throws(TrainingError) {
    try self.init(plan, model: model ?? plan.preset.untrainedModel, data, kernels, crew)
  }

  /// A run that goes on where it was saved: as if it had never been interrupted, to the bit.
  ///
  /// - Throws: What keeps its text file from being read.
  public convenience init(
    _ checkpoint: Checkpoint, on data: TrainingData, kernels: KernelSet, crew: WorkerCrew
  ) throws(TrainingError) {
    let (plan, progress) = (checkpoint.plan, checkpoint.progress)
    let model = LanguageModel(configuration: plan.preset.model, parameters: checkpoint.parameters)
    try self.init(plan, model: model, data, kernels, crew)
    trainer.restore(
      parameters: checkpoint.parameters, step: progress.step, first: checkpoint.firstMoments,
      second: checkpoint.secondMoments, updates: progress.updates)
    take(progress)
  }

  private func take(_ progress: RunProgress) {
    (watch, changes, skippedInARow) = (progress.watch, progress.changes, progress.skippedInARow)
    milestones = progress.milestones
    layerGradientNorms = progress.layerGradientNorms
    validated = progress.evaluation.map { (progress.step, $0) }
  }

  /// Goes on under a plan from where it stood; the trainer stands there already.
  func take(plan: TrainingPlan, progress: RunProgress) {
    let isSame = plan.preset == preset
    (preset, stopsWhen) = (plan.preset, plan.stopsWhen)
    if !isSame { source = source.changed(to: preset) }
    take(progress)
  }

  private init(
    _ plan: TrainingPlan, model: LanguageModel, _ data: TrainingData, _ kernels: KernelSet, _ crew: WorkerCrew
  ) throws(TrainingError) {
    precondition(model.configuration == plan.preset.model, "a model of other sizes than the plan's")
    preset = plan.preset
    self.kernels = kernels
    self.crew = crew
    stopsWhen = plan.stopsWhen
    source = BatchSource(data, preset)
    let context = min(preset.model.contextLength, preset.training.length)
    validation = try source.validation(contextLength: context, crew: crew)
    learnt = source.learnt(contextLength: context)
    trainer = Trainer(model, settings: preset.training, kernels: kernels, crew: crew)
  }

  /// Everything that the run needs to go on from here.
  ///
  /// - Parameters:
  ///   - seconds: How long it has trained.
  ///   - logBytes: Bytes of its log.
  public func checkpoint(seconds: Double, logBytes: Int) -> Checkpoint {
    let moments = trainer.moments
    return Checkpoint(
      plan: TrainingPlan(preset: preset, stopsWhen: stopsWhen),
      progress: RunProgress(
        step: stepsDone, updates: moments.updates, skippedInARow: skippedInARow, seconds: seconds, logBytes: logBytes,
        watch: watch, evaluation: validated?.step == stepsDone ? validated?.evaluation : nil,
        layerGradientNorms: layerGradientNorms, changes: changes, milestones: milestones),
      parameters: model.parameters, firstMoments: moments.first, secondMoments: moments.second)
  }

  /// The model as it stands.
  public var model: LanguageModel { trainer.model }
  /// Steps done.
  public var stepsDone: Int { trainer.stepsDone }
  /// The settings of the next step.
  public var settings: TrainingSettings { trainer.settings }
  /// What computes its steps.
  public var kernelSet: KernelSet { kernels }
  /// Threads that compute its steps.
  public var threads: Int { crew.threads }
  /// Steps that there is data for; nil where there is no end.
  public var mostSteps: Int? {
    guard case .tokens(let batches, let accumulation) = source else { return nil }
    return batches.steps / accumulation
  }
  /// Steps between validations.
  public var validationInterval: Int { preset.validationInterval }
  /// Whether steps measure their update (``Trainer/measuresUpdate``).
  public var measuresUpdate: Bool {
    get { trainer.measuresUpdate }
    set { trainer.measuresUpdate = newValue }
  }
  /// Mean loss of the last ``StopConditions/smoothing`` steps, or nil as long as there are fewer.
  public var smoothedLoss: Double? { watch.smoothedLoss }

  /// One whole step: its batches, forwards, backwards, update. A step whose numbers aren't finite is skipped, which its
  /// record says.
  ///
  /// - Throws: What keeps its text file from being read; nothing was done then.
  public func step() throws(TrainingError) -> StepRecord { step(on: try nextBatches()) }

  func step(on batches: [Batch]) -> StepRecord {
    let record = trainer.step(batches)
    layerGradientNorms = record.notFinite == nil ? record.layerGradientNorms : []
    guard record.notFinite == nil else {
      skippedInARow += 1
      lostWeights = model.firstNotFinite
      return record
    }
    skippedInARow = 0
    watch.add(loss: record.loss)
    return record
  }

  /// Whether the model as it stands is worth being kept: every weight is a number. Reads all of them.
  public var isWorthKeeping: Bool { model.firstNotFinite == nil }

  /// Whether the last step was one too many of those that were skipped: the settings should change before the next one.
  public var isStuck: Bool { skippedInARow > 0 && skippedInARow.isMultiple(of: Self.mostSkipped) }

  /// What the next step learns from.
  func nextBatches() throws(TrainingError) -> [Batch] { try source.batches(stepsDone + 1) }

  /// Whether the model should be validated before the next step: an interval is over or the last step is done, and the
  /// model as it stands has not been validated.
  public var isValidationDue: Bool {
    validation != nil && stepsDone > 0 && validated?.step != stepsDone
      && (stepsDone.isMultiple(of: max(validationInterval, 1)) || stepsDone == stopsWhen.steps)
  }

  /// Scores the validation documents, once a step.
  ///
  /// - Parameter progress: Told the share that is done, 0…1, on the calling thread, many times a second; what it returns
  ///   says whether to go on.
  /// - Returns: Nil where `progress` ended it, and where there is nothing to validate on.
  public func validate(progress: (Double) -> Bool = { _ in true }) -> Evaluation? {
    if let (step, evaluation) = validated, step == stepsDone { return evaluation }
    guard let validation,
      var evaluation = Evaluation(
        of: model, on: validation.examples, kernels: kernels, crew: crew, progress: progress)
    else { return nil }
    look(closer: &evaluation)
    validated = (stepsDone, evaluation)
    watch.add(validationLoss: evaluation.loss, step: stepsDone)
    return evaluation
  }

  /// Measures what only this run's data asks for, and notes what was reached for the first time.
  private func look(closer evaluation: inout Evaluation) {
    if let learnt {
      evaluation.trainingAccuracy = Evaluation(of: model, on: learnt.examples, kernels: kernels, crew: crew).accuracy
    }
    if case .exercises(_, .repeats, let encoder) = source {
      let words = Exercises.repeats.words.map { encoder.id(of: $0) }
      let texts = RoleText.repetitions(
        8, of: words, begin: encoder.begin, contextLength: model.configuration.contextLength, longest: 15)
      evaluation.inductionScore = RoleText.bestInductionScore(of: model, on: texts, kernels: kernels)
    }
    for (measure, level) in Milestone.levels {
      let isReached = evaluation.value(of: measure, isTask: learnt != nil).map { $0 >= level } ?? false
      guard isReached, !milestones.contains(where: { $0.measure == measure && $0.level == level }) else { continue }
      milestones.append(Milestone(measure: measure, level: level, step: stepsDone))
    }
  }

  /// Goes on under other settings from the next step on (``Trainer/change(_:)``), and notes what was changed.
  ///
  /// Where the run was to end with its schedule, it ends with the new one.
  /// - Returns: What was changed, for the log.
  @discardableResult
  public func change(_ settings: TrainingSettings, validationInterval: Int) -> [SettingChange] {
    precondition(validationInterval > 0, "a validation every \(validationInterval) steps")
    let changed = SettingChange.between(
      self.settings, self.validationInterval, settings, validationInterval, step: stepsDone)
    if stopsWhen.steps == self.settings.schedule.steps { stopsWhen.steps = settings.schedule.steps }
    trainer.change(settings)
    preset.training = settings
    preset.validationInterval = validationInterval
    source = source.changed(to: preset)
    for change in changed { changes.add(change) }
    return changed
  }

  /// Why the run is at its end, or nil where it goes on.
  ///
  /// - Parameter seconds: How long it has trained.
  public func stopReason(seconds: Double) -> StopReason? {
    watch.reason(stopsWhen, stepsDone: stepsDone, seconds: seconds)
  }

  /// What the model knows now; nil where there is nothing to validate on.
  ///
  /// - Parameter saved: The model as it came back from its file, where saving has rounded it.
  public func report(of saved: LanguageModel? = nil) -> RunReport? {
    guard let validation else { return nil }
    let model = saved ?? model
    if case .grammar(_, let encoder) = source {
      return .grammar(
        GrammarReport(
          of: model, on: validation, evaluation: saved == nil ? validate() : nil, encoder: encoder, kernels: kernels,
          crew: crew))
    }
    var evaluation = Evaluation(of: model, on: validation.examples, kernels: kernels, crew: crew)
    look(closer: &evaluation)
    return .other(evaluation, entropyPerToken: validation.entropyPerToken, milestones: milestones)
  }
}

extension TrainingRun {
  /// The best head of each role on held-out documents and on random words said twice; nil where the run doesn't learn from
  /// the grammar, and before its heads have had ``stepsToRoles`` steps to become something.
  ///
  /// - Parameter saved: The model as it came back from its file, where saving has rounded it.
  public func roles(of saved: LanguageModel? = nil) -> [HeadRoleScore]? {
    guard case .grammar(_, let encoder) = source, stepsDone >= Self.stepsToRoles else { return nil }
    let context = preset.model.contextLength
    let words = Grammar.englishWords.map { encoder.id(of: $0) }
    let texts =
      RoleText.documents(500, .validation, contextLength: context, encoder: encoder)
      + RoleText.repetitions(50, of: words, begin: encoder.begin, contextLength: context)
    guard !texts.isEmpty else { return nil }
    return HeadRoles(of: saved ?? model, untrained: preset.untrainedModel, on: texts, kernels: kernels)?.best
  }

  /// What measures its heads over its steps; nil where it doesn't learn from the grammar or from words said twice.
  public func roleGauge() -> RoleGauge? {
    let context = preset.model.contextLength
    let texts: [RoleText]
    switch source {
    case .grammar(_, let encoder):
      let words = Grammar.englishWords.map { encoder.id(of: $0) }
      texts =
        RoleText.documents(48, .validation, contextLength: context, encoder: encoder)
        + RoleText.repetitions(8, of: words, begin: encoder.begin, contextLength: context)
    case .exercises(_, .repeats, let encoder):
      let words = Exercises.repeats.words.map { encoder.id(of: $0) }
      texts = RoleText.repetitions(8, of: words, begin: encoder.begin, contextLength: context, longest: 15)
    default: return nil
    }
    return RoleGauge(texts, untrained: preset.untrainedModel, kernels: kernels)
  }

  /// The run's heads as they stand.
  public func measure(with gauge: RoleGauge) -> RoleMoment {
    gauge.measure(model, after: stepsDone, kernels: kernels)
  }

  /// Before so many steps heads look nowhere in particular.
  private static let stepsToRoles = 500

  /// How well a translator's cross-attention follows the words; nil for other models.
  ///
  /// - Parameter saved: The model as it came back from its file, where saving has rounded it.
  public func alignment(of saved: LanguageModel? = nil) -> AlignmentReport? {
    guard case .parallel(_, let encoder) = source else { return nil }
    return AlignmentReport(
      of: saved ?? model, untrained: preset.untrainedModel, on: .validation, encoder: encoder, kernels: kernels)
  }
}

/// What a run's model knows.
public enum RunReport: Equatable, Sendable {
  /// Of the grammar of simple English.
  case grammar(GrammarReport)
  /// Of exercises or a text of a person's own, with what was reached on the way.
  case other(Evaluation, entropyPerToken: Double?, milestones: [Milestone])

  /// How well it predicts what it has not learnt from.
  public var evaluation: Evaluation {
    switch self {
    case .grammar(let report): report.evaluation
    case .other(let evaluation, _, _): evaluation
    }
  }
}

extension LanguageModel {
  /// The name of the first tensor with a number that is not finite; nil where all are.
  fileprivate var firstNotFinite: String? {
    parameters.withUnsafePointer { start in
      parameters.layout.entries.first { entry in entry.range.contains { !start[$0].isFinite } }?.name
    }
  }
}

extension Evaluation {
  /// - Parameter isTask: Whether answers are asked for, and not all of a text.
  fileprivate func value(of measure: Milestone.Measure, isTask: Bool) -> Double? {
    switch measure {
    case .trainingAccuracy: trainingAccuracy
    case .validationAccuracy: isTask ? accuracy : nil
    case .inductionScore: inductionScore
    }
  }
}
