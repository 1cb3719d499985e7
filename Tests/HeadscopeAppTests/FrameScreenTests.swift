import TerminalCanvas
import Testing

@testable import HeadscopeApp

@Suite("Screens of palette and search") struct FrameScreenTests {
  static let cases: [ScreenCase] = [
    ScreenCase(name: "frame-80x24-palette", keys: ":"),
    ScreenCase(name: "frame-80x24-palette-typed", keys: ":", typed: "nex"),
    ScreenCase(name: "frame-120x40-palette-zh", width: 120, height: 40, language: .chinese, keys: ":", typed: "theme"),
    ScreenCase(name: "frame-80x24-palette-none", keys: ":", typed: "qqq"),
    ScreenCase(name: "frame-80x24-find-token", keys: "/", typed: "at"),
    ScreenCase(name: "frame-120x40-find-head", width: 120, height: 40, keys: "/", typed: "L1H"),
    ScreenCase(
      name: "frame-80x24-find-zh", text: ScreenCase.chinese, language: .chinese, keys: "/", typed: "垫"),
    ScreenCase(
      name: "frame-200x60-find-long", text: ScreenCase.long, width: 200, height: 60, keys: "home /", typed: "cat"),
  ]

  @Test("drawn as before", arguments: cases)
  func golden(of screen: ScreenCase) throws {
    Golden.expect(try screen.robot().screen, named: screen.name)
  }

  @Test("no line is wider than the screen, and the last holds whole key chips", arguments: cases)
  func fits(_ screen: ScreenCase) throws {
    let robot = try screen.robot()
    #expect(robot.lines.count == screen.height)
    for line in robot.lines { #expect(VisibleText.columns(of: line) <= screen.width) }
    for row in Keymap.rows(of: robot.state.mode) where row.hint == .pinned {
      #expect(robot.status.contains(robot.state.words.key(row.topic).hint))
    }
  }

  @Test("letters typed in palette and search are text, never commands")
  func typingIsFree() {
    for mode in [Keymap.Mode.palette, .find] {
      #expect(Keymap.rows(of: mode).flatMap { $0.groups.joined() }.allSatisfy { $0.key.typed == nil })
    }
  }

  @Test("2,000 random keys and clicks over palette and search never trap")
  func random() throws {
    var generator = SplitMix64Source(seed: 23)
    let keys = try [
      ":", "/", "t", "c", "y", "p", "n", "s", "o", "L", "1", "h", "up", "down", "enter", "escape", "tab", "backspace",
      "ctrl-u", "ctrl-w", "left", "pagedown", "pageup", "猫", "?", "space",
    ].map { try #require(Key(named: $0)) }
    var robot = Robot(subject: Robot.subject(context: 9, layers: 3, heads: 2))
    for step in 0..<2_000 {
      switch generator.below(20) {
      case 0: robot.click(generator.below(90), generator.below(30))
      case 1: robot.send(.input(.mouse(Mouse(.wheel(1), at: Point(generator.below(90), generator.below(30))))))
      case 2 where generator.below(10) == 0:
        robot.send(.input(.resize(width: generator.below(140), height: generator.below(50))))
      default: robot.send(.input(.key(keys[generator.below(keys.count)])))
      }
      if step % 50 == 0 { #expect(robot.state.frame().height == robot.state.height) }
    }
  }
}
