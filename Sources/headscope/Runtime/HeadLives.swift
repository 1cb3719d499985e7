internal import HeadscopeApp
internal import Models
internal import Training

/// Follows a run's heads over its steps: measures them every now and then, and for a run that was taken up at the steps that were
/// kept.
struct HeadLives {
  private var gauge: RoleGauge?
  /// Kept steps that are still to be measured.
  fileprivate var left: [Int] = []
  private var lastStep: Int?
  private var last: (time: ContinuousClock.Instant, took: Duration)?
  /// So many times over a whole run at most.
  private static let most = 100
  /// Of the time at most.
  private static let share = 0.01

  /// Nothing to follow.
  init() {}

  /// - Parameter kept: Steps of its past.
  init(_ run: TrainingRun, kept: [Int]) {
    gauge = run.roleGauge()
    left = kept
  }

  /// Whether something kept is still to be measured.
  var isBehind: Bool { gauge != nil && !left.isEmpty }

  /// Whether measuring takes no more than its share of the time.
  private var hasTime: Bool {
    last.map { ContinuousClock.now - $0.time >= $0.took * (1 / Self.share) } ?? true
  }

  fileprivate func isDue(_ run: TrainingRun) -> Bool {
    guard gauge != nil, hasTime else { return false }
    return run.stepsDone - (lastStep ?? -run.stopsWhen.steps) >= max(1, run.stopsWhen.steps / Self.most)
  }

  fileprivate var catchesUp: Bool { isBehind && hasTime }

  fileprivate mutating func measure(_ measure: (RoleGauge) -> RoleMoment?) -> RoleMoment? {
    guard let gauge else { return nil }
    let begun = ContinuousClock.now
    let moment = measure(gauge)
    let now = ContinuousClock.now
    last = (now, now - begun)
    if let moment { lastStep = max(lastStep ?? 0, moment.step) }
    return moment
  }
}

extension TrainingRunner {
  /// Measures the heads after a step, where it is time, or after one that was kept.
  func followHeads(_ run: TrainingRun) {
    if lives.isDue(run) {
      if let moment = lives.measure({ run.measure(with: $0) }) { pending.moments.append(moment) }
    } else if lives.catchesUp {
      catchUpOnHeads(run)
    }
  }

  /// Measures the heads after one of the steps that were kept.
  func catchUpOnHeads(_ run: TrainingRun) {
    guard let step = lives.left.popLast() else { return }
    // What can't be read is passed over: whoever goes to that step hears of it.
    guard let past, let state = try? kept(step, of: run, past) else { return }
    let model = LanguageModel(configuration: state.plan.preset.model, parameters: state.parameters)
    let moment = lives.measure { $0.measure(model, after: step, kernels: run.kernelSet) }
    if let moment { pending.moments.append(moment) }
  }
}
