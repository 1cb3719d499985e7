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
  /// Threads that train.
  public let threads: Int
  /// A run to go on with, if not a new one.
  public let opened: OpenedRun?
  /// Whether the screen opens with the training, and starts it at once.
  public let startsAtOnce: Bool

  /// What can be trained.
  public init(
    plan: TrainingPlan, presets: [Preset], language: TrainedLanguage, probe: String, threads: Int = 1,
    opened: OpenedRun? = nil, startsAtOnce: Bool
  ) {
    self.plan = plan
    self.presets = presets
    self.language = language
    self.probe = probe
    self.threads = threads
    self.opened = opened
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
  /// What it is, as far as that is known.
  public let plan: TrainingPlan
  /// Its curves, and the model after its last step.
  public let report: TrainingReport
  /// Settings that were changed on the way.
  public let changes: [SettingChange]
  /// How its model reads and writes.
  public let language: TrainedLanguage
  /// Whether it can go on; if not, it is there to be looked at.
  public let goesOn: Bool
  /// How far it shall go on, where that is not as far as it was to go.
  public let steps: Int?

  /// A saved run.
  public init(
    plan: TrainingPlan, report: TrainingReport, changes: [SettingChange] = [], language: TrainedLanguage,
    goesOn: Bool = false, steps: Int? = nil
  ) {
    self.plan = plan
    self.report = report
    self.changes = changes
    self.language = language
    self.goesOn = goesOn
    self.steps = steps
  }
}
