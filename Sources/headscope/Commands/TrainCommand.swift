public import ArgumentParser
public import Checkpoints
internal import Corpora
internal import CursesTerminal
internal import Files
internal import HeadscopeApp
internal import KernelTypes
internal import Models
internal import Tensors
internal import Tokenizers
internal import Training
private import Wording

/// `headscope train`: trains a model and leaves a folder that Python's `transformers` opens.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Train a model and save it as a folder that transformers opens.")

  @OptionGroup var options: TrainingOptions
  @Option(help: "The folder of the run; a free name under runs/ where not given.") var out: String?
  @Option(help: "Where the JSON Lines log goes; log.jsonl in the run's folder where not given.") var log: String?
  @Option(help: "How the weights are saved: float32 or float16.") var precision = WeightPrecision.float32
  @OptionGroup var threads: ThreadsOption
  @Flag(help: "No screen and no progress line, only the log.") var headless = false
  @OptionGroup var look: LookOptions

  func run() throws {
    Terminal.blockSignals()
    let tokenizer = Tokenizer.wordLevel(words: Grammar.englishWords)
    let preset = try options.preset(vocabularySize: tokenizer.vocabularySize)
    let crew = threads.crew()
    try RunFolder.checkMemory(preset, threads: crew.threads)
    let folder = try RunFolder(for: preset, asked: out)
    if let log, isFile(log) { throw UserError("--log \(plain(log)): there is such a file already; name another one") }
    let workshop = TrainingWorkshop(
      tokenizer: tokenizer, precision: precision, kernels: try machineKernels(), crew: crew,
      folder: out, log: log, arguments: options.arguments)
    if !headless, let terminal = try? Terminal(isASCII: look.ascii) {
      return try trainOnScreen(preset, workshop, terminal)
    }
    try trainHeadless(preset, workshop, folder)
  }

  /// With the Train screen, which starts at once.
  private func trainOnScreen(_ preset: Preset, _ workshop: TrainingWorkshop, _ terminal: Terminal) throws {
    let untrained = Transformer(configuration: preset.model, seed: preset.training.seed)
    let subject = Subject(name: preset.name, model: untrained, tokenizer: workshop.tokenizer)
    let setup = try workshop.setup(TrainingPlan(preset: preset), startsAtOnce: true)
    try ScreenSession(look: look).run(
      on: terminal, subject, text: ExploreCommand.standardText, training: setup, workshop: workshop)
  }

  private func trainHeadless(_ preset: Preset, _ workshop: TrainingWorkshop, _ folder: RunFolder) throws {
    let run = TrainingRun(
      preset, vocabulary: workshop.vocabulary, kernels: workshop.kernels, crew: workshop.crew)
    // From here on there is something to keep.
    let log = try folder.open(log: log)
    let interrupt = Interrupt()
    var progress = ProgressLine(steps: preset.training.schedule.steps, isSilent: headless)
    defer { progress.finish() }
    let failure = try training(run) { event in
      switch event {
      case .step(let record, let rate, let seconds):
        try log.append(record, tokensPerSecond: rate, seconds: seconds)
        progress.show(record, tokensPerSecond: rate, seconds: seconds)
      case .validation(let evaluation, let step, let seconds):
        try log.append(evaluation, step: step, seconds: seconds)
        progress.show(evaluation, entropy: run.validation.entropy)
      }
      return interrupt.signal == nil
    }
    progress.finish()
    if interrupt.signal != nil { standardError("headscope: saving step \(grouped(run.stepsDone))\n") }
    try folder.saveModel(of: run, workshop)
    let report = try folder.writeCard(run, workshop)
    print(summary(folder.path, run, report))
    if let failure {
      standardError("headscope: \(failure)\n")
      throw ExitCode(3)
    }
    if let signal = interrupt.signal { throw ExitCode(128 + signal) }
  }

  /// Trains to the end. Numbers that are no longer finite end it too, but what was learnt before them is kept.
  private func training(
    _ run: TrainingRun, observer: (TrainingRun.Event) throws -> Bool
  ) throws -> TrainingError? {
    do {
      try run.train(observer: observer)
      return nil
    } catch let error as TrainingError {
      guard case .notFinite = error else { throw error }
      return error
    }
  }

  private func summary(_ folder: String, _ run: TrainingRun, _ report: GrammarReport) -> String {
    "\(plain(folder)): step \(grouped(run.stepsDone)), validation loss \(rounded(report.evaluation.loss)) a token, "
      + "\(rounded(report.evaluation.lossPerSequence)) a document, \(rounded(report.entropyRatio)) times the data's "
      + "entropy; agreement \(rounded(report.agreementShare * 100)) %"
  }
}

extension WeightPrecision: ExpressibleByArgument {}
