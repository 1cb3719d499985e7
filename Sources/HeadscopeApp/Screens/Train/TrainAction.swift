/// What a key of the Train screen asks for.
enum TrainAction: Hashable, Sendable {
  case page(TrainPage)
  /// Train, or wait.
  case playOrPause
  /// One step; on the page of one step, the next thing that happens in it.
  case step
  /// Tell what happened in the step before.
  case stepBack
  case nextPanel, previousPanel
  case move(Action.Direction)
  /// The chosen knob, by so many places.
  case turn(by: Int)
  /// Type the chosen knob's value.
  case typeValue
  /// Begin anew with the settings that need it.
  case restart
  /// Forget the settings that need a new start.
  case keepRun
  case presets
  case past(PastAction)
  case logarithmic
  case zoom(by: Int)
  case pan(by: Int)
  /// The crosshair goes to the newest step and away.
  case followRun
  case headsView
  case layer(by: Int)
  case sample
  case editProbe
  case save
  /// The list of runs that can be drawn beside this one.
  case beside
  /// What the runs differ in.
  case differences
  /// What to do with a run that stands in no file.
  case answer(saves: Bool)
}

extension TrainAction {
  /// Whether it is for a run that is made here: what is only watched can't be started, changed or kept.
  var needsRun: Bool {
    switch self {
    case .playOrPause, .step, .stepBack, .turn, .typeValue, .restart, .keepRun, .presets, .save, .answer, .page(.step),
      .page(.past), .past:
      true
    case .page, .nextPanel, .previousPanel, .move, .logarithmic, .zoom, .pan, .followRun, .headsView, .layer, .sample,
      .editProbe, .beside, .differences:
      false
    }
  }
}
