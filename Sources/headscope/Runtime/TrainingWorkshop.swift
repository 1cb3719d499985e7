internal import Checkpoints
internal import Corpora
private import Files
internal import HeadscopeApp
internal import KernelTypes
internal import Models
internal import Tensors
internal import Tokenizers
internal import Training
private import Wording

/// What every run of a training thread is made with.
struct TrainingWorkshop: Sendable {
  /// How a run's model reads and writes; nil where only ids are known.
  var tokenizer: Tokenizer?
  /// The model that runs begin with, and its name or folder; untrained ones where nil.
  var base: (model: Transformer, folder: String)?
  /// Batches to take in their order; the grammar's where nil.
  var batches: TokenBatches?
  var precision = WeightPrecision.float32
  /// Steps between checkpoints; nil for none but the last one.
  var checkpointInterval: Int? = Self.standardInterval
  let kernels: KernelSet
  let crew: WorkerCrew
  /// The folder that was asked for, for the first run.
  var folder: String?
  /// Where the log goes instead, for the first run.
  var log: String?
  /// The options of the command line, as one would type them again.
  var arguments = ""
  /// Whether runs leave anything on the disk.
  var keepsRuns = true

  /// Steps between checkpoints where nothing is said.
  static let standardInterval = 250

  /// What there is without a command line: the grammar of simple English, every processor.
  static func standard(
    kernels: KernelSet, crew: WorkerCrew = ThreadsOption.allProcessors, keepsRuns: Bool = true
  ) -> TrainingWorkshop {
    TrainingWorkshop(
      tokenizer: Tokenizer.wordLevel(words: Grammar.englishWords), kernels: kernels, crew: crew, keepsRuns: keepsRuns)
  }

  /// How an encoder of our own reads and writes.
  static var encoderTokenizer: Tokenizer { Tokenizer.encoderWordLevel(words: Grammar.englishWords) }

  private var vocabulary: [String] {
    tokenizer.map { tokenizer in (0..<tokenizer.vocabularySize).map { tokenizer.token($0) ?? "" } } ?? []
  }

  /// What runs learn from, for a model of a size.
  func data(for configuration: TransformerConfiguration) throws -> TrainingData {
    if let batches { return .tokens(batches) }
    let vocabulary = vocabulary
    let missing = DocumentEncoder.missingWords(in: vocabulary)
    guard missing.isEmpty else {
      throw UserError(
        "the model's tokenizer lacks \(counted(missing.count, "word")) of the built-in grammar, such as "
          + "\(quoted(missing[0])); give batches of its own tokens with --token-ids")
    }
    try checkVocabulary(configuration)
    return .grammar(vocabulary: vocabulary)
  }

  /// Whether the model knows every token that the tokenizer makes.
  func checkVocabulary(_ configuration: TransformerConfiguration) throws {
    guard let tokenizer, tokenizer.vocabularySize > configuration.vocabularySize else { return }
    throw UserError(
      "the tokenizer has \(grouped(tokenizer.vocabularySize)) tokens, and the model knows "
        + grouped(configuration.vocabularySize))
  }

  /// A new run of a plan.
  func run(_ plan: TrainingPlan) throws -> TrainingRun {
    try checkMemory(plan.preset)
    return TrainingRun(
      plan, from: base?.model, on: try data(for: plan.preset.model), kernels: kernels, crew: crew)
  }

  /// A run that goes on from a checkpoint.
  func run(_ checkpoint: Checkpoint) throws -> TrainingRun {
    let preset = checkpoint.plan.preset
    try checkMemory(preset)
    return TrainingRun(checkpoint, on: try data(for: preset.model), kernels: kernels, crew: crew)
  }

  /// What is written down first of a run of a plan.
  ///
  /// - Parameter log: Where its log goes instead.
  func settings(of plan: TrainingPlan, log: String?) -> RunSettings {
    RunSettings(
      plan: plan, checkpointInterval: checkpointInterval, precision: precision.rawValue, arguments: arguments,
      log: log.map { absolutePath($0) }, from: (base?.folder).map { absolutePath($0) },
      tokenIDs: (batches?.path).map { absolutePath($0) })
  }

  /// What a run of a preset will take.
  func memory(of preset: Preset) -> TrainingMemory {
    TrainingMemory(preset.model, preset.training, threads: crew.threads)
  }

  /// Compares what a run will take with what the machine has, before anything is allocated.
  func checkMemory(_ preset: Preset) throws {
    try requireMemory(
      memory(of: preset).total, for: "training", otherwise: "try a smaller --width, --layers, --context or --batch")
  }

  /// What can be trained, beginning with a plan; the first preset where none is given.
  func setup(
    _ plan: TrainingPlan? = nil, opening opened: OpenedRun? = nil, startsAtOnce: Bool
  ) throws -> TrainingSetup {
    guard let tokenizer else { throw UserError("there is no tokenizer, which says how the model reads") }
    let presets = Preset.all(vocabularySize: tokenizer.vocabularySize)
    guard let plan = plan ?? presets.first.map({ TrainingPlan(preset: $0) }) else {
      throw UserError("there is no preset")
    }
    return TrainingSetup(
      plan: plan, presets: presets, language: try tokenizer.trainedLanguage(), probe: ExploreCommand.standardText,
      threads: crew.threads, opened: opened, startsAtOnce: startsAtOnce)
  }
}

extension Tokenizer {
  /// The tokenizer with the tokens that stand around every text of the grammar.
  func trainedLanguage() throws -> TrainedLanguage {
    guard roles.mask == nil else {
      throw UserError("this is an encoder, which trains without a screen: train --resume with its folder goes on")
    }
    guard let begin = id(of: "<s>"), let end = id(of: "</s>") else {
      throw UserError("the tokenizer has no <s> and </s>, which stand around every text that is trained on here")
    }
    return TrainedLanguage(tokenizer: self, begin: Int32(begin), end: Int32(end))
  }
}
