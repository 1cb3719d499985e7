public import KernelTypes
public import Models
public import Tensors

/// Everything about a run that a person can set, apart from the model's sizes and the corpus.
public struct TrainingSettings: Equatable, Sendable {
  /// Sequences in a batch.
  public var batch: Int
  /// Tokens in a sequence.
  public var length: Int
  /// How the learning rate goes, and for how many steps.
  public var schedule: LearningRateSchedule
  /// The optimiser's constants.
  public var optimizer: AdamW.Settings
  /// Longest gradient; a longer one is scaled down to it. 0 for no limit.
  public var clip: Float
  /// Shares of elements dropped.
  public var dropout: DropoutRates
  /// Everything random hangs on it: first parameters, batches, dropped elements.
  public var seed: UInt64
  /// Pieces that a batch is cut into. Part of the settings because another number gives other rounding.
  public var shards: Int

  /// All of it.
  public init(
    batch: Int, length: Int, schedule: LearningRateSchedule, optimizer: AdamW.Settings, clip: Float,
    dropout: DropoutRates, seed: UInt64, shards: Int = 4
  ) {
    self.batch = batch
    self.length = length
    self.schedule = schedule
    self.optimizer = optimizer
    self.clip = clip
    self.dropout = dropout
    self.seed = seed
    self.shards = shards
  }
}

/// What one step did.
public struct StepRecord: Equatable, Sendable {
  /// Counted from 1.
  public let step: Int
  /// Mean loss over the batch's targets, in nats, before the update.
  public let loss: Double
  /// Learning rate of the update.
  public let learningRate: Double
  /// Euclidean norm of the whole gradient before clipping.
  public let gradientNorm: Double
  /// Tokens in the batch.
  public let tokens: Int
}

/// Trains a transformer step by step. Knows nothing of clocks, files and screens.
public final class Trainer {
  /// The settings.
  public let settings: TrainingSettings
  /// The model as it stands.
  public private(set) var model: Transformer
  private var optimizer: AdamW
  private let shards: GradientShards
  private let kernels: KernelSet
  private let crew: WorkerCrew

  /// A trainer at step 0 of a model.
  public init(_ model: Transformer, settings: TrainingSettings, kernels: KernelSet, crew: WorkerCrew) {
    self.model = model
    self.settings = settings
    self.kernels = kernels
    self.crew = crew
    optimizer = AdamW(layout: model.parameters.layout, settings: settings.optimizer)
    shards = GradientShards(
      model.configuration, count: settings.batch, length: settings.length, dropout: settings.dropout,
      shards: settings.shards, kernels: kernels, crew: crew)
  }

  /// Steps done.
  public var stepsDone: Int { optimizer.stepsDone }

  /// Learns from one batch; where loss or gradient isn't finite, the model stays as it was.
  public func step(_ batch: Batch) -> StepRecord {
    let step = stepsDone + 1
    var key = SplitMix64(seed: settings.seed ^ UInt64(step) &* 0x9E37_79B9_7F4A_7C15)
    let drops = settings.dropout != DropoutRates()
    let loss = shards.run(batch, parameters: model.parameters, dropoutKey: drops ? key.next() : nil)
    let norm = optimizer.sum(shards.gradients, kernels: kernels, crew: crew)
    let learningRate = settings.schedule.rate(at: step)
    // An update with numbers that aren't finite would spoil every parameter.
    if loss.isFinite && norm.isFinite {
      optimizer.step(
        &model.parameters, gradient: shards.gradients[0], scale: clippingScale(norm), learningRate: learningRate,
        kernels: kernels, crew: crew)
    }
    return StepRecord(
      step: step, loss: loss, learningRate: learningRate, gradientNorm: norm, tokens: batch.count * batch.length)
  }

  /// `min(1, clip / (norm + 10⁻⁶))`, as PyTorch's `clip_grad_norm_`.
  private func clippingScale(_ norm: Double) -> Float {
    settings.clip > 0 ? Float(min(1, Double(settings.clip) / (norm + 1e-6))) : 1
  }
}
