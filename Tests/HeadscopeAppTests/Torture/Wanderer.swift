import ProgramDriver
import TerminalCanvas

@testable import HeadscopeApp

/// Uses the app at random: every key of the key table, keys that have no meaning, the mouse at every place, pastes, other
/// sizes. Seeded, so that what fails once fails again.
struct Wanderer {
  private(set) var robot: Robot
  var choice: SeededChoice
  private let sizes: (width: ClosedRange<Int>, height: ClosedRange<Int>)

  init(
    seed: UInt64, robot: Robot, sizes: (width: ClosedRange<Int>, height: ClosedRange<Int>) = (60...200, 20...60)
  ) {
    choice = SeededChoice(seed: seed)
    self.robot = robot
    self.sizes = sizes
  }

  /// Whatever has a meaning somewhere.
  private static let knownKeys = Keymap.Mode.all.flatMap {
    Keymap.rows(of: $0).flatMap { $0.groups.joined().map(\.key) }
  }

  private static let codes: [Key.Code] =
    [.left, .right, .up, .down, .home, .end, .pageUp, .pageDown, .enter, .tab, .escape, .backspace, .delete, .insert]
    + (1...12).map { .function($0) } + "aZ09 .é猫\u{301}\u{202E}\u{0}".unicodeScalars.map { .character($0) }

  /// Does one thing.
  mutating func step() {
    switch choice.below(40) {
    case 0:
      let key = Key(choice.among(Self.codes), Key.Modifiers(rawValue: UInt8(choice.below(8))))
      robot.send(.input(.key(key)))
    case 1...8: robot.send(.input(.mouse(mouse())))
    case 9: robot.send(.input(.paste(Paste(choice.among(Self.pastes), droppedBytes: choice.below(2)))))
    case 10 where choice.below(4) == 0: resize()
    case 11: robot.send(.input(.focus(choice.below(2) == 0)))
    case 12...14: robot.send(.input(.key(Key(choice.among(Self.typed)))))
    default: robot.send(.input(.key(choice.among(Self.knownKeys))))
    }
  }

  private static let pastes = ["the cat", "", "x\ny\tz", "猫 e\u{301}", "The dogs near the old house are happy and"]
  private static let typed = Array("cat the .,猫é 0123456789-".unicodeScalars)

  private mutating func mouse() -> Mouse {
    let place = Point(choice.within(-2...robot.state.width + 2), choice.within(-2...robot.state.height + 2))
    let button = choice.among([Mouse.Button.left, .left, .left, .middle, .right])
    let actions: [Mouse.Action] = [
      .press(button), .press(button), .release(button), .drag(button), .wheel(-1), .wheel(1),
    ]
    return Mouse(choice.among(actions), at: place, modifiers: Key.Modifiers(rawValue: UInt8(choice.below(8))))
  }

  mutating func send(_ message: Message) { robot.send(message) }

  mutating func resize() {
    robot.send(.input(.resize(width: choice.within(sizes.width), height: choice.within(sizes.height))))
  }
}

extension Canvas {
  /// What a terminal shows on which this was drawn from nothing.
  func emulated(_ depth: ColorDepth = .direct) -> EmulatedScreen {
    var screen = EmulatedScreen(width: width, height: height)
    var presenter = ANSIPresenter(Capability(depth))
    screen.feed(presenter.update(from: nil, to: self).utf8)
    return screen
  }
}
