internal import Models
internal import Training

extension AppState {
  /// What a key does on the Train screen.
  mutating func perform(onTrain action: TrainAction) -> [Effect] {
    if train.watch != nil, action.needsRun {
      _ = isOnlyWatched()
      return []
    }
    switch action {
    case .page(let page): return show(page)
    case .playOrPause: return playOrPause()
    case .step:
      if isInPast() { return [] }
      return train.page == .step ? tellOn() : singleStep()
    case .stepBack: tellBack()
    case .nextPanel: moveTrainFocus(by: 1)
    case .previousPanel: moveTrainFocus(by: -1)
    case .move(let direction): return moveInTrain(direction)
    case .turn(let step): return turn(by: step)
    case .typeValue: typeValue()
    case .restart: return restart()
    case .keepRun:
      defer { train.draft = nil }
      if train.draft == nil { return show(TrainPage.dashboard) }
    case .presets:
      overlay = .presets(selected: presetIndex)
      return [.listRuns]
    case .logarithmic: train.chart.isLogarithmic.toggle()
    case .zoom(let step): zoomChart(by: step)
    case .pan(let step): panChart(by: step)
    case .followRun: (train.chart.crosshair, train.chart.end) = (nil, nil)
    case .headsView: cycleHeadsView()
    case .layer(let step): moveTrainLayer(by: step)
    case .sample:
      train.samples.isWanted = true
      return askProbe()
    case .editProbe:
      overlay = .field(TrainField(purpose: .probe, line: LineEditor(train.probe.sentence.text)))
    case .save: return isInPast() ? [] : saveRun()
    case .past(let action): return perform(onPast: action)
    case .beside: return chooseBeside()
    case .differences: overlay = .differences(scroll: 0)
    case .answer(let saves):
      guard case .question(let question) = overlay else { return [] }
      return answer(question, saves: saves)
    }
    return []
  }

  /// Shows the Train screen; the first time, a run is made and waits.
  mutating func showTrain() -> [Effect] {
    guard screen != .train else {
      note = .alreadyOn(words.train.screen)
      return []
    }
    screen = .train
    note = nil
    return train.run == 0 ? beginRun(train.plan) : []
  }

  /// Makes a run of a plan, at step 0 and waiting.
  mutating func beginRun(_ plan: TrainingPlan) -> [Effect] {
    train.run += 1
    let run = train.run
    let kept = train
    // The sentence stays as long as the presets would watch the same one.
    train = TrainState(kept.setup, plan: plan, probe: kept.probe(for: plan))
    (train.run, train.status, train.savedRuns) = (run, .preparing, kept.savedRuns)
    (train.page, train.focus, train.lastFocus) = (kept.page, kept.focus, kept.lastFocus)
    (train.controls, train.heads.view) = (kept.controls, kept.heads.view)
    train.samples.temperature = kept.samples.temperature
    train.chart.isLogarithmic = kept.chart.isLogarithmic
    (train.beside, train.besides) = (kept.beside, kept.setup.besides)
    // Answers about the run before are late.
    train.probe.generation = kept.probe.generation + 1
    return [.train(.begin(plan, run: run))]
  }

  private mutating func show(_ page: TrainPage) -> [Effect] {
    guard page != train.page else {
      // The key that opens the past closes it.
      if page == .past { return show(TrainPage.dashboard) }
      note = .alreadyOn(words.train.page(page))
      return []
    }
    var effects: [Effect] = []
    if page == .past {
      effects = showPast()
      guard train.past != nil else { return effects }
    } else if train.page == .past {
      effects = leavePast()
    }
    train.lastFocus[train.page] = train.focus
    train.page = page
    train.focus = train.lastFocus[page] ?? page.panels[0]
    return effects
  }

  private mutating func playOrPause() -> [Effect] {
    switch train.status {
    case .paused:
      train.status = .running
      return [.train(.play)]
    case .running, .validating:
      train.status = .paused
      return [.train(.pause)]
    // The order waits until the run is there.
    case .preparing: return [.train(.play)]
    case .saving: note = .waiting
    case .finished: note = .train(.hasEnded)
    case .failed: note = .train(.hasFailed)
    }
    return []
  }

  /// A step without a pause before the next; whoever runs is paused first.
  private mutating func singleStep() -> [Effect] {
    switch train.status {
    case .paused: return [.train(.step(isDissected: false))]
    case .running, .validating: return playOrPause()
    case .preparing, .saving: note = .waiting
    case .finished: note = .train(.hasEnded)
    case .failed: note = .train(.hasFailed)
    }
    return []
  }

  private mutating func moveTrainFocus(by step: Int) {
    let all = train.page.panels
    let index = all.firstIndex(of: train.focus) ?? 0
    focus(on: all[(index + step + all.count) % all.count])
  }

  /// Gives a panel the focus; one that a small screen hid comes into sight.
  mutating func focus(on panel: TrainPanel) {
    train.focus = panel
    if panel != .loss, panel != .run, panel.page == .dashboard { train.docked = panel }
  }

  mutating func moveInTrain(_ direction: Action.Direction) -> [Effect] {
    switch (train.focus, direction) {
    case (.loss, .left), (.loss, .right):
      moveCrosshair(by: direction == .left ? -1 : 1)
      if train.past != nil, let crosshair = train.chart.crosshair { return stand(still: crosshair) }
    case (.loss, .up): zoomChart(by: 1)
    case (.loss, .down): zoomChart(by: -1)
    case (.roles, .up): moveRole(by: -1)
    case (.roles, .down): moveRole(by: 1)
    case (.roleHeads, .up): moveRoleHead(by: -1)
    case (.roleHeads, .down): moveRoleHead(by: 1)
    case (.heads, .left): moveTrainHead(by: -1)
    case (.heads, .right): moveTrainHead(by: 1)
    case (.heads, .up): moveTrainLayer(by: -1)
    case (.heads, .down): moveTrainLayer(by: 1)
    case (.controls, .up): chooseControl(by: -1)
    case (.controls, .down): chooseControl(by: 1)
    case (.controls, .left): return turn(by: -1)
    case (.controls, .right): return turn(by: 1)
    case (_, .left) where train.page == .step: tellBack()
    case (_, .right) where train.page == .step: return tellOn()
    default: break
    }
    return []
  }

  private func headCount() -> (layers: Int, heads: Int) {
    (train.plan.preset.model.layers, train.plan.preset.model.heads)
  }

  private mutating func moveTrainHead(by step: Int) {
    let head = train.heads.head + step
    guard head >= 0 else { return note = .firstHead }
    guard head < headCount().heads else { return note = .lastHead }
    train.heads.head = head
  }

  private mutating func moveTrainLayer(by step: Int) {
    let layer = train.heads.layer + step
    guard layer >= 0 else { return note = .firstLayer }
    guard layer < headCount().layers else { return note = .lastLayer }
    train.heads.layer = layer
  }

  private mutating func cycleHeadsView() {
    let all = TrainState.HeadsState.View.allCases
    let index = all.firstIndex(of: train.heads.view) ?? 0
    train.heads.view = all[(index + 1) % all.count]
    // Nothing stands beside it.
    if train.heads.view == .beside, train.beside.runs.isEmpty { train.heads.view = all[0] }
  }

  private mutating func saveRun() -> [Effect] {
    guard train.stepsDone > 0 else {
      note = .train(.nothingToSave)
      return []
    }
    guard train.isUnsaved else {
      note = .train(.isSaved(folder: train.facts?.folder ?? ""))
      return []
    }
    return [.train(.save)]
  }
}
