/// A short message of the Train screen, as facts.
enum TrainNote: Equatable, Sendable {
  case welcome
  /// Training can't go on.
  case hasEnded, hasFailed
  /// A number was not finite.
  case skipped(step: Int, what: String), isStuck(step: Int, what: String)
  case nothingToSave, isSaved(folder: String)
  case saved(folder: String, step: Int), notSaved(reason: String)
  case needsRestart
  /// A kind is chosen by turning, not by typing.
  case turnInstead
  case badValue(TrainControl, String)
  /// The run is from a folder.
  case isOpened
  /// It goes on; or it can't, and is there to be looked at.
  case goesOn(step: Int), onlyLookedAt(reason: String)
  /// A knob was turned to where the machine's memory ends.
  case outOfMemory(needed: Int, budget: Int)
  /// A disk refused something.
  case trouble(String)
  case opening(folder: String), notOpened(reason: String), noFolder
  case zoomFirst, noStepYet
  /// The page of the past.
  case pastEnds, stillMakingAgain, cantMakeAgain(step: Int), isOtherStep(step: Int), filmLength(seconds: Int),
    badForkName, forked(
      folder: String)
  /// It can't be opened, or nothing can be done in it.
  case nothingKept(budget: Int?, state: Int?), pastIsClosed, pastOnlyShows
  /// A knob on a page that doesn't show it.
  case knobsElsewhere
  /// Runs are drawn beside this one.
  case isBeside(name: String), tooManyBeside(Int)
  /// The run is another process's.
  case watches(name: String), isWatched(name: String, isTrained: Bool), nothingToExplore
  /// What has become of it.
  case watchedGoesOn(step: Int), watchedStopped(step: Int), watchedEnded(step: Int), watchedWentBack(step: Int)
  case watchedGone(name: String), watchedReturned(name: String), watchedClosed(step: Int)
  /// Lines of a log that can't be read.
  case linesSkipped(count: Int, line: Int, found: String)
}
