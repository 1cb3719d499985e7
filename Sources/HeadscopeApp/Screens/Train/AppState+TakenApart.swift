internal import Training

extension AppState {
  /// Tells what happens next in a step; behind the last thing comes the next step.
  mutating func tellOn() -> [Effect] {
    if train.taken.dissection != nil, !train.taken.isWaiting,
      let next = TrainState.TakenApart.Phase(rawValue: train.taken.phase.rawValue + 1)
    {
      train.taken.phase = next
      train.focus = next.panel
      return []
    }
    switch train.status {
    case .paused:
      guard !train.taken.isWaiting else { break }
      train.taken.isWaiting = true
      train.focus = .guess
      return [.train(.step(isDissected: true))]
    case .running, .validating:
      train.status = .paused
      return [.train(.pause)]
    case .preparing, .saving: note = .waiting
    case .finished: note = .train(.hasEnded)
    case .failed: note = .train(.hasFailed)
    }
    return []
  }

  mutating func tellBack() {
    guard train.page == .step, let before = TrainState.TakenApart.Phase(rawValue: train.taken.phase.rawValue - 1) else {
      return note = .listStart
    }
    train.taken.phase = before
    train.focus = before.panel
  }
}

extension TrainState.TakenApart.Phase {
  /// Where it is told.
  var panel: TrainPanel {
    switch self {
    case .forward: .guess
    case .loss: .distance
    case .backward: .blame
    case .update: .update
    }
  }
}
