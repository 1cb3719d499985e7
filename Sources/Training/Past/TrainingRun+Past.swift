extension TrainingRun {
  /// Goes to a state of its own past, or back from there to where it stood: from then on it makes the same steps, to the bit, as it
  /// did from that state.
  ///
  /// - Parameter state: Of this run, or of one that was forked from it.
  /// - Precondition: ``canTravel(to:)``.
  public func travel(to state: Checkpoint) {
    precondition(canTravel(to: state), "a state of another run")
    let settings = state.plan.preset.training
    if settings != trainer.settings { trainer.change(settings) }
    trainer.restore(
      parameters: state.parameters, step: state.progress.step, first: state.firstMoments,
      second: state.secondMoments, updates: state.progress.updates)
    take(plan: state.plan, progress: state.progress)
  }

  /// Whether a state can be one of this run's: files come from anywhere.
  public func canTravel(to state: Checkpoint) -> Bool {
    let (own, other) = (trainer.settings, state.plan.preset.training)
    return state.plan.preset.model == preset.model && other.length == own.length && other.seed == own.seed
      && other.shards == own.shards
  }

  /// Whether steps from one of its states up to another step would be the ones that were made: no setting was changed in between
  /// of which the state knows nothing.
  ///
  /// - Parameters:
  ///   - known: Changes that the state knows of.
  ///   - changes: All that were made.
  public static func leads(to step: Int, knowing known: [SettingChange], of changes: [SettingChange]) -> Bool {
    known.filter { $0.step < step } == changes.filter { $0.step < step }
  }
}
