internal import HeadscopeApp
internal import Training

/// What a run has to tell and has not told yet.
struct PendingNews {
  /// Steps that wait for a screen that takes no report: all, or every so many of them (the log has them all).
  private var steps: [TimedStep] = []
  private var stride = 1
  private var last: TimedStep?
  var validations: [TimedValidation] = []
  var dissection: StepDissection?
  var facts: RunFacts?
  var saved: SaveOutcome?
  /// Where in the past the run is looked at, where that has changed.
  var past: PastMoment?
  var forked: String?
  var moments: [RoleMoment] = []
  var trouble: String?
  /// Whether there is something that shouldn't wait.
  var isUrgent = false
  var hasNews: Bool { isUrgent || last != nil || past != nil || !moments.isEmpty }
  /// The steps in their order, the last one among them.
  var allSteps: [TimedStep] { steps + (last.map { $0 == steps.last ? [] : [$0] } ?? []) }

  /// The most steps that wait.
  private static let capacity = 1_024

  mutating func add(_ step: TimedStep) {
    last = step
    guard step.record.step.isMultiple(of: stride) else { return }
    steps.append(step)
    guard steps.count > Self.capacity else { return }
    stride *= 2
    steps.removeAll { !$0.record.step.isMultiple(of: stride) }
  }
}
