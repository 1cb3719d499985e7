import Files
import Glibc
import ProgramDriver
import Testing

extension RealTerminal.Torture {
  /// The Train screen while it trains: the terminal may do what it likes, the run goes on and is never lost.
  @Suite("The Train screen") struct TrainingTorture {
    /// What a run is when a signal comes.
    enum Moment: CaseIterable {
      case training, saving, stoppedTerminal, unreadTerminal
    }

    @Test func `R14: after any number of resizes a redraw changes nothing`() throws {
      var choice = SeededChoice(seed: 141)
      let program = try TrainingProgram(width: 120, height: 40)
      for round in 0..<TortureLength.rounds(sample: 3, whole: 100) {
        for _ in 0..<TortureLength.rounds(sample: 20, whole: 100) {
          program.terminal.resize(width: choice.within(1...400), height: choice.within(1...120))
          if choice.below(4) > 0 { program.tortured.awaitOutput() }
        }
        program.terminal.resize(width: choice.within(80...240), height: choice.within(24...80))
        program.terminal.type(" ")
        try program.terminal.wait(for: "the pause in round \(round)") { $0.text.contains("‖ paused") }
        let drawn = program.tortured.settled()
        let clears = drawn.clears
        // A return from a stop draws everything anew.
        kill(program.process, SIGCONT)
        try program.terminal.wait(for: "the redraw in round \(round)") { $0.clears > clears }
        let redrawn = program.tortured.settled()
        #expect(redrawn.difference(from: drawn) == nil, "round \(round)")
        #expect(redrawn.violations.isEmpty, "round \(round): \(redrawn.violations)")
        #expect(redrawn.overdraws.count == drawn.overdraws.count, "round \(round): \(redrawn.overdraws.suffix(3))")
        program.terminal.type(" ")
        try program.terminal.wait(for: "training in round \(round)") { $0.text.contains("▸ training") }
      }
      try program.tortured.end()
    }

    @Test(
      "R16: a signal gives the terminal back, and one that asks for the end loses nothing", arguments: Moment.allCases)
    func deaths(moment: Moment) throws {
      let signals = moment == .training ? Deaths.signals : [SIGTERM, SIGHUP, SIGINT, SIGSEGV, SIGABRT, SIGQUIT]
      for signal in TortureLength.cases(signals, sampleOf: 3) {
        let program = try TrainingProgram(width: 120, height: 40)
        try program.bring(to: moment)
        kill(program.process, signal)
        let ending = try program.terminal.end(within: 10, reading: moment != .unreadTerminal)
        #expect(ending == .exit(128 + signal), "\(moment), signal \(signal)")
        #expect(program.terminal.modes == program.tortured.modesBefore, "\(moment), signal \(signal)")
        program.terminal.read()
        #expect(program.terminal.screen.isPlain, "\(moment), signal \(signal)")
        if [SIGTERM, SIGHUP, SIGINT].contains(signal) {
          #expect(program.hasModel, "\(moment), signal \(signal): the model is lost")
        }
        #expect(try program.loggedSteps() > 0)
        #expect(program.unfinishedFiles.count <= (signal == SIGTERM ? 0 : 1))
      }
    }

    @Test func `R17: a stopped terminal holds no training up and takes no memory`() throws {
      let program = try TrainingProgram(width: 120, height: 40)
      let seconds = TortureLength.rounds(sample: 2, whole: 60)
      let before = try program.rate(over: max(1, seconds / 3)) { program.terminal.read() }
      program.terminal.stopOutput()
      // What was under way when the terminal stopped is over, and every buffer has its size.
      var memory = 0
      func watch() { memory = max(memory, (try? ProcessFigures.kilobytes(of: program.process)) ?? .max) }
      _ = try program.rate(over: seconds, watch)
      let warm = memory
      let stopped = try program.rate(over: seconds, watch)
      #expect(stopped > 0)
      if TortureLength.isWhole { #expect(memory - warm < 1_024, "\(warm) kB grew to \(memory) kB") }
      program.terminal.continueOutput()
      let after = try program.rate(over: max(1, seconds / 3)) { program.terminal.read() }
      if TortureLength.isWhole {
        #expect(stopped >= 0.95 * min(before, after), "\(before), stopped \(stopped), \(after) steps a second")
      }
      program.terminal.stopOutput()
      kill(program.process, SIGTERM)
      #expect(try program.terminal.end(within: TortureLength.isWhole ? 1 : 10, reading: false) == .exit(128 + SIGTERM))
      #expect(program.hasModel)
    }

    @Test func `R19: a terminal that goes ends the program, and the run is saved`() throws {
      for round in 0..<TortureLength.rounds(sample: 1, whole: 20) {
        let program = try TrainingProgram(width: 120, height: 40)
        usleep(UInt32(round) * 20_000)
        program.terminal.hangUp()
        let ending = try program.terminal.end(within: TortureLength.isWhole ? 2 : 10, reading: false)
        #expect(ending == .exit(128 + SIGHUP))
        #expect(program.hasModel)
      }
    }

    @Test func `R27: a screen that is drawn for long takes no more memory, descriptors or threads`() throws {
      let program = try TrainingProgram(width: 120, height: 40)
      /// The most that the program takes in some seconds.
      func watch(_ seconds: Int) throws -> (kilobytes: Int, descriptors: Int, threads: Int) {
        var kilobytes = 0
        for _ in 0..<seconds {
          _ = try program.rate(over: 1) { program.terminal.read() }
          kilobytes = max(kilobytes, try ProcessFigures.kilobytes(of: program.process))
        }
        return (kilobytes, program.count("fd"), program.count("task"))
      }
      // Curves and samples fill their room first, which takes longer than a sample does.
      _ = try watch(TortureLength.rounds(sample: 1, whole: 120))
      let before = try watch(TortureLength.rounds(sample: 1, whole: 180))
      let after = try watch(TortureLength.rounds(sample: 1, whole: 180))
      if TortureLength.isWhole { #expect(after.kilobytes - before.kilobytes < 1_024, "\(before) to \(after)") }
      #expect(after.descriptors == before.descriptors && after.threads == before.threads, "\(before) to \(after)")
      try program.tortured.end()
    }
  }
}

/// The program on the Train screen, with a run so small that many steps fit between two frames.
struct TrainingProgram {
  let tortured: TorturedProgram

  var terminal: PseudoTerminal { tortured.terminal }
  var process: Int32 { tortured.process }
  private var folder: String { terminal.folder + "/runs/tiny" }

  init(width: Int, height: Int) throws {
    tortured = try TorturedProgram(
      width: width, height: height,
      [
        "train", "--preset", "tiny", "--layers", "1", "--width", "16", "--heads", "2", "--batch", "4", "--context",
        "16",
      ]
        + ["--steps", "10000000", "--threads", "1"],
      environment: ["COLORTERM": "truecolor"])
    try terminal.wait(for: "a step on the screen") { $0.text.contains("▸ training") && !$0.text.contains("step 0 of") }
  }

  /// Lets the run go on until it is as wanted.
  func bring(to moment: RealTerminal.Torture.TrainingTorture.Moment) throws {
    switch moment {
    case .training: break
    case .saving: terminal.type("w")
    case .stoppedTerminal:
      terminal.stopOutput()
      terminal.type("vL?")
    case .unreadTerminal:
      // Larger than what the kernel keeps for a reader, so that the program hangs in the middle of a frame.
      terminal.resize(width: 400, height: 120)
      terminal.type("v")
      let steps = try loggedSteps()
      _ = try rate(over: 1) {}
      if try loggedSteps() == steps { throw DriverError.neverCame(what: "steps without a reader", screen: "") }
    }
  }

  /// Whether the run's model stands in its folder, whole.
  var hasModel: Bool { isFile(folder + "/model.safetensors") && isFile(folder + "/config.json") }
  var unfinishedFiles: [String] { names(inFolder: folder).filter { $0.hasSuffix(AtomicFile.suffix) } }

  /// The last step whose line stands in the log, which is not read from its start: it may be long.
  func loggedSteps() throws -> Int {
    let file = try InputFile(path: folder + "/log.jsonl")
    let end = String(
      decoding: try file.bytes(at: max(0, file.size - 8_192), count: min(file.size, 8_192)), as: UTF8.self)
    let steps = end.split(separator: "\n").compactMap { $0.wholeMatch(of: /\{"step":(\d+),"loss".*\}/)?.output.1 }
    return steps.last.flatMap { Int($0) } ?? 0
  }

  /// Steps a second over a time in which something is done again and again.
  func rate(over seconds: Int, _ meanwhile: () -> Void) throws -> Double {
    let clock = ContinuousClock()
    let (start, before) = (clock.now, try loggedSteps())
    while clock.now - start < .seconds(seconds) {
      meanwhile()
      usleep(10_000)
    }
    let steps = try loggedSteps() - before
    return Double(steps) / ((clock.now - start) / .seconds(1))
  }

  /// How many entries a folder of the process's own in `/proc` has when nothing is under way: a checkpoint that is being
  /// written has a file of its own.
  func count(_ folder: String) -> Int {
    (0..<20).reduce(.max) { least, _ in
      usleep(10_000)
      return min(least, names(inFolder: "/proc/\(process)/\(folder)").count)
    }
  }
}
