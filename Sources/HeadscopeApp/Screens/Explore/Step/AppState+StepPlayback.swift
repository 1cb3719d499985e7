internal import Analysis
internal import Models

extension AppState {
  /// Plays from here to the end, or pauses; at the end, from the beginning.
  mutating func togglePlay() -> [Effect] {
    guard !explore.step.playback.isOn else {
      explore.step.playback.isOn = false
      note = .step(.paused)
      return []
    }
    guard explore.reading != nil else {
      note = explore.isWaiting ? .waiting : .emptySentence
      return []
    }
    if isAtLastStep { go(toStep: 0) }
    explore.step.playback.isOn = true
    note = .step(.playing)
    return alarm()
  }

  mutating func changeSpeed(by step: Int) -> [Effect] {
    let speed = explore.step.playback.speed + step
    guard speed >= 0 else {
      note = .step(.slowest)
      return []
    }
    guard speed < StepState.Playback.pauses.count else {
      note = .step(.fastest)
      return []
    }
    explore.step.playback.speed = speed
    note = .step(.speed(explore.step.playback.rate))
    return explore.step.playback.isOn ? alarm() : []
  }

  /// The time of a step has passed. Under the help the pass stands still.
  mutating func wake(_ ticket: Int) -> [Effect] {
    guard explore.step.playback.isOn, ticket == explore.step.playback.ticket else { return [] }
    // Somebody may have gone to the last step by hand meanwhile.
    if overlay == nil, !isAtLastStep {
      note = nil
      go(toStep: explore.currentStep.index(in: subject.model.configuration) + 1)
    }
    guard !isAtLastStep else {
      explore.step.playback.isOn = false
      return []
    }
    return alarm()
  }

  private var isAtLastStep: Bool {
    explore.currentStep.index(in: subject.model.configuration) == subject.model.configuration.stepCount - 1
  }

  private mutating func alarm() -> [Effect] {
    explore.step.playback.ticket += 1
    return [.wake(after: explore.step.playback.pause, ticket: explore.step.playback.ticket)]
  }
}

extension StepState.Playback {
  /// Steps in a second, as it is shown.
  var rate: String { pause > 1000 ? "1/\(pause / 1000)" : "\(1000 / pause)" }
}
