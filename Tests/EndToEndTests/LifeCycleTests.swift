import Glibc
import ProgramDriver
import Testing

extension RealTerminal {
  @Suite("Life cycle") struct LifeCycle {
    @Test func `q gives the terminal back as it was`() throws {
      let session = try ExploreSession()
      #expect(try session.tmux.modes() != session.modesBefore)
      try session.tmux.press("q")
      #expect(try session.status() == 0)
      #expect(try session.tmux.modes() == session.modesBefore)
      #expect(try session.settings() == session.settingsBefore)
    }

    @Test(
      "a death by signal gives the terminal back as it was",
      arguments: [SIGTERM, SIGHUP, SIGINT, SIGSEGV, SIGILL, SIGTRAP, SIGABRT, SIGBUS])
    func death(signal: Int32) throws {
      let session = try ExploreSession()
      kill(session.process, signal)
      #expect(try session.status() == 128 + signal)
      #expect(try session.tmux.modes() == session.modesBefore)
      #expect(try session.settings() == session.settingsBefore)
      // What was on the screen before is there again.
      #expect(try session.tmux.screen().contains("sh run"))
    }

    @Test func `a fault inside is told after the screen has gone`() throws {
      let session = try ExploreSession()
      kill(session.process, SIGSEGV)
      try session.tmux.wait(for: "what happened") { $0.contains("SIGSEGV") && $0.contains("shell>") }
    }

    @Test func `Ctrl-Z leaves the shell its terminal, fg brings the same screen back`() throws {
      let session = try ExploreSession()
      try session.goToFirstHead()
      try session.tmux.press("Right")
      let before = try session.tmux.wait(for: "head 1") { $0.contains("Attention L0 · H1") }
      for _ in 0..<3 {
        try session.tmux.press("C-z")
        try session.tmux.wait(for: "the shell") { $0.contains("Stopped") }
        #expect(try session.tmux.modes() == session.modesBefore)
        #expect(try session.settings() == session.settingsBefore)
        try session.tmux.command("clear; fg")
        try session.tmux.wait(for: "the same screen") { $0 == before }
      }
      try session.tmux.press("q")
      #expect(try session.status() == 0)
      #expect(try session.tmux.modes() == session.modesBefore)
    }

    @Test func `a resize while stopped is seen on return`() throws {
      let session = try ExploreSession()
      try session.tmux.press("C-z")
      try session.tmux.wait(for: "the shell") { $0.contains("Stopped") }
      try session.tmux.resize(width: 90, height: 30)
      try session.tmux.command("fg")
      try session.tmux.wait(for: "the new size") { screen in
        let rows = lines(of: screen)
        return rows.count == 30 && rows[29].contains("quit") && rows.allSatisfy { $0.count <= 90 }
      }
    }
  }
}
