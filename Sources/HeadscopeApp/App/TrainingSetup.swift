public import Training

/// What can be trained.
public struct TrainingSetup: Sendable {
  /// What to begin with.
  public let plan: TrainingPlan
  /// All presets.
  public let presets: [Preset]
  /// Text to tokens, and ids to text, of what is trained.
  public let tokenizer: any SubjectTokenizer
  /// What every text begins with, and what ends it.
  public let begin: Int32
  /// And what ends it.
  public let end: Int32
  /// The sentence to watch.
  public let probe: String
  /// Whether the screen opens with the training, and starts it at once.
  public let startsAtOnce: Bool

  /// What can be trained.
  public init(
    plan: TrainingPlan, presets: [Preset], tokenizer: any SubjectTokenizer, begin: Int32, end: Int32, probe: String,
    startsAtOnce: Bool
  ) {
    self.plan = plan
    self.presets = presets
    self.tokenizer = tokenizer
    self.begin = begin
    self.end = end
    self.probe = probe
    self.startsAtOnce = startsAtOnce
  }
}
