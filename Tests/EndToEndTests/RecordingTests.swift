import Files
import Glibc
import ProgramDriver
import Testing

extension RealTerminal {
  @Suite("Recording") struct Recording {
    private func film(_ path: String) throws -> PlayedFilm { try PlayedFilm(readFile(at: path, limit: 1 << 26)) }

    /// The lines of a screen without the brand, in whose place the mark stands, and without the last one, where notes stand.
    private func body(_ lines: [String]) -> [String] {
      [String((lines.first ?? "").dropFirst(13))] + lines.dropFirst().dropLast()
    }

    @Test func `Ctrl-R records what is on the screen until it is pressed again`() throws {
      let session = try ExploreSession(width: 160)
      let tmux = session.tmux
      try writeFileAtomically(Array("mine".utf8), to: tmux.folder + "/headscope-recording-1.cast")
      try tmux.press("C-r")
      try tmux.wait(for: "the mark and the name") {
        $0.contains("● REC 0:0") && $0.contains("headscope-recording-2.cast")
      }
      try tmux.press("Right", "s", "Right", "e")
      try tmux.type(" because")
      try tmux.wait(for: "the editor") { $0.contains("because▏") }
      try tmux.press("Enter")
      try tmux.wait(for: "seconds") { $0.contains("● REC") && !$0.contains("● REC 0:00") && !$0.contains("keep") }
      let last = try tmux.screen()
      try tmux.press("C-r")
      try tmux.wait(for: "the note") { $0.contains("headscope-recording-2.cast recorded") && !$0.contains("● REC") }
      let film = try self.film(tmux.folder + "/headscope-recording-2.cast")
      #expect(film.width == 160 && film.height == 40)
      let screen = try film.screen()
      #expect(body(screen.lines) == body(lines(of: last)))
      #expect(screen.lines[0].hasPrefix(" ◆ Headscope"))
      #expect(screen.isPlain && screen.violations.isEmpty && screen.overdraws.isEmpty)
      #expect(film.events.count > 5)
      try tmux.press("q")
      #expect(try session.status() == 0)
      #expect(try readFile(at: tmux.folder + "/headscope-recording-1.cast", limit: 100) == Array("mine".utf8))
    }

    @Test(
      "a recording asked for on the command line is whole, however the program ends",
      arguments: [0, SIGTERM, SIGHUP, SIGINT])
    func endings(signal: Int32) throws {
      let session = try ExploreSession(
        width: 160, arguments: "--record film.cast")
      let tmux = session.tmux
      #expect(try tmux.screen().contains("● REC"))
      try tmux.press("s")
      // The last line is drawn last.
      let last = try tmux.wait(for: "the step-through") { lines(of: $0).last?.contains("where from") == true }
      if signal == 0 { try tmux.press("q") } else { kill(session.process, signal) }
      #expect(try session.status() == (signal == 0 ? 0 : 128 + signal))
      #expect(try session.settings() == session.settingsBefore)
      let screen = try film(tmux.folder + "/film.cast").screen()
      #expect(body(screen.lines) == body(lines(of: last)))
      #expect(screen.isPlain)
    }

    @Test func `a run is recorded with other sizes; who kills the program loses a second at most`() throws {
      let session = try ExploreSession(
        arguments:
          "train --preset tiny --layers 1 --width 16 --heads 2 --batch 4 --context 16 --steps 100000 --record film.cast",
        firstFrame: { $0.contains("▸ training") && !$0.contains("step 0 of") })
      let tmux = session.tmux
      try tmux.resize(width: 132, height: 43)
      try tmux.press("Space")
      try tmux.wait(for: "the pause on the larger screen") {
        $0.contains("‖ paused") && lines(of: $0).count == 43 && $0.contains("h1")
      }
      // The step under way when Space was pressed still comes.
      let found = awaited { () -> PlayedFilm? in
        guard let film = try? self.film(tmux.folder + "/film.cast"),
          let step = try? tmux.screen().firstMatch(of: #/step [0-9,]+ of/#)?.output
        else { return nil }
        return (try? film.screen().text.contains(step)) == true ? film : nil
      }
      kill(session.process, SIGKILL)
      let recorded = try #require(found)
      #expect(recorded.events.filter { $0.code == "r" }.map(\.data) == ["132x43"])
      #expect(try recorded.screen().violations.isEmpty)
    }
  }
}
