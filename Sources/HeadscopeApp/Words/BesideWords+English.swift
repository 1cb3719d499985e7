private import Wording

extension TrainWords.BesideWords {
  static let english = TrainWords.BesideWords(
    title: "Runs to compare with", isOn: "drawn", isOff: "off", elsewhere: "another folder or log…",
    about:
      "Enter draws a run's losses beside this one, with its heads on the same sentence (v), or takes them away; d lists "
      + "what the settings differ in.",
    fieldTitle: "Compare with", fieldHint: "a run's folder, or a log: JSON Lines, CSV, trainer_state.json",
    headsTitle: "Heads side by side", thisRun: "this run", noModel: "no saved model", noHeads: "no heads",
    moreHidden: { "+\($0) · b switches some off" }, differences: "What the settings differ in", setting: "setting",
    noDifferences: "The settings that are known are the same in all runs.",
    nothingBeside: "No run is drawn beside this one: b chooses some.",
    logHasNoWeights: "A log holds no weights, so there are no heads to see and nothing is written.",
    logHasNoSettings: "A log says nothing of the run's settings.",
    noWeightsYet: "No weights are saved yet: they come with the run's first checkpoint.",
    noTokenizer: "There is no tokenizer.json in the folder, which says how the model reads.",
    noGradients: "Neither log nor checkpoint hold gradients layer by layer.", watching: "◉ watching, read-only",
    onlyLookedAt: "◉ only looked at",
    readOnly: { name, isTrained in
      isTrained
        ? "Watching \(name), read-only: another process trains, and its settings can't be turned from here."
        : "Looking at \(name), read-only: nothing is trained here, so no setting can be turned."
    },
    skipped: { counted($0, "line") + " skipped" })
}

extension TrainWords {
  static let englishPhase: @Sendable (WatchPhase) -> String = { phase in
    switch phase {
    case .following: "◉ following"
    case .training: "◉ it trains"
    case .stopped: "◉ it has stopped"
    case .ended: "◉ it has ended"
    case .gone: "◉ it is gone"
    case .closed: "◉ the pipe has ended"
    }
  }

  static func englishBesideNote(_ note: TrainNote) -> String {
    switch note {
    case .isBeside(let name): "\(name) is drawn beside this run; d lists what differs."
    case .tooManyBeside(let most): "\(most) runs are drawn already: more can't be told apart."
    case .watches(let name): "Watching \(name), read-only."
    case .isWatched(let name, let isTrained):
      isTrained
        ? "Watching \(name), read-only: another process trains it."
        : "Looking at \(name), read-only: nothing trains here."
    case .nothingToExplore: "There are no weights to look at: so far only a log is known."
    case .watchedGoesOn(let step): "The run goes on after step \(grouped(step))."
    case .watchedStopped(let step): "No process trains it any more: it stands at step \(grouped(step))."
    case .watchedEnded(let step): "The run has ended: all \(grouped(step)) steps are done."
    case .watchedWentBack(let step): "The run went back to step \(grouped(step)) and goes on from there."
    case .watchedGone(let name): "\(name) is gone; what was read of it stays."
    case .watchedReturned(let name): "\(name) is there again."
    case .watchedClosed(let step): "Standard input has ended, at step \(grouped(step))."
    case .linesSkipped(let count, let line, let found):
      "\(counted(count, "line")) of the log can't be read and \(count == 1 ? "is" : "are") skipped; line \(grouped(line)): "
        + found
    default: ""
    }
  }
}
