extension TrainingRun {
  /// What has just happened.
  public enum Event {
    /// A step was made, at so many tokens a second, so many seconds after the start.
    case step(StepRecord, tokensPerSecond: Double, seconds: Double)
    /// The model was validated.
    case validation(Evaluation, step: Int, seconds: Double)
    /// Everything that belongs to a step is done: the run could be saved now.
    case settled(step: Int, seconds: Double)
  }

  /// Trains until a stop condition holds, where the model is validated once more, or until the observer says `false`.
  ///
  /// - Parameter before: Seconds that the run has trained before, in another process.
  /// - Throws: `lostWeights` where a step was skipped because weights are no numbers any more, `notFinite` after five
  ///   steps in a row that were skipped, and what the observer throws.
  public func train(before: Double = 0, observer: (Event) throws -> Bool) throws {
    let clock = ContinuousClock()
    let start = clock.now
    func seconds() -> Double { before + (clock.now - start).seconds }
    while stopReason(seconds: seconds()) == nil {
      let begun = clock.now
      let record = try step()
      let rate = Double(record.tokens) / (clock.now - begun).seconds
      let isWanted = try observer(.step(record, tokensPerSecond: rate, seconds: seconds()))
      if let lostWeights { throw TrainingError.lostWeights(step: record.step, tensor: lostWeights) }
      if isStuck, let what = record.notFinite { throw TrainingError.notFinite(step: record.step, what: what) }
      if isValidationDue || stopReason(seconds: seconds()) != nil, let evaluation = validate() {
        _ = try observer(.validation(evaluation, step: record.step, seconds: seconds()))
      }
      guard try observer(.settled(step: record.step, seconds: seconds())), isWanted else { return }
    }
  }
}

extension Duration {
  /// The whole duration in seconds.
  public var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
