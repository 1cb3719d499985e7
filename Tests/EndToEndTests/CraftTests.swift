import Files
import ProgramDriver
import StrictJSON
import Testing

extension RealTerminal {
  @Suite("Palette, settings and files") struct Craft {
    /// A folder for settings with a file in it.
    private func configuration(_ text: String?) throws -> TemporaryFolder {
      let folder = try TemporaryFolder()
      guard let text else { return folder }
      try makeFolder(at: folder.path + "/headscope")
      try writeFileAtomically(Array(text.utf8), to: folder.path + "/headscope/settings.json")
      return folder
    }

    private func text(_ folder: borrowing TemporaryFolder) throws -> String {
      String(decoding: try readFile(at: folder.path + "/headscope/settings.json", limit: 1_000), as: UTF8.self)
    }

    @Test func `a theme chosen in the palette is there at the next start, and what others wrote is kept`() throws {
      let folder = try configuration(#"{"future": [1, {"a": null}], "ramp": "viridis"}"#)
      let first = try ExploreSession(width: 160, variables: "XDG_CONFIG_HOME='\(folder.path)'")
      #expect(try first.tmux.screen().contains("viridis"))
      try first.tmux.press(":")
      try first.tmux.wait(for: "the palette") { $0.contains("Commands") && $0.contains("Edit the sentence") }
      try first.tmux.type("thcon")
      try first.tmux.wait(for: "the one theme") { $0.contains("Theme: contrast") && $0.contains("1/1") }
      try first.tmux.press("Enter")
      try first.tmux.wait(for: "the note") { !$0.contains("Commands") && $0.contains("Theme: contrast") }
      try first.tmux.press("c", "q")
      #expect(try first.status() == 0)
      let expected = #"{"future":[1,{"a":null}],"ramp":"cividis","theme":"contrast"}"#
      #expect(try JSONValue(parsing: Array(text(folder).utf8)).text() == expected)
      let second = try ExploreSession(width: 160, variables: "XDG_CONFIG_HOME='\(folder.path)'")
      #expect(try second.tmux.screen().contains("cividis"))
      try second.tmux.press("t")
      try second.tmux.wait(for: "the theme after contrast") { $0.contains("Theme: midnight") }
    }

    @Test func `an option wins over the file and is not remembered`() throws {
      let folder = try configuration(#"{"ramp":"viridis","language":"zh"}"#)
      let session = try ExploreSession(
        variables: "XDG_CONFIG_HOME='\(folder.path)'", arguments: "--ramp grey --lang en")
      #expect(try session.tmux.screen().contains("grey"))
      try session.tmux.press("q")
      #expect(try session.status() == 0)
      #expect(try text(folder) == #"{"ramp":"viridis","language":"zh"}"#)
    }

    @Test(
      "a broken file is said to be so, and nothing is written over it",
      arguments: [
        ("{\"theme\": \"midnight\",", "line 1"), ("[]", "an object"),
        (#"{"theme": "neon"}"#, "midnight, daylight, contrast"),
      ])
    func broken(contents: String, complaint: String) throws {
      let folder = try configuration(contents)
      let session = try ExploreSession(width: 200, variables: "XDG_CONFIG_HOME='\(folder.path)'")
      #expect(try session.tmux.screen().contains(complaint))
      try session.tmux.press("t")
      if complaint != "midnight, daylight, contrast" {
        try session.tmux.wait(for: "why it isn't remembered") { $0.contains("Not remembered.") }
        #expect(try text(folder) == contents)
      }
      try session.tmux.press("q")
      #expect(try session.status() == 0)
      #expect(try session.tmux.screen().contains(complaint))
    }

    @Test func `without a home nothing is remembered and nothing breaks`() throws {
      let session = try ExploreSession(variables: "env -u HOME -u XDG_CONFIG_HOME")
      try session.tmux.press("t")
      try session.tmux.wait(for: "the theme") { $0.contains("Theme: daylight") && !$0.contains("Not remembered") }
      try session.tmux.press("q")
      #expect(try session.status() == 0)
    }

    @Test func `data, picture and trace become new files; nothing is written over`() throws {
      let session = try ExploreSession()
      let taken = session.tmux.folder + "/headscope-heads-1.csv"
      try writeFileAtomically(Array("mine".utf8), to: taken)
      try session.tmux.press("y")
      try session.tmux.wait(for: "the second name") { $0.contains("headscope-heads-2.csv written") }
      try session.tmux.press("p")
      try session.tmux.wait(for: "the picture") { $0.contains("headscope-explore-1.svg written") }
      try session.tmux.press(":")
      try session.tmux.type("safetensors")
      try session.tmux.press("Enter")
      try session.tmux.wait(for: "the trace") { $0.contains("headscope-trace-1.safetensors written") }
      try session.tmux.press("q")
      #expect(try session.status() == 0)
      #expect(try readFile(at: taken, limit: 100) == Array("mine".utf8))
      let files = names(inFolder: session.tmux.folder).filter { $0.contains("headscope-") }
      #expect(
        files == [
          "headscope-explore-1.svg", "headscope-heads-1.csv", "headscope-heads-2.csv", "headscope-trace-1.safetensors",
        ])
    }

    @Test func `the search follows what is typed, Escape goes back`() throws {
      let session = try ExploreSession()
      try session.tmux.press("/")
      try session.tmux.wait(for: "the search") { $0.contains("a token, or a head: L1H6") }
      try session.tmux.type("L3H2")
      try session.tmux.wait(for: "the head") { $0.contains("Attention L3 · H2") }
      try session.tmux.press("Escape")
      try session.tmux.wait(for: "the head before") { !$0.contains("Attention L3 · H2") && !$0.contains("Find") }
    }
  }
}
