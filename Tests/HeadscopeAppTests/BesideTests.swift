import TerminalCanvas
import Testing
import Training

@testable import HeadscopeApp

@Suite("Runs beside a run") struct BesideTests {
  /// A run in training with two others beside it.
  static func robot(
    width: Int = 120, height: Int = 40, language: Language = .english
  ) throws -> Robot {
    var robot = try Robot.training(width: width, height: height, language: language)
    robot.send(.overlaid(FakeOnlookers.run("runs/cat-2")))
    robot.send(.overlaid(FakeOnlookers.log("logs/gpt.csv")))
    robot.answerBeside()
    return robot
  }

  @Test("b lists the runs in the folder; Enter reads one, draws it, and switches it off and on")
  func choosing() throws {
    var robot = try Robot.training()
    try robot.press("b")
    robot.send(.runsFound(TrainTests.runs))
    #expect(robot.effects.contains(.listRuns) && robot.screen.contains("runs/tiny"))
    try robot.press("enter")
    #expect(robot.effects.contains(.readBeside(place: "runs/cat-2")))
    robot.send(.overlaid(FakeOnlookers.run("runs/cat-2")))
    robot.answerBeside()
    #expect(robot.screen.contains("A runs/cat-2") && robot.screen.contains("● drawn"))
    // It is in the list once.
    #expect(robot.state.besideChoices == [.loaded(0), .saved(TrainTests.runs[1]), .elsewhere])
    try robot.press("enter")
    #expect(robot.state.train.beside.shown.isEmpty && robot.screen.contains("○ off"))
    try robot.press("enter esc")
    #expect(robot.state.train.beside.shown.map(\.letter) == ["A"] && robot.screen.contains("A ━ runs/cat-2"))
  }

  @Test("a run beside this one goes on as it trains, and one that is not there any more is nobody's")
  func goingOn() throws {
    var robot = try Self.robot()
    let model = SteppedModel(step: 400, model: FakeTraining.preset().untrainedModel)
    robot.send(.besideNews(BesideNews(place: "runs/cat-2", curve: FakeOnlookers.curve(400), model: model)))
    let run = try #require(robot.state.train.beside.shown.first?.run)
    #expect(run.curve.lastStep == 400 && run.model?.step == 400 && run.name == "runs/cat-2")
    #expect(robot.effects.contains { if case .probeBeside = $0 { true } else { false } })
    robot.send(.besideNews(BesideNews(place: "runs/none", curve: FakeOnlookers.curve(900), model: nil)))
    #expect(robot.state.train.lastStep == 400 && robot.state.train.beside.runs.count == 2)
  }

  @Test("a branch is called by its own name first, and beside its family it begins where it branches off")
  func branches() throws {
    #expect(OverlaidRun.name(ofRunIn: "runs/cat/branches/lower") == "lower · runs/cat")
    #expect(OverlaidRun.name(ofRunIn: "runs/cat") == "runs/cat")
    #expect(OverlaidRun.name(ofRunIn: "branches/lower") == "branches/lower")
    var robot = try Robot.training()
    for place in ["runs/cat/branches/lower", "runs/other/branches/lower"] {
      var run = FakeOnlookers.run(place)
      run.forkStep = 120
      robot.send(.overlaid(run))
    }
    let shown = robot.state.train.beside.shown.map { $0.curve(beside: "runs/cat").points.map(\.step) }
    #expect(shown.map(\.first) == [121, 1] && shown.map(\.last) == [300, 300])
    #expect(!robot.screen.contains("runs/other/branches/lower ") || robot.screen.contains("A ━"))
  }

  @Test("another folder or log is typed; one that can't be read leaves all as it was")
  func elsewhere() throws {
    var robot = try Robot.training()
    try robot.press("b enter ctrl-u")
    robot.type("a.csv")
    try robot.press("enter")
    #expect(robot.effects.contains(.readBeside(place: "a.csv")))
    robot.send(.notOpened(reason: "a.csv: no such file"))
    #expect(robot.status.contains("a.csv: no such file") && robot.state.train.beside.runs.isEmpty)
  }

  @Test("each head reads the probe in its own model; a log has none, and a smaller model its own last head")
  func heads() throws {
    var robot = try Self.robot()
    #expect(robot.state.train.heads.view == .beside)
    try robot.press("tab tab right right right")
    let screen = robot.screen
    #expect(screen.contains("Heads side by side") && screen.contains("L0 · H3"))
    #expect(screen.contains("L0 · H1 · step 300") && screen.contains("no saved model"))
    try robot.press("e ctrl-u")
    robot.type("The dog")
    try robot.press("enter")
    #expect(robot.state.train.beside.readings.isEmpty)
    robot.answerBeside()
    #expect(robot.state.train.beside.readings["runs/cat-2"]?.sentence.text == "The dog")
    // An answer about the sentence before is late.
    robot.send(.probedBeside(BesideProbe([:], generation: 1)))
    #expect(robot.state.train.beside.readings.count == 1)
  }

  @Test("d lists the settings that differ, and those alone")
  func differences() throws {
    var robot = try Self.robot()
    try robot.press("d")
    #expect(robot.screen.contains("training.learning_rate") && robot.screen.contains("model.heads"))
    #expect(robot.screen.contains("0.0005") && !robot.screen.contains("training.batch"))
    try robot.press("esc")
    var alone = try Robot.training()
    try alone.press("d")
    #expect(alone.screen.contains("No run is drawn beside this one"))
  }

  @Test("a run of which no setting is known differs from none; a setting that only some have is one")
  func differingRows() {
    func settings(_ pairs: (String, String)...) -> [RunSetting] { pairs.map { RunSetting(name: $0.0, value: $0.1) } }
    let differences = SettingDifferences([
      settings(("a", "1"), ("b", "2")), [], settings(("a", "1"), ("b", "3"), ("c", "4")),
    ])
    #expect(
      differences.rows == [
        .init(name: "b", values: ["2", nil, "3"]), .init(name: "c", values: [nil, nil, "4"]),
      ])
  }

  @Test("more runs than can be told apart are refused; the same one again is the same one")
  func capacity() throws {
    var robot = try Robot.training()
    for index in 0..<BesideState.capacity { robot.send(.overlaid(FakeOnlookers.log("log-\(index)"))) }
    robot.send(.overlaid(FakeOnlookers.log("log-3")))
    #expect(robot.state.train.beside.runs.count == BesideState.capacity)
    robot.send(.overlaid(FakeOnlookers.log("one-more")))
    #expect(robot.state.train.beside.runs.count == BesideState.capacity && robot.status.contains("8 runs"))
    for keys in ["d", "b", "v", "v v v"] {
      var other = robot
      try other.press(keys)
      #expect(other.lines.count == 40)
    }
  }

  @Test("a new run keeps what is beside it")
  func restarting() throws {
    var robot = try Self.robot()
    try robot.press("r n")
    #expect(robot.state.train.stepsDone == 0 && robot.state.train.beside.runs.count == 2)
    #expect(robot.screen.contains("A ━ runs/cat-2"))
  }

  @Test("hostile names and settings stay within their cells")
  func hostile() throws {
    var robot = try Robot.training()
    let name = "\u{1B}[2J\u{202E}evil\n\u{7}" + String(repeating: "長", count: 300)
    var run = FakeOnlookers.run(name)
    run.settings.append(RunSetting(name: name, value: name))
    robot.send(.overlaid(run))
    robot.answerBeside()
    for keys in ["", "b", "d", "tab tab"] {
      var other = robot
      try other.press(keys)
      #expect(other.lines.count == 40 && !other.screen.unicodeScalars.contains("\u{1B}"))
    }
  }

  static let screens: [(name: String, width: Int, height: Int, language: Language, keys: String)] = [
    ("beside-80x24", 80, 24, .english, ""), ("beside-120x40", 120, 40, .english, "tab tab"),
    ("beside-200x60", 200, 60, .english, "left left"), ("beside-zh-120x40", 120, 40, .chinese, ""),
    ("beside-differences-80x24", 80, 24, .english, "d"), ("beside-list-zh-80x24", 80, 24, .chinese, "b"),
  ]

  @Test("drawn as before", arguments: screens.indices)
  func golden(_ index: Int) throws {
    let screen = Self.screens[index]
    var robot = try Self.robot(width: screen.width, height: screen.height, language: screen.language)
    try robot.press(screen.keys)
    Golden.expect(robot.screen, named: screen.name)
  }
}

@Suite("A watched run") struct WatchTests {
  @Test("is drawn, and every key that would change it is refused in words")
  func refusals() throws {
    var robot = Robot.watching(FakeOnlookers.report(240))
    #expect(robot.screen.contains("watching, read-only") && robot.status.contains("Watching runs/cat, read-only."))
    #expect(robot.state.train.probe.reading?.step == 240 && !robot.state.train.samples.texts.isEmpty)
    robot.forgetEffects()
    for key in ["space", "n", "+", "-", "enter", "r", "w", "m", "s", "esc"] {
      try robot.press(key)
      #expect(robot.status.contains("another process trains it"), "\(key)")
      #expect(robot.state.overlay == nil && robot.effects.isEmpty, "\(key)")
    }
    // What only looks is allowed, and leaving asks nothing.
    try robot.press("z L v ] tab q")
    #expect(robot.effects == [.quit])
  }

  @Test("says in one line what becomes of it, and the screen stays")
  func news() {
    var robot = Robot.watching(FakeOnlookers.report(240))
    func told(_ report: WatchReport) -> String {
      robot.send(.watched(report))
      return robot.status
    }
    #expect(!told(FakeOnlookers.report(260)).contains("back"))
    #expect(robot.state.train.stepsDone == 260)
    #expect(
      told(FakeOnlookers.report(260, phase: .stopped)).contains("No process trains it any more: it stands at step 260"))
    #expect(told(FakeOnlookers.report(250)).contains("goes on after step 250"))
    #expect(told(FakeOnlookers.report(240)).contains("went back to step 240"))
    #expect(told(FakeOnlookers.report(240, phase: .gone)).contains("runs/cat is gone"))
    #expect(robot.state.train.stepsDone == 240 && robot.screen.contains("it is gone"))
    #expect(told(FakeOnlookers.report(10)).contains("is there again"))
    #expect(told(FakeOnlookers.report(1_000, phase: .ended)).contains("all 1,000 steps are done"))
    var trouble = FakeOnlookers.report(1_000, phase: .ended)
    trouble.trouble = "runs/cat/checkpoint-1000.safetensors: cut"
    #expect(told(trouble).contains("checkpoint-1000.safetensors: cut"))
  }

  @Test("a bare log has a curve and figures; its heads, samples and settings say what is missing")
  func bareLog() throws {
    var report = FakeOnlookers.report(240, phase: .following, isBareLog: true)
    var robot = Robot.watching(report, name: "gpt.csv", isBareLog: true)
    #expect(robot.screen.contains("A log holds no weights") && robot.screen.contains("A log says nothing"))
    #expect(robot.screen.contains("2.0e-3") && !robot.screen.contains("guessing"))
    // What the log leaves out is a dash.
    #expect(robot.lines.contains { $0.contains("tokens/s") && $0.contains("–") })
    try robot.press("1")
    #expect(robot.state.screen == .train && robot.status.contains("no weights to look at"))
    var reader = LogReader()
    reader.take(Array("noise \u{1B}[2J\n{\"loss\":1}\n".utf8)) { _ in }
    (report.skippedLines, report.firstFault) = (1, reader.firstFault)
    robot.send(.watched(report))
    #expect(robot.status.contains("1 line of the log can't be read and is skipped; line 1"))
    #expect(robot.screen.contains("1 line skipped"))
    // It is said once.
    try robot.press("tab")
    report.skippedLines = 2
    robot.send(.watched(report))
    #expect(!robot.status.contains("skipped") && robot.screen.contains("2 lines skipped"))
  }

  @Test("another run in the same folder takes the place of the one before, and what is beside it stays")
  func replaced() throws {
    var robot = Robot.watching(FakeOnlookers.report(240))
    robot.send(.overlaid(FakeOnlookers.log("logs/gpt.csv")))
    var plan = FakeTraining.setup().plan
    plan.preset.name = "other"
    plan.preset.training.schedule.steps = 70
    var report = FakeOnlookers.report(50)
    (report.plan, report.replaced) = (plan, ReplacedRun(hasSettings: true, language: nil, settings: []))
    robot.send(.watched(report))
    #expect(robot.state.train.history.lastStep == 50 && robot.state.train.plannedSteps == 70)
    #expect(robot.screen.contains("other") && robot.state.train.watch?.hasLanguage == false)
    #expect(robot.state.train.beside.runs.count == 1 && robot.state.train.probe.reading == nil)
  }

  @Test("a folder without settings borrows none")
  func withoutSettings() throws {
    var setup = FakeTraining.setup()
    setup.watched = WatchedRun(
      name: "runs/old", isBareLog: false, hasSettings: false, language: setup.own.language,
      first: FakeOnlookers.report(240))
    var robot = Robot(width: 120, height: 40, language: .english, training: setup)
    robot.answerProbes()
    #expect(robot.state.train.plannedSteps == nil && robot.state.train.settings.isEmpty)
    #expect(!robot.screen.contains("guessing") && !robot.screen.contains("of 1,000"))
    #expect(robot.screen.contains("h0") && robot.screen.contains("A log says nothing"))
  }

  @Test("an empty log waits")
  func empty() {
    let robot = Robot.watching(FakeOnlookers.report(0, phase: .following, isBareLog: true), isBareLog: true)
    #expect(robot.screen.contains("following"))
  }

  @Test("a step without a finite loss is a gap of the curve")
  func gaps() {
    var curve = TrainingHistory()
    for step in 1...6 {
      var point = LogPoint(step: step)
      point.loss = step == 3 ? .nan : 2
      curve.append(point)
    }
    #expect(curve.points.map(\.followsGap) == [false, false, true, false, false])
    let series = TrainView.series("", curve.points, \.loss, color: .black)
    #expect(series.y.map(\.isNaN) == [false, false, true, false, false, false])
  }

  @Test("a log whose steps go back tells of a run that went back to its checkpoint")
  func goingBack() {
    var curve = FakeOnlookers.curve(300)
    var point = LogPoint(step: 251)
    point.loss = 1
    curve.append(point)
    #expect(curve.points.last?.step == 251 && curve.points.count == 251)
    #expect(curve.validations.map(\.step) == [100, 200])
    #expect(curve.last?.record.step == 251)
  }

  static let screens: [(name: String, width: Int, height: Int, language: Language, isBareLog: Bool)] = [
    ("watch-80x24", 80, 24, .english, false), ("watch-120x40", 120, 40, .english, false),
    ("watch-zh-120x40", 120, 40, .chinese, false), ("watch-log-80x24", 80, 24, .english, true),
    ("watch-log-120x40", 120, 40, .english, true), ("watch-log-zh-80x24", 80, 24, .chinese, true),
  ]

  @Test("drawn as before", arguments: screens.indices)
  func golden(_ index: Int) {
    let screen = Self.screens[index]
    let report = FakeOnlookers.report(
      240, phase: screen.isBareLog ? .following : .training, isBareLog: screen.isBareLog)
    let robot = Robot.watching(
      report, name: screen.isBareLog ? "stdin" : "runs/cat", isBareLog: screen.isBareLog, width: screen.width,
      height: screen.height, language: screen.language)
    Golden.expect(robot.screen, named: screen.name)
  }
}
