import Glibc
import ProgramDriver
import Testing

extension RealTerminal.Torture {
  @Suite("R16: deaths") struct Deaths {
    /// A way to die, the signals that it may show as, and whether the program itself is at fault.
    struct Death: CustomTestStringConvertible {
      let name: String
      let signals: [Int32]
      var isFault = true
      var testDescription: String { name }
    }

    /// A trap is an illegal instruction on x86 and a breakpoint on ARM.
    static let trap = [SIGILL, SIGTRAP]
    static let all = [
      Death(name: "outOfBounds", signals: trap), Death(name: "missingValue", signals: trap),
      Death(name: "overflow", signals: trap), Death(name: "division", signals: trap),
      Death(name: "precondition", signals: trap), Death(name: "fatalError", signals: trap),
      Death(name: "stackOverflow", signals: [SIGSEGV]), Death(name: "abort", signals: [SIGABRT]),
      Death(name: "segmentation", signals: [SIGSEGV]), Death(name: "bus", signals: [SIGBUS]),
      Death(name: "terminate", signals: [SIGTERM], isFault: false),
      Death(name: "hangUp", signals: [SIGHUP], isFault: false),
      Death(name: "interrupt", signals: [SIGINT], isFault: false),
      Death(name: "quit", signals: [SIGQUIT], isFault: false),
    ]

    @Test("idle, in the thread that draws", arguments: all)
    func onScreen(death: Death) throws { try die(death, in: "screen") }

    @Test("idle, in another thread", arguments: TortureLength.cases(all, sampleOf: 4))
    func inWorker(death: Death) throws { try die(death, in: "worker") }

    @Test("while the terminal is stopped by Ctrl-S", arguments: TortureLength.cases(all, sampleOf: 4))
    func stopped(death: Death) throws { try die(death, in: "screen", isStopped: true) }

    private func die(_ death: Death, in place: String, isStopped: Bool = false) throws {
      let terminal = try PseudoTerminal(width: 40, height: 12)
      let modes = terminal.modes
      try terminal.start(try BuiltProgram(named: "DyingProgram"), [death.name, place])
      try terminal.wait(for: "a frame") { $0.text.contains("ready") && $0.main != nil }
      if isStopped { terminal.stopOutput() }
      terminal.type("x")
      let ending = try #require(try terminal.end())
      #expect(death.signals.map { .exit(128 + $0) }.contains(ending), "\(ending)")
      #expect(terminal.modes == modes)
      #expect(terminal.screen.isPlain, "left behind: \(terminal.screen.modes)")
      #expect(terminal.screen.text.contains("ready") == false, "the frame is still there")
    }

    @Test("in the middle of a frame that nobody reads", arguments: TortureLength.cases(all, sampleOf: 4))
    func blocked(death: Death) throws {
      let terminal = try PseudoTerminal(width: 400, height: 120)
      let modes = terminal.modes
      try terminal.start(
        try BuiltProgram(named: "DyingProgram"), [death.name, "blocked"], environment: ["COLORTERM": "truecolor"])
      let ending = try #require(try terminal.end(reading: false))
      #expect(death.signals.map { .exit(128 + $0) }.contains(ending), "\(ending)")
      #expect(terminal.modes == modes)
      terminal.read()
      #expect(terminal.screen.isPlain, "left behind: \(terminal.screen.modes)")
    }

    /// Every signal whose standard handling ends a process, but for SIGKILL.
    static let signals = [
      SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGTRAP, SIGFPE, SIGSYS, SIGUSR1, SIGUSR2,
      SIGALRM, SIGVTALRM, SIGPROF, SIGPIPE, SIGXCPU, SIGXFSZ, SIGIO, SIGPWR, SIGSTKFLT,
    ]

    @Test("Headscope itself, by a signal from outside", arguments: TortureLength.cases(signals, sampleOf: 6))
    func program(signal: Int32) throws {
      let program = try TorturedProgram(width: 120, height: 40)
      kill(program.process, signal)
      #expect(try program.terminal.end() == .exit(128 + signal))
      program.expectTerminalAsBefore()
    }
  }
}
