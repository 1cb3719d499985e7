public import ArgumentParser
internal import Corpora
internal import Models
public import Training
private import Wording

/// A preset and everything about it that can be changed.
struct TrainingOptions: ParsableArguments {
  /// What is trained where nothing is said.
  static let standardPreset = "cat"
  /// And where the run begins with a model.
  private static func standardPreset(_ base: ModelConfiguration) -> String {
    base.isClassifier
      ? "sentiment" : base.encoderLayers != nil ? "translate" : base.isCausal ? standardPreset : "masked"
  }

  @Option(help: "The preset to begin from, such as cat or weather (docs/presets.md); cat where not given.") var preset:
    String?
  @Option(
    help:
      "The network that is trained: decoder, elman, gru or lstm, where the preset trains one of them; of as many parameters."
  ) var architecture: Architecture?
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
  @Option(help: "Steps over which the learning rate rises; none with --schedule constant where not given.") var warmup:
    Int?
  @Option(help: "How gradients become updates: sgd, adam or adamw.") var optimizer: OptimizerSettings.Kind?
  @Option(help: "Adam and AdamW: decay of the first moment.") var beta1: Double?
  @Option(help: "Adam and AdamW: decay of the second moment.") var beta2: Double?
  @Option(help: "Adam and AdamW: added to the root of the second moment.") var epsilon: Double?
  @Option(help: "SGD: share of the last direction that is kept.") var momentum: Double?
  @Option(help: "Weight decay: decoupled with AdamW, in the gradient with the others.") var weightDecay: Double?
  @Option(help: "What weight decay pulls at: matrices, or all as PyTorch does by default.") var decay:
    OptimizerSettings.DecayScope?
  @Option(help: "Share of each target that is spread evenly over all tokens.") var labelSmoothing: Float?
  @Option(help: "Share of embeddings, attention weights and block outputs that is dropped.") var dropout: Float?
  @Option(help: "Longest gradient; 0 for no limit.") var clip: Float?
  @Option(help: "What is not updated, with commas: blocks, counted from 0, and embeddings, as in embeddings,0,1.")
  var freeze: String?
  @Option(help: "Steps between validations.") var validateEvery: Int?
  @Option(help: "How many documents of the grammar there are to learn from; 0 for all that it makes.") var documents:
    Int?
  @Option(help: "How many labelled sentences the preset sentiment learns from; 300 where not given.") var labels: Int?
  @Flag(help: "Begin the preset sentiment with an untrained model, of which nothing is frozen.") var fromScratch = false
  @Option(help: "First parameters, batches and dropped elements hang on it.") var seed: UInt64?

  /// The preset with everything that was asked for.
  ///
  /// - Parameter base: The sizes of the model that the run begins with; they are not asked for then.
  func preset(base: ModelConfiguration? = nil) throws -> Preset {
    let all = Preset.all
    var preset = try named(otherwise: base.map(Self.standardPreset) ?? Self.standardPreset)
    let name = preset.name
    if let base {
      try refuse(
        ["architecture", "layers", "heads", "width", "mlp"],
        because: "the model that the run begins with brings its sizes"
          + (preset.base == nil ? "" : "; --from-scratch begins without it"))
      guard preset.canBegin(with: base) else {
        let fitting = all.filter { $0.canBegin(with: base) }.map(\.name).joined(separator: ", ")
        throw UserError(
          "--preset \(quoted(name)): trains \(preset.model.kindInWords), and --from brings \(base.kindInWords); there is "
            + (fitting.isEmpty ? "no preset" : fitting) + " for it")
      }
      preset.begin(with: base)
    } else {
      preset.model = try model(preset.model)
    }
    let steps = try checked("steps", steps, SettingRange.steps) ?? preset.training.schedule.steps
    preset.training.batch = try checked("batch", batch, SettingRange.batch) ?? preset.training.batch
    preset.training.accumulation =
      try checked("accumulate", accumulate, SettingRange.accumulation) ?? preset.training.accumulation
    try freeze(&preset.training, of: preset.model)
    preset.validationInterval =
      try checked("validate-every", validateEvery, SettingRange.steps) ?? preset.validationInterval
    // Exercises have a length of their own.
    preset.training.length =
      base == nil
      ? (context == nil ? preset.training.length : preset.model.contextLength)
      : try checked("context", context, 2...preset.model.contextLength)
        ?? min(preset.training.length, preset.model.contextLength)
    preset.training.schedule = LearningRateSchedule(
      peak: try checked("learning-rate", learningRate, SettingRange.learningRate) ?? preset.training.schedule.peak,
      shape: schedule ?? preset.training.schedule.shape,
      warmup: try checked("warmup", warmup, 0...steps)
        ?? (schedule == .constant ? 0 : min(preset.training.schedule.warmup, steps / 10)),
      steps: steps)
    preset.training.optimizer = OptimizerSettings(
      kind: optimizer ?? preset.training.optimizer.kind,
      beta1: try checked("beta1", beta1, SettingRange.decayRate) ?? preset.training.optimizer.beta1,
      beta2: try checked("beta2", beta2, SettingRange.decayRate) ?? preset.training.optimizer.beta2,
      epsilon: try checked("epsilon", epsilon, SettingRange.epsilon) ?? preset.training.optimizer.epsilon,
      momentum: try checked("momentum", momentum, SettingRange.decayRate) ?? preset.training.optimizer.momentum,
      weightDecay: try checked("weight-decay", weightDecay, SettingRange.weightDecay)
        ?? preset.training.optimizer.weightDecay,
      decayScope: decay ?? preset.training.optimizer.decayScope)
    preset.training.labelSmoothing =
      try checked("label-smoothing", labelSmoothing, SettingRange.labelSmoothing) ?? preset.training.labelSmoothing
    preset.training.clip = try checked("clip", clip, SettingRange.clip) ?? preset.training.clip
    preset.training.seed = seed ?? preset.training.seed
    if let labels = try checked("labels", labels, 2...SentimentSet.most) {
      guard preset.classifies else {
        throw UserError("--labels \(labels): only the preset sentiment learns from labelled sentences")
      }
      try refuse(["documents"], because: "--labels says how many sentences there are")
      preset.documents = labels
    }
    if preset.exercises != nil || preset.classifies {
      try refuse(["documents"], because: "--preset \(name) doesn't learn from the grammar's documents")
    }
    if let documents = try checked("documents", documents, 0...SettingRange.documents.upperBound) {
      preset.documents = documents > 0 ? documents : nil
    }
    if let rate = try checked("dropout", dropout, SettingRange.dropout) {
      preset.training.dropout = DropoutRates(embedding: rate, attention: rate, residual: rate)
    }
    return preset
  }

  /// The preset that was asked for, as it stands.
  func named(otherwise standard: String = standardPreset) throws -> Preset {
    let name = preset ?? standard
    guard var preset = Preset.all.first(where: { $0.name == name }) else {
      throw UserError(
        "--preset \(quoted(name)): there is no such preset; there is "
          + Preset.all.map(\.name).joined(separator: ", "))
    }
    if let architecture { preset = try Self.preset(preset, with: architecture) }
    if fromScratch {
      guard preset.base != nil else {
        throw UserError("--from-scratch: the preset \(name) begins with no model anyway; only sentiment does")
      }
      preset = preset.fromScratch()
    }
    return preset
  }

  /// A preset with another network.
  private static func preset(_ preset: Preset, with architecture: Architecture) throws -> Preset {
    let own = Architecture(preset.model)
    guard own != architecture else { return preset }
    let exchangeable: [Architecture] = [.decoder, .elman, .gru, .lstm]
    guard exchangeable.contains(own), exchangeable.contains(architecture), !preset.training.attentionOnly else {
      let others = Preset.all.filter { Architecture($0.model) == architecture }.map(\.name)
      throw UserError(
        "--architecture \(architecture.rawValue): --preset \(preset.name) trains \(own.inWords)"
          + (others.isEmpty
            ? " and nothing else" : "; there is \(others.joined(separator: ", ")) for \(architecture.inWords)"))
    }
    return preset.with(architecture.cell)
  }

  /// What was asked for, as one would type it again.
  var arguments: String {
    let given = given.contains { $0.name == "preset" } ? given : [("preset", Self.standardPreset)] + given
    return given.map { "--\($0.name)" + ($0.value.isEmpty ? "" : " \($0.value)") }.joined(separator: " ")
  }

  /// Whether nothing was asked for.
  var isEmpty: Bool { given.isEmpty }

  /// Refuses options that were given.
  func refuse(_ names: [String], because reason: String) throws {
    guard let first = given.first(where: { names.contains($0.name) }) else { return }
    let value = first.value.isEmpty ? "" : " \(quoted(first.value))"
    throw UserError("--\(first.name)\(value): can't be given here: \(reason)")
  }

  /// Refuses every option but one.
  func refuseAll(but name: String, because reason: String) throws {
    try refuse(given.map(\.name).filter { $0 != name }, because: reason)
  }

  /// The options that were given, with their values.
  private var given: [(name: String, value: String)] {
    let all: [(String, (any CustomStringConvertible)?)] = [
      ("preset", preset), ("architecture", architecture?.rawValue), ("layers", layers), ("heads", heads),
      ("width", width), ("mlp", mlp), ("context", context),
      ("batch", batch), ("accumulate", accumulate), ("steps", steps), ("learning-rate", learningRate),
      ("schedule", schedule?.rawValue), ("warmup", warmup), ("optimizer", optimizer?.rawValue), ("beta1", beta1),
      ("beta2", beta2), ("epsilon", epsilon), ("momentum", momentum), ("weight-decay", weightDecay),
      ("decay", decay?.rawValue), ("label-smoothing", labelSmoothing),
      ("dropout", dropout), ("clip", clip), ("freeze", freeze), ("validate-every", validateEvery),
      ("documents", documents), ("labels", labels), ("from-scratch", fromScratch ? "" : nil), ("seed", seed),
    ]
    return all.compactMap { name, value in value.map { (name, "\($0)") } }
  }

  /// The shortest documents of the grammar, with what stands around them, still fit.
  private static let shortestContext = 8

  private func model(_ base: ModelConfiguration) throws -> ModelConfiguration {
    if base.cell != nil { try refuse(["heads", "mlp"], because: "\(base.kindInWords) has none") }
    let heads = try checked("heads", heads, SettingRange.heads) ?? base.heads
    let width = try checked("width", width, SettingRange.width) ?? base.width
    guard heads == 0 || width % heads == 0 else {
      throw UserError("--width \(width) is not a multiple of --heads \(heads)")
    }
    var model = base
    model.contextLength =
      try checked("context", context, Self.shortestContext...SettingRange.length.upperBound) ?? base.contextLength
    model.layers = try checked("layers", layers, SettingRange.layers) ?? base.layers
    (model.width, model.heads) = (width, heads)
    model.mlpWidth =
      try checked("mlp", mlp, SettingRange.mlpWidth)
      ?? (base.mlpWidth == 4 * base.width ? 4 * width : base.mlpWidth)
    return model
  }

  private func freeze(_ settings: inout TrainingSettings, of model: ModelConfiguration) throws {
    guard let freeze else { return }
    (settings.frozenLayers, settings.freezesEmbeddings) = ([], false)
    for part in freeze.split(separator: ",", omittingEmptySubsequences: false) {
      if part == "embeddings" {
        settings.freezesEmbeddings = true
      } else if let layer = Int(part), (0..<model.layers).contains(layer) {
        settings.frozenLayers.insert(layer)
      } else {
        throw UserError(
          "--freeze \(quoted(freeze)): blocks from 0 to \(grouped(model.layers - 1)) and embeddings are allowed, with "
            + "commas between them")
      }
    }
  }

  /// A value within its range, or nil where none was given.
  func checked<Number: Comparable>(
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
extension OptimizerSettings.DecayScope: ExpressibleByArgument {}
