import Glibc
import ProgramDriver
import Testing

extension RealTerminal.Torture {
  @Suite("R22: a large paste") struct Pastes {
    @Test("is taken or cut with a note, and no byte of it is a command", arguments: ["page", "editor"])
    func large(place: String) throws {
      let program = try TorturedProgram(width: 120, height: 40)
      if place == "editor" {
        program.terminal.type("e")
        try program.terminal.wait(for: "the editor") { $0.text.contains("keep") }
      }
      // Keys that quit, stop, restore and edit; sequences that are keys and mouse reports; words.
      let words = [
        "q", "\u{3}", "\u{1A}", "\u{1B}", "\u{1B}[A", "\u{1B}[<0;5;5M", "\u{15}", "\r", "the cat sat ", "猫", "\u{0}",
      ]
      var choice = SeededChoice(seed: 22)
      var text = ""
      while text.utf8.count < TortureLength.rounds(sample: 100_000, whole: 1 << 20) { text += choice.among(words) }

      let clock = ContinuousClock()
      let start = clock.now
      try program.terminal.typeAll(Array("\u{1B}[200~\(text)\u{1B}[201~".utf8))
      // The line is full, the note says how much was left out, and the program waits for the next key as an editor.
      try program.terminal.wait(for: "the note and the editor") { screen in
        screen.text.contains("characters left out") && screen.text.contains("Enter  keep")
      }
      if TortureLength.isWhole { #expect(clock.now - start < .seconds(1)) }
      #expect(program.terminal.isRunning)
      program.terminal.type("\u{1B}")
      try program.terminal.wait(for: "the old sentence") { screen in
        !screen.text.contains("Enter  keep") && screen.text.contains("mat")
      }
      #expect(program.terminal.screen.violations.isEmpty, "\(program.terminal.screen.violations)")
      try program.end()
    }
  }
}
