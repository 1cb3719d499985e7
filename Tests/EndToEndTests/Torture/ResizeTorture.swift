import ProgramDriver
import Testing

extension RealTerminal.Torture {
  @Suite("R14: resizes") struct Resizes {
    /// The smallest, the largest, those around the minimum, and some in between.
    static let landmarks = [
      (1, 1), (400, 120), (80, 24), (79, 24), (80, 23), (1, 120), (400, 1), (200, 60), (60, 20), (120, 40), (2, 2),
      (81, 119), (399, 25), (133, 37), (5, 5), (160, 45),
    ]

    @Test func `after any number of resizes the screen is that of a program started at the last size`() throws {
      var choice = SeededChoice(seed: 14)
      let program = try TorturedProgram(width: 120, height: 40)
      let rounds = TortureLength.rounds(sample: 60, whole: 10_000)
      let landmarks = TortureLength.cases(Self.landmarks, sampleOf: 4)
      for (number, (width, height)) in landmarks.enumerated() {
        let fresh = try TorturedProgram(width: width, height: height)
        for _ in 0..<rounds / landmarks.count {
          program.terminal.resize(width: choice.within(1...400), height: choice.within(1...120))
          // Some come in bursts; for most the program is given the time to draw.
          if choice.below(4) > 0 { program.awaitOutput() }
        }
        program.terminal.resize(width: width, height: height)
        try program.waitUntilSame(as: fresh, "the frame for \(width) × \(height) after landmark \(number)")
        #expect(program.terminal.screen.violations.isEmpty, "\(program.terminal.screen.violations)")
        #expect(fresh.terminal.screen.violations.isEmpty, "\(fresh.terminal.screen.violations)")
        #expect(fresh.terminal.screen.overdraws.isEmpty, "\(fresh.terminal.screen.overdraws)")
        try fresh.end()
      }
      try program.end()
    }

    @Test func `R15: below the minimum every size is drawn within its bounds`() throws {
      let program = try TorturedProgram(width: 60, height: 20)
      let sizes = (1...20).flatMap { height in (1...60).map { ($0, height) } }
      for (width, height) in TortureLength.cases(sizes, sampleOf: 40) {
        let clears = program.terminal.screen.clears
        program.terminal.resize(width: width, height: height)
        try program.terminal.wait(for: "a frame for \(width) × \(height)") { $0.clears > clears && !$0.isBlank }
        // Wherever its words have room, the hint says what is needed. A frame may come in several pieces.
        if width >= 40 && height >= 3 {
          try program.terminal.wait(for: "the hint for \(width) × \(height)") {
            $0.text.contains("80 × 24") && $0.text.contains("\(width) × \(height)")
          }
        }
      }
      // What was drawn last, again and by another program, is the same.
      let fresh = try TorturedProgram(width: 60, height: 20)
      program.terminal.resize(width: 60, height: 20)
      try program.waitUntilSame(as: fresh, "the hint at 60 × 20")
      #expect(fresh.terminal.screen.overdraws.isEmpty)
      try fresh.end()
      try program.end()
    }
  }
}

extension TorturedProgram {
  /// Waits until something was written, at most a moment: a resize to the same size writes nothing.
  func awaitOutput() { _ = awaited(within: 0.1) { terminal.read() ? true : nil } }
}
