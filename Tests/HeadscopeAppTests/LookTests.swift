import TerminalCanvas
import Testing

@testable import HeadscopeApp

@Suite("Look") struct LookTests {
  @Test("t goes round the themes, c round the ramps, and each choice is to be remembered")
  func round() throws {
    var robot = Robot()
    try robot.press("t t t c c c c")
    #expect(robot.state.settings == Settings())
    let themes = [Theme.daylight, .contrast, .midnight].map { Effect.saveSettings(.theme($0)) }
    let ramps = [Ramp.viridis, .cividis, .grey, .magma].map { Effect.saveSettings(.ramp($0)) }
    #expect(robot.effects == themes + ramps)
  }

  @Test("a look that can't be remembered, or was misread, is said")
  func complaints() {
    var robot = Robot()
    robot.send(.settingsNotSaved(reason: "settings.json: no room"))
    #expect(robot.status.contains("Not remembered. settings.json: no room"))
    let (state, _) = AppState.start(
      subject: Robot.subject(), text: "The cat", training: FakeTraining.setup(), playground: FakePlayground.setup(),
      complaint: "settings.json: line 1",
      width: 120, height: 40)
    #expect(state.frame().plainText().contains("settings.json: line 1"))
  }

  @Test(
    "the first screen says how to step through and where help is, until the first key", arguments: Language.allCases)
  func welcome(language: Language) throws {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
      var robot = Robot(width: width, height: height, language: language)
      let words = language == .english ? "s steps through the model · ? help" : "按 s 逐步走完模型 · 按 ? 查看帮助"
      #expect(robot.status.contains(words))
      try robot.press("right")
      #expect(!robot.status.contains(words))
    }
  }

  @Test("changing the language changes every word at once")
  func language() throws {
    var robot = Robot()
    try robot.press(":")
    robot.type("简体")
    try robot.press("enter")
    #expect(robot.state.settings.language == .chinese)
    #expect(robot.effects == [.saveSettings(.language(.chinese))])
    #expect(robot.screen.contains("模型总览") && robot.status.contains("界面语言已改为简体中文"))
  }
}
