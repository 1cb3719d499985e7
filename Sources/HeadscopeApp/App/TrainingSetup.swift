public import Training

/// What can be trained.
public struct TrainingSetup: Sendable {
  /// What to begin with.
  public let plan: TrainingPlan
  /// All presets.
  public let presets: [Preset]
  /// How a new run's model reads and writes.
  public let language: TrainedLanguage
  /// The sentence to watch.
  public let probe: String
  /// Whether the screen opens with the training, and starts it at once.
  public let startsAtOnce: Bool

  /// What can be trained.
  public init(
    plan: TrainingPlan, presets: [Preset], language: TrainedLanguage, probe: String, startsAtOnce: Bool
  ) {
    self.plan = plan
    self.presets = presets
    self.language = language
    self.probe = probe
    self.startsAtOnce = startsAtOnce
  }
}

/// How a trained model reads and writes.
public struct TrainedLanguage: Sendable {
  /// Text to tokens, and ids to text.
  public let tokenizer: any SubjectTokenizer
  /// What every text begins with.
  public let begin: Int32
  /// What ends it.
  public let end: Int32

  /// A tokenizer with the tokens around every text.
  public init(tokenizer: any SubjectTokenizer, begin: Int32, end: Int32) {
    self.tokenizer = tokenizer
    self.begin = begin
    self.end = end
  }
}

/// A run that stands in a folder, in a line.
public struct RunSummary: Equatable, Sendable {
  /// Its folder, relative to the one in which the program was started.
  public let folder: String
  /// Steps done.
  public let step: Int
  /// Loss of the last step, in nats.
  public let loss: Double

  /// A run in a line.
  public init(folder: String, step: Int, loss: Double) {
    self.folder = folder
    self.step = step
    self.loss = loss
  }
}

/// A saved run as the Train screen takes it.
public struct OpenedRun: Sendable {
  /// What is known of how it was made.
  public let plan: TrainingPlan
  /// Its curves, and the model after its last step.
  public let report: TrainingReport
  /// How its model reads and writes.
  public let language: TrainedLanguage

  /// A saved run.
  public init(plan: TrainingPlan, report: TrainingReport, language: TrainedLanguage) {
    self.plan = plan
    self.report = report
    self.language = language
  }
}
