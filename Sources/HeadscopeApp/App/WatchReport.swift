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

  /// A run to be watched.
  public init(
    name: String, isBareLog: Bool, language: TrainedLanguage? = nil, settings: [RunSetting] = [], first: WatchReport
  ) {
    (self.name, self.isBareLog, self.language) = (name, isBareLog, language)
    (self.settings, self.first) = (settings, first)
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
  /// What could not be read, in a line.
  public var trouble: String?
  /// Memory of the whole program, in bytes.
  public var residentBytes: Int

  /// A report of a curve.
  public init(curve: TrainingHistory, phase: WatchPhase, residentBytes: Int = 0) {
    (self.curve, self.phase, self.residentBytes) = (curve, phase, residentBytes)
  }
}
