internal import ArgumentParser
internal import CursesTerminal
internal import Files
private import Glibc
internal import HeadscopeApp
internal import Models
internal import TerminalCanvas
internal import Training
private import Wording

/// Runs that are looked at: watched while another process makes them, or drawn beside another.
struct Onlookers {
  /// Runs and logs that are drawn beside another; each that can't be read is an error.
  func overlaid(_ places: some Sequence<String>) throws -> [OverlaidRun] {
    try places.map { place in
      try reading(place) { progress in try OverlaidRun(reading: place, progress: { progress($0) }) }
    }
  }

  /// What is watched, read as far as it goes: a run's folder, a log, or for `-` standard input.
  ///
  /// - Parameter toEnd: Whether standard input is read until it ends, since nobody will see what comes later.
  func watcher(of place: String, toEnd: Bool) throws -> (watcher: RunWatcher, watched: WatchedRun) {
    let watcher =
      place == "-"
      ? RunWatcher(stream: try exchangedStandardInput(), name: "stdin") : try self.watcher(at: place)
    let first = try reading(watcher.name) { progress in try watcher.begin(toEnd: toEnd, progress: progress) }
    let run = watcher.folder
    return (
      watcher,
      WatchedRun(
        name: watcher.name, isBareLog: run == nil, hasSettings: run?.settings != nil, language: run?.language,
        settings: run?.settings?.listedBesides ?? [],
        first: first)
    )
  }

  private func watcher(at place: String) throws -> RunWatcher {
    // A pipe by name, as a shell's <(…) makes it.
    guard isDevice(place) else { return try RunWatcher(place: place) }
    // A pipe that nobody writes to yet is waited for, while Ctrl-C is heard.
    let descriptor = open(place, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw UserError("\(plain(place)): opening failed: \(String(cString: strerror(errno)))")
    }
    guard isatty(descriptor) == 0 else { throw UserError("\(plain(place)): is a terminal, and no log comes from one") }
    return RunWatcher(stream: descriptor, name: place)
  }

  /// Reads something while a line says how far it is and Ctrl-C ends it.
  private func reading<Result>(
    _ place: String, _ read: (_ progress: (Double?) -> Bool) throws -> Result?
  ) throws -> Result {
    var line = ReadingProgress(of: place, isSilent: false)
    let interrupt = Interrupt()
    defer { line.finish() }
    let result = try read { share in
      line.show(share)
      return interrupt.signal == nil
    }
    // Also what came after the last piece.
    if let signal = interrupt.end() { throw ExitCode(128 + signal) }
    guard let result else { throw ExitCode(128 + SIGINT) }
    return result
  }
}

extension TrainCommand {
  /// Whether the command asks for a run to be trained, and not only for others to be compared.
  var trains: Bool { resume != nil || !options.isEmpty || own.contains { $0.isGiven } }

  /// What belongs to a run that is made here.
  private var own: [(name: String, isGiven: Bool)] {
    [
      ("resume", resume != nil), ("from", from != nil), ("token-ids", tokenIDs != nil), ("corpus", corpus != nil),
      ("tokenizer", tokenizer != nil), ("vocabulary", vocabulary != nil), ("out", out != nil), ("log", log != nil),
      ("checkpoint-every", checkpointEvery != nil), ("precision", precision != nil), ("history", history != nil),
      ("headless", headless),
    ]
  }

  /// Shows a run that another process makes, or a log. Nothing is trained, written or locked.
  func look(at place: String, beside others: some Sequence<String>) throws {
    let reason = watch == nil ? "--compare alone only looks" : "--watch only looks"
    if let given = own.first(where: \.isGiven) { throw UserError("--\(given.name): can't be given here: \(reason)") }
    try options.refuseAll(but: "", because: reason)
    let onlookers = Onlookers()
    let overlaid = try onlookers.overlaid(others)
    let (watcher, watched) = try onlookers.watcher(of: place, toEnd: isatty(STDOUT_FILENO) == 0)
    let workshop = TrainingWorkshop.standard(kernels: try machineKernels(), crew: threads.crew(), keepsRuns: false)
    var setup = try workshop.setup(startsAtOnce: false)
    (setup.watched, setup.overlaid) = (watched, overlaid)
    let language = watched.language ?? setup.own.language
    let model = watched.first.model?.model ?? setup.own.preset.untrainedModel
    let terminal: Terminal
    do {
      terminal = try Terminal(isASCII: look.ascii)
    } catch {
      try film.refuse(because: "stdout is not a terminal")
      standardError("headscope: \(error)\n")
      return try print(setup, workshop)
    }
    try ScreenSession(look: look, film: film).run(
      on: terminal, Subject(name: watched.name, model: model, tokenizer: language.tokenizer), text: setup.own.probe,
      training: setup, workshop: workshop, watching: watcher)
  }

  /// The screen as text, where there is no terminal.
  private func print(_ setup: TrainingSetup, _ workshop: TrainingWorkshop) throws {
    let preset = setup.own.preset
    let named = NamedModel(
      name: preset.name, folder: "", model: preset.untrainedModel, tokenizer: workshop.tokenizer(for: preset))
    let stage = try Stage(
      named, text: setup.own.probe, settings: look.settings(), training: setup, width: 120, height: 40)
    try standardOutput(stage.canvas.plainText(isASCII: look.ascii) + "\n")
  }
}
