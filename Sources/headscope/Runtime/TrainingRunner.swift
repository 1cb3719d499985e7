internal import Checkpoints
internal import CursesTerminal
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
  private let answers: Mailbox<Message>
  private let clock = ContinuousClock()
  private var number = 0
  private var run: TrainingRun?
  private var folder: RunFolder?
  private var log: MetricLog?
  private var isFirst = true
  private var savedStep: Int?
  private var seconds = 0.0
  private var status = TrainingStatus.paused
  private(set) var isPlaying = false
  /// What was not handed over yet.
  private var pending = Pending()
  private var lastReport: ContinuousClock.Instant?
  private var lastModel: ContinuousClock.Instant?
  private var toldStep = -1

  private struct Pending {
    /// Steps that wait for a screen that takes no report: all, or every so many of them (the log has them all).
    private var steps: [TimedStep] = []
    private var stride = 1
    private var last: TimedStep?
    var validations: [TimedValidation] = []
    var dissection: StepDissection?
    var facts: RunFacts?
    var saved: SaveOutcome?
    /// Whether there is something that shouldn't wait.
    var isUrgent = false
    var hasNews: Bool { isUrgent || last != nil }
    /// The steps in their order, the last one among them.
    var allSteps: [TimedStep] { steps + (last.map { $0 == steps.last ? [] : [$0] } ?? []) }

    /// The most steps that wait.
    private static let capacity = 1_024

    mutating func add(_ step: TimedStep) {
      last = step
      guard step.record.step.isMultiple(of: stride) else { return }
      steps.append(step)
      guard steps.count > Self.capacity else { return }
      stride *= 2
      steps.removeAll { !$0.record.step.isMultiple(of: stride) }
    }
  }

  init(_ workshop: TrainingWorkshop, answers: Mailbox<Message>) {
    self.workshop = workshop
    self.answers = answers
  }

  func perform(_ order: TrainingOrder) {
    pending.isUrgent = true
    switch order {
    case .begin(let plan, let number): begin(plan, number)
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
      for change in changes { keep { try log?.append(change, seconds: seconds) } }
    case .save: save()
    case .discard:
      if savedStep == nil { folder?.discard() }
      (run, isPlaying) = (nil, false)
    }
  }

  private var canGoOn: Bool {
    switch status {
    case .finished, .failed: false
    default: true
    }
  }

  private func pause() {
    isPlaying = false
    if canGoOn { status = .paused }
  }

  private func begin(_ plan: TrainingPlan, _ number: Int) {
    (self.number, run, log, savedStep) = (number, nil, nil, nil)
    (seconds, isPlaying, toldStep) = (0, false, -1)
    pending = Pending()
    pending.isUrgent = true
    do {
      try RunFolder.checkMemory(plan.preset, threads: workshop.crew.threads)
      let folder = try RunFolder(for: plan.preset, asked: isFirst ? workshop.folder : nil)
      let run = TrainingRun(
        plan.preset, vocabulary: workshop.vocabulary, kernels: workshop.kernels, crew: workshop.crew)
      run.stopsWhen = plan.stopsWhen
      (self.run, self.folder, status) = (run, folder, .paused)
      pending.facts = RunFacts(folder: folder.path, entropy: run.validation.entropyPerToken)
    } catch {
      status = .failed("\(error)")
    }
  }

  /// One step, or the validation that is due before it.
  func advance(isInterrupted: () -> Bool) {
    guard let run else { return isPlaying = false }
    if run.isValidationDue {
      validate(run, isInterrupted: isInterrupted)
    } else if let reason = run.stopReason(seconds: seconds) {
      isPlaying = false
      status = .finished(reason)
      pending.isUrgent = true
      save(withCard: true)
    } else {
      step(isDissected: false)
    }
  }

  private func step(isDissected: Bool) {
    guard let run else { return }
    openLog()
    run.measuresUpdate = isModelDue || isDissected
    let before = clock.now
    let record: StepRecord
    if isDissected {
      let dissection = run.dissectedStep()
      (record, pending.dissection) = (dissection.record, dissection)
    } else {
      record = run.step()
    }
    let took = (clock.now - before).seconds
    seconds += took
    let rate = Double(record.tokens) / took
    pending.add(TimedStep(record, tokensPerSecond: rate, seconds: seconds))
    keep { try log?.append(record, tokensPerSecond: rate, seconds: seconds) }
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
    keep { try log?.append(evaluation, step: run.stepsDone, seconds: seconds) }
  }

  /// The folder is made with the first step: before it there is nothing to keep.
  private func openLog() {
    guard log == nil, workshop.keepsRuns, let folder else { return }
    keep { log = try folder.open(log: isFirst ? workshop.log : nil) }
    isFirst = false
  }

  private func fail(_ reason: String) {
    (isPlaying, status) = (false, .failed(reason))
    pending.isUrgent = true
  }

  /// Runs what writes; a disk that refuses ends the training, not the program.
  private func keep(_ write: () throws -> Void) {
    do { try write() } catch { fail("\(error)") }
  }

  /// Writes the model, and where the run is over its card.
  private func save(withCard: Bool = false) {
    guard let run, let folder, run.stepsDone > 0, workshop.keepsRuns else { return }
    do {
      try folder.saveModel(of: run, workshop)
      savedStep = run.stepsDone
      if withCard { try folder.writeCard(run, workshop) }
      pending.saved = .saved(folder: folder.path, step: run.stepsDone)
    } catch {
      pending.saved = .failed(reason: "\(error)")
    }
    pending.isUrgent = true
  }

  /// What was learnt and stands in no file goes into the run's folder.
  func saveUnsaved() {
    guard let run, run.stepsDone > 0, savedStep != run.stepsDone else { return }
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
    if let run, run.stepsDone != toldStep, isModelDue || !isPlaying {
      report.model = SteppedModel(step: run.stepsDone, model: run.model)
      let histograms = run.histograms()
      report.histograms = TrainingHistograms(parameters: histograms.parameters, gradients: histograms.gradients)
      (toldStep, lastModel) = (run.stepsDone, now)
    }
    (pending, lastReport) = (Pending(), now)
    answers.post(.training(report))
  }
}
