internal import Models
internal import Training

extension AppState {
  /// The plan that the knobs show: the one in force, or the one that waits for a new start.
  var shownPlan: TrainingPlan { train.draft ?? train.plan }

  /// Where a knob stands.
  func value(_ control: TrainControl) -> Double {
    control == .temperature ? train.samples.temperature : shownPlan.value(control)
  }

  mutating func chooseControl(by step: Int) {
    let all = TrainControl.allCases
    let index = (all.firstIndex(of: train.controls.chosen) ?? 0) + step
    guard index >= 0 else { return note = .listStart }
    guard index < all.count else { return note = .listEnd }
    train.controls.chosen = all[index]
  }

  /// Turns the chosen knob.
  mutating func turn(by step: Int) -> [Effect] {
    let control = train.controls.chosen
    guard !isOnlyWatched(), !isInPast(), showsControls() else { return [] }
    let before = value(control)
    let after = shownPlan.ladder(control).moved(before, by: step)
    guard !train.isOpened || control == .temperature else {
      note = .train(.isOpened)
      return []
    }
    guard after != before else {
      note = .knobEnd
      return []
    }
    return set(control, to: after)
  }

  /// Whether the page has the knobs; says where they are otherwise, since nobody would see what turns.
  private mutating func showsControls() -> Bool {
    guard !train.page.panels.contains(.controls) else { return true }
    note = .train(.knobsElsewhere)
    return false
  }

  /// Puts a knob somewhere; what needs a new start waits for it.
  mutating func set(_ control: TrainControl, to value: Double) -> [Effect] {
    if control == .temperature {
      train.samples.temperature = value
      return []
    }
    let needed = memory(of: shownPlan.setting(control, to: value))
    // Less than now is always possible.
    guard needed <= max(memoryBudget, memory(of: shownPlan)) else {
      note = .train(.outOfMemory(needed: needed, budget: memoryBudget))
      return []
    }
    if control.restarts {
      let draft = shownPlan.setting(control, to: value)
      train.draft = draft == train.plan ? nil : draft
      note = train.draft == nil ? nil : .train(.needsRestart)
      return []
    }
    let before = train.plan
    train.plan = train.plan.setting(control, to: value)
    train.draft = train.draft?.setting(control, to: value)
    train.history.mark(
      .init(
        step: train.stepsDone + 1, name: words.train.control(control),
        change: .init(
          from: words.train.value(control, before.value(control)),
          to: words.train.value(control, train.plan.value(control)))))
    return train.run > 0 ? [changeOrder] : []
  }

  /// What a plan would take of the memory, in bytes.
  private func memory(of plan: TrainingPlan) -> Int {
    TrainingMemory(plan.preset.model, plan.preset.training, threads: train.setup.threads).total
  }

  /// The plan's settings as an order.
  var changeOrder: Effect {
    .train(
      .change(
        train.plan.preset.training, validationInterval: train.plan.preset.validationInterval,
        stopsWhen: train.plan.stopsWhen))
  }

  /// Opens a line for the chosen knob's value; kinds are turned instead.
  mutating func typeValue() {
    let control = train.controls.chosen
    guard !isInPast(), showsControls() else { return }
    guard !train.isOpened else { return note = .train(.isOpened) }
    guard control != .schedule, control != .optimizer else { return note = .train(.turnInstead) }
    overlay = .field(
      TrainField(purpose: .value(control), line: LineEditor(words.train.typed(control, value(control)))))
  }

  /// Takes what was typed; a bad value says what is allowed, and the line stays.
  mutating func acceptField(_ field: TrainField) -> [Effect] {
    let text = field.line.text
    switch field.purpose {
    case .probe:
      overlay = nil
      train.probe.sentence = Sentence(
        text, tokenizer: train.language.tokenizer, contextLength: train.plan.preset.model.contextLength)
      if train.probe.sentence.tokens.isEmpty { train.probe.reading = nil }
      train.beside.readings = [:]
      return (train.watch?.hasLanguage ?? true ? askProbe() : []) + askBeside()
    case .folder:
      guard !text.isEmpty else {
        note = .train(.noFolder)
        return []
      }
      overlay = nil
      return leaveRun(for: .open(folder: text))
    case .fork: return fork(text)
    case .beside:
      guard !text.isEmpty else {
        note = .train(.noFolder)
        return []
      }
      overlay = nil
      return readBeside(text)
    case .value(let control):
      let ladder = shownPlan.ladder(control)
      let typed = Double(text.split(separator: " ").joined())
      guard let typed, ladder.range.contains(typed), !ladder.isWhole || typed == typed.rounded(),
        isPossible(control, typed)
      else {
        note = .train(.badValue(control, text))
        return []
      }
      overlay = nil
      return set(control, to: typed)
    }
  }

  /// Heads share the width evenly.
  private func isPossible(_ control: TrainControl, _ value: Double) -> Bool {
    let model = shownPlan.preset.model
    return switch control {
    case .width: Int(value).isMultiple(of: max(model.heads, 1))
    case .heads: model.width.isMultiple(of: Int(value))
    default: true
    }
  }

  /// Begins anew, with the settings that need it where there are some; asks where something would be lost.
  mutating func restart() -> [Effect] {
    guard !train.isOpened else {
      note = .train(.isOpened)
      return []
    }
    return leaveRun(for: .begin(shownPlan))
  }

  var presetIndex: Int { train.setup.presets.firstIndex { $0.preset.name == train.plan.preset.name } ?? 0 }

  /// Lines of the menu: presets, saved runs, and one for a folder elsewhere.
  var menuCount: Int { train.setup.presets.count + train.savedRuns.count + 1 }

  /// Begins a preset or opens a saved run; asks first where something would be lost.
  mutating func chooseFromMenu(_ index: Int) -> [Effect] {
    overlay = nil
    let presets = train.setup.presets
    if presets.indices.contains(index) { return leaveRun(for: .begin(TrainingPlan(preset: presets[index].preset))) }
    let runs = train.savedRuns
    if runs.indices.contains(index - presets.count) {
      return leaveRun(for: .open(folder: runs[index - presets.count].folder))
    }
    overlay = .field(TrainField(purpose: .folder, line: LineEditor("runs/")))
    return []
  }

  /// Does what makes an end of the run; asks first where something would be lost.
  private mutating func leaveRun(for next: TrainQuestion.Next) -> [Effect] {
    guard !train.isUnsaved else {
      overlay = .question(TrainQuestion(next: next))
      return []
    }
    return goOn(to: next)
  }

  /// The answer to a question that stands. What comes next waits until the run is saved: should that fail, the run is
  /// still there.
  mutating func answer(_ question: TrainQuestion, saves: Bool) -> [Effect] {
    overlay = nil
    guard saves else { return goOn(to: question.next, discards: true) }
    train.whenSaved = question.next
    return (train.isRunning ? [.train(.pause)] : []) + [.train(.save)]
  }

  /// Does what makes an end of the run.
  ///
  /// - Parameter discards: Whether what stands in no file may be lost. Where a run is to be opened it stays until that
  ///   one is there.
  mutating func goOn(to next: TrainQuestion.Next, discards: Bool = false) -> [Effect] {
    let discarding: [Effect] = discards ? [.train(.discard)] : []
    switch next {
    case .begin(let plan): return discarding + beginRun(plan)
    case .open(let folder):
      note = .train(.opening(folder: folder))
      return (train.isRunning ? [.train(.pause)] : []) + [.openRun(folder: folder)]
    case .leave: return discarding + [.quit]
    }
  }
}
