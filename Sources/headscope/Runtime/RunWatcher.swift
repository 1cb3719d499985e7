internal import Files
private import Glibc
internal import HeadscopeApp
internal import Models
internal import Tensors
internal import Training
private import Wording

/// Looks again and again at a run that another process makes, or at a log of any tool, and says what is new.
///
/// It writes nothing and takes no lock. What it keeps is the thinned curve, so a log may have any length.
final class RunWatcher {
  /// What is looked at.
  private enum Source {
    case log(LogFollower, RunInFolder?)
    /// Bytes as they come.
    case stream(Int32, LogReader)
  }

  /// How it is called on the screen.
  let name: String
  private var source: Source
  private var curve = TrainingHistory()
  private var phase = WatchPhase.following
  /// Whether the curve is that of a log that is no longer there.
  private var isStale = false
  private var mark: RunInFolder.Mark?
  private var identity: RunInFolder.Identity?
  private var plan: TrainingPlan?
  private var hasReported = false

  /// Pieces of a log that are read before somebody hears of them.
  private static let mostPieces = 16
  /// How long bytes of a stream are waited for.
  static let patience: Int32 = 250

  /// A run in a folder, or a log in a file.
  init(place: String) throws {
    let place = RunInFolder.tidied(place)
    name = place
    guard isFolder(place) else {
      source = .log(LogFollower(path: place), nil)
      return
    }
    let run = try RunInFolder(place)
    identity = RunInFolder.Identity(folder: place)
    (source, plan) = (.log(LogFollower(path: run.log), run), run.settings?.plan)
  }

  /// A log that comes through a pipe.
  init(stream descriptor: Int32, name: String) {
    (self.name, source) = (name, .stream(descriptor, LogReader()))
  }

  /// The run's folder; nil where nothing but a log is known.
  var folder: RunInFolder? { if case .log(_, let run) = source { run } else { nil } }
  /// Whether bytes are waited for by looking, so that nobody needs to wait between two looks.
  var isStream: Bool { if case .stream = source { true } else { false } }
  /// Whether a stream has come to its end.
  var isClosed: Bool { phase == .closed }
  /// Whether there is more to be read at once.
  private(set) var hasMore = false

  private var reader: LogReader {
    switch source {
    case .log(let follower, _): follower.reader
    case .stream(_, let reader): reader
    }
  }

  /// Reads all that is there; of a stream, until something can be used. What can't be used at all is an error.
  ///
  /// - Parameters:
  ///   - toEnd: Whether a stream is read until it ends.
  ///   - progress: Called with how much is read, from 0 to 1, or nil where that isn't known; nil is returned where it
  ///     returns false.
  func begin(toEnd: Bool = false, progress: (Double?) -> Bool = { _ in true }) throws -> WatchReport? {
    if folder == nil, !isStream, FileStamp(path: name) == nil { throw FileError.missing(path: name) }
    var goesOn = true
    repeat {
      _ = try read { share in
        goesOn = progress(share)
        return goesOn
      }
      if isStream, goesOn { goesOn = progress(nil) }
      guard goesOn else { return nil }
      if reader.isHopeless { throw CurveFile.unusable(name, reader) }
    } while isStream ? !isClosed && (toEnd || reader.points == 0) : hasMore
    // A log of which nothing stands there yet has just begun.
    let isBegun = reader.points > 0 || !isStream && reader.hasJustBegun
    guard isBegun || folder != nil && reader.skipped == 0 else { throw CurveFile.unusable(name, reader) }
    return look() ?? report()
  }

  /// Reads on and returns what is known now, or nil where nothing is new.
  func look() -> WatchReport? {
    var trouble: String?
    var isNew = !hasReported
    let before = phase
    var replaced: ReplacedRun?
    do { replaced = try changedRun() } catch { trouble = told("\(error)") }
    if replaced != nil { isNew = true }
    do { if try read(progress: { _ in true }) { isNew = true } } catch { trouble = told("\(error)") }
    phase = currentPhase
    var report = report()
    report.replaced = replaced
    if let run = folder, run.mark != mark {
      mark = run.mark
      do {
        if let newest = try run.newest(lastStep: curve.lastStep) {
          report.model = newest.model
          report.histograms = TrainingHistograms(
            parameters: newest.model.model.parameters.withUnsafePointer { start in
              Histogram(
                of: UnsafeBufferPointer(start: start, count: newest.model.model.parameters.layout.count), bins: 41)
            }, gradients: nil)
          plan = newest.plan ?? plan
          report.plan = plan
          isNew = true
        }
      } catch { trouble = told("\(error)") }
    }
    report.trouble = trouble
    guard isNew || phase != before || trouble != nil else { return nil }
    hasReported = true
    return report
  }

  /// Turns to the run that stands in the folder now, where that is another one than before or its tokenizer has come.
  private func changedRun() throws -> ReplacedRun? {
    guard let run = folder else { return nil }
    let now = RunInFolder.Identity(folder: run.folder)
    // What is gone stays in sight until something else is there.
    guard now != identity, now.settings != nil || identity?.settings == nil else { return nil }
    identity = now
    let other = try RunInFolder(run.folder)
    if other.settings != run.settings {
      (source, plan, curve) = (.log(LogFollower(path: other.log), other), other.settings?.plan, TrainingHistory())
      isStale = false
    } else if case .log(let follower, _) = source {
      source = .log(follower, other)
    }
    mark = nil
    return ReplacedRun(
      hasSettings: other.settings != nil, language: other.language, settings: other.settings?.listedBesides ?? [])
  }

  /// What was told last and holds still: it is said once.
  private var lastTrouble = ""

  private func told(_ line: String) -> String? {
    defer { lastTrouble = line }
    return line == lastTrouble ? nil : line
  }

  private func report() -> WatchReport {
    var report = WatchReport(curve: curve, phase: phase, residentBytes: residentMemory())
    (report.skippedLines, report.firstFault, report.plan) = (reader.skipped, reader.firstFault, plan)
    report.facts = folder.map { RunFacts(folder: $0.folder, entropy: .nan) }
    return report
  }

  private var currentPhase: WatchPhase {
    guard let run = folder else { return phase }
    guard isFolder(run.folder) else { return .gone }
    guard run.settings != nil, let isHeld = FolderLock.isHeld(inFolder: run.folder) else { return .following }
    if isHeld { return .training }
    return curve.lastStep >= plan?.stopsWhen.steps ?? .max ? .ended : .stopped
  }

  /// Reads some pieces; whether there were any.
  private func read(progress: (Double?) -> Bool) throws -> Bool {
    switch source {
    case .stream(let descriptor, var reader):
      source = .stream(-1, LogReader())
      defer { source = .stream(descriptor, reader) }
      return phase == .closed ? false : readStream(descriptor, &reader)
    case .log(var follower, let run):
      source = .log(LogFollower(path: ""), nil)
      defer { source = .log(follower, run) }
      return try readLog(&follower, run, progress: progress)
    }
  }

  private func readLog(
    _ follower: inout LogFollower, _ run: RunInFolder?, progress: (Double?) -> Bool
  ) throws -> Bool {
    var isNew = false
    hasMore = false
    for _ in 0..<Self.mostPieces {
      if isStale, FileStamp(path: follower.path) != nil { (curve, isStale) = (TrainingHistory(), false) }
      switch try follower.read({ curve.append($0) }) {
      case .more(let share):
        isNew = true
        if run == nil { phase = .following }
        if !progress(share) { return isNew }
      case .anew: (curve, isNew) = (TrainingHistory(), true)
      case .nothing:
        if run == nil { phase = .following }
        return isNew
      case .gone:
        isStale = true
        if run == nil { phase = .gone }
        return isNew
      }
    }
    hasMore = true
    return isNew
  }

  private func readStream(_ descriptor: Int32, _ reader: inout LogReader) -> Bool {
    var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&ready, 1, Self.patience) > 0 else { return false }
    var bytes = [UInt8](repeating: 0, count: 1 << 18)
    let count = Glibc.read(descriptor, &bytes, bytes.count)
    if count < 0, errno == EINTR || errno == EAGAIN { return false }
    guard count > 0 else {
      reader.finish { curve.append($0) }
      phase = .closed
      return true
    }
    reader.take(Array(bytes[..<count])) { curve.append($0) }
    return true
  }
}
