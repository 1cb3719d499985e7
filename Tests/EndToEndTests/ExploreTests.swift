import ProgramDriver
import Testing

/// Everything that needs a real terminal; one after another, since each test has programs of its own.
@Suite("In a real terminal", .serialized) enum RealTerminal {}

extension RealTerminal {
  @Suite("Explore") struct Explore {
    @Test func `the first frame shows the sentence, every head and numbers`() throws {
      let session = try ExploreSession()
      let screen = try session.tmux.screen()
      let sentence = ExploreSession.sentence(screen)
      for word in ["The", "cat", "sat", "on", "the", "mat"] { #expect(sentence.contains(word)) }
      for label in ["L0", "L1", "L2", "L3", "h0", "h7", "Attention L", "entropy", "Next token"] {
        #expect(screen.contains(label), "\(label) is missing on\n\(screen)")
      }
      // A causal model's first token looks at itself alone.
      #expect(screen.contains("1.0"))
      #expect(lines(of: screen).allSatisfy { $0.count <= 120 })
    }

    @Test func `arrows and letters move among the heads, Tab to the next panel`() throws {
      let session = try ExploreSession()
      try session.goToFirstHead()
      try session.tmux.press("Right")
      try session.tmux.wait(for: "head 1") { $0.contains("Attention L0 · H1") }
      try session.tmux.press("Down")
      try session.tmux.wait(for: "layer 1") { $0.contains("Attention L1 · H1") }
      try session.tmux.press("h")
      try session.tmux.wait(for: "head 0") { $0.contains("Attention L1 · H0") }
      try session.tmux.press("k")
      try session.tmux.wait(for: "layer 0") { $0.contains("Attention L0 · H0") }
      try session.tmux.press("l", "j", "Left", "Up")
      try session.tmux.press("k")
      try session.tmux.wait(for: "why the key can't act") { $0.contains("This is the first layer.") }
      try session.tmux.press("Tab")
      try session.tmux.wait(for: "the focus on the heatmap") { $0.contains("▸ Attention") }
      try session.tmux.press("BTab")
      try session.tmux.wait(for: "the focus on the model") { $0.contains("▸ Model view") }
    }

    @Test func `each keystroke of an edit changes the tokens; Escape restores, Enter keeps`() throws {
      let session = try ExploreSession()
      try session.tmux.press("e")
      try session.tmux.wait(for: "the editor") { $0.contains("keep") }
      try session.tmux.press("C-w")
      try session.tmux.wait(for: "a token less") { $0.contains("6 of 64 tokens") && $0.contains("on the ▏") }
      try session.tmux.type("c")
      try session.tmux.wait(for: "half a word, which is unknown") { $0.contains("c?") && $0.contains("7 of 64") }
      try session.tmux.type("at")
      // A question mark alone may stand among the candidates.
      try session.tmux.wait(for: "a whole word") { $0.contains("on the cat▏") && !$0.contains("cat?") }
      try session.tmux.press("Escape")
      try session.tmux.wait(for: "the old sentence") {
        $0.contains("The old sentence is back.") && ExploreSession.sentence($0).contains("mat")
      }

      try session.tmux.press("e", "C-w")
      try session.tmux.type("cat")
      try session.tmux.press("Enter")
      let kept = try session.tmux.wait(for: "the new sentence, kept") {
        $0.contains("edit text") && !ExploreSession.sentence($0).contains("mat")
      }
      #expect(ExploreSession.sentence(kept).contains("cat"))
    }

    @Test func `help lies over the screen and goes again`() throws {
      let session = try ExploreSession()
      // The last line holds a hint until the first key.
      let before = lines(of: try session.tmux.screen()).dropLast()
      try session.tmux.press("?")
      try session.tmux.wait(for: "the help") { $0.contains("Next panel, previous panel") }
      try session.tmux.press("Escape")
      try session.tmux.wait(for: "the screen as it was") { lines(of: $0).dropLast() == before }
    }

    @Test func `every size is used, and one that is too small says so`() throws {
      let session = try ExploreSession()
      for (width, height) in [(200, 60), (80, 24), (132, 43)] {
        try session.tmux.resize(width: width, height: height)
        let screen = try session.tmux.wait(for: "\(width)×\(height)") { screen in
          let rows = lines(of: screen)
          return rows.count == height && rows[height - 1].contains("quit") && rows[0].contains("2 Train")
            && rows[0].count > width - 4
        }
        #expect(lines(of: screen).allSatisfy { $0.count <= width })
      }
      try session.tmux.resize(width: 60, height: 15)
      try session.tmux.wait(for: "the hint") { $0.contains("80 × 24") && $0.contains("60 × 15") }
      try session.tmux.resize(width: 120, height: 40)
      try session.tmux.wait(for: "the whole screen", ExploreSession.isComplete)
      try session.tmux.press("q")
      #expect(try session.status() == 0)
    }

    @Test(arguments: [
      ("256 colours", "TERM=tmux-256color", ["[38;5;", "[48;5;"], ["[38;2;", "[48;2;"]),
      ("24-bit colours", "COLORTERM=truecolor", ["[38;2;", "[48;2;"], ["[48;5;"]),
      ("no colours", "NO_COLOR=1", ["░"], ["[38;", "[48;", "[31m", "[41m"]),
    ])
    func `the screen is drawn in`(_: String, variables: String, wanted: [String], unwanted: [String]) throws {
      let session = try ExploreSession(variables: variables)
      let screen = try session.tmux.colouredScreen()
      for sequence in wanted { #expect(screen.contains(sequence), "\(sequence) is missing") }
      for sequence in unwanted { #expect(!screen.contains(sequence), "\(sequence) is there") }
    }
  }
}
