public import Training

/// A curve made from a log, point by point.
extension TrainingHistory {
  /// Takes a point of a log in. Where its step was seen before, the log tells of a run that went back to a checkpoint: what it
  /// said of the steps from there on no longer holds.
  public mutating func append(_ point: LogPoint) {
    if point.loss != nil, let last, point.step < last.record.step { cut(to: point.step) }
    if let change = point.change { mark(change) }
    if let loss = point.loss, point.step > last?.record.step ?? -1 {
      let record = StepRecord(
        step: point.step, loss: loss, learningRate: point.learningRate ?? .nan,
        gradientNorm: point.gradientNorm ?? .nan,
        tokens: 0, notFinite: loss.isFinite ? nil : "loss")
      append([TimedStep(record, tokensPerSecond: point.tokensPerSecond ?? .nan, seconds: point.seconds ?? .nan)])
    }
    guard let loss = point.validationLoss else { return }
    let validation = TimedValidation(step: point.step, loss: loss, accuracy: point.validationAccuracy ?? .nan)
    if let last = validations.last, last.step >= point.step { cutValidations(to: point.step) }
    append([validation])
  }

  /// The last step of which anything is known.
  public var lastStep: Int { max(last?.record.step ?? 0, validations.last?.step ?? 0) }
  /// Whether nothing is known at all.
  public var isEmpty: Bool { last == nil && validations.isEmpty }
}
