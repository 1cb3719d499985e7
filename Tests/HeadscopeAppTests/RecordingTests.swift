import ProgramDriver
import TerminalCanvas
import Testing

@testable import HeadscopeApp

@Suite("Recording") struct RecordingTests {
  /// The mark's part of the first line.
  private func mark(_ robot: Robot) -> String {
    String(robot.state.shown(robot.state.frame()).plainLine(0).prefix(13))
  }

  @Test(
    "one key begins and ends a recording, wherever one is",
    arguments: ["", "e", ":", "/", "?", "s", "2", "2 s", "2 m", "2 e", "2 n q"])
  func everywhere(keys: String) throws {
    var robot = keys == "2 n q" ? try Robot.training() : Robot()
    try robot.press(keys == "2 n q" ? "q" : keys)
    robot.forgetEffects()
    let before = robot.lines.dropLast()
    try robot.press("ctrl-r")
    #expect(robot.effects == [.startRecording])
    robot.send(.recording(.began(name: "headscope-recording-1.cast")))
    #expect(robot.state.note == .frame(.recording(name: "headscope-recording-1.cast")))
    try robot.press("ctrl-r")
    #expect(robot.effects == [.startRecording, .stopRecording])
    robot.send(.recording(.finished(name: "headscope-recording-1.cast", bytes: 1_234)))
    #expect(robot.state.recording == nil)
    robot.update { $0.note = nil }
    // Only the hint of the first key has gone.
    #expect(robot.lines.dropLast() == before)
  }

  @Test("the mark and its time stand in the brand's place, on any screen, and neither in the recording nor in pictures")
  func marks() throws {
    var robot = Robot(width: 80)
    #expect(mark(robot).hasPrefix(" ◆ "))
    let before = robot.state.frame().plainText()
    try robot.press("ctrl-r")
    #expect(mark(robot) == " ● REC 0:00  ")
    robot.update { $0.note = nil }
    #expect(robot.state.frame().plainLine(0) == before.prefix { $0 != "\n" })
    for (seconds, shown) in [
      (12, " ● REC 0:12  "), (3_599, " ● REC 59:59 "), (3_720, " ● REC 1h02  "), (359_999, " ● REC 99h59 "),
      (10_000_000, " ● REC 99h46 "),
    ] {
      robot.send(.recording(.goesOn(seconds: seconds)))
      #expect(mark(robot) == shown)
    }
    try robot.press("2")
    #expect(mark(robot) == " ● REC 99h46 ")
    robot.send(.input(.resize(width: 30, height: 8)))
    #expect(mark(robot).hasPrefix(" ● REC 99h46"))
    try robot.press("ctrl-r")
    #expect(!mark(robot).contains("REC"))
  }

  @Test("a screen that is recorded", arguments: [Language.english, .chinese])
  func golden(language: Language) throws {
    var robot = Robot(language: language)
    try robot.press("ctrl-r")
    robot.send(.recording(.began(name: "headscope-recording-1.cast")))
    robot.send(.recording(.goesOn(seconds: 12)))
    let name = language == .english ? "en" : "zh"
    Golden.expect(robot.state.shown(robot.state.frame()).plainText(), named: "\(name)-80x24-recorded")
  }

  @Test("without colour the mark is reversed, and in ASCII it still reads")
  func mono() throws {
    var robot = Robot()
    try robot.press("ctrl-r")
    let canvas = robot.state.shown(robot.state.frame())
    var presenter = ANSIPresenter(Capability(.mono, isASCII: true))
    let line = presenter.frame(canvas).prefix { $0 != "\n" }
    #expect(line.contains("\u{1B}[1;7m o REC 0:00"))
  }

  @Test("a program started with a recording shows it, and the welcome as well")
  func fromTheBeginning() {
    let (state, _) = AppState.start(
      subject: Robot.subject(), text: "The cat", training: FakeTraining.setup(), playground: FakePlayground.setup(),
      recording: "a.cast", width: 80,
      height: 24)
    #expect(state.recording == Recording(name: "a.cast") && state.note == .frame(.welcome))
  }

  @Test("what becomes of a recording is said", arguments: Language.allCases)
  func notes(language: Language) throws {
    var robot = Robot(width: 120, language: language)
    try robot.press("ctrl-r")
    robot.send(.recording(.failed(reason: "headscope-recording-1.cast: creating failed: Permission denied")))
    #expect(robot.status.contains("headscope-recording-1.cast: creating failed: Permission denied"))
    #expect(robot.state.recording == nil)
    try robot.press("ctrl-r")
    robot.send(.recording(.began(name: "headscope-recording-2.cast")))
    #expect(robot.status.contains("headscope-recording-2.cast") && robot.status.contains("Ctrl-R"))
    robot.send(.recording(.goesOn(seconds: 75)))
    try robot.press("ctrl-r ctrl-r")
    #expect(robot.state.note == .frame(.recordingEnds))
    #expect(robot.effects == [.startRecording, .startRecording, .stopRecording])
    robot.send(.recording(.finished(name: "headscope-recording-2.cast", bytes: 34_567)))
    for part in ["headscope-recording-2.cast", "1:15", "34.6 kB"] { #expect(robot.status.contains(part)) }
  }

  @Test("a session's recording plays: each frame is the screen that was drawn")
  func session() throws {
    var cast = Asciicast(title: "Headscope", timestamp: 0)
    var lines: [UInt8] = []
    var robot = try Robot.training()
    var time = 0
    func frame(_ robot: Robot) {
      time += 33_333
      cast.add(robot.state.frame(), at: time, to: &lines)
    }
    frame(robot)
    for keys in ["z", "v", "s", "n", "1", "j l", "s", ">", "g", "?", "escape", "t", "c", ": s", "escape", "2"] {
      try robot.press(keys)
      frame(robot)
    }
    robot.send(.input(.resize(width: 90, height: 30)))
    frame(robot)
    robot.send(.training(FakeTraining.report(steps: 241...260)))
    frame(robot)
    let screen = try PlayedFilm(lines).screen()
    #expect(screen.difference(from: robot.state.frame().emulated()) == nil)
    #expect(screen.violations.isEmpty && screen.overdraws.isEmpty)
  }
}

@Suite("Exports on every page") struct ExportTests {
  private static let pages: [(keys: String, stem: String)] =
    [("", "headscope-explore")]
    + ExplorePage.allCases.filter { $0 != .overview && $0 != .states }.map {
      (Keymap.caps(for: .page($0)), "headscope-explore-\($0)")
    } + [("2", "headscope-train"), ("2 s", "headscope-train-step")]

  @Test("the screen becomes a picture and a text", arguments: pages)
  func screens(keys: String, stem: String) throws {
    var robot = try Robot.training(steps: 30)
    try robot.press("1 " + keys)
    for (key, suffix) in [("p", "svg"), ("P", "txt")] {
      robot.forgetEffects()
      try robot.press(key)
      guard case .write(let file)? = robot.effects.last, case .text(let text) = file.contents else {
        Issue.record("\(key) writes nothing on \(stem)")
        continue
      }
      #expect(file.stem == stem && file.suffix == suffix)
      let frame = robot.state.frame()
      #expect(text == (key == "p" ? SVGPresenter(title: "Headscope").picture(frame) : frame.plainText() + "\n"))
    }
  }

  @Test("each panel's data is written, or a note says why not", arguments: pages)
  func data(keys: String, stem: String) throws {
    var robot = try Robot.training(steps: 30)
    try robot.press("1 " + keys)
    for _ in 0..<5 {
      robot.forgetEffects()
      try robot.press("y")
      let isWritten = robot.effects.contains { if case .write(let file) = $0 { file.suffix == "csv" } else { false } }
      #expect(isWritten || robot.state.note != nil, "\(robot.screen)")
      if robot.state.screen == .train { #expect(isWritten) }
      try robot.press("tab")
    }
  }
}

@Suite("A curve as CSV") struct CurveTests {
  @Test("steps and validations stand in their order, each with what it knows")
  func rows() throws {
    let report = FakeTraining.report(steps: 1...250)
    let early = TimedValidation(step: 0, loss: 3.25, accuracy: 0)
    let late = TimedValidation(step: 260, loss: 1.5, accuracy: 0)
    let text = curveCSV(steps: report.steps, validations: [early] + report.validations + [late])
    let rows = text.split(separator: "\r\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(
      rows[0].joined(separator: ",")
        == "step,seconds,loss,smoothed_loss,validation_loss,learning_rate,gradient_norm,tokens_per_second,steps")
    #expect(rows.count == 253 && rows.allSatisfy { $0.count == 9 })
    #expect(rows[1] == ["0", "", "", "", "3.25", "", "", "", ""])
    #expect(rows[101][4] == Substring(report.validations[0].loss.description) && rows[102][4] == "")
    #expect(rows[2][1] == "0.02" && rows[2][7] == "51200.0" && rows[2][2] == rows[2][3])
    #expect(rows.last?.first == "260")
  }

  @Test("the screen's curve says how many steps a row stands for; the whole one has every step")
  func merged() throws {
    let steps = FakeTraining.report(steps: 1...10_000, hasModel: false).steps
    var history = TrainingHistory()
    history.append(steps)
    let kept = history.csv.split(separator: "\r\n")
    #expect(kept.count <= TrainingHistory.capacity + 1 && kept[1].hasSuffix(",4"))
    #expect(curveCSV(steps: steps, validations: []).split(separator: "\r\n").count == 10_001)
  }
}
