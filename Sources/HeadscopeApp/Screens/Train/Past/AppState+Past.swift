internal import TerminalCanvas
internal import Training

extension AppState {
  /// Opens the page of the past where the crosshair stands, or at the present.
  mutating func showPast() -> [Effect] {
    guard train.stepsDone > 0 else { return noting(.noStepYet) }
    guard !train.isOpened else { return noting(.pastIsClosed) }
    guard train.past == nil else { return [] }
    guard let kept = train.kept, kept.states > 0 else {
      return noting(.nothingKept(budget: train.kept?.budget, state: train.kept?.stateBytes))
    }
    // Runs beside this one may be longer.
    let step = train.chart.crosshair.map { min($0, train.stepsDone) }
    train.past = PastState(target: step ?? train.stepsDone, opensAtPresent: step == nil)
    return visit(step ?? train.stepsDone)
  }

  /// Says that only the present can be changed; true where the past is looked at.
  mutating func isInPast() -> Bool {
    guard train.past != nil else { return false }
    note = .train(.pastOnlyShows)
    return true
  }

  /// Back to where the run stands.
  mutating func leavePast() -> [Effect] {
    guard train.past != nil else { return [] }
    train.past = nil
    train.chart.crosshair = nil
    return [.train(.returnToPresent)]
  }

  /// What was ordered is done where the run stands, which the thread has gone back to.
  mutating func closePast() {
    (train.past, train.chart.crosshair) = (nil, nil)
    train.lastFocus[.past] = train.focus
    train.page = .dashboard
  }

  private mutating func noting(_ note: TrainNote) -> [Effect] {
    self.note = .train(note)
    return []
  }

  mutating func perform(onPast action: PastAction) -> [Effect] {
    guard let past = train.past else { return noting(.noStepYet) }
    switch action {
    case .step(let step): return stand(still: past.target + step)
    case .first: return stand(still: 0)
    case .last: return stand(still: train.stepsDone)
    case .play: return past.film.isOn ? stand(still: past.target) : play()
    case .turnAround:
      train.past?.film.isBackwards.toggle()
      return play()
    case .speed(let step):
      let speed = past.film.speed + step
      guard PastState.Film.lengths.indices.contains(speed) else {
        note = .knobEnd
        return []
      }
      train.past?.film.speed = speed
      note = .train(.filmLength(seconds: PastState.Film.lengths[speed]))
      return []
    case .fork:
      if past.film.isOn {
        let effects = stand(still: past.target)
        note = .train(.stillMakingAgain)
        return effects
      }
      guard let moment = past.moment, moment.target == past.target else { return noting(.stillMakingAgain) }
      guard !moment.isOther else { return noting(.isOtherStep(step: moment.target)) }
      guard moment.isExact else {
        return noting(moment.missing > 0 ? .stillMakingAgain : .cantMakeAgain(step: moment.target))
      }
      overlay = .field(TrainField(purpose: .fork, line: LineEditor("step-\(past.target)")))
      return []
    }
  }

  /// Shows exactly one step; a film stops there.
  mutating func stand(still step: Int) -> [Effect] {
    train.past?.film.isOn = false
    train.past?.opensAtPresent = false
    return visit(step)
  }

  private mutating func visit(_ step: Int, exactly: Bool = true) -> [Effect] {
    guard step >= 0, step <= train.stepsDone else { return noting(.pastEnds) }
    train.past?.target = step
    train.chart.crosshair = step
    // What is zoomed in on follows.
    if train.chart.zoom > 0, !chartSteps.contains(step) { train.chart.end = step + chartSteps.count / 2 }
    return [.train(.visit(step: step, exactly: exactly))]
  }

  /// Plays on, from the beginning where it stood at the end.
  private mutating func play() -> [Effect] {
    guard var past = train.past else { return [] }
    if !past.film.isBackwards, past.target >= train.stepsDone { past.target = 0 }
    if past.film.isBackwards, past.target <= 0 { past.target = train.stepsDone }
    past.film.isOn = true
    past.film.ticket += 1
    train.past = past
    return visit(past.target, exactly: false) + [.wake(after: PastState.Film.pause, ticket: past.film.ticket)]
  }

  /// The next frame of the film is due.
  mutating func playOn(_ ticket: Int) -> [Effect] {
    guard screen == .train, var past = train.past, past.film.isOn, ticket == past.film.ticket else { return [] }
    past.film.ticket += 1
    train.past = past
    let alarm = Effect.wake(after: PastState.Film.pause, ticket: past.film.ticket)
    guard overlay == nil else { return [alarm] }
    let stride = max(1, train.stepsDone * PastState.Film.pause / (past.film.seconds * 1_000))
    let next = past.target + (past.film.isBackwards ? -stride : stride)
    // At either end it stands still, exactly.
    guard next > 0, next < train.stepsDone else { return stand(still: min(max(next, 0), train.stepsDone)) }
    return visit(next, exactly: false) + [alarm]
  }

  /// Takes in what the thread shows of the past; a step that nobody wants any more may still be on its way.
  mutating func take(_ moment: PastMoment) {
    // A step that somebody stands still at is worth a sample.
    if moment.isExact, train.past?.target == moment.target, train.past?.moment != moment, train.past?.film.isOn == false
    {
      train.samples.isWanted = true
    }
    train.past?.moment = moment
  }

  /// Goes on to the present where the run had gone further by the time that its past was opened.
  mutating func followPresent() -> [Effect] {
    guard let past = train.past, past.opensAtPresent else { return [] }
    train.past?.opensAtPresent = false
    return past.target < train.stepsDone ? visit(train.stepsDone) : []
  }

  /// Makes a run of its own of the step in sight.
  mutating func fork(_ name: String) -> [Effect] {
    let isName =
      !name.isEmpty && name.utf8.count <= 40 && name.first != "." && name.first != "-"
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
          true
        default: false
        }
      }
    guard isName else { return noting(.badForkName) }
    overlay = nil
    return [.train(.fork(name: name))]
  }
}

extension Effect {
  /// Whether it makes the training thread go back to where the run stands.
  var leavesPast: Bool {
    guard case .train(let order) = self else { return false }
    switch order {
    case .visit, .fork, .returnToPresent: return false
    case .begin, .resume, .play, .pause, .step, .change, .save, .discard: return true
    }
  }
}
