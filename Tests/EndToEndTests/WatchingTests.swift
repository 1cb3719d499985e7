import Files
import Glibc
import ProgramDriver
import Testing
import Training

extension RealTerminal {
  @Suite("Watching a run") struct WatchingSessions {
    private static let training = [
      "train", "--headless", "--preset", "tiny", "--layers", "1", "--width", "16", "--heads", "2", "--batch", "4",
      "--context", "16", "--steps", "100000", "--checkpoint-every", "50", "--out", "run",
    ]

    @Test func `one process trains, another watches; the first is killed and resumed, the folder taken away`() throws {
      let program = try BuiltProgram()
      let files = try TemporaryFolder()
      let run = files.path + "/run"
      var watching: ExploreSession?
      let killed = try program.run(Self.training, in: files.path) { process in
        let isThere = awaited { isFile(run + "/settings.json") ? true : nil }
        #expect(isThere == true)
        let session = try ExploreSession(
          arguments: "train --watch \(run)", firstFrame: { $0.contains("watching, read-only") })
        watching = session
        try session.tmux.wait(for: "the curve, and a head of a checkpoint") {
          $0.contains("it trains") && $0.contains("h1") && !$0.contains("step 0 of")
        }
        try session.tmux.press("Space")
        try session.tmux.wait(for: "the refusal") { $0.contains("another process trains it") }
        kill(process, SIGKILL)
      }
      let session = try #require(watching)
      #expect(killed.ending == .signal(SIGKILL))
      try session.tmux.wait(for: "the word on its end") { $0.contains("No process trains it any more") }
      let before = names(inFolder: run)
      _ = try program.run(["train", "--headless", "--resume", "run"], in: files.path) { process in
        try session.tmux.wait(for: "the word that it goes on") { $0.contains("it trains") }
        // A signal that comes before the first step finds nobody who listens.
        let length = FileStamp(path: run + "/log.jsonl")?.size ?? 0
        let hasGrown = awaited { FileStamp(path: run + "/log.jsonl")?.size ?? 0 > length ? true : nil }
        #expect(hasGrown == true)
        kill(process, SIGTERM)
      }
      try session.tmux.wait(for: "the word on its end") { $0.contains("it has stopped") }
      // Who watches has made nothing; who was killed may have been writing a checkpoint.
      #expect(
        before
          == before.filter {
            $0 == ".lock" || $0 == "log.jsonl" || $0 == "past" || $0 == "settings.json" || $0.hasPrefix("checkpoint-")
              || $0.hasPrefix(".checkpoint-") && $0.hasSuffix(".partial")
          })
      let log = try MetricLog.read(path: run + "/log.jsonl")
      let steps = log.compactMap { if case .step(let step) = $0 { step.step } else { nil } }
      #expect(steps == Array(1...steps.count))
      #expect(rename(run, files.path + "/elsewhere") == 0)
      try session.tmux.wait(for: "the word that it is gone") { $0.contains("it is gone") }
      // Another run in its place is watched as itself.
      let other = try program.run(
        [
          "train", "--headless", "--preset", "overfit", "--layers", "1", "--width", "16", "--heads", "2", "--batch",
          "4",
        ]
          + ["--steps", "7", "--out", "other"], in: files.path)
      #expect(other.ending == .exit(0), "\(other.errors)")
      #expect(rename(files.path + "/other", run) == 0)
      try session.tmux.wait(for: "the other run") { $0.contains("step 7 of 7") }
      try session.tmux.press("q")
      #expect(try session.status() == 0)
      #expect(try session.settings() == session.settingsBefore)
    }

    @Test func `a log comes through a pipe while keys come from the terminal`() throws {
      let session = try ExploreSession(
        variables: "(for i in 1 2 3; do echo '{\"iter\":'$i',\"train_loss\":'$i'.5}'; done) |",
        arguments: "train --watch -", firstFrame: { $0.contains("stdin") })
      let tmux = session.tmux
      try tmux.wait(for: "the curve") { $0.contains("stdin") && $0.contains("A log holds no weights") }
      try tmux.wait(for: "the pipe's end") { $0.contains("the pipe has ended") && $0.contains("step 3") }
      try tmux.press("Space")
      try tmux.wait(for: "the refusal") { $0.contains("read-only: nothing trains here") }
      try tmux.press("q")
      try tmux.wait(for: "the shell") { lines(of: $0).last { !$0.isEmpty }?.hasPrefix("shell>") == true }
      #expect(try session.settings() == session.settingsBefore)
    }
  }
}
