internal import Models
internal import TerminalCanvas
internal import Training

/// The runs that are drawn beside the one on the screen.
struct BesideState: Sendable {
  /// In the order in which they came; each keeps its letter and its colour.
  private(set) var runs: [OverlaidRun] = []
  /// The places of those that are switched off.
  private(set) var hidden: Set<String> = []
  /// What each run's model makes of the probe, by its place.
  var readings: [String: TrainState.ProbeState.Reading] = [:]
  /// Of the question under way.
  var generation = 0

  /// More letters than curves that can be told apart.
  static let capacity = 8

  /// A run with what it is drawn with.
  struct Shown: Sendable {
    let run: OverlaidRun
    let index: Int
    /// Its letter on the curve, in the legend and over its heads: a mark that needs no colour.
    var letter: String { BesideState.letter(index) }
    /// Its curve beside a run: a branch of the same trunk begins where it branches off, since it is the same run up to there.
    func curve(beside folder: String?) -> TrainingHistory {
      guard let step = run.forkStep, let folder, RunFiles.trunk(of: folder) == RunFiles.trunk(of: run.place) else {
        return run.curve
      }
      return run.curve.beginning(after: step)
    }
    func color(_ theme: Theme) -> Color { BesideState.color(index, theme) }
  }

  /// Those that are switched on.
  var shown: [Shown] {
    runs.enumerated().filter { !hidden.contains($0.element.place) }.map { Shown(run: $0.element, index: $0.offset) }
  }

  /// The last step of those that are switched on.
  var lastStep: Int { shown.reduce(0) { max($0, $1.run.curve.lastStep) } }

  func isShown(_ place: String) -> Bool { !hidden.contains(place) && runs.contains { $0.place == place } }

  /// Takes a run in, in place of an older state of the same one; false where there are too many.
  mutating func add(_ run: OverlaidRun) -> Bool {
    hidden.remove(run.place)
    readings[run.place] = nil
    if let index = runs.firstIndex(where: { $0.place == run.place }) {
      runs[index] = run
      return true
    }
    guard runs.count < Self.capacity else { return false }
    runs.append(run)
    return true
  }

  /// Takes news of a run in; false where there is no such run.
  mutating func take(_ news: BesideNews) -> Bool {
    guard let index = runs.firstIndex(where: { $0.place == news.place }) else { return false }
    runs[index].curve = news.curve
    if let model = news.model { runs[index].model = model }
    return true
  }

  /// Takes a run away: it is the one on the screen now.
  mutating func remove(_ place: String) {
    runs.removeAll { $0.place == place }
    hidden.remove(place)
    readings[place] = nil
  }

  /// Switches a run on or off.
  mutating func toggle(_ place: String) {
    if hidden.remove(place) == nil { hidden.insert(place) }
  }

  static func letter(_ index: Int) -> String {
    String(UnicodeScalar(UInt8(ascii: "A") + UInt8(min(max(index, 0), 25))))
  }

  /// The first two colours are this run's.
  static func color(_ index: Int, _ theme: Theme) -> Color {
    theme.series[2 + index % max(1, theme.series.count - 2)]
  }
}

extension TrainState {
  /// What is watched, where another process makes the run or a log is read.
  struct Watch: Sendable {
    /// Untrusted.
    let name: String
    /// No settings and no weights are known.
    let isBareLog: Bool
    /// Whether its settings are known.
    let hasSettings: Bool
    /// Whether it is known how the model reads.
    let hasLanguage: Bool
    var phase: WatchPhase
    /// Lines of the log that can't be read.
    var skippedLines = 0
    var firstFault: LogReader.Fault?
  }

  /// The last step that the chart has to show.
  var lastStep: Int { max(stepsDone, beside.lastStep) }
  /// Whether nothing but a log is known of the run.
  var isBareLog: Bool { watch?.isBareLog ?? false }
  /// Steps that are to be made; nil where a log says nothing of that.
  var plannedSteps: Int? { hasSettings ? plan.preset.training.schedule.steps : nil }
  /// The run's name for the title: its preset's, and of a branch its own as well.
  var name: String {
    guard let folder = facts?.folder, RunFiles.trunk(of: folder) != folder else { return plan.preset.name }
    return plan.preset.name + "/" + (folder.split(separator: "/").last.map(String.init) ?? "")
  }
  /// Whether more is known of the run than a log, and maybe weights, tell.
  var hasSettings: Bool { watch?.hasSettings ?? true }
  /// Every setting that is known of the run.
  var settings: [RunSetting] { hasSettings ? plan.listed + besides : [] }
}
