internal import TerminalCanvas

extension AppState {
  /// Takes a message in and says what work it calls for.
  public mutating func update(_ message: Message) -> [Effect] {
    let effects = handle(message) + readOn() + rankOn() + explore.lookOn() + explore.keepOn()
    if train.past != nil, effects.contains(where: \.leavesPast) { closePast() }
    explore.refreshLedger(subject.model)
    explore.refreshStep()
    explore.refreshLayers()
    return effects
  }

  private mutating func handle(_ message: Message) -> [Effect] {
    switch message {
    case .woke(let ticket): return screen == .train ? playOn(ticket) : wake(ticket)
    case .lensRead(let lens, let generation):
      explore.logitLens.take(lens, generation: generation)
      return []
    case .lensed(let lensed, let norms, let generation):
      explore.take(lensed, norms: norms, generation: generation)
      return []
    case .traced(let trace, let intact, let generation):
      explore.take(trace, intact: intact, generation: generation, subject)
      return continueRun()
    case .ranking(let done, let generation):
      if generation == explore.ranking.generation, explore.ranking.progress != nil { explore.ranking.progress = done }
      return []
    case .ranked(let ranking, let ids, let generation):
      take(ranking, ids: ids, generation: generation)
      return []
    case .training(let report): return take(report)
    case .runsFound(let runs):
      train.savedRuns = runs
      return []
    case .opened(let run): return open(run)
    case .notOpened(let reason):
      note = .train(.notOpened(reason: reason))
      return []
    case .probed(let probe): return take(probe)
    case .probedBeside(let answer):
      take(answer)
      return []
    case .overlaid(let run): return overlay(run)
    case .besideNews(let news): return take(news)
    case .watched(let report): return take(report)
    case .playground(let report): return take(report)
    case .wrote(let outcome):
      report(outcome)
      return []
    case .recording(let news):
      take(news)
      return []
    case .settingsNotSaved(let reason):
      note = .frame(.notRemembered(reason: reason))
      return []
    case .input(.resize(let width, let height)):
      (self.width, self.height) = (max(0, width), max(0, height))
      return []
    case .input(.focus): return []
    case .input(.key(let key)):
      note = nil
      return press(key)
    case .input(.paste(let paste)):
      note = nil
      return self.paste(paste)
    case .input(.mouse(let mouse)): return use(mouse)
    }
  }

  mutating func press(_ key: Key) -> [Effect] {
    if let action = Keymap.action(for: key, in: mode) { return perform(action) }
    if let scalar = key.typed {
      if mode == .editing { return type(scalar) }
      if isTypingInOverlay { return editOverlay { $0.insert([scalar]) } }
    }
    note = .unknownKey(Keymap.cap(key))
    return []
  }

  mutating func perform(_ action: Action) -> [Effect] {
    switch action {
    case .quit: return quit()
    case .suspend: return [.suspend]
    case .help: overlay = .help(scroll: 0)
    case .closeHelp: overlay = nil
    case .exploreScreen: return showExplore()
    case .trainScreen: return leavePlayground() + showTrain()
    case .playgroundScreen: return showPlayground()
    case .playground(let action): return perform(onPlayground: action)
    case .train(let action): return perform(onTrain: action)
    case .scroll(let rows): scrollHelp(rows)
    case .frame(let action): return perform(action)
    case .cursor(let motion) where isTypingInOverlay:
      return editOverlay { line in
        _ = line.move(motion)
        return 0
      }
    case .delete(let motion) where isTypingInOverlay:
      return editOverlay { line in
        _ = line.delete(motion)
        return 0
      }
    default: return perform(onExplore: action)
    }
    return []
  }

  /// Leaves, unless a run would be lost: then it asks, and a second time it leaves.
  private mutating func quit() -> [Effect] {
    guard train.isUnsaved, overlay != .question(TrainQuestion(next: .leave)) else { return [.quit] }
    overlay = .question(TrainQuestion(next: .leave))
    return []
  }

  /// Shows what a run has learnt so far; on Explore already, the model that the program was started with.
  private mutating func showExplore() -> [Effect] {
    if screen == .playground {
      screen = .explore
      return leavePlayground()
    }
    if screen == .train {
      guard train.watch == nil || train.model != nil else {
        note = .train(.nothingToExplore)
        return []
      }
      return exploreRun()
    }
    guard subject.model != home.model else {
      note = .alreadyOn(words.explore)
      return []
    }
    return lookAt(home)
  }

  mutating func scrollHelp(_ rows: Int) {
    if case .differences(let scroll) = overlay {
      let limit = DifferencesView(self).scrollLimit
      return overlay = .differences(scroll: min(max(0, scroll + rows), limit))
    }
    if case .info(let scroll) = overlay {
      let limit = InfoOverlay(self).scrollLimit(width: width, height: height)
      return overlay = .info(scroll: min(max(0, scroll + rows), limit))
    }
    guard case .help(let scroll) = overlay else { return }
    let limit = HelpOverlay(words, on: modelInSight).scrollLimit(width: width, height: height)
    overlay = .help(scroll: min(max(0, scroll + rows), limit))
  }
}
