/// What is typed on the Train screen.
struct TrainField: Equatable, Sendable {
  /// What the line is for.
  enum Purpose: Equatable, Sendable {
    case value(TrainControl)
    case probe
  }

  let purpose: Purpose
  var line: LineEditor
}

/// What has to be decided before something is lost.
enum TrainQuestion: Equatable, Sendable {
  /// Begin anew although the run isn't saved.
  case restart(TrainingPlan)
  /// Leave the program although the run isn't saved.
  case leave
}
