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
  /// Changed settings that no step was made under yet: they are logged with the first.
  private var changes: [SettingChange] = []
  /// What its steps lost, where what they learn from stands in a file that anybody can change; read when it is first asked for.
  private lazy var losses = (try? LossRecord(log: files.log.path)) ?? LossRecord()

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
    if learnsFromFile { losses.note(record.loss, after: record.step) }
    log { () throws(TrainingError) in try files.log.append(record, tokensPerSecond: tokensPerSecond, seconds: seconds) }
  }

  /// Logs a validation.
  func record(_ evaluation: Evaluation, step: Int, seconds: Double) {
    log { () throws(TrainingError) in try files.log.append(evaluation, step: step, seconds: seconds) }
  }

  /// Notes changed settings for the log, and keeps the state in which the run goes on under them.
  func record(_ changes: [SettingChange], of run: TrainingRun, seconds: Double) {
    for change in changes { self.changes.add(change) }
    changeSeconds = seconds
    if !changes.isEmpty, run.stepsDone > 0 { keepPast(run, seconds: seconds) }
  }

  private var changeSeconds = 0.0

  private func logChanges() throws(TrainingError) {
    while let change = changes.first {
      try files.log.append(change, seconds: changeSeconds)
      changes.removeFirst()
    }
  }

  private var learnsFromFile: Bool { workshop.corpus != nil || workshop.batches != nil }

  /// Whether a step that is made again loses something else than it did: what it learns from was changed.
  func isOther(_ record: StepRecord) -> Bool {
    learnsFromFile && losses.differs(record.loss, after: record.step)
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
    guard past.budget >= RunPast.stateBytes(run) else { return }
    guard hasRoomForPast(run) else {
      return tell(
        once:
          "\(plain(past.folder)): the disk has little room left, and it is kept for checkpoints; the past lacks states",
        &pastTrouble)
    }
    do {
      try past.keep(run.checkpoint(seconds: seconds, logBytes: logBytes))
      pastTrouble = nil
    } catch {
      tell(once: "\(error); training goes on, and its past lacks this step", &pastTrouble)
    }
  }

  /// Whether the disk has room for a state besides what matters more: two checkpoints, one that takes another's place, and a model.
  private func hasRoomForPast(_ run: TrainingRun) -> Bool {
    guard let free = freeBytes(onDiskOf: folder) else { return true }
    let model = run.model.parameters.layout.count * MemoryLayout<Float>.stride
    return free - RunPast.stateBytes(run) >= 3 * Checkpoint.bytes(run) + model + 1_000_000
  }

  /// Makes a run of its own of the run as it stands, and returns its folder.
  func fork(_ run: TrainingRun, named name: String, seconds: Double) throws -> String {
    let folder = RunFiles.trunk(of: folder) + "/" + RunFiles.branchesName + "/" + name
    guard !isFile(folder + "/" + RunSettings.fileName) else {
      throw UserError("there is a branch \(name) already: give another name")
    }
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
    // What stands in their way prevents the checkpoint as well, which is told.
    if isFolder(folder) { try? mend() }
    try? logChanges()
    try write(run.checkpoint(seconds: seconds, logBytes: files.log.length))
  }

  private func write(_ checkpoint: Checkpoint) throws {
    do {
      try makingRoom { () throws(TrainingError) in try files.save(checkpoint) }
      if checkpointTrouble != nil { tell("\(plain(folder)): checkpoints can be written again") }
      checkpointTrouble = nil
    } catch {
      tell(once: "\(error); this checkpoint is missing, \(lastCheckpoint)", &checkpointTrouble)
      throw error
    }
  }

  /// Writes something; on a disk that is full, states of the past give way to it.
  private func makingRoom(_ write: () throws(TrainingError) -> Void) throws(TrainingError) {
    while true {
      do throws(TrainingError) { return try write() } catch {
        guard error.isFullDisk, past.giveWay() else { throw error }
      }
    }
  }

  /// Makes the folder ready for all that is kept of the run in the end, also where somebody has taken it away for good.
  func prepareToSave() { try? mend() }

  /// Makes again what somebody has taken away from the folder, and says so.
  private func mend() throws(TrainingError) {
    let missing = try files.mend()
    guard !missing.isEmpty else { return }
    let verb = missing.count == 1 ? "was" : "were"
    tell("\(missing.joined(separator: " and ")) \(verb) taken away and made anew in \(plain(folder))")
  }

  private var lastCheckpoint: String {
    files.lastCheckpoint.map { "the last one is of step \(grouped($0))" } ?? "there is none yet"
  }

  /// Writes the model as it stands into the run's folder, for Headscope and `transformers`.
  func saveModel(of run: TrainingRun) throws {
    while true {
      do {
        return try Checkpoints.saveModel(
          run.model, tokenizer: workshop.tokenizer(for: run.preset), to: folder, precision: workshop.precision,
          converting: .by(workshop.kernels))
      } catch {
        // States of the past give way to it.
        let needed = run.model.parameters.layout.count * MemoryLayout<Float>.stride + 1_000_000
        guard freeBytes(onDiskOf: folder) ?? .max < needed, past.giveWay() else { throw error }
      }
    }
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

  private func log(_ append: () throws(TrainingError) -> Void) {
    do {
      // A folder that is away may come back, and its log with it.
      if !files.log.isInPlace, isFolder(folder) { try mend() }
      try makingRoom { () throws(TrainingError) in
        try logChanges()
        try append()
      }
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
