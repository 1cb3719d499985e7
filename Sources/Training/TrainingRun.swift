internal import Corpora
public import KernelTypes
public import Models
public import Tensors

/// A run of a preset from its first step to its last: batches, validation, log.
///
/// What happens is handed to an observer; whoever wants to stop the run says so there, and it ends after that step.
public final class TrainingRun {
  /// What has just happened.
  public enum Event {
    /// A step was made, at so many tokens a second, so many seconds after the start.
    case step(StepRecord, tokensPerSecond: Double, seconds: Double)
    /// The model was validated.
    case validation(Evaluation, step: Int, seconds: Double)
  }

  /// What is run.
  public let preset: Preset
  /// What the model is validated on, and those documents' own entropy.
  public let validation: GrammarReport.Documents
  private let trainer: Trainer
  private var validated: (step: Int, evaluation: Evaluation)?
  private let batches: GrammarBatches
  private let encoder: DocumentEncoder
  private let kernels: KernelSet
  private let crew: WorkerCrew

  /// A run at step 0.
  ///
  /// - Parameter vocabulary: Special tokens included, in the order of their ids.
  public init(_ preset: Preset, vocabulary: [String], kernels: KernelSet, crew: WorkerCrew) {
    self.preset = preset
    self.kernels = kernels
    self.crew = crew
    encoder = DocumentEncoder(vocabulary: vocabulary)
    validation = GrammarReport.Documents(
      .validation, contextLength: preset.model.contextLength, encoder: encoder, crew: crew)
    batches = GrammarBatches(
      encoder: encoder, count: preset.training.batch, length: preset.training.length, seed: preset.training.seed)
    trainer = Trainer(
      Transformer(configuration: preset.model, seed: preset.training.seed), settings: preset.training,
      kernels: kernels, crew: crew)
  }

  /// The model as it stands.
  public var model: Transformer { trainer.model }
  /// Steps done.
  public var stepsDone: Int { trainer.stepsDone }

  /// Trains until the last step, or until the observer says `false`.
  public func train(observer: (Event) throws -> Bool) throws {
    let clock = ContinuousClock()
    let start = clock.now
    let steps = preset.training.schedule.steps
    while stepsDone < steps {
      let before = clock.now
      let record = trainer.step(batches.batch(stepsDone + 1))
      let now = clock.now
      try checkFinite(record)
      let rate = Double(record.tokens) / (now - before).seconds
      var goesOn = try observer(.step(record, tokensPerSecond: rate, seconds: (now - start).seconds))
      if record.step % preset.validationInterval == 0 || record.step == steps || !goesOn {
        let evaluation = validate()
        goesOn =
          try observer(.validation(evaluation, step: record.step, seconds: (clock.now - start).seconds)) && goesOn
      }
      if !goesOn { return }
    }
  }

  /// What the model knows of the grammar now.
  ///
  /// - Parameter saved: The model as it came back from its file, where saving has rounded it.
  public func report(of saved: Transformer? = nil) -> GrammarReport {
    GrammarReport(
      of: saved ?? model, on: validation, evaluation: saved == nil ? validate() : nil, encoder: encoder,
      kernels: kernels, crew: crew)
  }

  /// Scores the validation documents, once a step.
  private func validate() -> Evaluation {
    if let (step, evaluation) = validated, step == stepsDone { return evaluation }
    let evaluation = Evaluation(of: model, on: validation.sequences, kernels: kernels, crew: crew)
    validated = (stepsDone, evaluation)
    return evaluation
  }

  private func checkFinite(_ record: StepRecord) throws(TrainingError) {
    guard record.loss.isFinite else { throw .notFinite(step: record.step, what: "the loss") }
    guard record.gradientNorm.isFinite else { throw .notFinite(step: record.step, what: "the gradient") }
  }
}

extension Duration {
  /// The whole duration in seconds.
  public var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
