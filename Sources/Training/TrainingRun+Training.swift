extension TrainingRun {
  /// What has just happened.
  public enum Event {
    /// A step was made, at so many tokens a second, so many seconds after the start.
    case step(StepRecord, tokensPerSecond: Double, seconds: Double)
    /// The model was validated.
    case validation(Evaluation, step: Int, seconds: Double)
  }

  /// Trains until a stop condition holds, or until the observer says `false`; the model is validated at the end.
  ///
  /// - Throws: `notFinite` after five steps in a row that were skipped, and what the observer throws.
  public func train(observer: (Event) throws -> Bool) throws {
    let clock = ContinuousClock()
    let start = clock.now
    while stopReason(seconds: (clock.now - start).seconds) == nil {
      let before = clock.now
      let record = step()
      let now = clock.now
      let rate = Double(record.tokens) / (now - before).seconds
      var goesOn = try observer(.step(record, tokensPerSecond: rate, seconds: (now - start).seconds))
      if isStuck, let what = record.notFinite { throw TrainingError.notFinite(step: record.step, what: what) }
      let ends = !goesOn || stopReason(seconds: (clock.now - start).seconds) != nil
      if isValidationDue || ends, let evaluation = validate() {
        goesOn =
          try observer(.validation(evaluation, step: record.step, seconds: (clock.now - start).seconds)) && goesOn
      }
      if !goesOn { return }
    }
  }
}

extension Duration {
  /// The whole duration in seconds.
  public var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
