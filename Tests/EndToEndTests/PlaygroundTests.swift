import Files
import ProgramDriver
import Testing
import Training

extension RealTerminal {
  @Suite("The Playground in a real terminal") struct PlaygroundSessions {
    /// The epoch that the screen shows.
    private static func epoch(_ screen: String) -> Int? {
      let words = screen.split { " \n│─".contains($0) }
      guard let place = words.firstIndex(of: "epoch"), place + 1 < words.count else { return nil }
      return Int(words[place + 1].filter(\.isNumber))
    }

    @Test func `train, wait, edit a weight, draw a point, take the tour, write files, leave`() throws {
      let session = try ExploreSession(
        arguments: "playground", firstFrame: { $0.contains("▶ training") && Self.epoch($0) ?? 0 > 3 })
      let tmux = session.tmux
      try tmux.press("Space")
      try tmux.wait(for: "the pause") { $0.contains("‖ paused") }
      let before = try #require(Self.epoch(try tmux.screen()))
      try tmux.press("n")
      try tmux.wait(for: "one epoch more") { Self.epoch($0) == before + 1 }
      try tmux.press(".", "Enter", "C-u")
      try tmux.press("-", "1", ".", "5", "Enter")
      try tmux.wait(for: "the new weight") { $0.contains("weight of h2.1 = -1.5") }
      try tmux.press("x", "Enter")
      try tmux.wait(for: "a point more") { $0.contains("251+250") }
      try tmux.press("w")
      try tmux.wait(for: "the network's file") { $0.contains("headscope-network-1.json") }
      try tmux.press("y")
      try tmux.wait(for: "the points' file") { $0.contains("headscope-points-1.csv") }
      try tmux.press(">", ")", ")", "Space")
      try tmux.wait(for: "the next stop at full speed") { $0.contains("2/13") && Self.epoch($0) ?? 0 > 1_000 }
      try tmux.press("s", "n")
      try tmux.wait(for: "an example on its way") { $0.contains("The loss") }
      try tmux.press("1")
      try tmux.wait(for: "Explore", ExploreSession.isComplete)
      try tmux.press("q")
      #expect(try session.status() == 0)
      #expect(try session.settings() == session.settingsBefore)
      #expect(isFile(tmux.folder + "/headscope-network-1.json"))
    }

    @Test func `a pasted code shows the other screen; a signal leaves the terminal as it was`() throws {
      var settings = PlaygroundPreset.xorHidden.settings
      settings.seed = 7
      let code = PlaygroundCode.text(of: PlaygroundScene(PlaygroundScript(settings, epochs: 150)))
      let session = try ExploreSession(
        arguments: "playground --paused", firstFrame: { $0.contains("‖ paused") && $0.contains("epoch 0") })
      let tmux = session.tmux
      try tmux.press("e")
      try tmux.type(code)
      try tmux.press("Enter")
      try tmux.wait(for: "the other run") {
        $0.contains("epoch 150") && $0.contains("exclusive or")
      }
      try tmux.press("q")
      #expect(try session.status() == 0)
      #expect(try session.settings() == session.settingsBefore)
    }
  }
}
