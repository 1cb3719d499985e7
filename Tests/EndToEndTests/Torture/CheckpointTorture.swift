import Files
import Glibc
import ProgramDriver
import Testing
import Training

extension RealTerminal.Torture {
  /// A run is killed, its disk refuses, its process changes: what stands in its folder is whole, and its end the same.
  @Suite("A run's folder") struct CheckpointTorture {
    private static let settings = [
      "--layers", "1", "--width", "16", "--heads", "2", "--batch", "2", "--context", "16", "--accumulate", "2",
      "--dropout", "0.1", "--schedule", "constant", "--warmup", "3", "--validate-every", "1000",
    ]
    private let program: BuiltProgram

    init() throws { program = try BuiltProgram() }

    @Test(
      "R8: a process that is killed while it saves loses no save and leaves no broken one", arguments: [false, true])
    func kills(onScreen: Bool) throws {
      let folder = try TemporaryFolder()
      let run = folder.path + "/run"
      var choice = SeededChoice(seed: onScreen ? 82 : 81)
      let first =
        ["train", "--out", run, "--steps", "100000000", "--checkpoint-every", "1"] + Self.settings
      var last = 0
      for round in 0..<TortureLength.rounds(sample: 4, whole: 250) {
        let delay = UInt32(choice.within(0...40_000))
        let arguments = round == 0 ? first : ["train", "--resume", run]
        var visible = 0
        func strike(_ process: pid_t) {
          _ = awaited { newest(run) > last ? true : nil }
          usleep(delay)
          visible = newest(run)
          kill(process, SIGKILL)
        }
        if onScreen {
          let terminal = try PseudoTerminal(width: 80, height: 24)
          let process = try terminal.start(program, arguments)
          strike(process)
          #expect(try terminal.end() == .signal(SIGKILL))
        } else {
          #expect(try program.run(arguments + ["--headless"], whenRunning: strike).ending == .signal(SIGKILL))
        }
        var faults: [TrainingError] = []
        let step = try RunFiles.newestCheckpoint(inFolder: run) { faults.append($0) }?.progress.step ?? 0
        #expect(faults.isEmpty, "round \(round)")
        #expect(step >= visible && visible > last, "round \(round): \(last), \(visible), \(step)")
        #expect(names(inFolder: run).count { $0.hasSuffix(AtomicFile.suffix) } <= 1, "round \(round)")
        last = step
      }
      // And for all that, the run is the one that nothing has disturbed.
      let end = "\(last + 20)"
      for arguments in [
        ["--resume", run, "--steps", end],
        ["--out", folder.path + "/whole", "--steps", end, "--checkpoint-every", "0"] + Self.settings,
      ] { #expect(try program.run(["train", "--headless"] + arguments).ending == .exit(0)) }
      #expect(try model(run) == model(folder.path + "/whole"))
    }

    /// The newest checkpoint that has its name.
    private func newest(_ run: String) -> Int {
      names(inFolder: run).compactMap { name in
        name.wholeMatch(of: /checkpoint-(\d+)\.safetensors/).flatMap { Int($0.output.1) }
      }.max() ?? 0
    }

    private func model(_ run: String) throws -> [UInt8] {
      try readFile(at: run + "/model.safetensors", limit: 1 << 24)
    }

    @Test func `R10: a folder that is out of reach is told, training goes on, and the next save is there`() throws {
      for _ in 0..<TortureLength.rounds(sample: 1, whole: 20) {
        let tortured = try TorturedProgram(
          width: 120, height: 40,
          ["train", "--steps", "100000000", "--checkpoint-every", "1", "--out", "run"] + Self.settings)
        let terminal = tortured.terminal
        let (run, away) = (terminal.folder + "/run", terminal.folder + "/away")
        try terminal.wait(for: "training") { $0.text.contains("▸ training") && newest(run) > 1 }
        rename(run, away)
        try terminal.wait(for: "what is wrong") { $0.text.contains("no such file") }
        let step = newest(away)
        #expect(step > 0)
        terminal.type(" ")
        try terminal.wait(for: "the pause") { $0.text.contains("‖ paused") }
        rename(away, run)
        terminal.type("w")
        try terminal.wait(for: "the save") { $0.text.contains("is saved in run") }
        #expect(try RunFiles.newestCheckpoint(inFolder: run).map { $0.progress.step > step } == true)
        try tortured.end()
      }
    }

    @Test func `R11: a run that was killed anywhere and goes on ends with the same bits`() throws {
      let folder = try TemporaryFolder()
      var choice = SeededChoice(seed: 11)
      let steps = ["--steps", "400"] + Self.settings
      func train(_ name: String, _ interval: Int) -> [String] {
        ["train", "--headless", "--out", folder.path + "/" + name, "--checkpoint-every", "\(interval)"] + steps
      }
      #expect(try program.run(train("whole", 0)).ending == .exit(0))
      for split in 0..<TortureLength.rounds(sample: 2, whole: 20) {
        let run = folder.path + "/split-\(split)"
        let step = choice.within(1...380)
        let killed = try program.run(train("split-\(split)", choice.within(1...50))) { process in
          _ = awaited {
            (try? MetricLog.lastStep(path: run + "/log.jsonl")?.step).map { $0 >= step } == true ? true : nil
          }
          kill(process, SIGKILL)
        }
        #expect(killed.ending == .signal(SIGKILL))
        let threads = ["--threads", "\(choice.within(1...2))"]
        #expect(try program.run(["train", "--headless", "--resume", run] + threads).ending == .exit(0))
        #expect(try model(run) == model(folder.path + "/whole"), "killed after step \(step)")
      }
    }

    @Test func `R12: one seed leads to the same bits with one thread and two, with a screen and without`() throws {
      let folder = try TemporaryFolder()
      var models: Set<[UInt8]> = []
      for round in 0..<TortureLength.rounds(sample: 4, whole: 12) {
        let run = folder.path + "/run-\(round)"
        let arguments =
          ["train", "--out", run, "--steps", "300", "--threads", "\(1 + round % 2)"] + Self.settings
        if round / 2 % 2 == 0 {
          #expect(try program.run(arguments + ["--headless"]).ending == .exit(0))
        } else {
          let terminal = try PseudoTerminal(width: 120, height: 40)
          _ = try terminal.start(program, arguments)
          try terminal.wait(for: "the end of the run") {
            $0.text.contains("all steps done") && isFile(run + "/README.md")
          }
          terminal.type("q")
          #expect(try terminal.end() == .exit(0))
        }
        models.insert(try model(run))
      }
      #expect(models.count == 1)
    }
  }
}
