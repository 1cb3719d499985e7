internal import Models
internal import Training

extension AppState {
  /// Shows a run that another process makes. From now on nothing is trained here.
  mutating func watch(_ watched: WatchedRun) -> [Effect] {
    screen = .train
    var plan = watched.first.plan ?? train.setup.plan
    if !watched.hasSettings { plan.preset.name = watched.name }
    train = TrainState(train.setup, plan: plan, language: watched.language)
    train.watch = TrainState.Watch(
      name: watched.name, isBareLog: watched.isBareLog, hasSettings: watched.hasSettings,
      hasLanguage: watched.language != nil, phase: watched.first.phase)
    (train.run, train.besides) = (1, watched.settings)
    train.facts = watched.first.facts
    var effects = train.setup.overlaid.flatMap { overlay($0) }
    effects += take(watched.first)
    if watched.first.skippedLines == 0 { note = .train(.watches(name: watched.name)) }
    return effects
  }

  /// Watches another run in the same place: of the one before nothing stays but what is drawn beside it.
  private mutating func watchAnew(_ replaced: ReplacedRun, _ report: WatchReport) -> [Effect] {
    guard let before = train.watch else { return [] }
    let (screen, kept) = (screen, train)
    var first = report
    first.replaced = nil
    var effects = watch(
      WatchedRun(
        name: before.name, isBareLog: before.isBareLog, hasSettings: replaced.hasSettings, language: replaced.language,
        settings: replaced.settings, first: first))
    self.screen = screen
    (train.page, train.focus, train.docked) = (kept.page, kept.focus, kept.docked)
    train.beside = kept.beside
    // What was asked of the run before answers no question of this one's.
    (train.probe.generation, train.probe.isWaiting) = (kept.probe.generation + 1, false)
    train.samples.isWanted = train.model != nil
    effects += askProbe() + askBeside()
    return effects
  }

  /// Takes in what is known of the watched run now.
  mutating func take(_ report: WatchReport) -> [Effect] {
    guard let before = train.watch else { return [] }
    if let replaced = report.replaced { return watchAnew(replaced, report) }
    let lastStep = train.history.lastStep
    train.watch?.phase = report.phase
    // What stood in a folder that is gone stays in sight.
    if report.phase != .gone || !report.curve.isEmpty { train.history = report.curve }
    train.seconds = report.curve.last?.seconds ?? train.seconds
    train.residentBytes = report.residentBytes
    train.watch?.skippedLines = report.skippedLines
    train.watch?.firstFault = report.firstFault
    if let plan = report.plan { train.plan = plan }
    if let facts = report.facts { train.facts = facts }
    if let histograms = report.histograms { train.histograms = histograms }
    if let news = news(report, before, lastStep: lastStep) { note = .train(news) }
    guard let model = report.model else { return [] }
    train.model = model
    // A checkpoint comes seldom enough for a sample of each.
    train.samples.isWanted = true
    return train.watch?.hasLanguage == true ? askProbe() : []
  }

  /// What has happened since the last report, if anything that needs a word.
  private func news(_ report: WatchReport, _ before: TrainState.Watch, lastStep: Int) -> TrainNote? {
    if let trouble = report.trouble { return .trouble(trouble) }
    let step = train.history.lastStep
    if report.phase != before.phase {
      switch report.phase {
      case .gone: return .watchedGone(name: before.name)
      case .closed: return .watchedClosed(step: step)
      case .ended: return .watchedEnded(step: step)
      case .stopped: return .watchedStopped(step: step)
      case .training, .following:
        return before.phase == .gone ? .watchedReturned(name: before.name) : .watchedGoesOn(step: step)
      }
    }
    if step < lastStep { return .watchedWentBack(step: step) }
    guard report.skippedLines > 0, before.skippedLines == 0, let fault = report.firstFault else { return nil }
    return .linesSkipped(count: report.skippedLines, line: fault.line, found: fault.found)
  }

  /// Says that a watched run is another's; true where that is so.
  mutating func isOnlyWatched() -> Bool {
    guard let watch = train.watch else { return false }
    note = .train(.isWatched(name: watch.name, isTrained: watch.phase == .training))
    return true
  }
}
