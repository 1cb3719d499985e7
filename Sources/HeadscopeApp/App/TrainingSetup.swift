public import Training

/// What can be trained.
public struct TrainingSetup: Sendable {
  /// What to begin with.
  public let plan: TrainingPlan
  /// How that one's model reads and writes, and what to watch.
  public let own: TrainablePreset
  /// All presets.
  public let presets: [TrainablePreset]
  /// Threads that train.
  public let threads: Int
  /// A run to go on with, if not a new one.
  public let opened: OpenedRun?
  /// A run of another process, or a log, to watch instead of training.
  public var watched: WatchedRun?
  /// Runs to draw beside the one on the screen from the start.
  public var overlaid: [OverlaidRun] = []
  /// What there is to say of the first run besides its plan.
  public var besides: [RunSetting] = []
  /// Whether the screen opens with the training, and starts it at once.
  public let startsAtOnce: Bool

  /// What can be trained.
  public init(
    plan: TrainingPlan, own: TrainablePreset, presets: [TrainablePreset], threads: Int = 1,
    opened: OpenedRun? = nil, startsAtOnce: Bool
  ) {
    self.plan = plan
    self.own = own
    self.presets = presets
    self.threads = threads
    self.opened = opened
    self.startsAtOnce = startsAtOnce
  }
}

extension TrainingSetup {
  /// How the model of a plan reads and writes, and what to watch: that of the plan to begin with, or of the preset of its
  /// name.
  func trainable(_ plan: TrainingPlan) -> TrainablePreset {
    let all = [own] + presets
    return all.first { $0.preset.name == plan.preset.name } ?? own
  }
}

/// A preset with what the screen needs to show its runs.
public struct TrainablePreset: Sendable {
  /// The preset.
  public let preset: Preset
  /// How its model reads and writes.
  public let language: TrainedLanguage
  /// The sentence to watch.
  public let probe: String

  /// A preset.
  public init(_ preset: Preset, language: TrainedLanguage, probe: String) {
    self.preset = preset
    self.language = language
    self.probe = probe
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
  /// What there is to say of it besides its plan.
  public let besides: [RunSetting]
  /// The folders of the runs that were forked from it, or from the same as it, and of that one.
  public let family: [String]

  /// A saved run.
  public init(
    plan: TrainingPlan, report: TrainingReport, changes: [SettingChange] = [], language: TrainedLanguage,
    goesOn: Bool = false, steps: Int? = nil, besides: [RunSetting] = [], family: [String] = []
  ) {
    self.family = family
    self.besides = besides
    self.plan = plan
    self.report = report
    self.changes = changes
    self.language = language
    self.goesOn = goesOn
    self.steps = steps
  }
}
