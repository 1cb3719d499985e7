public import ArgumentParser
internal import Models
public import Training
private import Wording

/// A preset and everything about it that can be changed.
struct TrainingOptions: ParsableArguments {
  @Option(help: "The preset to begin from: cat, tiny or overfit.") var preset = "cat"
  @Option(help: "Blocks.") var layers: Int?
  @Option(help: "Heads in a block.") var heads: Int?
  @Option(help: "Numbers in the residual stream; a multiple of the heads.") var width: Int?
  @Option(help: "Neurons in a block's MLP; four times the width where not given.") var mlp: Int?
  @Option(help: "Tokens in a sequence.") var context: Int?
  @Option(help: "Sequences in a batch.") var batch: Int?
  @Option(help: "Batches whose gradients are averaged before one update.") var accumulate: Int?
  @Option(help: "Steps of the whole run.") var steps: Int?
  @Option(help: "Highest learning rate.") var learningRate: Double?
  @Option(help: "What follows the warm-up: constant, linear or cosine.") var schedule: LearningRateSchedule.Shape?
  @Option(help: "Steps over which the learning rate rises.") var warmup: Int?
  @Option(help: "How gradients become updates: sgd, adam or adamw.") var optimizer: OptimizerSettings.Kind?
  @Option(help: "Adam and AdamW: decay of the first moment.") var beta1: Double?
  @Option(help: "Adam and AdamW: decay of the second moment.") var beta2: Double?
  @Option(help: "Adam and AdamW: added to the root of the second moment.") var epsilon: Double?
  @Option(help: "SGD: share of the last direction that is kept.") var momentum: Double?
  @Option(help: "Weight decay of matrices: decoupled with AdamW, in the gradient with the others.") var weightDecay:
    Double?
  @Option(help: "Share of embeddings, attention weights and block outputs that is dropped.") var dropout: Float?
  @Option(help: "Longest gradient; 0 for no limit.") var clip: Float?
  @Option(help: "Blocks that are not updated, counted from 0, with commas: 0,1.") var freeze: String?
  @Option(help: "Steps between validations.") var validateEvery: Int?
  @Option(help: "How many documents of the grammar there are to learn from; 0 for all that it makes.") var documents:
    Int?
  @Option(help: "First parameters, batches and dropped elements hang on it.") var seed: UInt64?

  /// The preset with everything that was asked for.
  func preset(vocabularySize: Int) throws -> Preset {
    let all = Preset.all(vocabularySize: vocabularySize)
    guard var preset = all.first(where: { $0.name == self.preset }) else {
      throw UserError(
        "--preset \(quoted(self.preset)): there is no such preset; there is "
          + all.map { "\($0.name)" }.joined(separator: ", "))
    }
    preset.model = try model(preset.model)
    let steps = try checked("steps", steps, 1...100_000_000) ?? preset.training.schedule.steps
    preset.training.batch = try checked("batch", batch, 1...65_536) ?? preset.training.batch
    preset.training.accumulation =
      try checked("accumulate", accumulate, 1...65_536) ?? preset.training.accumulation
    preset.training.frozenLayers = try frozenLayers(of: preset.model) ?? preset.training.frozenLayers
    preset.validationInterval =
      try checked("validate-every", validateEvery, 1...100_000_000) ?? preset.validationInterval
    preset.training.length = preset.model.contextLength
    preset.training.schedule = LearningRateSchedule(
      peak: try checked("learning-rate", learningRate, 0...1_000) ?? preset.training.schedule.peak,
      shape: schedule ?? preset.training.schedule.shape,
      warmup: try checked("warmup", warmup, 0...steps) ?? min(preset.training.schedule.warmup, steps / 10),
      steps: steps)
    preset.training.optimizer = OptimizerSettings(
      kind: optimizer ?? preset.training.optimizer.kind,
      beta1: try checked("beta1", beta1, 0...0.999_999) ?? preset.training.optimizer.beta1,
      beta2: try checked("beta2", beta2, 0...0.999_999) ?? preset.training.optimizer.beta2,
      epsilon: try checked("epsilon", epsilon, 1e-30...1) ?? preset.training.optimizer.epsilon,
      momentum: try checked("momentum", momentum, 0...0.999_999) ?? preset.training.optimizer.momentum,
      weightDecay: try checked("weight-decay", weightDecay, 0...100) ?? preset.training.optimizer.weightDecay)
    preset.training.clip = try checked("clip", clip, 0...1e9) ?? preset.training.clip
    preset.training.seed = seed ?? preset.training.seed
    if let documents = try checked("documents", documents, 0...1_000_000) {
      preset.documents = documents > 0 ? documents : nil
    }
    if let rate = try checked("dropout", dropout, 0...0.99) {
      preset.training.dropout = DropoutRates(embedding: rate, attention: rate, residual: rate)
    }
    return preset
  }

  /// What was asked for, as one would type it again.
  var arguments: String {
    let given: [(String, (any CustomStringConvertible)?)] = [
      ("preset", preset), ("layers", layers), ("heads", heads), ("width", width), ("mlp", mlp), ("context", context),
      ("batch", batch), ("accumulate", accumulate), ("steps", steps), ("learning-rate", learningRate),
      ("schedule", schedule?.rawValue),
      ("warmup", warmup), ("optimizer", optimizer?.rawValue), ("beta1", beta1), ("beta2", beta2), ("epsilon", epsilon),
      ("momentum", momentum),
      ("weight-decay", weightDecay),
      ("dropout", dropout), ("clip", clip), ("freeze", freeze), ("validate-every", validateEvery),
      ("documents", documents), ("seed", seed),
    ]
    return given.compactMap { name, value in value.map { "--\(name) \($0)" } }.joined(separator: " ")
  }

  /// The shortest documents of the grammar, with what stands around them, still fit.
  private static let shortestContext = 8

  private func model(_ base: TransformerConfiguration) throws -> TransformerConfiguration {
    let heads = try checked("heads", heads, 1...1_024) ?? base.heads
    let width = try checked("width", width, 1...65_536) ?? base.width
    guard width % heads == 0 else { throw UserError("--width \(width) is not a multiple of --heads \(heads)") }
    return TransformerConfiguration(
      vocabularySize: base.vocabularySize,
      contextLength: try checked("context", context, Self.shortestContext...65_536) ?? base.contextLength, width: width,
      layers: try checked("layers", layers, 1...1_024) ?? base.layers, heads: heads,
      mlpWidth: try checked("mlp", mlp, 1...1_048_576) ?? 4 * width)
  }

  private func frozenLayers(of model: TransformerConfiguration) throws -> Set<Int>? {
    guard let freeze else { return nil }
    let parts = freeze.split(separator: ",", omittingEmptySubsequences: false)
    let layers = parts.compactMap { Int($0) }.filter { (0..<model.layers).contains($0) }
    guard layers.count == parts.count else {
      throw UserError(
        "--freeze \(quoted(freeze)): blocks from 0 to \(grouped(model.layers - 1)) are allowed, with commas between them"
      )
    }
    return Set(layers)
  }

  private func checked<Number: Comparable>(
    _ name: String, _ value: Number?, _ range: ClosedRange<Number>
  ) throws -> Number? {
    guard let value else { return nil }
    guard range.contains(value) else {
      throw UserError(
        "--\(name) \(value): from \(written(range.lowerBound)) to \(written(range.upperBound)) are allowed")
    }
    return value
  }

  private func written(_ number: some Comparable) -> String { (number as? Int).map { grouped($0) } ?? "\(number)" }
}

extension LearningRateSchedule.Shape: ExpressibleByArgument {}
extension OptimizerSettings.Kind: ExpressibleByArgument {}
