import Glibc
import ProgramDriver
import Testing

extension RealTerminal.Torture {
  @Suite("R23: random keys and mouse reports") struct RandomInput {
    /// What a terminal sends for keys, whole and cut short.
    static let sequences =
      [
        "\u{1B}", "\u{1B}[", "\u{1B}O", "\u{1B}[A", "\u{1B}[B", "\u{1B}OC", "\u{1B}OD", "\u{1B}[1;5C", "\u{1B}[Z",
        "\u{1B}[3~", "\u{1B}[5~",
      ]
      + [
        "\u{1B}OP", "\u{1B}[15~", "\u{1B}[I", "\u{1B}[O", "\u{1B}[200~q\u{3}the cat\u{1B}[201~", "\u{1B}[97;5u",
        "\u{1B}]11;rgb:0/0/0\u{7}", "猫", "é",
      ]
      + ["\t", "\r", "\u{7F}", "\u{0}", "\u{80}", "\u{FF}"]

    @Test func `leave a program that still lives, and a screen that a redraw doesn't change`() throws {
      var choice = SeededChoice(seed: 23)
      var program = try TorturedProgram(width: 100, height: 30)
      for round in 0..<TortureLength.rounds(sample: 3, whole: 400) {
        for _ in 0..<25 {
          let keys = (0..<choice.within(1...20)).flatMap { _ in Self.input(&choice) }
          try program.terminal.typeAll(keys)
        }
        let incremental = try program.broughtToRest()
        if !program.terminal.isRunning {
          // Some key quit it, which is a way to go.
          #expect(try program.terminal.end() == .exit(0))
          program.expectTerminalAsBefore()
          program = try TorturedProgram(width: 100, height: 30)
          continue
        }
        #expect(
          incremental.violations.isEmpty && incremental.overdraws.isEmpty,
          "\(incremental.violations + incremental.overdraws)")
        // The same once more, drawn from nothing.
        program.terminal.screen = EmulatedScreen(width: 100, height: 30)
        kill(program.process, SIGWINCH)
        try program.terminal.wait(for: "a redraw in round \(round)") { $0.clears > 0 }
        let redrawn = program.settled()
        #expect(redrawn.difference(from: incremental) == nil, "round \(round)")
      }
      try program.end()
    }

    /// A key, a mouse report or a byte; seldom one that quits or stops.
    private static func input(_ choice: inout SeededChoice) -> [UInt8] {
      switch choice.below(10) {
      case 0...1: return Array(choice.among(sequences).utf8)
      case 2...4:
        let button = choice.among([0, 0, 1, 2, 32, 64, 65, 16])
        return Array(
          "\u{1B}[<\(button);\(choice.within(1...101));\(choice.within(1...31))\(choice.among(["M", "m"]))".utf8)
      case 5: return [UInt8(choice.among([1, 2, 4, 5, 6, 8, 9, 11, 12, 13, 14, 21, 23, 25]))]
      default:
        let byte = UInt8(choice.within(0x20...0x7E))
        return byte == UInt8(ascii: "q") ? [UInt8(ascii: "?")] : [byte]
      }
    }
  }
}
