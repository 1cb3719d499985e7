internal import Checkpoints
internal import Files
internal import Models
internal import Tensors
internal import Tokenizers
internal import Training
private import Wording

/// Writes down what a run does: log, checkpoints, in the end model and card.
///
/// A disk that refuses never ends the training: what it refused is told, once, and tried again with the next line or
/// checkpoint; the last good checkpoint stays.
final class RunRecorder {
  /// The run's folder.
  let folder: String
  /// What it keeps of its past.
  let past: RunPast
  private let files: RunFiles
  private let workshop: TrainingWorkshop
  private let tell: (String) -> Void
  /// What was told and still holds, for the log and for checkpoints.
  private var logTrouble: String?
  private var checkpointTrouble: String?
  private var pastTrouble: String?

  /// - Parameter tell: Takes a line for the person who trains.
  init(_ files: RunFiles, _ workshop: TrainingWorkshop, tell: @escaping (String) -> Void) {
    (folder, self.files, self.workshop, self.tell) = (files.folder, files, workshop, tell)
    past = RunPast(ofRunIn: folder, budget: files.settings.pastBudget ?? RunPast.standardBudget)
    // Later steps are made anew.
    past.forget(after: files.lastCheckpoint ?? 0)
  }

  /// Begins a run's folder: settings first, and where the run begins with a model, all that it has of that model.
  static func begin(
    _ run: TrainingRun, folder: String, log: String?, _ workshop: TrainingWorkshop, tell: @escaping (String) -> Void
  ) throws -> RunRecorder {
    let plan = TrainingPlan(preset: run.preset, stopsWhen: run.stopsWhen)
    let files = try RunFiles.begin(folder: folder, settings: workshop.settings(of: plan, log: log))
    let recorder = RunRecorder(files, workshop, tell: tell)
    do {
      if workshop.base != nil { try recorder.keepBase(of: run) }
      if workshop.corpus != nil { try recorder.keepTokenizer(of: run) }
    } catch {
      files.discard()
      throw error
    }
    recorder.keepPastIfDue(run, seconds: 0)
    return recorder
  }

  /// Writes down all that a run has of the model that it begins with, so that it can go on without that one.
  func keepBase(of run: TrainingRun) throws {
    try keepTokenizer(of: run)
    try write(run.checkpoint(seconds: 0, logBytes: files.log.length))
  }

  private func keepTokenizer(of run: TrainingRun) throws {
    try workshop.tokenizer(for: run.preset)?
      .save(folder: folder, modelMaxLength: run.model.configuration.contextLength)
  }

  /// Logs a step.
  func record(_ record: StepRecord, tokensPerSecond: Double, seconds: Double) {
    log { try files.log.append(record, tokensPerSecond: tokensPerSecond, seconds: seconds) }
  }

  /// Logs a validation.
  func record(_ evaluation: Evaluation, step: Int, seconds: Double) {
    log { try files.log.append(evaluation, step: step, seconds: seconds) }
  }

  /// Logs changed settings, and keeps the state in which the run goes on under them.
  func record(_ changes: [SettingChange], of run: TrainingRun, seconds: Double) {
    for change in changes { log { try files.log.append(change, seconds: seconds) } }
    if !changes.isEmpty, run.stepsDone > 0 { keepPast(run, seconds: seconds) }
  }

  /// Bytes of its log.
  var logBytes: Int { files.log.length }

  /// Keeps the run's state where it is time.
  private func keepPastIfDue(_ run: TrainingRun, seconds: Double) {
    let planned = run.stopsWhen.steps
    let bytes = RunPast.stateBytes(run)
    if past.isDue(after: run.stepsDone, planned: planned, stateBytes: bytes) { keepPast(run, seconds: seconds) }
  }

  /// Keeps the run's state, so that its next step can be made again.
  func keepPast(_ run: TrainingRun, seconds: Double) {
    guard past.budget > 0 else { return }
    do {
      try past.keep(run.checkpoint(seconds: seconds, logBytes: logBytes))
      pastTrouble = nil
    } catch {
      tell(once: "\(error); training goes on, and its past lacks this step", &pastTrouble)
    }
  }

  /// Makes a run of its own of the run as it stands, and returns its folder.
  func fork(_ run: TrainingRun, named name: String, seconds: Double) throws -> String {
    let folder = RunFiles.trunk(of: folder) + "/" + RunFiles.branchesName + "/" + name
    try files.fork(run.checkpoint(seconds: seconds, logBytes: 0), to: folder, past: past)
    return folder
  }

  /// Does what is due once a step is over: keeps its state, writes a checkpoint where an interval is over; says whether one was
  /// written.
  @discardableResult
  func settle(_ run: TrainingRun, seconds: Double) -> Bool {
    keepPastIfDue(run, seconds: seconds)
    guard let interval = files.settings.checkpointInterval, run.stepsDone.isMultiple(of: interval) else { return false }
    // What prevents it is told.
    return (try? saveCheckpoint(of: run, seconds: seconds)) != nil
  }

  /// Writes a checkpoint; what prevents it is told and thrown. One of weights that are no numbers would take a good one's
  /// place.
  func saveCheckpoint(of run: TrainingRun, seconds: Double) throws {
    guard run.isWorthKeeping else {
      let error = UserError("\(plain(folder)): step \(grouped(run.stepsDone)) has weights that are no finite numbers")
      tell(once: "\(error); this checkpoint is missing, \(lastCheckpoint)", &checkpointTrouble)
      throw error
    }
    try write(run.checkpoint(seconds: seconds, logBytes: files.log.length))
  }

  private func write(_ checkpoint: Checkpoint) throws {
    do {
      try files.save(checkpoint)
      if checkpointTrouble != nil { tell("\(plain(folder)): checkpoints can be written again") }
      checkpointTrouble = nil
    } catch {
      tell(once: "\(error); this checkpoint is missing, \(lastCheckpoint)", &checkpointTrouble)
      throw error
    }
  }

  private var lastCheckpoint: String {
    files.lastCheckpoint.map { "the last one is of step \(grouped($0))" } ?? "there is none yet"
  }

  /// Writes the model as it stands into the run's folder, for Headscope and `transformers`.
  func saveModel(of run: TrainingRun) throws {
    try Checkpoints.saveModel(
      run.model, tokenizer: workshop.tokenizer(for: run.preset), to: folder, precision: workshop.precision,
      converting: .by(workshop.kernels))
  }

  /// Writes the card that says what the saved model has learnt, and returns what it says.
  @discardableResult
  func writeCard(_ run: TrainingRun) throws -> RunReport? {
    let saved =
      workshop.precision == .float32
      ? nil : try loadModel(folder: folder, tokenizer: .ignored, converting: .by(workshop.kernels)).model
    let report = run.report(of: saved)
    let settings = files.settings
    let card = ModelCard(
      name: plain(folder.split(separator: "/").last.map(String.init) ?? folder), preset: run.preset,
      steps: run.stepsDone, report: report, alignment: run.alignment(of: saved),
      roles: run.roles(of: saved) ?? [],
      command: "headscope train " + plain(settings.arguments)
        + (workshop.precision == .float16 ? " --precision float16" : ""),
      changes: run.changes, base: settings.from.map { lastComponent(of: $0) },
      tokenIDs: settings.tokenIDs.map { lastComponent(of: $0) }, corpus: settings.corpus.map { lastComponent(of: $0) })
    try writeFileAtomically(Array(card.markdown.utf8), to: folder + "/README.md")
    return report
  }

  /// Takes away what the run has written, where nobody wants it.
  func discard() {
    past.discard()
    files.discard()
  }

  private func log(_ append: () throws -> Void) {
    do {
      try append()
      if logTrouble != nil { tell("\(plain(files.log.path)): lines can be written again; those between are missing") }
      logTrouble = nil
    } catch {
      tell(once: "\(error); training goes on, and the log misses lines", &logTrouble)
    }
  }

  private func tell(once line: String, _ trouble: inout String?) {
    guard trouble != line else { return }
    trouble = line
    tell(line)
  }
}
