import Glibc
import ProgramDriver
import Testing

extension RealTerminal.Torture {
  @Suite("R21: stops and returns") struct Suspensions {
    /// How a program comes to stop.
    enum Way: CaseIterable {
      /// Ctrl-Z at the keyboard.
      case key
      /// SIGTSTP from outside.
      case request
      /// SIGSTOP, which no program hears.
      case force
    }

    @Test func `every stop gives the terminal back, every return draws the screen anew at the size of then`() throws {
      var choice = SeededChoice(seed: 21)
      let sizes = [(120, 40), (80, 24), (97, 31), (60, 15), (200, 60)]
      let program = try TorturedProgram(width: 120, height: 40)
      let ownModes = program.terminal.modes
      let fresh = try sizes.map { try TorturedProgram(width: $0.0, height: $0.1) }
      for round in 0..<TortureLength.rounds(sample: 12, whole: 200) {
        try stop(program, Way.allCases[round % 3])
        let next = choice.below(sizes.count)
        if choice.below(2) == 0 {
          // Several while nobody looks; only the last one counts.
          program.terminal.resize(width: choice.within(1...300), height: choice.within(1...90))
        }
        program.terminal.resize(width: sizes[next].0, height: sizes[next].1)
        kill(program.process, SIGCONT)
        // Where the size is the old one, what stands on the screen is already as it should be, but not yet ours.
        let modes = fresh[next].terminal.screen.modes
        try program.terminal.wait(for: "the terminal to be taken after return \(round)") { $0.modes == modes }
        try program.waitUntilSame(as: fresh[next], "the same screen after return \(round)")
        #expect(program.terminal.modes == ownModes, "after return \(round)")
        #expect(program.terminal.screen.modes == modes, "after return \(round)")
      }
      #expect(program.terminal.screen.violations.isEmpty, "\(program.terminal.screen.violations)")
      for program in fresh { try program.end() }
      try program.end()
    }

    private func stop(_ program: TorturedProgram, _ way: Way) throws {
      switch way {
      case .key: program.terminal.type("\u{1A}")
      case .request: kill(program.process, SIGTSTP)
      case .force:
        // Whatever stops it between two writes may leave a sequence cut short, and the next text belongs to it.
        _ = program.settled()
        kill(program.process, SIGSTOP)
      }
      try program.terminal.waitUntilStopped()
      if way == .force {
        // The program could not give the terminal back, so the shell takes it and writes over the screen.
        program.terminal.takeBack()
        program.terminal.screen.feed(
          Array("\u{1B}[?1049l\u{1B}[?1002l\u{1B}[?25h\u{1B}[?1l\u{1B}>\u{1B}[mshell> ".utf8))
      } else {
        program.expectTerminalAsBefore()
      }
    }
  }
}
