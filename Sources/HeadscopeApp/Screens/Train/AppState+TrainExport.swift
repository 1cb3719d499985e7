extension AppState {
  /// Which run the training thread has been asked for last.
  public var trainingRun: Int { train.run }

  /// Writes the curve as CSV.
  mutating func exportTraining() -> [Effect] {
    guard !train.history.points.isEmpty else {
      note = .train(.noStepYet)
      return []
    }
    return [.write(NewFile(stem: "headscope-training", suffix: "csv", contents: .text(train.history.csv)))]
  }
}
