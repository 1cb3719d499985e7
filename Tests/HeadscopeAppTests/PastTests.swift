import Models
import Testing
import Training

@testable import HeadscopeApp

@Suite("The past of a run") struct PastTests {
  /// The page at the present of a run of 240 steps, which has answered.
  private static func robot(width: Int = 120, height: Int = 40, language: Language = .english) throws -> Robot {
    var robot = try Robot.training(width: width, height: height, language: language)
    robot.send(.training(report(kept: 13)))
    try robot.press("R")
    answer(&robot, shown: 240, target: 240)
    return robot
  }

  private static func report(kept: Int, budget: Int = 256_000_000) -> TrainingReport {
    var report = TrainingReport(run: 1, status: .paused, seconds: 60, residentBytes: 70_000_000)
    report.kept = PastFacts(states: kept, bytes: kept * 1_515_385, budget: budget, stateBytes: 1_500_000)
    return report
  }

  /// What the training thread says of a step of the past, with that step's model.
  private static func answer(
    _ robot: inout Robot, shown: Int, target: Int, missing: Int = 0, isOther: Bool = false
  ) {
    var report = report(kept: 13)
    report.past = PastMoment(shown: shown, target: target, missing: missing, isOther: isOther)
    report.model = SteppedModel(step: shown, model: FakeTraining.preset().untrainedModel)
    robot.send(.training(report))
  }

  @Test("R shows the present, the crosshair's step, one step back and on; R again goes back to the present")
  func visiting() throws {
    var robot = try Self.robot()
    #expect(robot.orders.last == .visit(step: 240, exactly: true))
    #expect(robot.state.train.page == .past && robot.screen.contains("step 240, exactly"))
    try robot.press(",")
    #expect(robot.orders.last == .visit(step: 239, exactly: true))
    Self.answer(&robot, shown: 235, target: 239, missing: 3)
    #expect(robot.screen.contains("step 235, near 239") && robot.screen.contains("making 3 again"))
    #expect(robot.state.train.model?.step == 235)
    // The figures are those of the step in sight.
    let point = try #require(robot.state.train.history.point(nearest: 235))
    #expect(robot.screen.contains(TrainView.loss(point.smoothed)))
    Self.answer(&robot, shown: 239, target: 239)
    #expect(robot.screen.contains("step 239, exactly"))
    try robot.press("home ,")
    #expect(robot.orders.last == .visit(step: 0, exactly: true) && robot.state.note == .train(.pastEnds))
    try robot.press("end .")
    #expect(robot.orders.last == .visit(step: 240, exactly: true))
    try robot.press("left")
    guard case .visit(let step, exactly: true) = robot.orders.last else {
      Issue.record("the crosshair was not followed")
      return
    }
    #expect(step < 240 && robot.state.train.chart.crosshair == step)
    try robot.press("R")
    #expect(robot.orders.last == .returnToPresent)
    #expect(robot.state.train.page == .dashboard && robot.state.train.past == nil)
  }

  @Test("a late model of the present is not shown in the past, nor one of the past in the present")
  func late() throws {
    var robot = try Self.robot()
    Self.answer(&robot, shown: 100, target: 100)
    var report = TrainingReport(run: 1, status: .paused, seconds: 60, residentBytes: 0)
    report.model = SteppedModel(step: 240, model: FakeTraining.preset().untrainedModel)
    robot.send(.training(report))
    #expect(robot.state.train.model?.step == 100)
    try robot.press("R")
    Self.answer(&robot, shown: 90, target: 90)
    #expect(robot.state.train.model?.step == 100)
    robot.send(.training(report))
    #expect(robot.state.train.model?.step == 240)
  }

  @Test("the film plays over the kept states, both ways, and stands still exactly at either end")
  func film() throws {
    var robot = try Self.robot()
    try robot.press("space")
    #expect(robot.orders.last == .visit(step: 0, exactly: false))
    func ticket() throws -> Int {
      try #require(robot.effects.compactMap { if case .wake(_, let ticket) = $0 { ticket } else { nil } }.last)
    }
    var seen = [0]
    while robot.state.train.past?.film.isOn == true {
      let late = try ticket() - 1
      robot.send(.woke(ticket: late))
      robot.send(.woke(ticket: try ticket()))
      guard case .visit(let step, let exactly) = robot.orders.last else { break }
      #expect(step > (seen.last ?? 0) && exactly == (step == 240))
      seen.append(step)
    }
    // 20 seconds of ten frames.
    #expect(seen.last == 240 && seen.count == 241)
    try robot.press(") ) d")
    #expect(robot.state.train.past?.film.seconds == 5 && robot.state.train.past?.film.isBackwards == true)
    robot.send(.woke(ticket: try ticket()))
    #expect(robot.orders.last == .visit(step: 236, exactly: false))
    try robot.press("space")
    #expect(robot.orders.last == .visit(step: 236, exactly: true))
    try robot.press(") )")
    #expect(robot.state.note == .knobEnd)
  }

  @Test("what would change the run is refused in the past, and nothing is ordered")
  func onlyShows() throws {
    for key in ["n", "w", "+", "-", "enter"] {
      var robot = try Self.robot()
      let orders = robot.orders
      try robot.press(key)
      #expect(robot.state.train.page == .past && robot.state.note == .train(.pastOnlyShows), "\(key)")
      #expect(robot.orders == orders, "\(key)")
    }
  }

  @Test("where nothing is kept the page doesn't open, and says why")
  func nothingKept() throws {
    var robot = try Robot.training()
    try robot.press("R")
    #expect(robot.state.train.page == .dashboard && robot.state.note == .train(.nothingKept(budget: nil, state: nil)))
    robot.send(.training(Self.report(kept: 0, budget: 1_000)))
    try robot.press("R")
    #expect(robot.state.train.past == nil && robot.screen.contains("--history has 1.0 kB"))
  }

  @Test("the past opens at the step that the run has come to by then")
  func opening() throws {
    var robot = try Robot.training()
    robot.send(.training(Self.report(kept: 13)))
    try robot.press("R")
    var report = FakeTraining.report(steps: 241...250, status: .paused)
    report.past = PastMoment(shown: 240, target: 240, missing: 0)
    robot.send(.training(report))
    #expect(robot.orders.last == .visit(step: 250, exactly: true) && robot.state.train.past?.target == 250)
  }

  @Test("before the first step there is no loss, and beyond a shorter run no value of it")
  func ends() throws {
    var robot = try Self.robot()
    robot.send(.overlaid(FakeOnlookers.run("runs/short", steps: 40)))
    try robot.press("home")
    Self.answer(&robot, shown: 0, target: 0)
    #expect(robot.screen.contains("─ step 0 ─╯"))
    #expect(robot.state.train.beside.shown.first?.run.curve.reading(at: 40) != nil)
    #expect(robot.state.train.beside.shown.first?.run.curve.reading(at: 41) == nil)
    try robot.press("end")
    #expect(!robot.screen.contains("A 2."))
  }

  @Test("a film says near which step it shows, and what was written later is not to be seen")
  func nearness() throws {
    var robot = try Self.robot()
    #expect(robot.screen.contains("240  The cat"))
    Self.answer(&robot, shown: 98, target: 100)
    try robot.press(",")
    #expect(robot.screen.contains("step 98, near 239"))
    #expect(!robot.screen.contains("240  The cat"))
  }

  @Test("a step whose text was changed since is not shown as exact, and not forked")
  func otherText() throws {
    var robot = try Self.robot()
    try robot.press(",")
    Self.answer(&robot, shown: 239, target: 239, isOther: true)
    #expect(robot.screen.contains("step 239, but its text was changed") && !robot.screen.contains("exactly"))
    try robot.press("F")
    #expect(robot.state.note == .train(.isOtherStep(step: 239)) && robot.state.overlay == nil)
  }

  @Test("what can't be made again is not said to be on its way")
  func impossible() throws {
    var robot = try Self.robot()
    try robot.press(",")
    Self.answer(&robot, shown: 240, target: 239)
    try robot.press("F")
    #expect(robot.state.note == .train(.cantMakeAgain(step: 239)))
  }

  @Test("F forks where the step is there exactly; the name must be one of a folder")
  func forking() throws {
    var robot = try Self.robot()
    try robot.press(",")
    Self.answer(&robot, shown: 235, target: 239, missing: 3)
    try robot.press("F")
    #expect(robot.state.note == .train(.stillMakingAgain))
    Self.answer(&robot, shown: 239, target: 239)
    try robot.press("F home - enter")
    #expect(robot.state.mode == .field && robot.state.note == .train(.badForkName))
    try robot.press("delete end backspace")
    try robot.press("esc F / enter")
    #expect(robot.state.mode == .field && robot.state.note == .train(.badForkName))
    try robot.press("backspace enter")
    #expect(robot.orders.last == .fork(name: "step-239"))
    var report = TrainingReport(run: 1, status: .paused, seconds: 60, residentBytes: 0)
    report.forked = "runs/cat/branches/step-239"
    robot.send(.training(report))
    #expect(robot.effects.contains(.openRun(folder: "runs/cat/branches/step-239")))
  }

  @Test("there is no past before the first step")
  func empty() throws {
    var robot = try Robot.training(steps: 0)
    try robot.press("R")
    #expect(robot.state.train.page == .dashboard && robot.state.note == .train(.noStepYet))
  }

  @Test("drawn as before", arguments: [(120, 40, Language.english), (80, 24, .chinese), (200, 60, .english)])
  func golden(width: Int, height: Int, language: Language) throws {
    var robot = try Self.robot(width: width, height: height, language: language)
    try robot.press("left left left left left left left left left left left left")
    let target = try #require(robot.state.train.past?.target)
    Self.answer(&robot, shown: target - 7, target: target, missing: 5)
    let name = language == .english ? "past-\(width)x\(height)" : "past-zh-\(width)x\(height)"
    Golden.expect(robot.screen, named: name)
  }
}

@Suite("What heads are good for, over the steps") struct RolesPageTests {
  /// A run of 240 steps whose second head learns induction at once and whose first learns the token before little by little.
  private static func robot(width: Int = 120, height: Int = 40, language: Language = .english) throws -> Robot {
    var robot = try Robot.training(width: width, height: height, language: language)
    var report = TrainingReport(run: 1, status: .paused, seconds: 60, residentBytes: 70_000_000)
    let heads = robot.state.train.plan.preset.model.headPlaces.count
    report.moments = stride(from: 0, through: 240, by: 10).map { step in
      func row(_ role: HeadRole, head: Int, score: Float, baseline: Float) -> RoleMoment.Row {
        let scores = (0..<heads).map { $0 == head ? score : baseline / 2 }
        return RoleMoment.Row(role: role, scores: scores, earned: scores.map { $0 > 2 * baseline }, baseline: baseline)
      }
      return RoleMoment(
        step: step,
        rows: [
          row(.previousToken, head: 0, score: 0.1 + Float(step) / 300, baseline: 0.1),
          row(.sink(4), head: 2, score: 0.25, baseline: 0.3),
          row(.induction, head: 1, score: step < 120 ? 0.05 : 0.85, baseline: 0.06),
        ])
    }
    robot.send(.training(report))
    try robot.press("a")
    return robot
  }

  @Test("knobs are not turned where nobody sees them")
  func knobs() throws {
    var robot = try Self.robot()
    let plan = robot.state.train.plan
    for key in ["+", "-", "enter"] {
      try robot.press(key)
      #expect(
        robot.state.note == .train(.knobsElsewhere) && robot.state.train.plan == plan && robot.state.overlay == nil)
    }
  }

  @Test("roles and heads are chosen; the step at which the chosen role appeared stands on the curve")
  func choosing() throws {
    var robot = try Self.robot()
    #expect(robot.state.train.page == .roles && robot.state.train.course.moments.count == 25)
    #expect(robot.screen.contains("previous token") && robot.screen.contains("90.0%"))
    try robot.press("tab down down down")
    #expect(robot.state.train.role == 2 && robot.state.note == .listEnd)
    #expect(robot.state.train.course.appearance(of: .induction) == 120)
    #expect(robot.screen.contains("L0·H1") && robot.screen.contains("✓ 85.0%"))
    try robot.press("tab down up up")
    #expect(robot.state.train.roleHead == 0 && robot.state.note == .listStart)
  }

  @Test("drawn as before", arguments: [(120, 40, Language.english), (80, 24, .chinese), (200, 60, .english)])
  func golden(width: Int, height: Int, language: Language) throws {
    var robot = try Self.robot(width: width, height: height, language: language)
    try robot.press("tab down down")
    let name = language == .english ? "roles-\(width)x\(height)" : "roles-zh-\(width)x\(height)"
    Golden.expect(robot.screen, named: name)
  }

  @Test("where nothing is measured, the page says when it would be")
  func empty() throws {
    var robot = try Robot.training()
    try robot.press("a tab down")
    #expect(robot.state.note == .listEnd && robot.screen.contains("Heads are measured while"))
  }
}
