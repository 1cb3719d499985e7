import TerminalCanvas
import Testing

@testable import HeadscopeApp

@Suite("Command palette") struct PaletteTests {
  private func results(_ robot: Robot) -> [PaletteResult] {
    guard case .palette(let palette) = robot.state.overlay else { return [] }
    return robot.state.commands(for: palette)
  }

  @Test("it lists every key of the page, every panel, theme, ramp and language", arguments: Language.allCases)
  func complete(language: Language) throws {
    var robot = Robot(language: language)
    try robot.press(":")
    let names = Set(results(robot).map(\.command.name))
    for row in Keymap.rows(of: .page(.overview)) where !row.groups.isEmpty && row.topic != .palette {
      #expect(names.contains(robot.state.words.key(row.topic).help))
    }
    for theme in Theme.all { #expect(names.contains { $0.contains(theme.name) }) }
    for ramp in Ramp.sequential { #expect(names.contains { $0.contains(ramp.name) }) }
    for language in Language.allCases { #expect(names.contains { $0.contains(language.ownName) }) }
    for panel in ExplorePage.overview.panels { #expect(names.contains { $0.contains(robot.state.words.title(panel)) }) }
  }

  @Test(
    "what is typed finds the command first",
    arguments: [
      ("daylight", Action.frame(.theme(.daylight))), ("thcon", .frame(.theme(.contrast))),
      ("cividis", .frame(.ramp(.cividis))), ("safet", .frame(.trace)), ("step th", .page(.step)),
      ("edit", .edit), ("DETAILS", .frame(.panel(.details))), ("quit", .quit), ("zh", .quit),
    ])
  func finds(typed: String, action: Action) throws {
    var robot = Robot()
    try robot.press(":")
    robot.type(typed)
    // “zh” stands in no name: nothing is found rather than something far-fetched.
    if typed == "zh" {
      #expect(results(robot).isEmpty)
    } else {
      #expect(results(robot).first?.command.action == action)
    }
  }

  @Test("on a Chinese screen English finds as well, and says what it found")
  func bothLanguages() throws {
    var robot = Robot(width: 120, language: .chinese)
    try robot.press(":")
    robot.type("next theme")
    #expect(results(robot).first?.command.action == .frame(.nextTheme))
    #expect(robot.screen.contains("下一个主题") && robot.screen.contains("Next theme"))
    try robot.press("ctrl-u")
    robot.type("日光")
    #expect(robot.screen.contains(robot.state.words.frame.noCommand))
    try robot.press("ctrl-u")
    robot.type("主题")
    #expect(results(robot).first.map { $0.command.name.contains("主题") } ?? false)
  }

  @Test("Enter runs what is chosen and closes; Escape only closes")
  func runs() throws {
    var robot = Robot()
    try robot.press(":")
    robot.type("daylight")
    try robot.press("escape")
    #expect(robot.state.overlay == nil && robot.state.settings.theme == .midnight)
    try robot.press(":")
    robot.type("daylight")
    try robot.press("enter")
    #expect(robot.state.overlay == nil && robot.state.settings.theme == .daylight)
    #expect(robot.effects == [.saveSettings(.theme(.daylight))])
  }

  @Test("arrows go round; letters go into the line, not to the screen")
  func arrows() throws {
    var robot = Robot()
    try robot.press(": up")
    guard case .palette(let palette) = robot.state.overlay else { throw Missing() }
    #expect(palette.selected == results(robot).count - 1)
    try robot.press("down q e z")
    guard case .palette(let typed) = robot.state.overlay else { throw Missing() }
    #expect(typed.line.text == "qez" && typed.selected == 0)
    try robot.press("enter")
    #expect(robot.status.contains("No command reads like “qez”"))
    robot.send(.input(.paste(Paste("\n x"))))
    guard case .palette(let pasted) = robot.state.overlay else { throw Missing() }
    #expect(pasted.line.text == "qez  x")
  }

  @Test("a click on a row runs it, one beside the box closes, the wheel chooses")
  func mouse() throws {
    var robot = Robot()
    try robot.press(":")
    robot.type("theme:")
    let row = try #require(robot.lines.firstIndex { $0.contains("Theme: contrast") })
    robot.click(20, row)
    #expect(robot.state.settings.theme == .contrast && robot.state.overlay == nil)
    try robot.press(":")
    robot.send(.input(.mouse(Mouse(.wheel(1), at: Point(20, 10)))))
    guard case .palette(let palette) = robot.state.overlay else { throw Missing() }
    #expect(palette.selected == 1)
    robot.click(0, 0)
    #expect(robot.state.overlay == nil)
  }

  struct Missing: Error {}
}

@Suite("Fuzzy matches") struct FuzzyMatchTests {
  @Test(
    "letters are found in order, at the beginnings of words first",
    arguments: [
      ("nt", "Next theme", [0, 5]), ("next", "panel next", [6, 7, 8, 9]), ("NEXT", "next", [0, 1, 2, 3]),
      ("eme", "theme", [2, 3, 4]), ("dat", "Write the data as a table", [10, 11, 12]), ("主题", "下一个主题", [3, 4]),
      ("下主", "下一个主题", [0, 3]),
    ])
  func places(pattern: String, text: String, places: [Int]) {
    #expect(FuzzyMatch(pattern, in: text)?.places == places)
  }

  @Test(
    "letters far apart, out of order or missing find nothing",
    arguments: [("xn", "next"), ("nexts", "next"), ("", "next"), ("hei", "The residual stream")])
  func nothing(pattern: String, text: String) {
    #expect(FuzzyMatch(pattern, in: text) == nil)
  }
}
