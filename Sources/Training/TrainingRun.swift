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
  public let validation: GrammarReport.Documents?
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
  /// Steps in a row, up to the last one, that were skipped because a number was not finite.
  public private(set) var skippedInARow = 0
  /// After so many of them it is no use to go on under the same settings.
  public static let mostSkipped = 5

  /// A run at step 0.
  ///
  /// - Parameter model: What it begins with; untrained, of the plan's seed, where nil.
  public convenience init(
    _ plan: TrainingPlan, from model: Transformer? = nil, on data: TrainingData, kernels: KernelSet, crew: WorkerCrew
  ) {
    let preset = plan.preset
    self.init(
      plan, model: model ?? Transformer(configuration: preset.model, seed: preset.training.seed), data, kernels, crew)
  }

  /// A run that goes on where it was saved: as if it had never been interrupted, to the bit.
  public convenience init(_ checkpoint: Checkpoint, on data: TrainingData, kernels: KernelSet, crew: WorkerCrew) {
    let (plan, progress) = (checkpoint.plan, checkpoint.progress)
    let model = Transformer(configuration: plan.preset.model, parameters: checkpoint.parameters)
    self.init(plan, model: model, data, kernels, crew)
    trainer.restore(
      step: progress.step, first: checkpoint.firstMoments, second: checkpoint.secondMoments,
      updates: progress.updates)
    (watch, changes, skippedInARow) = (progress.watch, progress.changes, progress.skippedInARow)
    layerGradientNorms = progress.layerGradientNorms
    validated = progress.evaluation.map { (progress.step, $0) }
  }

  private init(
    _ plan: TrainingPlan, model: Transformer, _ data: TrainingData, _ kernels: KernelSet, _ crew: WorkerCrew
  ) {
    precondition(model.configuration == plan.preset.model, "a model of other sizes than the plan's")
    preset = plan.preset
    self.kernels = kernels
    self.crew = crew
    stopsWhen = plan.stopsWhen
    source = BatchSource(data, preset)
    validation = source.validation(contextLength: preset.model.contextLength, crew: crew)
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
        layerGradientNorms: layerGradientNorms, changes: changes),
      parameters: model.parameters, firstMoments: moments.first, secondMoments: moments.second)
  }

  /// The model as it stands.
  public var model: Transformer { trainer.model }
  /// Steps done.
  public var stepsDone: Int { trainer.stepsDone }
  /// The settings of the next step.
  public var settings: TrainingSettings { trainer.settings }
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
  public func step() -> StepRecord { step(on: nextBatches) }

  func step(on batches: [Batch]) -> StepRecord {
    let record = trainer.step(batches)
    layerGradientNorms = record.notFinite == nil ? record.layerGradientNorms : []
    guard record.notFinite == nil else {
      skippedInARow += 1
      return record
    }
    skippedInARow = 0
    watch.add(loss: record.loss)
    return record
  }

  /// Whether the last step was one too many of those that were skipped: the settings should change before the next one.
  public var isStuck: Bool { skippedInARow > 0 && skippedInARow.isMultiple(of: Self.mostSkipped) }

  /// What the next step learns from.
  var nextBatches: [Batch] { source.batches(stepsDone + 1) }

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
      let evaluation = Evaluation(
        of: model, on: validation.examples, kernels: kernels, crew: crew, progress: progress)
    else { return nil }
    validated = (stepsDone, evaluation)
    watch.add(validationLoss: evaluation.loss, step: stepsDone)
    return evaluation
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
    changes += changed
    return changed
  }

  /// Why the run is at its end, or nil where it goes on.
  ///
  /// - Parameter seconds: How long it has trained.
  public func stopReason(seconds: Double) -> StopReason? {
    watch.reason(stopsWhen, stepsDone: stepsDone, seconds: seconds)
  }

  /// What the model knows of the grammar now; nil where it learns from something else.
  ///
  /// - Parameter saved: The model as it came back from its file, where saving has rounded it.
  public func report(of saved: Transformer? = nil) -> GrammarReport? {
    guard case .grammar(_, let encoder) = source, let validation else { return nil }
    return GrammarReport(
      of: saved ?? model, on: validation, evaluation: saved == nil ? validate() : nil, encoder: encoder,
      kernels: kernels, crew: crew)
  }
}
