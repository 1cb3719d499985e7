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
  @Option(help: "Learn from this text file, in UTF-8 and of any size, instead of what the preset brings.") var corpus:
    String?
  @Option(help: "What the text is cut into: characters, words or bpe (byte pairs); bpe where not given.") var tokenizer:
    TextSurvey.Unit?
  @Option(help: "Tokens that are learnt from the text at most; 2,000 where not given.") var vocabulary: Int?
  @Option(help: "The folder of the run; a free name under runs/ where not given.") var out: String?
  @Option(help: "Go on with the run in this folder, to the bit as if it had never ended; --steps extends it.")
  var resume: String?
  @Option(help: "Steps between checkpoints; 0 for none but the last one, 250 where not given.") var checkpointEvery:
    Int?
  @Option(
    help: "What the run's past may take of the disk, such as 1GB; 256MB where not given, 0 keeps none.",
    transform: ByteSize.init(parsing:))
  var history: ByteSize?
  @Option(help: "Where the JSON Lines log goes; log.jsonl in the run's folder where not given.") var log: String?
  @Option(help: "How the weights are saved: float32 or float16; float32 where not given.") var precision:
    WeightPrecision?
  @Option(
    parsing: .upToNextOption,
    help: """
      Draw these runs beside the one that trains: folders, or logs of any tool (JSON Lines, CSV, trainer_state.json). Where \
      nothing else is given, nothing trains: the first is looked at, with the others beside it.
      """)
  var compare: [String] = []
  @Option(
    help: """
      Show the run that another process makes in this folder, or a log that grows: a file, or - for standard input. Nothing is \
      written there.
      """)
  var watch: String?
  @OptionGroup var threads: ThreadsOption
  @Flag(help: "No screen and no progress line, only the log.") var headless = false
  @OptionGroup var look: LookOptions
  @OptionGroup var film: RecordOption

  /// A byte-pair tokenizer has all bytes.
  private static let vocabularySizes = 260...65_536
  private static let standardVocabulary = 2_000

  func run() throws {
    Terminal.blockSignals()
    try film.check()
    if headless { try film.refuse(because: "--headless") }
    if tokenIDs != nil { try film.refuse(because: "--token-ids trains without one") }
    if let watch { return try look(at: watch, beside: compare) }
    if let first = compare.first, !trains { return try look(at: first, beside: compare.dropFirst()) }
    if headless, !compare.isEmpty { throw UserError("--compare: draws on the screen, and --headless has none") }
    if let resume { return try goOn(resume) }
    let workshop = try workshop()
    let plan = TrainingPlan(preset: try preset(workshop))
    let folder = try RunFolder.path(for: plan.preset, asked: out)
    if let log, isFile(log) { throw UserError("--log \(plain(log)): there is such a file already; name another one") }
    let overlaid = try Onlookers().overlaid(compare)
    if workshop.batches == nil, let terminal = try terminal() {
      try workshop.checkMemory(plan.preset)
      return try trainOnScreen(workshop.setup(plan, startsAtOnce: true), workshop, terminal, overlaid)
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
      ("from", from), ("token-ids", tokenIDs), ("corpus", corpus), ("tokenizer", tokenizer),
      ("vocabulary", vocabulary), ("out", out), ("log", log), ("checkpoint-every", checkpointEvery),
      ("precision", precision), ("history", history),
    ]
    if let other = others.first(where: { $0.1 != nil }) {
      throw UserError("--\(other.0): can't be given here: \(reason)")
    }
    let steps = try options.checked("steps", options.steps, SettingRange.steps)
    let workshop = TrainingWorkshop.standard(kernels: try machineKernels(), crew: threads.crew())
    let settings = try RunFiles.settings(inFolder: folder)
    if settings.tokenIDs != nil { try film.refuse(because: "this run's ids are trained on without one") }
    if settings.tokenIDs == nil, !headless, isatty(STDOUT_FILENO) == 1 {
      let opened = try SavedRun(folder: folder).opened(steps: steps)
      let overlaid = try Onlookers().overlaid(compare)
      if let terminal = try terminal() {
        return try trainOnScreen(
          workshop.setup(opened.plan, opening: opened, startsAtOnce: true), workshop, terminal, overlaid)
      }
    }
    try film.refuse(because: "stdout is not a terminal")
    let resumed = try ResumedRun(folder: folder, workshop) { tell($0) }
    if let steps { try resumed.extend(to: steps) }
    guard let recorder = resumed.recorder else { return }
    try trainHeadless(resumed.run, recorder, seconds: resumed.seconds)
  }

  /// The terminal, where there is one and it is wanted.
  private func terminal() throws -> Terminal? {
    guard !headless else { return nil }
    do { return try Terminal(isASCII: look.ascii) } catch {
      try film.refuse(because: error.fault)
      return nil
    }
  }

  /// A line of its own; a progress line that stands on the terminal is written anew below it.
  private func tell(_ line: String) {
    standardError((headless || isatty(STDERR_FILENO) == 0 ? "" : "\r\u{1B}[K") + "headscope: \(line)\n")
  }

  private func workshop() throws -> TrainingWorkshop {
    var workshop = TrainingWorkshop.standard(kernels: try machineKernels(), crew: threads.crew())
    workshop.precision = precision ?? .float32
    (workshop.folder, workshop.log) = (out, log)
    workshop.pastBudget = history?.bytes ?? RunPast.standardBudget
    let interval = try options.checked("checkpoint-every", checkpointEvery, 0...SettingRange.steps.upperBound)
    workshop.checkpointInterval = interval.map { $0 > 0 ? $0 : nil } ?? TrainingWorkshop.standardInterval
    let preset = try options.named()
    if let from {
      let named = try NamedModel(loading: from, tokenizer: tokenIDs == nil ? .required : .ifPresent)
      guard named.model.configuration.hasHead || preset.classifies else {
        throw UserError(
          "--from: \(plain(named.name)) has no head for words, so there is nothing to train it by; "
            + "--preset sentiment gives it one")
      }
      workshop.base = (named.model, named.folder)
      workshop.reading = named.tokenizer.map { .with($0) } ?? .ids
      try options.refuse(["from-scratch"], because: "--from brings a model to begin with")
    }
    workshop = try workshop.prepared(for: preset)
    if let tokenIDs {
      try options.refuse(["batch", "context", "documents"], because: "--token-ids brings the batches")
      let model = workshop.base?.model.configuration
      guard (model ?? preset.model).encoderLayers == nil else {
        throw UserError("--token-ids: holds one text a sequence, and an encoder–decoder reads two")
      }
      guard !preset.classifies, !(model?.isClassifier ?? false) else {
        throw UserError("--token-ids: holds words to guess, and a classifier sorts texts")
      }
      workshop.batches = try TokenBatches(
        path: tokenIDs, vocabularySize: model?.vocabularySize ?? preset.model.vocabularySize,
        contextLength: model?.contextLength ?? SettingRange.length.upperBound,
        isCausal: model?.isCausal ?? preset.model.isCausal)
    }
    try readCorpus(for: &workshop)
    let own = [
      ("from", from), ("token-ids", tokenIDs), ("corpus", corpus), ("tokenizer", tokenizer?.rawValue),
      ("vocabulary", vocabulary.map { "\($0)" }), ("checkpoint-every", checkpointEvery.map { "\($0)" }),
    ]
    workshop.arguments = ([options.arguments] + own.compactMap { name, value in value.map { "--\(name) \($0)" } })
      .joined(separator: " ")
    return workshop
  }

  /// Reads a person's own text through, and learns its tokenizer where the run doesn't begin with a model that has one.
  private func readCorpus(for workshop: inout TrainingWorkshop) throws {
    guard let corpus else {
      for (name, isGiven) in [("tokenizer", tokenizer != nil), ("vocabulary", vocabulary != nil)] where isGiven {
        throw UserError("--\(name): is for a text of one's own; give it with --corpus")
      }
      return
    }
    try options.refuse(["documents"], because: "--corpus brings the text")
    guard tokenIDs == nil else { throw UserError("--corpus and --token-ids: only one of them can be given") }
    if case .with(let given) = workshop.reading {
      guard tokenizer == nil, vocabulary == nil else {
        throw UserError("--tokenizer and --vocabulary: --from brings the model's tokenizer")
      }
      guard workshop.base.map({ $0.model.configuration.continuesTexts }) ?? true, given.id(of: "<s>") == 1 else {
        throw UserError("--corpus: goes on from decoders of Headscope's own, whose texts begin with <s>")
      }
      workshop.corpus = try TextCorpus(path: corpus, tokenizer: given)
      return
    }
    guard try options.named().model.continuesTexts, try options.named().exercises == nil else {
      throw UserError("--corpus: trains decoders; give --preset cat, tiny or overfit for its sizes, or none")
    }
    let unit = tokenizer ?? .bpe
    let size = try options.checked("vocabulary", vocabulary, Self.vocabularySizes) ?? Self.standardVocabulary
    var progress = ReadingProgress(of: corpus, isSilent: headless)
    let interrupt = Interrupt()
    let learnt = try TextSurvey.tokenizer(for: corpus, unit: unit, size: size) { share in
      progress.show(share)
      return interrupt.signal == nil
    }
    progress.finish()
    if let signal = interrupt.end() { throw ExitCode(128 + signal) }
    guard let learnt else { throw ExitCode(128 + SIGINT) }
    (workshop.corpus, workshop.reading) = (try TextCorpus(path: corpus, tokenizer: learnt), .with(learnt))
  }

  private func preset(_ workshop: TrainingWorkshop) throws -> Preset {
    var preset = try options.preset(base: workshop.base?.model.configuration)
    if let corpus = workshop.corpus {
      if workshop.base == nil { preset.model.vocabularySize = corpus.tokenizer.vocabularySize }
      if options.preset == nil { preset.name = "text" }
      preset.documents = nil
    }
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
  private func trainOnScreen(
    _ setup: TrainingSetup, _ workshop: TrainingWorkshop, _ terminal: Terminal, _ overlaid: [OverlaidRun]
  ) throws {
    var setup = setup
    (setup.overlaid, setup.besides) = (overlaid, workshop.settings(of: setup.plan, log: nil).listedBesides)
    let preset = setup.plan.preset
    let subject = Subject(
      name: preset.name, model: setup.opened?.report.model?.model ?? workshop.firstModel(of: preset),
      tokenizer: setup.own.language.tokenizer)
    try ScreenSession(look: look, film: film).run(
      on: terminal, subject, text: setup.own.probe, training: setup, workshop: workshop)
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
        recorder.settle(run, seconds: seconds)
      }
      return interrupt.signal == nil
    }
    progress.finish()
    if failure == nil, interrupt.signal == nil { recorder.keepPast(run, seconds: last) }
    if let failure, case .lostWeights = failure {
      tell("\(failure)")
      throw ExitCode(3)
    }
    if interrupt.signal != nil { tell("saving step \(grouped(run.stepsDone))") }
    recorder.prepareToSave()
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
      switch error {
      case .notFinite, .lostWeights: return error
      default: throw error
      }
    }
  }

  private func summary(_ folder: String, _ run: TrainingRun, _ report: RunReport?) -> String {
    let done = "\(plain(folder)): step \(grouped(run.stepsDone))"
    guard let report else { return done }
    let unit = run.preset.classifies ? "sentence" : "token"
    let loss = done + ", validation loss \(rounded(report.evaluation.loss)) a \(unit), "
    let right = "\(rounded(report.evaluation.accuracy * 100)) %"
    switch report {
    case .grammar(let report):
      return loss
        + (report.entropyRatio.map { ratio in
          "\(rounded(report.evaluation.lossPerSequence)) a document, \(rounded(ratio)) times the data's entropy; "
        } ?? "\(right) of the hidden words right; ")
        + "agreement \(rounded(report.agreementShare * 100)) %"
    case .other(_, let entropy, let milestones):
      return
        ([loss + right + " right" + (entropy.map { "; the data's entropy is \(rounded($0)) a token" } ?? "")]
        + milestones.map(\.summary)).joined(separator: "; ")
    }
  }
}

extension TextSurvey.Unit: ExpressibleByArgument {}
extension WeightPrecision: ExpressibleByArgument {}
