public import ArgumentParser
public import Checkpoints
internal import Corpora
internal import Files
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
  @Flag(help: "No progress line, only the log.") var headless = false

  func run() throws {
    let kernels = try machineKernels()
    let tokenizer = Tokenizer.wordLevel(words: Grammar.english.vocabulary)
    let preset = try options.preset(vocabularySize: tokenizer.vocabularySize)
    let crew = threads.crew()
    try checkMemory(preset, crew)
    let folder = try runFolder(preset)
    if let log, isFile(log) { throw UserError("--log \(plain(log)): there is such a file already; name another one") }
    let vocabulary = (0..<tokenizer.vocabularySize).map { tokenizer.token($0) ?? "" }
    let run = TrainingRun(preset, vocabulary: vocabulary, kernels: kernels, crew: crew)
    // From here on there is something to keep.
    try makeFolder(at: folder)
    // A run that was killed while it saved may have left half a file here.
    removeUnfinishedFiles(inFolder: folder)
    let log = try MetricLog(replacing: log ?? folder + "/log.jsonl")
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
    try saveModel(run.model, tokenizer: tokenizer, to: folder, precision: precision, converting: .by(kernels))
    let saved =
      precision == .float32
      ? nil : try loadModel(folder: folder, tokenizer: .ignored, converting: .by(kernels)).model
    let report = run.report(of: saved)
    try writeCard(folder, run, report)
    print(summary(folder, run, report))
    if let failure { throw failure }
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

  /// Compares what the run will take with what the machine has, before anything is allocated.
  private func checkMemory(_ preset: Preset, _ crew: WorkerCrew) throws {
    try requireMemory(
      GradientShards.bytes(preset.model, preset.training, threads: crew.threads), for: "training",
      otherwise: "try a smaller --width, --layers, --context or --batch")
  }

  private func writeCard(_ folder: String, _ run: TrainingRun, _ report: GrammarReport) throws {
    let name = folder.split(separator: "/").last.map(String.init) ?? folder
    let card = ModelCard(
      name: plain(name), preset: run.preset, steps: run.stepsDone, report: report,
      command: "headscope train " + options.arguments + (precision == .float16 ? " --precision float16" : ""),
      changes: run.changes)
    try writeFileAtomically(Array(card.markdown.utf8), to: folder + "/README.md")
  }

  private func summary(_ folder: String, _ run: TrainingRun, _ report: GrammarReport) -> String {
    "\(plain(folder)): step \(grouped(run.stepsDone)), validation loss \(rounded(report.evaluation.loss)) a token, "
      + "\(rounded(report.evaluation.lossPerSequence)) a document, \(rounded(report.entropyRatio)) times the data's "
      + "entropy; agreement \(rounded(report.agreementShare * 100)) %"
  }

  /// The folder asked for, which must not hold a run; else the first free name.
  private func runFolder(_ preset: Preset) throws -> String {
    if let out {
      guard !out.isEmpty else { throw UserError("--out: the name is empty; name a folder for the run") }
      let own = [
        "README.md", "config.json", "log.jsonl", "model.safetensors", "tokenizer.json", "tokenizer_config.json",
      ]
      if let found = own.first(where: { isFile(out + "/" + $0) }) {
        throw TrainingError.occupied(path: out, file: found)
      }
      return out
    }
    let names = ["runs/\(preset.name)"] + (2...).lazy.prefix(9_999).map { "runs/\(preset.name)-\($0)" }
    guard let free = names.first(where: { !isFolder($0) && !isFile($0) }) else {
      throw TrainingError.occupied(path: "runs/\(preset.name)", file: "a run")
    }
    try makeFolder(at: "runs")
    return free
  }
}

extension WeightPrecision: ExpressibleByArgument {}
