import Glibc
import ProgramDriver
import Testing

extension RealTerminal {
  @Suite("A terminal that nobody reads, or that is none") struct PoorTerminals {
    let program: BuiltProgram

    init() throws { program = try BuiltProgram() }

    @Test("a signal ends the program although nobody reads its output", arguments: [SIGTERM, SIGHUP, SIGINT])
    func blocked(signal: Int32) throws {
      // The first frame is larger than what the kernel keeps for a reader (64 kB and a line discipline's 4), so a program
      // that nobody reads hangs in the middle of it.
      let frame = try firstFrame()
      #expect(frame > 70_000)
      let terminal = try PseudoTerminal(width: Self.hugeWidth, height: Self.hugeHeight)
      let modes = terminal.modes
      let process = try terminal.start(program, environment: Self.manyBytes)
      try terminal.waitForOutput()
      kill(process, signal)
      let ending = try terminal.end(within: 10, reading: false)
      #expect(ending == .exit(128 + signal))
      #expect(terminal.modes == modes)
    }

    private static let (hugeWidth, hugeHeight) = (400, 120)
    private static let manyBytes = ["COLORTERM": "truecolor"]

    /// How many bytes come before the last line's last key.
    private func firstFrame() throws -> Int {
      let terminal = try PseudoTerminal(width: Self.hugeWidth, height: Self.hugeHeight)
      let process = try terminal.start(program, environment: Self.manyBytes)
      try terminal.read(until: "quit")
      kill(process, SIGTERM)
      _ = try terminal.end()
      return terminal.output.count
    }

    @Test func `a terminal stopped by Ctrl-S is given back`() throws {
      let terminal = try PseudoTerminal(width: 120, height: 40)
      let modes = terminal.modes
      let process = try terminal.start(program)
      try terminal.read(until: "Next token")
      terminal.stopOutput()
      terminal.type("jlkh")
      kill(process, SIGTERM)
      #expect(try terminal.end() == .exit(128 + SIGTERM))
      #expect(terminal.modes == modes)
    }

    @Test func `what was drawn for a stopped terminal is on its screen when it goes on`() throws {
      let terminal = try PseudoTerminal(width: 120, height: 40)
      let process = try terminal.start(program)
      try terminal.wait(for: "the model's answer") { $0.text.contains("90.8%") }
      terminal.stopOutput()
      // The pages change, one after another, and the last one is to be seen.
      terminal.type("nag")
      usleep(300_000)
      #expect(!terminal.screen.text.contains("Continuations"))
      terminal.continueOutput()
      try terminal.wait(for: "the page of the last key") { $0.text.contains("Continuations") }
      kill(process, SIGTERM)
      #expect(try terminal.end() == .exit(128 + SIGTERM))
    }

    @Test func `a terminal that goes takes the program with it`() throws {
      let terminal = try PseudoTerminal(width: 120, height: 40)
      let process = try terminal.start(program)
      try terminal.read(until: "Next token")
      terminal.hangUp()
      #expect(try terminal.end(reading: false) == .exit(128 + SIGHUP))
      #expect(kill(process, 0) != 0)
    }

    @Test(
      "where there can be no full screen, it is printed as text, with the reason",
      arguments: [
        (["TERM": "dumb"], [], "cannot move its cursor"), (["TERM": "unknown-xyz"], [], "unknown-xyz"),
        (["TERM": ""], [], "TERM is not set"), ([:], ["TERM"], "TERM is not set"),
      ] as [([String: String], [String], String)])
    func plainText(environment: [String: String], removed: [String], reason: String) throws {
      let terminal = try PseudoTerminal(width: 120, height: 40)
      let modes = terminal.modes
      try terminal.start(program, environment: environment, without: removed)
      #expect(try terminal.end() == .exit(0))
      let text = String(decoding: terminal.output, as: UTF8.self)
      #expect(text.contains("Model view") && text.contains("Next token"))
      #expect(!terminal.output.contains(0x1B), "the plain-text screen holds an escape")
      #expect(lines(of: terminal.errors).count == 1)
      #expect(terminal.errors.contains(reason))
      #expect(terminal.modes == modes)
    }

    @Test func `in a pipe the screen is printed as text, with the reason`() throws {
      let outcome = try program.run([])
      #expect(outcome.ending == .exit(0))
      #expect(outcome.output.contains("Model view") && outcome.outputLines.count == 40)
      #expect(!outcome.outputBytes.contains(0x1B))
      #expect(outcome.errorLines.count == 1)
      #expect(outcome.errors.contains("not a terminal"))
    }
  }
}
