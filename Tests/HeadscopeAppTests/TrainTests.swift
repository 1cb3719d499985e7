import Models
import Testing
import Training

@testable import HeadscopeApp

@Suite("Train screen") struct TrainTests {
  @Test("2 makes a run and waits, Space trains and pauses, n makes one step")
  func playing() throws {
    var robot = try Robot.training(steps: 0)
    #expect(robot.orders == [.begin(FakeTraining.setup().plan, run: 1)])
    // A Space that comes before the run is ready isn't lost.
    try robot.press("space")
    #expect(robot.orders.last == .play)
    robot.forgetEffects()
    robot.send(.training(TrainingReport(run: 1, status: .paused, seconds: 0, residentBytes: 0)))
    try robot.press("space space n")
    #expect(robot.orders == [.play, .pause, .step(isDissected: false)])
  }

  @Test("reports of a run that was replaced are dropped")
  func lateReports() throws {
    var robot = try Robot.training(steps: 0)
    robot.send(.training(FakeTraining.report(run: 7, steps: 1...10)))
    #expect(robot.state.train.stepsDone == 0)
  }

  @Test("a knob is turned, typed and marked on the curve; the thread hears of it")
  func knobs() throws {
    var robot = try Robot.training()
    try robot.press("+")
    guard case .change(let settings, _, _) = robot.orders.last else {
      Issue.record("no change was ordered")
      return
    }
    #expect(settings.schedule.peak == 2.5e-3)
    #expect(robot.state.train.history.marks.map(\.step) == [241])
    try robot.press("enter ctrl-u 7 e - 4 enter")
    #expect(robot.state.train.plan.preset.training.schedule.peak == 7e-4)
    #expect(robot.screen.contains("2.0e-3 → 7.0e-4"))
    // What is not possible leaves the line open and says so.
    try robot.press("enter ctrl-u 9 9 enter")
    #expect(robot.state.mode == .field)
    #expect(robot.status.contains("99"))
  }

  @Test("every knob goes up and down its ladder and comes back", arguments: TrainControl.allCases)
  func ladders(_ control: TrainControl) throws {
    let plan = FakeTraining.setup().plan
    let ladder = plan.ladder(control)
    #expect(ladder.rungs == ladder.rungs.sorted() && Set(ladder.rungs).count == ladder.rungs.count)
    guard control != .temperature else { return }
    for value in ladder.rungs {
      let changed = plan.setting(control, to: value)
      #expect(changed.value(control) == Double(Float(value)) || abs(changed.value(control) - value) < 1e-6)
      #expect((0...1).contains(ladder.position(of: value)))
      #expect(abs(ladder.value(at: ladder.position(of: value)) - value) <= abs(value) * 1e-6)
    }
    #expect(ladder.moved(ladder.rungs[0], by: -1) == ladder.rungs[0])
    #expect(ladder.moved(ladder.rungs[0], by: ladder.rungs.count) == ladder.rungs.last)
  }

  @Test("what needs a new start waits for r, and r asks where something would be lost")
  func restarting() throws {
    var robot = try Robot.training()
    robot.update { $0.train.controls.chosen = .layers }
    try robot.press("+")
    #expect(robot.state.train.plan.preset.model.layers == 2)
    #expect(robot.state.train.draft?.preset.model.layers == 3)
    try robot.press("r")
    #expect(robot.state.mode == .question)
    try robot.press("esc")
    #expect(robot.state.train.run == 1)
    try robot.press("r n")
    #expect(robot.state.train.run == 2)
    #expect(robot.state.train.stepsDone == 0)
    guard case .begin(let plan, run: 2) = robot.orders.last else {
      Issue.record("no new run")
      return
    }
    #expect(plan.preset.model.layers == 3)
    #expect(robot.orders.contains(.discard))
  }

  @Test("leaving asks for an unsaved run: y saves and leaves, Ctrl-C twice leaves")
  func leaving() throws {
    var robot = try Robot.training()
    try robot.press("q")
    #expect(robot.state.mode == .question && !robot.effects.contains(.quit))
    try robot.press("y")
    #expect(robot.orders.last == .save && !robot.effects.contains(.quit))
    var report = TrainingReport(run: 1, status: .paused, seconds: 5, residentBytes: 0)
    report.saved = .saved(folder: "runs/cat", step: 240)
    robot.send(.training(report))
    #expect(robot.effects.contains(.quit))

    var hasty = try Robot.training()
    try hasty.press("ctrl-c ctrl-c")
    #expect(hasty.effects.contains(.quit))
  }

  @Test("a step that was skipped is no point of the curve but a mark on it; five in a row pause and say what to do")
  func skipping() throws {
    var robot = try Robot.training()
    func skipped(_ step: Int) -> TimedStep {
      TimedStep(
        StepRecord(
          step: step, loss: .nan, learningRate: 1, gradientNorm: .nan, tokens: 1_024,
          notFinite: "gradient of h.0.ln_1.bias"),
        tokensPerSecond: 1, seconds: 5)
    }
    var report = TrainingReport(run: 1, status: .running, seconds: 5, residentBytes: 0)
    report.steps = [skipped(241)]
    robot.send(.training(report))
    #expect(robot.status.contains("Step 241 was skipped: its gradient of h.0.ln_1.bias is not a finite number."))
    #expect(robot.state.train.stepsDone == 241 && robot.state.train.history.marks.map(\.step) == [241])
    #expect(robot.state.train.history.points.allSatisfy { $0.loss.isFinite && $0.smoothed.isFinite })
    report.status = .paused
    report.steps = (242...245).map(skipped)
    robot.send(.training(report))
    #expect(robot.status.contains("Lower the learning rate"))
    // It can go on.
    try robot.press("- space")
    #expect(robot.orders.last == .play)
  }

  static let runs = [
    RunSummary(folder: "runs/cat-2", step: 3_000, loss: 1.4213), RunSummary(folder: "runs/tiny", step: 120, loss: 2.5),
  ]

  /// A saved run of another width, whose language knows two words.
  static func openedRun(goesOn: Bool = false, steps: Int? = nil) -> OpenedRun {
    var preset = FakeTraining.preset("runs/cat-2")
    preset.training.schedule.steps = 60
    var report = FakeTraining.report(run: 0, steps: 1...60, status: .finished(.steps(60)))
    report.facts = RunFacts(folder: "runs/cat-2", entropy: 1.32)
    return OpenedRun(
      plan: TrainingPlan(preset: preset), report: report,
      changes: goesOn ? [SettingChange(step: 20, name: "batch", from: .number(32), to: .number(16))] : [],
      language: FakeTraining.setup().own.language, goesOn: goesOn, steps: steps)
  }

  @Test("a saved run is taken up: it waits, its knobs turn, its changes are marks; a disk's refusal is a line")
  func takingUp() throws {
    var robot = try Robot.training()
    robot.send(.opened(Self.openedRun(goesOn: true, steps: 90)))
    robot.answerProbes()
    #expect(robot.orders.contains(.resume(folder: "runs/cat-2", run: 2)))
    // To be looked at until the thread has it; more steps were asked for.
    #expect(robot.state.train.isOpened && robot.state.train.history.marks.map(\.step) == [21])
    guard case .change(let settings, _, let stops) = robot.orders.last else {
      Issue.record("\(robot.orders)")
      return
    }
    #expect(settings.schedule.steps == 90 && stops.steps == 90)
    var report = TrainingReport(run: 2, status: .paused, seconds: 5, residentBytes: 0)
    report.savedStep = 60
    robot.send(.training(report))
    #expect(!robot.state.train.isOpened && robot.status.contains("goes on after step 60"))
    try robot.press("space")
    #expect(robot.orders.last == .play)
    report.status = .running
    report.steps = FakeTraining.report(run: 2, steps: 61...62).steps
    report.trouble = "runs/cat-2: no space"
    robot.send(.training(report))
    #expect(robot.status.contains("runs/cat-2: no space") && robot.state.train.isUnsaved)
    report.steps = []
    (report.savedStep, report.trouble) = (62, nil)
    robot.send(.training(report))
    #expect(!robot.state.train.isUnsaved)
  }

  @Test("a knob stops where the machine's memory ends, says so, and turns back")
  func outOfMemory() throws {
    var robot = try Robot.training(memoryBudget: 40_000_000)
    func batch() -> Int { robot.state.train.plan.preset.training.batch }
    robot.update { $0.train.controls.chosen = .batch }
    let presses = (1...20).first { _ in
      try? robot.press("+")
      return robot.status.contains("Too much memory")
    }
    #expect(presses != nil && batch() >= 32 && batch() < 1_024)
    let highest = batch()
    try robot.press("-")
    #expect(batch() < highest)
  }

  @Test("a saved run that can't be taken up is there to be looked at, and the reason is told")
  func onlyLookedAt() throws {
    var robot = try Robot.training()
    robot.send(.opened(Self.openedRun(goesOn: true)))
    robot.answerProbes()
    robot.send(
      .training(
        TrainingReport(run: 2, status: .failed("another process trains here"), seconds: 0, residentBytes: 0)))
    #expect(robot.state.train.isOpened && robot.state.train.stepsDone == 60)
    #expect(robot.status.contains("another process trains here"))
    let orders = robot.orders.count
    try robot.press("tab tab tab +")
    #expect(robot.orders.count == orders)
  }

  @Test("the menu lists saved runs and opens the chosen one; what runs stays until it is there")
  func opening() throws {
    var robot = try Robot.training()
    try robot.press("m")
    #expect(robot.effects.contains(.listRuns))
    robot.send(.runsFound(Self.runs))
    #expect(robot.screen.contains("runs/cat-2") && robot.screen.contains("step 3,000 · loss 1.421"))
    try robot.press("down down enter")
    // The run would be lost: it asks, and saves first.
    #expect(robot.state.mode == .question && robot.screen.contains("Save it and open runs/cat-2?"))
    robot.forgetEffects()
    try robot.press("y")
    #expect(robot.orders == [.pause, .save] && !robot.effects.contains(.openRun(folder: "runs/cat-2")))
    var saved = TrainingReport(run: 1, status: .paused, seconds: 5, residentBytes: 0)
    saved.saved = .saved(folder: "runs/cat", step: 240)
    robot.send(.training(saved))
    #expect(robot.effects.contains(.openRun(folder: "runs/cat-2")))
    #expect(robot.state.train.stepsDone == 240 && !robot.orders.contains(.discard))
    robot.send(.opened(Self.openedRun()))
    robot.answerProbes()
    #expect(robot.orders.last == .discard)
    #expect(robot.state.train.stepsDone == 60 && robot.state.train.isOpened && !robot.state.train.isUnsaved)
    // Another preset begins from here, as after any run.
    try robot.press("m enter")
    #expect(robot.state.train.run == 3 && !robot.state.train.isOpened && robot.state.train.stepsDone == 0)
  }

  @Test("a run that can't be opened or saved leaves the one that is there")
  func notOpened() throws {
    var robot = try Robot.training()
    try robot.press("m up enter")
    #expect(robot.state.mode == .field)
    try robot.press("ctrl-u enter")
    #expect(robot.state.mode == .field && robot.status.contains("runs/cat"))
    try robot.press("x / y enter n")
    #expect(robot.effects.contains(.openRun(folder: "x/y")) && !robot.orders.contains(.discard))
    robot.send(.notOpened(reason: "x/y: there is no such folder"))
    #expect(robot.status.contains("x/y: there is no such folder"))
    #expect(robot.state.train.stepsDone == 240 && robot.state.train.run == 1)
    // Nothing begins where the disk refuses to save what it would replace.
    try robot.press("m enter y")
    var refused = TrainingReport(run: 1, status: .paused, seconds: 5, residentBytes: 0)
    refused.saved = .failed(reason: "no space left")
    robot.send(.training(refused))
    #expect(robot.state.train.run == 1 && robot.status.contains("no space left"))
    robot.send(.training(FakeTraining.report(steps: 241...250)))
    #expect(robot.state.train.stepsDone == 250)
  }

  @Test("1 looks at what the run has learnt, 1 once more at the model from before")
  func exploring() throws {
    var robot = try Robot.training()
    let learnt = try #require(robot.state.train.model?.model)
    try robot.press("1")
    #expect(robot.state.screen == .explore && robot.state.subject.model == learnt)
    #expect(robot.effects.contains(.look(at: learnt)))
    try robot.press("1")
    #expect(robot.state.subject.model == Robot.subject().model)
  }

  @Test("a curve of a million steps keeps its ends, its mean and no more than its capacity")
  func thinning() {
    var history = TrainingHistory()
    let count = 100_000
    for first in stride(from: 1, through: count, by: 1_000) {
      history.append(FakeTraining.report(steps: first...first + 999, hasModel: false).steps)
    }
    #expect(history.points.count <= TrainingHistory.capacity)
    #expect(history.points.last?.step == count)
    #expect(history.points.reduce(0) { $0 + $1.count } == count)
    let whole = FakeTraining.report(steps: 1...count, hasModel: false).steps.reduce(0) { $0 + $1.record.loss }
    let kept = history.points.reduce(0) { $0 + $1.loss * Double($1.count) }
    #expect(abs(whole - kept) < 1e-6 * whole)
    for step in [1, 77, 5_000, 99_999, count] {
      let point = history.point(nearest: step)
      #expect(point.map { $0.step >= step && $0.step - $0.count < step } == true, "\(step)")
    }
  }

  @Test("the smoothed loss starts at the first loss and follows")
  func smoothing() {
    var history = TrainingHistory()
    history.append(FakeTraining.report(steps: 1...1, hasModel: false).steps)
    #expect(history.points[0].smoothed == history.points[0].loss)
    history.append(FakeTraining.report(steps: 2...500, hasModel: false).steps)
    #expect(abs((history.points.last?.smoothed ?? 0) - 1.72) < 0.1)
  }

  @Test("zoom, pan and crosshair stay within the run")
  func chart() throws {
    var robot = try Robot.training(steps: 1_000)
    for key in ["z", "z", "z", "<", "<", "<", "<", "<", "<", "<", "<", "<", "left", "left", ">", "Z", "right"] {
      try robot.press(key)
      let steps = robot.state.chartSteps
      #expect(steps.lowerBound >= 0 && steps.count > 1)
      if let crosshair = robot.state.train.chart.crosshair { #expect((1...1_000).contains(crosshair)) }
    }
    try robot.press("f")
    #expect(robot.state.train.chart.crosshair == nil)
  }

  @Test("every panel can be reached and seen at the smallest size", arguments: Language.allCases)
  func panels(_ language: Language) throws {
    var robot = try Robot.training(width: 80, height: 24, language: language)
    var seen: Set<TrainPanel> = []
    for _ in TrainPage.dashboard.panels {
      if robot.state.trainLayout(width: 80, height: 24).panels[robot.state.train.focus] != nil {
        seen.insert(robot.state.train.focus)
      }
      try robot.press("tab")
    }
    #expect(seen == Set(TrainPage.dashboard.panels))
  }
}

@Suite("Train screens") struct TrainScreenTests {
  struct Case: Sendable, CustomStringConvertible {
    let name: String
    var width = 120
    var height = 40
    var language = Language.english
    var steps = 240
    var keys = ""
    var runs: [RunSummary] = []
    var description: String { name }
  }

  static let cases = [
    Case(name: "train-80x24", width: 80, height: 24), Case(name: "train-120x40"),
    Case(name: "train-200x60", width: 200, height: 60), Case(name: "train-zh-120x40", language: .chinese),
    Case(name: "train-zh-80x24", width: 80, height: 24, language: .chinese),
    Case(name: "train-start-120x40", steps: 0),
    Case(name: "train-crosshair-120x40", keys: "L z left left left"),
    Case(name: "train-head-120x40", keys: "v v tab tab down right"),
    Case(name: "train-presets-120x40", keys: "m down"),
    Case(name: "train-runs-80x24", width: 80, height: 24, keys: "m up up", runs: TrainTests.runs),
    Case(name: "train-runs-zh-120x40", language: .chinese, keys: "m down down", runs: TrainTests.runs),
    Case(name: "train-question-zh-80x24", width: 80, height: 24, language: .chinese, keys: "q"),
    Case(name: "train-field-120x40", keys: "enter"),
    Case(name: "train-step-invitation-80x24", width: 80, height: 24, keys: "s"),
  ]

  @Test("drawn as before", arguments: cases)
  func golden(_ screen: Case) throws {
    var robot = try Robot.training(
      steps: screen.steps, width: screen.width, height: screen.height, language: screen.language)
    if !screen.runs.isEmpty { robot.send(.runsFound(screen.runs)) }
    try robot.press(screen.keys)
    Golden.expect(robot.screen, named: screen.name)
  }

  @Test("every size draws, whatever is shown", arguments: [0, 1, 240])
  func sizes(steps: Int) throws {
    for (width, height) in [(80, 24), (81, 25), (109, 33), (110, 34), (159, 47), (160, 48), (400, 120), (80, 120)] {
      for keys in ["", "v", "v v", "s", "m", "enter"] {
        var robot = try Robot.training(steps: steps, width: width, height: height)
        try robot.press(keys)
        #expect(robot.lines.count == height)
      }
    }
  }
}
