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
  /// How runs' models read and write.
  var reading = Reading.asPresetsDo
  /// The model that runs begin with, and its name or folder; untrained ones where nil.
  var base: (model: LanguageModel, folder: String)?
  /// Batches to take in their order, if any.
  var batches: TokenBatches?
  /// A text file to learn from, if any.
  var corpus: TextCorpus?
  var precision = WeightPrecision.float32
  /// Bytes that a run's past may take.
  var pastBudget = RunPast.standardBudget
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

  /// How models read and write.
  enum Reading: Sendable {
    /// Each preset has its own words.
    case asPresetsDo
    /// With this tokenizer: that of the model a run begins with, or of a text.
    case with(Tokenizer)
    /// Only ids are known.
    case ids
  }

  /// Steps between checkpoints where nothing is said.
  static let standardInterval = 250

  /// What there is without a command line: the grammar of simple English, every processor.
  static func standard(
    kernels: KernelSet, crew: WorkerCrew = ThreadsOption.allProcessors, keepsRuns: Bool = true
  ) -> TrainingWorkshop {
    TrainingWorkshop(kernels: kernels, crew: crew, keepsRuns: keepsRuns)
  }

  /// The same with the sample that a preset begins with, unless runs begin with another model already.
  func prepared(for preset: Preset) throws -> TrainingWorkshop {
    guard base == nil, let sample = preset.base else { return self }
    let named = try NamedModel(loading: sample)
    guard named.tokenizer == Self.tokenizer(of: preset), preset.canBegin(with: named.model.configuration) else {
      throw UserError(
        "\(plain(named.folder)): is not the encoder that the preset \(preset.name) begins with; begin without it with "
          + "--from-scratch")
    }
    var workshop = self
    workshop.base = (named.model, named.folder)
    return workshop
  }

  /// What a run of a preset begins with.
  func firstModel(of preset: Preset) -> LanguageModel {
    base.map { preset.beginning(with: $0.model) } ?? preset.untrainedModel
  }

  /// How a preset's model reads and writes; nil where only ids are known.
  func tokenizer(for preset: Preset) -> Tokenizer? {
    switch reading {
    case .asPresetsDo: Self.tokenizer(of: preset)
    case .with(let tokenizer): tokenizer
    case .ids: nil
    }
  }

  private static func tokenizer(of preset: Preset) -> Tokenizer {
    if let exercises = preset.exercises {
      return exercises.isChinese ? .joinedWords(exercises.words) : .wordLevel(words: exercises.words)
    }
    if preset.translates { return .translator(words: Grammar.englishWords + Grammar.chineseWords) }
    return preset.model.isCausal
      ? .wordLevel(words: Grammar.englishWords) : .encoderWordLevel(words: Grammar.englishWords)
  }

  /// What runs of a preset learn from.
  func data(for preset: Preset) throws -> TrainingData {
    if let batches { return .tokens(batches) }
    if let corpus { return .text(corpus) }
    let vocabulary = tokenizer(for: preset).map { tokenizer in
      (0..<tokenizer.vocabularySize).map { tokenizer.token($0) ?? "" }
    }
    let missing = DocumentEncoder.missingWords(
      in: vocabulary ?? [], of: preset.exercises, translates: preset.translates)
    guard let vocabulary, missing.isEmpty else {
      let what = preset.exercises == nil ? "the built-in grammar" : "the exercises"
      throw UserError(
        "the model's tokenizer lacks \(counted(missing.count, "word")) of \(what), such as "
          + "\(quoted(missing[0])); give batches of its own tokens with --token-ids")
    }
    try checkVocabulary(preset)
    if preset.translates { return .parallel(vocabulary: vocabulary) }
    if preset.classifies { return .sentiment(vocabulary: vocabulary) }
    return preset.exercises.map { .exercises($0, vocabulary: vocabulary) } ?? .grammar(vocabulary: vocabulary)
  }

  /// Whether the model knows every token that the tokenizer makes.
  func checkVocabulary(_ preset: Preset) throws {
    let configuration = preset.model
    guard let tokenizer = tokenizer(for: preset), tokenizer.vocabularySize > configuration.vocabularySize else {
      return
    }
    throw UserError(
      "the tokenizer has \(grouped(tokenizer.vocabularySize)) tokens, and the model knows "
        + grouped(configuration.vocabularySize))
  }

  /// A new run of a plan.
  func run(_ plan: TrainingPlan) throws -> TrainingRun {
    try checkMemory(plan.preset)
    return try TrainingRun(
      plan, from: firstModel(of: plan.preset), on: try data(for: plan.preset), kernels: kernels, crew: crew)
  }

  /// A run that goes on from a checkpoint.
  func run(_ checkpoint: Checkpoint) throws -> TrainingRun {
    let preset = checkpoint.plan.preset
    try checkMemory(preset)
    return try TrainingRun(checkpoint, on: try data(for: preset), kernels: kernels, crew: crew)
  }

  /// What is written down first of a run of a plan.
  ///
  /// - Parameter log: Where its log goes instead.
  func settings(of plan: TrainingPlan, log: String?) -> RunSettings {
    RunSettings(
      plan: plan, checkpointInterval: checkpointInterval, precision: precision.rawValue, arguments: arguments,
      log: log.map { absolutePath($0) }, from: (base?.folder).map { absolutePath($0) },
      tokenIDs: (batches?.path).map { absolutePath($0) }, corpus: (corpus?.path).map { absolutePath($0) },
      corpusChecksum: corpus?.checksum, pastBudget: pastBudget)
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
    let presets = try Preset.all.compactMap { preset throws -> TrainablePreset? in
      // What begins with a model, or learns from a text, learns nothing else.
      guard case .asPresetsDo = reading else { return nil }
      return TrainablePreset(
        preset, language: try Self.tokenizer(of: preset).trainedLanguage(), probe: OpeningText.watched(preset))
    }
    guard let plan = plan ?? presets.first.map({ TrainingPlan(preset: $0.preset) }) else {
      throw UserError("there is no preset")
    }
    guard let tokenizer = opened == nil ? tokenizer(for: plan.preset) : Self.tokenizer(of: plan.preset) else {
      throw UserError("there is no tokenizer, which says how the model reads")
    }
    let own = TrainablePreset(
      plan.preset, language: try opened?.language ?? tokenizer.trainedLanguage(), probe: probe(of: plan.preset))
    return TrainingSetup(
      plan: plan, own: own, presets: presets.isEmpty ? [own] : presets, threads: crew.threads, opened: opened,
      startsAtOnce: startsAtOnce)
  }

  /// The sentence to watch while a preset trains.
  private func probe(of preset: Preset) -> String {
    corpus.map { $0.opening(characters: 40) } ?? OpeningText.watched(preset)
  }
}

extension Tokenizer {
  /// The tokenizer with the tokens that stand around every text that is trained on here.
  func trainedLanguage() throws -> TrainedLanguage {
    if let classification = roles.classification, let separator = roles.separator, roles.mask != nil {
      return TrainedLanguage(tokenizer: self, begin: Int32(classification), end: Int32(separator))
    }
    guard let begin = id(of: "<s>"), let end = id(of: "</s>") else {
      throw UserError("the tokenizer has no <s> and </s>, which stand around every text that is trained on here")
    }
    return TrainedLanguage(tokenizer: self, begin: Int32(begin), end: Int32(end))
  }
}
