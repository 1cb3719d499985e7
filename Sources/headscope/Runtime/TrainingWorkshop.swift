internal import Checkpoints
internal import Corpora
internal import HeadscopeApp
internal import KernelTypes
internal import Tensors
internal import Tokenizers
internal import Training

/// What every run of a training thread is made with.
struct TrainingWorkshop: Sendable {
  let tokenizer: Tokenizer
  var precision = WeightPrecision.float32
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

  /// What there is without a command line: the grammar of simple English, every processor.
  static func standard(kernels: KernelSet, keepsRuns: Bool = true) -> TrainingWorkshop {
    TrainingWorkshop(
      tokenizer: Tokenizer.wordLevel(words: Grammar.englishWords), kernels: kernels,
      crew: ThreadsOption.allProcessors, keepsRuns: keepsRuns)
  }

  var vocabulary: [String] { (0..<tokenizer.vocabularySize).map { tokenizer.token($0) ?? "" } }

  /// What can be trained, beginning with a plan; the first preset where none is given.
  func setup(_ plan: TrainingPlan? = nil, startsAtOnce: Bool) throws -> TrainingSetup {
    let presets = Preset.all(vocabularySize: tokenizer.vocabularySize)
    guard let plan = plan ?? presets.first.map({ TrainingPlan(preset: $0) }) else {
      throw UserError("there is no preset")
    }
    return TrainingSetup(
      plan: plan, presets: presets, language: try tokenizer.trainedLanguage(), probe: ExploreCommand.standardText,
      startsAtOnce: startsAtOnce)
  }
}

extension Tokenizer {
  /// The tokenizer with the tokens that stand around every text of the grammar.
  func trainedLanguage() throws -> TrainedLanguage {
    guard let begin = id(of: "<s>"), let end = id(of: "</s>") else {
      throw UserError("the tokenizer has no <s> and </s>, which stand around every text that is trained on here")
    }
    return TrainedLanguage(tokenizer: self, begin: Int32(begin), end: Int32(end))
  }
}
