import KernelTypes
import Models
import TerminalCanvas
import Testing

@testable import HeadscopeApp

/// A recurrent network on the Explore screen.
@Suite("The states page") struct StatesPageTests {
  private static func robot(_ cell: RecurrentCell, _ text: String = "The cat sat on the mat") -> Robot {
    Robot(
      text, width: 120, height: 40, subject: Robot.subject(layers: 2, heads: 3, family: .recurrent(cell)), isReal: true)
  }

  static let cases: [ScreenCase] = [
    ScreenCase(name: "states-en-80x24-lstm", layers: 2, heads: 3, family: .recurrent(.lstm), keys: "v", isReal: true),
    ScreenCase(
      name: "states-en-120x40-elman", width: 120, height: 40, layers: 1, heads: 5, family: .recurrent(.elman),
      keys: "tab right right", isReal: true),
    ScreenCase(
      name: "states-zh-120x40-gru", text: ScreenCase.chinese, width: 120, height: 40, language: .chinese, layers: 2,
      heads: 12, family: .recurrent(.gru), keys: "v v ] up", isReal: true),
    ScreenCase(
      name: "states-en-80x24-long", text: ScreenCase.long, layers: 2, heads: 20, family: .recurrent(.lstm),
      keys: "V , ,", isReal: true),
    ScreenCase(
      name: "step-en-120x40-gates", width: 120, height: 40, layers: 2, heads: 3, family: .recurrent(.gru),
      keys: "s > tab f w", isReal: true),
    ScreenCase(
      name: "step-zh-80x24-cell", language: .chinese, layers: 2, heads: 3, family: .recurrent(.lstm),
      keys: "s > > f w w", isReal: true),
    ScreenCase(
      name: "ledger-en-120x40-lstm", width: 120, height: 40, layers: 2, heads: 3, family: .recurrent(.lstm),
      keys: "d down down", isReal: true),
    ScreenCase(
      name: "ledger-zh-80x24-elman", text: ScreenCase.chinese, language: .chinese, layers: 2, heads: 3,
      family: .recurrent(.elman), keys: "d b z", isReal: true),
  ]

  @Test("drawn as before", arguments: cases)
  func golden(of screen: ScreenCase) throws {
    Golden.expect(try screen.robot().screen, named: screen.name)
  }

  @Test("what is drawn is what the trace holds", arguments: RecurrentCell.allCases)
  func numbers(cell: RecurrentCell) throws {
    var robot = Self.robot(cell)
    try robot.press("] up up")
    let (state, reading) = (robot.state.explore, try #require(robot.state.explore.reading))
    let selection = reading.clamped(state.selection)
    #expect(selection.layer == 1 && selection.query == reading.tokens.count - 3)
    let row = reading.trace.row([selection.query], of: "blocks.1.cell.hook_h")
    let unit = reading.unit(state.states, selection)
    #expect(row.map(abs).max() == abs(row[row.startIndex + unit]))
    let table = try #require(robot.state.data(of: .states))
    #expect(table.rows.count == reading.tokens.count * 24)
    #expect(table.columns.count == 3 + StateQuantity.all(of: cell).count)
    #expect(table.rows[selection.query * 24 + unit][3] == .number(row[row.startIndex + unit]))
    try robot.press("right")
    #expect(robot.screen.contains("unit \(unit + 1)") || robot.state.note == .lastUnit)
  }

  @Test("pages that it doesn't have, and parts that can't be switched off, are refused in words")
  func refused() throws {
    var robot = Self.robot(.gru)
    for (key, word) in [("n", "neurons"), ("a", "layers"), ("x", "switch off"), ("m", "mask")] {
      try robot.press(key)
      #expect(robot.state.explore.page == .states && robot.screen.contains(word), "\(key)")
    }
    try robot.press("d r")
    #expect(robot.state.explore.page == .ledger && robot.state.note == .noParts)
    try robot.press("s o")
    #expect(robot.state.explore.page == .states)
    try robot.press("g")
    #expect(robot.state.explore.page == .generation)
  }

  @Test("commands, help, search and hints name no heads, and what they name can be done", arguments: Language.allCases)
  func nothingOfHeads(language: Language) throws {
    var robot = Robot(
      width: 120, height: 40, language: language,
      subject: Robot.subject(layers: 2, heads: 3, family: .recurrent(.lstm)), isReal: true)
    func namesHeads(_ text: String) -> Bool {
      text.contains(/\b[Hh]eads?\b/) || text.replacing("开头", with: "").contains("头")
    }
    for page in ["o", "s", "g"] {
      try robot.press("\(page) :")
      guard case .palette(let palette) = robot.state.overlay else {
        Issue.record("no palette")
        return
      }
      for command in robot.state.commands(for: palette).map(\.command) {
        #expect(!namesHeads(command.name) && !namesHeads(command.english), "\(command.name)")
      }
      try robot.press("escape /")
      #expect(!namesHeads(robot.screen))
      try robot.press("escape")
      #expect(!robot.status.contains("{}"))
    }
    try robot.press("?")
    for _ in 0..<8 {
      #expect(!namesHeads(robot.screen), "\(robot.screen)")
      for _ in 0..<30 { try robot.press("down") }
    }
    try robot.press("escape s }")
    #expect(robot.state.note == .step(.noHeads))
  }

  @Test("random keys, clicks and pastes never trap", arguments: RecurrentCell.allCases)
  func random(cell: RecurrentCell) throws {
    var generator = SplitMix64Source(seed: 5)
    let names = [
      "left", "right", "up", "down", "tab", "<", ">", "[", "]", "{", "}", "0", "1", "f", "w", "enter", "backspace",
      "z", "space", "+", "-", ",", ".", "home", "end", "s", "o", "x", "X", "m", "u", "e", "escape", "?", "T", "n",
      "a", "d", "r", "v", "V", "y", "g", "b", "i",
    ]
    let keys = try names.map { try #require(Key(named: $0)) }
    var robot = Self.robot(cell)
    for step in 0..<2000 {
      switch generator.below(12) {
      case 0...1: robot.click(generator.below(120), generator.below(40))
      case 2 where generator.below(10) == 0:
        robot.send(.input(.paste(Paste(["the dog", " ", "", "猫"][generator.below(4)]))))
      default: robot.send(.input(.key(keys[generator.below(keys.count)])))
      }
      if step % 50 == 0 { #expect(robot.lines.count == 40) }
    }
  }
}
