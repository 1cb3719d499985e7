public import Training

/// What is watched: a run that another process makes, or a log.
public struct WatchedRun: Sendable {
  /// Its folder or file, or a name for standard input. Untrusted.
  public let name: String
  /// Whether nothing but a log is known of it: no settings and no weights.
  public let isBareLog: Bool
  /// How its model reads and writes; nil where that isn't known.
  public let language: TrainedLanguage?
  /// Every setting that is known of it.
  public let settings: [RunSetting]
  /// What it was when it was first looked at.
  public let first: WatchReport
  /// Whether its own settings are known.
  public let hasSettings: Bool

  /// A run to be watched.
  ///
  /// - Parameter hasSettings: As where there is more than a log, where nil.
  public init(
    name: String, isBareLog: Bool, hasSettings: Bool? = nil, language: TrainedLanguage? = nil,
    settings: [RunSetting] = [], first: WatchReport
  ) {
    (self.name, self.isBareLog, self.language) = (name, isBareLog, language)
    (self.settings, self.first) = (settings, first)
    self.hasSettings = hasSettings ?? !isBareLog
  }
}

/// Another run than before that stands in a watched folder.
public struct ReplacedRun: Sendable {
  /// Whether its own settings are known.
  public let hasSettings: Bool
  /// How its model reads and writes; nil where that isn't known.
  public let language: TrainedLanguage?
  /// Every setting that is known of it.
  public let settings: [RunSetting]

  /// Another run.
  public init(hasSettings: Bool, language: TrainedLanguage?, settings: [RunSetting]) {
    (self.hasSettings, self.language, self.settings) = (hasSettings, language, settings)
  }
}

/// What becomes of a run that is watched.
public enum WatchPhase: Equatable, Sendable {
  /// Somebody may be writing; whether that is so can't be told.
  case following
  /// A process trains.
  case training
  /// No process trains, and there were steps to be made.
  case stopped
  /// All steps are done.
  case ended
  /// Folder or file are no longer there.
  case gone
  /// Standard input has ended.
  case closed
}

/// All that is known of a watched run now; an older one needs not be seen.
public struct WatchReport: Sendable {
  /// Its whole curve, thinned.
  public var curve: TrainingHistory
  /// What becomes of it.
  public var phase: WatchPhase
  /// Lines of its log that could not be read, and the first of them.
  public var skippedLines = 0
  /// The first of them.
  public var firstFault: LogReader.Fault?
  /// What it was begun with or has become, where that is known.
  public var plan: TrainingPlan?
  /// The newest parameters that were saved, where they are others than in the report before.
  public var model: SteppedModel?
  /// Of the newest parameters.
  public var histograms: TrainingHistograms?
  /// What does not change.
  public var facts: RunFacts?
  /// What is watched from now on, where that is another run.
  public var replaced: ReplacedRun?
  /// What could not be read, in a line.
  public var trouble: String?
  /// Memory of the whole program, in bytes.
  public var residentBytes: Int

  /// A report of a curve.
  public init(curve: TrainingHistory, phase: WatchPhase, residentBytes: Int = 0) {
    (self.curve, self.phase, self.residentBytes) = (curve, phase, residentBytes)
  }
}
