internal import Corpora
internal import Training

/// The run of the Playground: how it begins, goes on and is heard of.
extension AppState {
  /// Begins a run, and goes on playing where the one before it played.
  mutating func begin(_ script: PlaygroundScript) -> [Effect] {
    playground.run += 1
    playground.settings = script.latestSettings
    playground.selection = playground.selection.clamped(to: playground.settings)
    playground.walk = PlaygroundWalk()
    if playground.settings.ownPoints != nil { playground.own = playground.settings }
    return [.playground(.begin(script, number: playground.run))]
      + (playground.isPlaying ? [.playground(playOrder)] : [])
  }

  /// Begins anew under settings; points that were drawn or taken away stay so while the others are the same.
  mutating func beginAnew(_ settings: PlaygroundSettings) -> [Effect] {
    var events: [PlaygroundEvent] = []
    if settings.drawsSamePoints(as: playground.settings), let report = playground.report,
      report.number == playground.run
    {
      events = report.script.events.compactMap { event in
        switch event.change {
        case .add, .remove: PlaygroundEvent(epoch: 0, change: event.change)
        case .settings, .parameter: nil
        }
      }
    }
    return begin(PlaygroundScript(settings, events: events))
  }

  /// The next data set; a person's own points are one more.
  mutating func turnDataset(by step: Int) -> [Effect] {
    let all = PlaneDataset.allCases
    let places = all.count + (playground.own == nil ? 0 : 1)
    let now = playground.settings.ownPoints == nil ? all.firstIndex(of: playground.settings.dataset) ?? 0 : all.count
    let next = (now + step + places) % places
    let own = playground.own
    return apply { settings in
      guard next == all.count, let own else { return settings.take(all[next]) }
      (settings.ownPoints, settings.problem, settings.dataset) = (own.ownPoints, own.problem, own.dataset)
    }
  }

  /// Has the curves made again that are not there.
  mutating func recallKept() -> [Effect] {
    let missing = playground.beside.filter { $0.curve == nil }.map(\.script)
    return missing.isEmpty ? [] : [.playground(.recall(missing))]
  }

  /// Begins a stop of the tour.
  mutating func begin(_ preset: PlaygroundPreset) -> [Effect] {
    playground.preset = preset
    playground.selection = .output
    return begin(PlaygroundScript(preset.settings))
  }

  var playOrder: PlaygroundOrder { .play(epochsPerSecond: playground.pace.epochsPerSecond) }

  /// Changes the settings: the run goes on under them, or begins anew where it can't.
  mutating func apply(_ change: (inout PlaygroundSettings) -> Void) -> [Effect] {
    var settings = playground.settings
    change(&settings)
    guard settings != playground.settings else {
      note = .knobEnd
      return []
    }
    guard settings.goesOn(from: playground.settings) else { return beginAnew(settings) }
    playground.settings = settings
    return [.playground(.change(.settings(settings)))]
  }

  mutating func playOrPausePlayground() -> [Effect] {
    playground.isPlaying.toggle()
    guard playground.isPlaying else { return [.playground(.pause)] }
    if case .ended(.diverged)? = playground.report?.status {
      playground.isPlaying = false
      note = .playground(.diverged)
      return []
    }
    return [.playground(playOrder)]
  }

  mutating func stepOnPlayground() -> [Effect] {
    if playground.page == .walk {
      walk(by: 1)
      return []
    }
    playground.isPlaying = false
    return [.playground(.step(epochs: 1))]
  }

  mutating func pace(by step: Int) -> [Effect] {
    let all = PlaygroundPace.allCases
    let place = (all.firstIndex(of: playground.pace) ?? 0) + step
    guard all.indices.contains(place) else {
      note = .knobEnd
      return []
    }
    playground.pace = all[place]
    return playground.isPlaying ? [.playground(playOrder)] : []
  }

  /// Takes news of the run in.
  mutating func take(_ report: PlaygroundReport) -> [Effect] {
    guard report.number == playground.run else { return [] }
    let before = playground.report?.status
    playground.report = report
    for recalled in report.recalled {
      for index in playground.beside.indices where playground.beside[index].script == recalled.script {
        playground.beside[index].curve = recalled.curve
      }
    }
    playground.selection = playground.selection.clamped(to: report.network.settings)
    playground.walk.example = min(playground.walk.example, max(0, report.training.count - 1))
    if case .replaying = report.status {} else { compareChecksum(report) }
    switch report.status {
    case .replaying, .running, .paused: break
    case .refused:
      if before != report.status { note = .playground(.brokenCode) }
    case .ended(let end):
      playground.isPlaying = false
      if before != report.status { note = .playground(.ended(end)) }
    }
    return []
  }

  /// Says so where a pasted code's network could not be made to the bit.
  mutating func compareChecksum(_ report: PlaygroundReport) {
    defer { playground.promised = nil }
    if let promised = playground.promised, promised != report.network.checksum {
      note = .playground(.roundedOtherwise)
    }
  }

  mutating func keepCurve() {
    guard let report = playground.report, report.script.epochs > 0 else { return note = .playground(.nothingToKeep) }
    guard playground.beside.count < PlaygroundScene.mostBeside else { return note = .playground(.tooManyKept) }
    playground.beside.append(PlaygroundState.Kept(script: report.script, curve: report.curve))
    note = .playground(.kept)
  }
}
