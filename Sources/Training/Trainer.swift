public import KernelTypes
public import Models
public import Tensors

/// Trains a transformer step by step. Knows nothing of clocks, files and screens.
public final class Trainer {
  /// The settings of the next step.
  public private(set) var settings: TrainingSettings
  /// The model as it stands.
  public private(set) var model: LanguageModel
  /// Steps done.
  public private(set) var stepsDone = 0
  /// Whether steps measure their update (``StepRecord/updateRatio``): it costs about as much as another update and
  /// changes no bit.
  public var measuresUpdate = false
  private var optimizer: Optimizer
  private var shards: GradientShards
  private var hasGradient = false
  private let kernels: KernelSet
  private let crew: WorkerCrew

  /// A trainer at step 0 of a model.
  public init(_ model: LanguageModel, settings: TrainingSettings, kernels: KernelSet, crew: WorkerCrew) {
    precondition(settings.accumulation > 0, "an update from \(settings.accumulation) batches")
    self.model = model
    self.settings = settings
    self.kernels = kernels
    self.crew = crew
    optimizer = Optimizer(model.handles, settings: settings.optimizer, frozen: settings.frozenParts)
    shards = GradientShards(model.configuration, settings, kernels: kernels, crew: crew)
  }

  /// What a checkpoint keeps of the optimiser.
  var moments: (first: Parameters, second: Parameters, updates: Int) { (optimizer.m, optimizer.v, optimizer.updates) }

  /// Goes on where a run stood after a step.
  ///
  /// - Precondition: parameters and moments are ones of this model and optimiser.
  func restore(parameters: Parameters, step: Int, first: Parameters, second: Parameters, updates: Int) {
    precondition(parameters.layout == model.parameters.layout, "parameters of another model")
    model.parameters = parameters
    hasGradient = false
    stepsDone = step
    optimizer.restore(m: first, v: second, updates: updates)
  }

  /// Goes on under other settings from the next step on.
  ///
  /// Another batch, other dropout, label smoothing or frozen parts make the shards' memory anew. Another kind of optimiser starts with moments at 0;
  /// with other constants the moments are kept.
  /// - Precondition: length, seed and shards stay.
  public func change(_ settings: TrainingSettings) {
    let old = self.settings
    precondition(
      settings.length == old.length && settings.seed == old.seed && settings.shards == old.shards,
      "length, seed and shards of a run stay as they are")
    precondition(
      settings.batch > 0 && settings.accumulation > 0, "\(settings.accumulation) batches of \(settings.batch)")
    self.settings = settings
    optimizer.change(settings.optimizer, frozen: settings.frozenParts)
    if settings.batch != old.batch || settings.dropout != old.dropout
      || settings.labelSmoothing != old.labelSmoothing || settings.frozenParts != old.frozenParts
    {
      shards = GradientShards(model.configuration, settings, kernels: kernels, crew: crew)
      hasGradient = false
    }
  }

  /// Learns from one batch: ``step(_:)-([Batch])`` without accumulation.
  public func step(_ batch: Batch) -> StepRecord { step([batch]) }

  /// Learns from as many batches as the settings accumulate; where loss, gradient or update isn't finite, the step is
  /// skipped: it is counted, and the model and the moments stay as they were.
  public func step(_ batches: [Batch]) -> StepRecord {
    precondition(batches.count == settings.accumulation, "\(batches.count) batches for \(settings.accumulation)")
    let step = stepsDone + 1
    var key = SplitMix64(seed: settings.seed ^ UInt64(step) &* 0x9E37_79B9_7F4A_7C15)
    let drops = settings.dropout != DropoutRates()
    let loss = shards.run(batches, parameters: model.parameters, dropoutKey: drops ? key.next() : nil)
    let norm = optimizer.sum(shards.gradients, kernels: kernels, crew: crew)
    hasGradient = true
    let learningRate = settings.schedule.rate(at: step)
    let scale = clippingScale(norm.total)
    let fault = fault(loss: loss, norm: norm.total, update: learningRate * norm.total * Double(scale))
    var ratio: Double?
    // An update with numbers that aren't finite would spoil every parameter.
    if fault == nil {
      ratio = optimizer.step(
        &model.parameters, gradient: shards.gradients[0], scale: scale, learningRate: learningRate,
        measures: measuresUpdate, kernels: kernels, crew: crew)
    }
    stepsDone = step
    return StepRecord(
      step: step, loss: loss, learningRate: learningRate, gradientNorm: norm.total, layerGradientNorms: norm.parts,
      updateRatio: ratio, tokens: batches.reduce(0) { $0 + $1.count * $1.length }, notFinite: fault)
  }

  /// What of a step isn't finite, or would not be after the update; nil where all is.
  private func fault(loss: Double, norm: Double, update: Double) -> String? {
    guard loss.isFinite else { return "loss" }
    guard norm.isFinite else {
      let layout = model.parameters.layout
      let gradient = shards.gradients[0].start
      let entry = layout.entries.last { entry in
        (entry.offset..<entry.offset + entry.count).contains { !gradient[$0].isFinite }
      }
      return entry.map { "gradient of \($0.name)" } ?? "gradient norm"
    }
    // Far beyond any update that teaches something, and far below what a parameter can hold.
    return update < 1e30 ? nil : "update"
  }

  /// Measures from now on, until the batch or dropout changes, where the time of the passes goes: an account for each
  /// thread. What a step takes beyond them is the sum of the shards and the update.
  public func measureTimes() -> [OperationTimes] { shards.measureTimes() }

  /// What a gradient of a norm is multiplied with: `min(1, clip / (norm + 10⁻⁶))`, as PyTorch's `clip_grad_norm_`.
  func clippingScale(_ norm: Double) -> Float {
    settings.clip > 0 ? Float(min(1, Double(settings.clip) / (norm + 1e-6))) : 1
  }

  /// Lends the last step's gradient, unclipped, under the parameters' layout; nil before the first step and where the
  /// shards have been made anew since.
  func withGradient<Result>(_ body: (UnsafePointer<Float>) -> Result) -> Result? {
    hasGradient ? body(shards.gradients[0].start) : nil
  }
}
