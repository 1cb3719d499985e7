import TerminalCanvas
import Testing

@testable import HeadscopeApp

@Suite("Screens") struct ScreenTests {
  @Test("drawn as before", arguments: ScreenCase.all)
  func golden(of screen: ScreenCase) throws {
    Golden.expect(try screen.robot().screen, named: screen.name)
  }

  @Test("no line is wider than the screen, and the last holds whole key chips", arguments: ScreenCase.all)
  func fits(_ screen: ScreenCase) throws {
    let robot = try screen.robot()
    #expect(robot.lines.count == screen.height)
    for line in robot.lines { #expect(VisibleText.columns(of: line) <= screen.width) }
    let words = Words.table(for: screen.language)
    let pinned = Keymap.rows(of: robot.state.mode).filter { $0.hint == .pinned }
    for row in pinned { #expect(robot.status.contains(words.key(row.topic).hint)) }
  }

  @Test("every panel can be reached and seen at the smallest size", arguments: Language.allCases)
  func everyPanel(language: Language) throws {
    var robot = Robot(language: language, isReal: true)
    for page in ExplorePage.allCases {
      if page != .overview { try robot.press(Keymap.caps(for: .page(page))) }
      var seen: Set<ExplorePanel> = []
      for _ in page.panels {
        let layout = ExploreView(robot.state, width: 80, height: 24).layout
        if layout.panels[robot.state.explore.focus] != nil, robot.lines.contains(where: { $0.contains("─ ▸ ") }) {
          seen.insert(robot.state.explore.focus)
        }
        try robot.press("tab")
      }
      #expect(seen.count == page.panels.count, "\(page)")
    }
  }

  @Test("a screen below the minimum says what it needs", arguments: [(79, 24), (80, 23), (30, 5)])
  func tooSmall(width: Int, height: Int) {
    let robot = Robot(width: width, height: height)
    #expect(robot.screen.contains("80 × 24"))
  }

  @Test("what Chinese screens say is not English", arguments: [(80, 24), (120, 40), (200, 60)])
  func chineseWords(width: Int, height: Int) {
    let robot = Robot("那 只 猫", width: width, height: height, language: .chinese)
    let english = Words.english
    for panel in ExplorePanel.allCases { #expect(!robot.screen.contains(english.title(panel))) }
    for topic in Keymap.Topic.allCases where english.key(topic).hint.utf8.count > 4 {
      #expect(!robot.status.contains(english.key(topic).hint))
    }
  }

  @Test("hostile text never reaches the screen as it is")
  func hostile() {
    let text = "a\u{1B}[31mb \u{202E}evil \u{0}nul e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301} \u{200B}zero \u{7}"
    var robot = Robot(text, subject: Robot.subject(name: "bad\u{1B}]0;title\u{7}\nname"))
    robot.send(.input(.key(Key("e"))))
    for screen in [Robot(text).screen, robot.screen] {
      let forbidden = screen.unicodeScalars.filter { $0.value < 0x20 && $0 != "\n" || $0.value == 0x202E }
      #expect(forbidden.isEmpty)
      #expect(screen.split(separator: "\n", omittingEmptySubsequences: false).count == 24)
    }
  }
}

@Suite("Any size, any input") struct RobustnessTests {
  @Test("every small size draws, and so do large ones")
  func everySize() {
    var robot = Robot()
    for width in 1...60 {
      for height in 1...20 {
        robot.send(.input(.resize(width: width, height: height)))
        #expect(robot.state.frame().width == width)
      }
    }
    var generator = SplitMix64Source(seed: 5)
    for _ in 0..<60 {
      robot.send(.input(.resize(width: 80 + generator.below(320), height: 24 + generator.below(96))))
      #expect(!robot.screen.isEmpty)
    }
  }

  @Test("odd models draw at every size", arguments: [(1, 1, 1), (1, 40, 3), (60, 1, 9), (33, 33, 40)])
  func oddModels(layers: Int, heads: Int, tokens: Int) {
    let text = (0..<tokens).map { Robot.words[$0 % Robot.words.count] }.joined(separator: " ")
    var robot = Robot(text, subject: Robot.subject(context: 65, layers: layers, heads: heads))
    for (width, height) in [(80, 24), (109, 60), (110, 25), (160, 24), (250, 70)] {
      robot.send(.input(.resize(width: width, height: height)))
      #expect(robot.lines.count == height)
    }
  }

  @Test("20,000 random keys, pastes, clicks and resizes never trap")
  func randomInput() throws {
    var generator = SplitMix64Source(seed: 11)
    let names = [
      "left", "right", "up", "down", "h", "j", "k", "l", "tab", "shift-tab", "e", "enter", "escape", "c", "z", "?", ",",
      ".", "home", "end", "backspace", "delete", "ctrl-w", "ctrl-u", "ctrl-k", "ctrl-left", "ctrl-right", "a", "猫",
      "space", "f1", "f5", "pageup", "pagedown", "alt-d", "x",
    ]
    let keys = try names.map { try #require(Key(named: $0)) }
    var robot = Robot(subject: Robot.subject(context: 9, layers: 3, heads: 2))
    for step in 0..<20_000 {
      switch generator.below(20) {
      case 0: robot.send(.input(.paste(Paste(["the cat", "", "x\ny\tz", "猫 e\u{301}"][generator.below(4)]))))
      case 1...3:
        let point = Point(generator.below(210) - 5, generator.below(70) - 5)
        let action: Mouse.Action = generator.below(3) == 0 ? .wheel(generator.below(3) - 1) : .press(.left)
        robot.send(.input(.mouse(Mouse(action, at: point))))
      case 4 where generator.below(10) == 0:
        robot.send(.input(.resize(width: generator.below(210), height: generator.below(70))))
      default: robot.send(.input(.key(keys[generator.below(keys.count)])))
      }
      if step % 100 == 0 { #expect(robot.state.frame().height == robot.state.height) }
    }
  }
}
