internal import CursesTerminal
internal import Dispatch
internal import HeadscopeApp
internal import KernelTypes
internal import Training

/// The Playground's run on its thread: makes it again from its script, trains at a pace, and tells what it has come to.
final class PlaygroundRunner: ThreadRunner {
  /// How often the screen hears of it while it trains: 60 times a second.
  private static let reportInterval = Duration.milliseconds(16)
  /// How long it works before it looks for orders again.
  private static let slice = Duration.milliseconds(8)
  /// Over how long its speed is measured.
  private static let gauge = Duration.milliseconds(500)

  private let kernels: KernelSet
  private let answers: Mailbox<Message>
  private let clock = ContinuousClock()
  private var number = 0
  private var run: PlaygroundRun?
  private var status = PlaygroundReport.Status.paused
  /// The run on its way to where its script ends, and what was ordered meanwhile.
  private var script: Replaying?
  private var ordered: [PlaygroundOrder] = []
  /// Runs whose curves are to be made again, the first one's way so far, and those that were since the last report.
  private var waiting: [PlaygroundScript] = []
  private var recalling: Replaying?
  private var recalled: [PlaygroundReport.Recalled] = []
  private var pace: Pace?
  /// Whether it is to play as soon as it has been made again, and how fast.
  private var playsNext: Int??
  /// Why it had stopped when it was told to go on all the same.
  private var ignored: PlaygroundRun.StopReason?
  private var speed = Speed()
  private var isUntold = false
  private var lastReport: ContinuousClock.Instant?

  /// A run on its way to where its script ends.
  private struct Replaying {
    let run: PlaygroundRun
    let script: PlaygroundScript
    var event = 0
  }

  /// So many epochs a second since a moment; nil as fast as it goes.
  private struct Pace {
    let epochsPerSecond: Int?
    let since: ContinuousClock.Instant
    var done = 0

    /// When the next epoch is due.
    var next: ContinuousClock.Instant {
      epochsPerSecond.map { since + .seconds(1) * (Double(done + 1) / Double($0)) } ?? since
    }
  }

  /// Epochs since a moment.
  private struct Speed {
    var since: ContinuousClock.Instant?
    var epochs = 0
    var perSecond: Double?
  }

  init(kernels: KernelSet, answers: Mailbox<Message>) {
    self.kernels = kernels
    self.answers = answers
  }

  /// Whether epochs are made of its own accord.
  var isTraining: Bool { pace != nil && script == nil && !isRecalling }

  private var isRecalling: Bool { recalling != nil || !waiting.isEmpty }

  var nextTurn: NextTurn {
    if script != nil || isRecalling { return .now }
    // What is untold is told when the last report has been taken, which wakes the thread.
    guard let pace else { return .never }
    let wait = clock.now.duration(to: pace.next)
    guard pace.epochsPerSecond != nil, wait > .zero else { return .now }
    return .at(.now() + .nanoseconds(Int(wait.seconds * 1e9)))
  }

  func perform(_ order: PlaygroundOrder) {
    isUntold = true
    switch order {
    case .begin(let script, let number): begin(script, number)
    case .recall(let scripts): waiting += scripts
    case .play(let epochsPerSecond): play(epochsPerSecond)
    case .pause:
      playsNext = nil
      pause()
    case .step, .change:
      // The run must first have come to where it is to be changed.
      if script != nil { ordered.append(order) } else { change(order) }
    }
  }

  private func change(_ order: PlaygroundOrder) {
    guard let run else { return }
    switch order {
    case .step(let epochs):
      playsNext = nil
      pause()
      for _ in 0..<epochs where !run.epoch() { break }
      if run.stopReason == .diverged { status = .ended(.diverged) }
    case .change(let change) where run.accepts(change):
      run.change(change)
      if pace == nil { status = .paused }
      ignored = nil
    default: break
    }
  }

  private func begin(_ script: PlaygroundScript, _ number: Int) {
    pause()
    (playsNext, ignored, ordered) = (nil, nil, [])
    self.number = number
    let run = PlaygroundRun(script.settings, kernels: kernels)
    self.run = run
    self.script = Replaying(run: run, script: script)
    replay(until: { false })
  }

  private func play(_ epochsPerSecond: Int?) {
    guard script == nil else { return playsNext = .some(epochsPerSecond) }
    guard let run, run.stopReason != .diverged else { return }
    ignored = pace == nil ? run.stopReason : ignored
    pace = Pace(epochsPerSecond: epochsPerSecond, since: clock.now)
    speed = Speed()
    status = .running
  }

  private func pause() {
    pace = nil
    speed = Speed()
    status = .paused
  }

  func work(until hasOrders: () -> Bool) {
    if script != nil { return replay(until: hasOrders) }
    if isRecalling { recall(until: hasOrders) }
    guard let run, var pace = self.pace else { return }
    let end = clock.now + Self.slice
    repeat {
      guard pace.epochsPerSecond == nil || clock.now >= pace.next else { break }
      if let reason = run.stopReason, reason != ignored { return stop(reason) }
      guard run.epoch() else { return stop(.diverged) }
      pace.done += 1
      speed.epochs += 1
      isUntold = true
      // Who can't keep the pace doesn't make up for it later.
      if let rate = pace.epochsPerSecond, clock.now - pace.next > .seconds(1) {
        pace = Pace(epochsPerSecond: rate, since: clock.now)
      }
    } while clock.now < end && !hasOrders()
    self.pace = pace
    if let reason = run.stopReason, reason != ignored { stop(reason) }
    measureSpeed()
  }

  private func stop(_ reason: PlaygroundRun.StopReason) {
    pause()
    status = .ended(reason)
    isUntold = true
  }

  private func measureSpeed() {
    let now = clock.now
    guard let since = speed.since else { return speed.since = now }
    let took = (now - since).seconds
    guard took >= Self.gauge.seconds else { return }
    speed = Speed(since: now, epochs: 0, perSecond: Double(speed.epochs) / took)
  }

  // MARK: Making again

  /// A slice of the run's way to where its script ends; then what was ordered meanwhile.
  private func replay(until hasOrders: () -> Bool) {
    guard var replaying = script else { return }
    isUntold = true
    switch goOn(&replaying, until: hasOrders) {
    case .isUnderWay:
      script = replaying
      status = .replaying(done: replaying.run.epochs, of: replaying.script.epochs)
      return
    case .isThere: status = replaying.run.stopReason.map { .ended($0) } ?? .paused
    case .doesNotFit: status = .refused
    }
    script = nil
    for order in ordered { change(order) }
    ordered = []
    if let pace = playsNext {
      playsNext = nil
      play(pace)
    }
  }

  /// A slice of the way of a run whose curve alone is wanted; where its script doesn't fit together, as far as it goes.
  private func recall(until hasOrders: () -> Bool) {
    guard
      var replaying = recalling
        ?? waiting.first.map({ Replaying(run: PlaygroundRun($0.settings, kernels: kernels), script: $0) })
    else { return }
    if recalling == nil { waiting.removeFirst() }
    if case .isUnderWay = goOn(&replaying, until: hasOrders) { return recalling = replaying }
    recalling = nil
    recalled.append(PlaygroundReport.Recalled(script: replaying.script, curve: replaying.run.curve))
    isUntold = true
  }

  /// How far a slice has led.
  private enum Progress {
    case isUnderWay, isThere, doesNotFit
  }

  private func goOn(_ replaying: inout Replaying, until hasOrders: () -> Bool) -> Progress {
    let end = clock.now + Self.slice
    while replaying.run.epochs < replaying.script.epochs || replaying.event < replaying.script.events.count {
      guard let isOn = step(&replaying) else { return .doesNotFit }
      guard isOn else { return .isThere }
      if clock.now >= end || hasOrders() { return .isUnderWay }
    }
    return .isThere
  }

  /// The next change that is due, or the next epoch; false where the run diverges, nil where a change doesn't fit.
  private func step(_ replaying: inout Replaying) -> Bool? {
    let (run, events) = (replaying.run, replaying.script.events)
    if replaying.event < events.count, events[replaying.event].epoch <= run.epochs {
      let change = events[replaying.event].change
      guard run.accepts(change) else { return nil }
      run.change(change)
      replaying.event += 1
      return true
    }
    return run.epoch()
  }

  // MARK: Telling

  func tell(_ take: () -> Bool) {
    guard isUntold, let run else { return }
    let now = clock.now
    let isDue = lastReport.map { now - $0 >= Self.reportInterval } ?? true
    guard isDue || pace == nil && script == nil, take() else { return }
    defer { recalled = [] }
    (isUntold, lastReport) = (false, now)
    answers.post(
      .playground(
        PlaygroundReport(
          number: number, status: status, run: run, recalled: recalled,
          epochsPerSecond: pace == nil ? nil : speed.perSecond)))
  }

  /// What was learnt here stands nowhere, and needs to stand nowhere: its code makes it again.
  func end() { pause() }
}
