internal import Training

extension AppState {
  /// Which run the training thread has been asked for last.
  public var trainingRun: Int { train.run }

  /// Writes the curve as CSV.
  mutating func exportTraining() -> [Effect] {
    let points = train.history.points
    guard !points.isEmpty else {
      note = .train(.noStepYet)
      return []
    }
    var text = "step,steps,loss,smoothed_loss,learning_rate,gradient_norm,tokens_per_second,seconds\n"
    for point in points {
      text +=
        "\(point.step),\(point.count),\(point.loss),\(point.smoothed),\(point.learningRate),\(point.gradientNorm),"
        + "\(point.tokensPerSecond),\(point.seconds)\n"
    }
    return [.write(NewFile(stem: "headscope-training", suffix: "csv", contents: .text(text)))]
  }
}
