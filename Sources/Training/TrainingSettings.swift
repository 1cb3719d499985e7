public import Models

/// Everything about a run that a person can set, apart from the model's sizes and the corpus.
public struct TrainingSettings: Equatable, Sendable {
  /// Sequences in a batch.
  public var batch: Int
  /// Tokens in a sequence.
  public var length: Int
  /// Batches whose gradients are averaged before one update: as one batch of `batch · accumulation` sequences, in the
  /// memory of one batch.
  public var accumulation: Int
  /// How the learning rate goes, and for how many steps.
  public var schedule: LearningRateSchedule
  /// The optimiser and its constants.
  public var optimizer: OptimizerSettings
  /// Longest gradient; a longer one is scaled down to it. 0 for no limit.
  public var clip: Float
  /// Shares of elements dropped.
  public var dropout: DropoutRates
  /// Share of each target that is spread evenly over all tokens; the loss of steps is the smoothed one then.
  public var labelSmoothing: Float
  /// Blocks that are not updated, counted from 0; numbers beyond the last block mean nothing.
  public var frozenLayers: Set<Int>
  /// Everything random hangs on it: first parameters, batches, dropped elements.
  public var seed: UInt64
  /// Pieces that a batch is cut into. Part of the settings because another number gives other rounding.
  public var shards: Int

  /// All of it.
  public init(
    batch: Int, length: Int, accumulation: Int = 1, schedule: LearningRateSchedule, optimizer: OptimizerSettings,
    clip: Float, dropout: DropoutRates, labelSmoothing: Float = 0, frozenLayers: Set<Int> = [], seed: UInt64,
    shards: Int = 4
  ) {
    self.batch = batch
    self.length = length
    self.accumulation = accumulation
    self.schedule = schedule
    self.optimizer = optimizer
    self.clip = clip
    self.dropout = dropout
    self.labelSmoothing = labelSmoothing
    self.frozenLayers = frozenLayers
    self.seed = seed
    self.shards = shards
  }
}
