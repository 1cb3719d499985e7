public import ArgumentParser
public import Checkpoints
internal import Corpora
internal import CursesTerminal
internal import Files
private import Glibc
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
  @Option(help: "The model to begin with instead of an untrained one: a folder, a sample's or a cached model's name.")
  var from: String?
  @Option(
    name: .customLong("token-ids"),
    help: "Learn from this safetensors file's batches, in order: input_ids [steps, batch, context], maybe labels.")
  var tokenIDs: String?
  @Option(help: "The folder of the run; a free name under runs/ where not given.") var out: String?
  @Option(help: "Go on with the run in this folder, to the bit as if it had never ended; --steps extends it.")
  var resume: String?
  @Option(help: "Steps between checkpoints; 0 for none but the last one, 250 where not given.") var checkpointEvery:
    Int?
  @Option(help: "Where the JSON Lines log goes; log.jsonl in the run's folder where not given.") var log: String?
  @Option(help: "How the weights are saved: float32 or float16; float32 where not given.") var precision:
    WeightPrecision?
  @OptionGroup var threads: ThreadsOption
  @Flag(help: "No screen and no progress line, only the log.") var headless = false
  @OptionGroup var look: LookOptions

  func run() throws {
    Terminal.blockSignals()
    if let resume { return try goOn(resume) }
    let workshop = try workshop()
    let plan = TrainingPlan(preset: try preset(workshop))
    let folder = try RunFolder.path(for: plan.preset, asked: out)
    if let log, isFile(log) { throw UserError("--log \(plain(log)): there is such a file already; name another one") }
    // The screen writes samples and probes the word that comes next: an encoder trains with a line of progress.
    if workshop.batches == nil, plan.preset.model.isCausal, let terminal = terminal() {
      try workshop.checkMemory(plan.preset)
      return try trainOnScreen(workshop.setup(plan, startsAtOnce: true), workshop, terminal)
    }
    let run = try workshop.run(plan)
    let recorder = try RunRecorder.begin(run, folder: folder, log: log, workshop) { tell($0) }
    try trainHeadless(run, recorder, seconds: 0)
  }

  /// Goes on with a run that was saved; every setting is the run's.
  private func goOn(_ folder: String) throws {
    let reason = "--resume takes every setting from the run, and of them only --steps can be given"
    try options.refuseAll(but: "steps", because: reason)
    let others: [(String, Any?)] = [
      ("from", from), ("token-ids", tokenIDs), ("out", out), ("log", log), ("checkpoint-every", checkpointEvery),
      ("precision", precision),
    ]
    if let other = others.first(where: { $0.1 != nil }) {
      throw UserError("--\(other.0): can't be given here: \(reason)")
    }
    let steps = try options.checked("steps", options.steps, SettingRange.steps)
    let workshop = TrainingWorkshop.standard(kernels: try machineKernels(), crew: threads.crew())
    let settings = try RunFiles.settings(inFolder: folder)
    if settings.tokenIDs == nil, settings.plan.preset.model.isCausal, !headless, isatty(STDOUT_FILENO) == 1 {
      let opened = try SavedRun(folder: folder).opened(steps: steps)
      if let terminal = terminal() {
        return try trainOnScreen(workshop.setup(opened.plan, opening: opened, startsAtOnce: true), workshop, terminal)
      }
    }
    let resumed = try ResumedRun(folder: folder, workshop) { tell($0) }
    if let steps { try resumed.extend(to: steps) }
    guard let recorder = resumed.recorder else { return }
    try trainHeadless(resumed.run, recorder, seconds: resumed.seconds)
  }

  /// The terminal, where there is one and it is wanted.
  private func terminal() -> Terminal? { headless ? nil : try? Terminal(isASCII: look.ascii) }

  /// A line of its own; a progress line that stands on the terminal is written anew below it.
  private func tell(_ line: String) {
    standardError((headless || isatty(STDERR_FILENO) == 0 ? "" : "\r\u{1B}[K") + "headscope: \(line)\n")
  }

  private func workshop() throws -> TrainingWorkshop {
    var workshop = TrainingWorkshop.standard(kernels: try machineKernels(), crew: threads.crew())
    workshop.precision = precision ?? .float32
    (workshop.folder, workshop.log) = (out, log)
    let interval = try options.checked("checkpoint-every", checkpointEvery, 0...SettingRange.steps.upperBound)
    workshop.checkpointInterval = interval.map { $0 > 0 ? $0 : nil } ?? TrainingWorkshop.standardInterval
    if let preset = options.preset, Preset.encoderNames.contains(preset) {
      workshop.tokenizer = TrainingWorkshop.encoderTokenizer
    }
    if let from {
      let named = try NamedModel(loading: from, tokenizer: tokenIDs == nil ? .required : .ifPresent)
      (workshop.tokenizer, workshop.base) = (named.tokenizer, (named.model, named.folder))
    }
    if let tokenIDs {
      try options.refuse(["batch", "context", "documents"], because: "--token-ids brings the batches")
      let vocabularySize = workshop.base?.model.configuration.vocabularySize ?? workshop.tokenizer?.vocabularySize
      workshop.batches = try TokenBatches(
        path: tokenIDs, vocabularySize: vocabularySize ?? 0,
        contextLength: workshop.base?.model.configuration.contextLength ?? SettingRange.length.upperBound,
        isCausal: workshop.base?.model.configuration.isCausal ?? (workshop.tokenizer?.roles.mask == nil))
    }
    let own = [("from", from), ("token-ids", tokenIDs), ("checkpoint-every", checkpointEvery.map { "\($0)" })]
    workshop.arguments = ([options.arguments] + own.compactMap { name, value in value.map { "--\(name) \($0)" } })
      .joined(separator: " ")
    return workshop
  }

  private func preset(_ workshop: TrainingWorkshop) throws -> Preset {
    let size = workshop.base?.model.configuration.vocabularySize ?? workshop.tokenizer?.vocabularySize ?? 0
    var preset = try options.preset(vocabularySize: size, base: workshop.base?.model.configuration)
    guard let batches = workshop.batches else { return preset }
    if workshop.base == nil { preset.model.contextLength = batches.length }
    (preset.training.batch, preset.training.length) = (batches.count, batches.length)
    let most = batches.steps / preset.training.accumulation
    guard most > 0, options.steps ?? most <= most else {
      throw UserError(
        "--token-ids \(plain(batches.path)): has \(counted(batches.steps, "batch", "batches")), enough for "
          + "\(counted(most, "step")); give fewer --steps or a smaller --accumulate")
    }
    preset.training.schedule.steps = min(options.steps ?? most, most)
    preset.training.schedule.warmup = min(preset.training.schedule.warmup, preset.training.schedule.steps)
    return preset
  }

  /// With the Train screen, which starts at once.
  private func trainOnScreen(_ setup: TrainingSetup, _ workshop: TrainingWorkshop, _ terminal: Terminal) throws {
    let preset = setup.plan.preset
    let untrained = Transformer(configuration: preset.model, seed: preset.training.seed)
    let subject = Subject(
      name: preset.name, model: setup.opened?.report.model?.model ?? workshop.base?.model ?? untrained,
      tokenizer: (setup.opened?.language ?? setup.language).tokenizer)
    try ScreenSession(look: look).run(
      on: terminal, subject, text: ExploreCommand.standardText, training: setup, workshop: workshop)
  }

  private func trainHeadless(_ run: TrainingRun, _ recorder: RunRecorder, seconds before: Double) throws {
    let interrupt = Interrupt()
    if !headless {
      standardError("memory: ~\(TrainingMemory(run.preset.model, run.settings, threads: run.threads).summary)\n")
    }
    var progress = ProgressLine(run, secondsBefore: before, isSilent: headless)
    defer { progress.finish() }
    var last = before
    let failure = try training(run, before: before) { event in
      switch event {
      case .step(let record, let rate, let seconds):
        recorder.record(record, tokensPerSecond: rate, seconds: seconds)
        progress.show(record, tokensPerSecond: rate, seconds: seconds)
      case .validation(let evaluation, let step, let seconds):
        recorder.record(evaluation, step: step, seconds: seconds)
        progress.show(evaluation, entropy: run.validation.flatMap(\.entropy))
      case .settled(_, let seconds):
        last = seconds
        recorder.saveIfDue(run, seconds: seconds)
      }
      return interrupt.signal == nil
    }
    progress.finish()
    if interrupt.signal != nil { tell("saving step \(grouped(run.stepsDone))") }
    try? recorder.saveCheckpoint(of: run, seconds: last)  // What prevents it is told.
    try recorder.saveModel(of: run)
    let report = try recorder.writeCard(run)
    print(summary(recorder.folder, run, report))
    if let failure {
      tell("\(failure)")
      throw ExitCode(3)
    }
    if let signal = interrupt.signal { throw ExitCode(128 + signal) }
  }

  /// Trains to the end. Numbers that are no longer finite end it too, but what was learnt before them is kept.
  private func training(
    _ run: TrainingRun, before: Double, observer: (TrainingRun.Event) throws -> Bool
  ) throws -> TrainingError? {
    do {
      try run.train(before: before, observer: observer)
      return nil
    } catch let error as TrainingError {
      guard case .notFinite = error else { throw error }
      return error
    }
  }

  private func summary(_ folder: String, _ run: TrainingRun, _ report: GrammarReport?) -> String {
    let done = "\(plain(folder)): step \(grouped(run.stepsDone))"
    guard let report else { return done }
    return done + ", validation loss \(rounded(report.evaluation.loss)) a token, "
      + (report.entropyRatio.map { ratio in
        "\(rounded(report.evaluation.lossPerSequence)) a document, \(rounded(ratio)) times the data's entropy; "
      } ?? "\(rounded(report.evaluation.accuracy * 100)) % of the hidden words right; ")
      + "agreement \(rounded(report.agreementShare * 100)) %"
  }
}

extension WeightPrecision: ExpressibleByArgument {}
