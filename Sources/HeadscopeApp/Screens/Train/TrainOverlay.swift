internal import Training

/// What is typed on the Train screen.
struct TrainField: Equatable, Sendable {
  /// What the line is for.
  enum Purpose: Equatable, Sendable {
    case value(TrainControl)
    case probe
    /// The folder of a saved run.
    case folder
    /// The name of a run that branches off.
    case fork
    /// The folder or log of a run to be drawn beside this one.
    case beside
  }

  let purpose: Purpose
  var line: LineEditor
}

/// What has to be decided before something is lost.
struct TrainQuestion: Equatable, Sendable {
  /// What comes next, with the run saved or without.
  let next: Next

  /// What makes an end of a run.
  enum Next: Equatable, Sendable {
    /// Begin anew.
    case begin(TrainingPlan)
    /// Look at a saved run.
    case open(folder: String)
    /// Leave the program.
    case leave
  }
}
