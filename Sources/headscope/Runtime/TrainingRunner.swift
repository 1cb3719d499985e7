internal import Checkpoints
internal import CursesTerminal
private import Files
internal import HeadscopeApp
internal import KernelTypes
internal import Models
internal import Tensors
internal import Tokenizers
internal import Training

/// A run on its thread: does what is ordered, one step after another, and gathers what there is to tell.
final class TrainingRunner {
  /// How often figures, and how often parameters and histograms go to the screen.
  private static let figuresInterval = Duration.milliseconds(33)
  private static let modelInterval = Duration.milliseconds(150)
  private let workshop: TrainingWorkshop
  /// The workshop with what the run begins with.
  private(set) var prepared: TrainingWorkshop
  private let answers: Mailbox<Message>
  private let clock = ContinuousClock()
  private var number = 0
  private(set) var run: TrainingRun?
  /// Where the run will be kept, or is.
  private var folder: String?
  /// There is none before the first step: before it there is nothing to keep.
  private(set) var recorder: RunRecorder?
  /// The past of a run that is only looked at, of which nothing is written.
  private var foundPast: RunPast?
  /// What is kept of the run's past.
  var past: RunPast? { recorder?.past ?? foundPast }
  /// Whether the first run, to which the command line's folder and log belong, has been recorded.
  private var isFirst = true
  /// Whether somebody wanted the run kept, or it was there before.
  private var isKept = false
  /// The step that could be gone on from, and the one whose model stands in the folder.
  private var savedStep: Int?
  private var modelStep: Int?
  private(set) var seconds = 0.0
  var status = TrainingStatus.paused
  private(set) var isPlaying = false
  /// What is known of the heads over the steps.
  var lives = HeadLives()
  /// The look into the past, while there is one.
  var visit: PastVisit?
  /// What was not handed over yet.
  var pending = PendingNews()
  private var lastReport: ContinuousClock.Instant?
  private var lastModel: ContinuousClock.Instant?
  private var toldStep = -1
  /// Whether what follows a step, a checkpoint where one is due, is done.
  private var hasSettled = true
  /// Why nothing is kept.
  private var refusal: String?

  init(_ workshop: TrainingWorkshop, answers: Mailbox<Message>) {
    self.workshop = workshop
    prepared = workshop
    self.answers = answers
  }

  func perform(_ order: TrainingOrder) {
    pending.isUrgent = true
    let goesOn = visit?.goesOn ?? false
    switch order {
    case .visit, .fork: break
    // Whatever else is done is done where the run stands.
    default: returnToPresent()
    }
    switch order {
    case .begin(let plan, let number): begin(plan, number)
    case .resume(let folder, let number): resume(folder, number)
    case .play:
      guard run != nil, canGoOn else { return }
      (isPlaying, status) = (true, .running)
    case .pause: pause()
    case .step(let isDissected):
      guard run != nil, canGoOn else { return }
      step(isDissected: isDissected)
      pause()
    case .change(let settings, let interval, let stops):
      guard let run else { return }
      let changes = run.change(settings, validationInterval: interval)
      run.stopsWhen = stops
      recorder?.record(changes, of: run, seconds: seconds)
      // More steps, or a limit taken away, and the run goes on.
      if case .finished = status, run.stopReason(seconds: seconds) == nil { status = .paused }
    case .save: save()
    case .discard:
      // Nobody was asked about what a checkpoint holds whole, so nobody has given it up.
      if savedStep == run?.stepsDone { saveUnsaved() } else if !isKept { recorder?.discard() }
      (run, recorder, foundPast, isPlaying) = (nil, nil, nil, false)
    case .visit(let step, let exactly): visit(step, exactly: exactly)
    case .returnToPresent:
      if goesOn, canGoOn { (isPlaying, status) = (true, .running) }
    case .fork(let name): fork(name)
    }
  }

  /// Whether there is something to do without another order.
  var isBusy: Bool { isPlaying || visit?.isUnderWay == true || visit == nil && run != nil && lives.isBehind }

  /// Whether something of the past is on its way.
  var isCatchingUp: Bool { isBusy && !isPlaying }

  private var canGoOn: Bool {
    switch status {
    case .finished, .failed: false
    default: true
    }
  }

  /// A checkpoint that is due is not put off until training goes on.
  func pause() {
    isPlaying = false
    if canGoOn { status = .paused }
    guard let run, !hasSettled else { return }
    settle(run)
    pending.isUrgent = true
  }

  private func begin(_ plan: TrainingPlan, _ number: Int) {
    prepare(number) {
      let folder = try RunFolder.path(for: plan.preset, asked: isFirst ? workshop.folder : nil)
      prepared = try workshop.prepared(for: plan.preset)
      let run = try prepared.run(plan)
      return (run, folder)
    }
  }

  private func resume(_ folder: String, _ number: Int) {
    prepare(number) {
      let resumed = try ResumedRun(folder: folder, workshop) { [unowned self] in told($0) }
      (recorder, seconds, isKept) = (resumed.recorder, resumed.seconds, true)
      // Without a checkpoint there is nothing that could be lost either.
      savedStep = resumed.run.stepsDone
      if resumed.recorder == nil { foundPast = RunPast(lookedAtIn: folder, upTo: resumed.run.stepsDone) }
      if isFile(folder + "/model.safetensors") { modelStep = savedStep }
      if let reason = resumed.run.stopReason(seconds: seconds) { status = .finished(reason) }
      return (resumed.run, folder)
    }
  }

  /// Makes a run, which then waits; the one before it is dropped.
  private func prepare(_ number: Int, _ make: () throws -> (TrainingRun, String)) {
    (self.number, run, folder, recorder, savedStep, modelStep) = (number, nil, nil, nil, nil, nil)
    (visit, foundPast) = (nil, nil)
    (seconds, isPlaying, isKept, toldStep, status, refusal) = (0, false, false, -1, .paused, nil)
    pending = PendingNews()
    pending.isUrgent = true
    do {
      let (run, folder) = try make()
      (self.run, self.folder) = (run, folder)
      lives = HeadLives(run, kept: past?.steps ?? [])
      pending.facts = RunFacts(
        folder: folder, entropy: run.validation.flatMap(\.entropyPerToken) ?? .nan,
        estimatedBytes: workshop.memory(of: run.preset).total)
    } catch {
      status = .failed("\(error)")
    }
  }

  /// One step, or the validation that is due before it.
  func advance(isInterrupted: () -> Bool) {
    guard let run else { return isPlaying = false }
    guard visit == nil else { return makeAgain(run) }
    guard isPlaying else { return catchUpOnHeads(run) }
    if run.isValidationDue {
      validate(run, isInterrupted: isInterrupted)
    } else if !hasSettled {
      settle(run)
    } else if let reason = run.stopReason(seconds: seconds) {
      isPlaying = false
      status = .finished(reason)
      pending.isUrgent = true
      recorder?.keepPast(run, seconds: seconds)
      save(withCard: true)
    } else {
      step(isDissected: false)
    }
  }

  /// What is due once a step is over.
  private func settle(_ run: TrainingRun) {
    hasSettled = true
    followHeads(run)
    if recorder?.settle(run, seconds: seconds) == true { savedStep = run.stepsDone }
  }

  private func step(isDissected: Bool) {
    guard let run else { return }
    if refusal == nil || run.stepsDone.isMultiple(of: TrainingWorkshop.standardInterval) { openRecorder() }
    run.measuresUpdate = isModelDue || isDissected
    let before = clock.now
    let record: StepRecord
    do {
      if isDissected {
        let dissection = try run.dissectedStep()
        (record, pending.dissection) = (dissection.record, dissection)
      } else {
        record = try run.step()
      }
    } catch {
      // Its text can't be read: what was learnt stays, and a person can put the file back and go on.
      pause()
      return told("\(error)")
    }
    let took = (clock.now - before).seconds
    seconds += took
    let rate = Double(record.tokens) / took
    pending.add(TimedStep(record, tokensPerSecond: rate, seconds: seconds))
    recorder?.record(record, tokensPerSecond: rate, seconds: seconds)
    hasSettled = false
    if let tensor = run.lostWeights {
      let error = TrainingError.lostWeights(step: record.step, tensor: tensor)
      (isPlaying, hasSettled, status) = (false, true, .failed("\(error)"))
      return told("\(error)")
    }
    // A person can lower the learning rate and go on.
    if run.isStuck { pause() }
  }

  private func validate(_ run: TrainingRun, isInterrupted: () -> Bool) {
    let before = clock.now
    status = .validating(0)
    let evaluation = run.validate { share in
      status = .validating(share)
      pending.isUrgent = true
      return !isInterrupted()
    }
    seconds += (clock.now - before).seconds
    status = .running
    guard let evaluation else { return }
    pending.isUrgent = true
    pending.validations.append(
      TimedValidation(step: run.stepsDone, loss: evaluation.loss, accuracy: evaluation.accuracy))
    recorder?.record(evaluation, step: run.stepsDone, seconds: seconds)
  }

  /// The folder is made with the first step: before it there is nothing to keep.
  private func openRecorder() {
    guard recorder == nil, workshop.keepsRuns, let run, let folder else { return }
    do {
      recorder = try RunRecorder.begin(run, folder: folder, log: isFirst ? workshop.log : nil, prepared) {
        [unowned self] in told($0)
      }
      (isFirst, refusal) = (false, nil)
    } catch {
      let line = "\(error); training goes on, and nothing of it is kept yet"
      if refusal != line { told(line) }
      refusal = line
    }
  }

  func told(_ line: String) {
    pending.trouble = line
    pending.isUrgent = true
  }

  /// Writes the model and all that it takes to go on, and where the run is over its card.
  func save(withCard: Bool = false) {
    guard let run, let folder, run.stepsDone > 0, workshop.keepsRuns else { return }
    do {
      openRecorder()
      guard let recorder else { throw UserError(refusal ?? "\(folder): can't be written") }
      recorder.prepareToSave()
      try recorder.saveCheckpoint(of: run, seconds: seconds)
      try recorder.saveModel(of: run)
      (savedStep, modelStep, isKept) = (run.stepsDone, run.stepsDone, true)
      if withCard { try recorder.writeCard(run) }
      pending.saved = .saved(folder: folder, step: run.stepsDone)
    } catch {
      pending.saved = .failed(reason: "\(error)")
    }
    pending.isUrgent = true
  }

  /// What was learnt goes into the run's folder, so that it holds a model however the program ends.
  func saveUnsaved() {
    returnToPresent()
    guard let run, run.stepsDone > 0, modelStep != run.stepsDone else { return }
    save()
  }

  private var isModelDue: Bool { lastModel.map { clock.now - $0 >= Self.modelInterval } ?? true }

  /// Hands over what there is to tell, unless the last report wasn't taken yet or is only just gone.
  func report(isFree: () -> Bool) {
    guard number > 0, pending.hasNews else { return }
    let now = clock.now
    let isDue = lastReport.map { now - $0 >= Self.figuresInterval } ?? true
    guard isDue || pending.isUrgent && !isPlaying, isFree() else { return }
    var report = TrainingReport(
      run: number, status: status, seconds: seconds, residentBytes: residentMemory())
    report.steps = pending.allSteps
    report.validations = pending.validations
    (report.dissection, report.facts, report.saved) = (pending.dissection, pending.facts, pending.saved)
    (report.savedStep, report.trouble) = (savedStep, pending.trouble)
    (report.past, report.forked, report.kept) = (pending.past, pending.forked, keptPast)
    report.moments = pending.moments
    if let shown = visit?.untold {
      report.model = shown
      report.histograms = shown.histograms
      visit?.untold = nil
      toldStep = -1
    } else if visit == nil, let run, run.stepsDone != toldStep, isModelDue || !isPlaying {
      report.model = SteppedModel(step: run.stepsDone, model: run.model)
      let histograms = run.histograms()
      report.histograms = TrainingHistograms(parameters: histograms.parameters, gradients: histograms.gradients)
      (toldStep, lastModel) = (run.stepsDone, now)
    }
    (pending, lastReport) = (PendingNews(), now)
    answers.post(.training(report))
  }
}
