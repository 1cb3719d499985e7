extension TrainingHistory {
  private static let columns = [
    "step", "seconds", "loss", "smoothed_loss", "validation_loss", "learning_rate", "gradient_norm",
    "tokens_per_second", "steps",
  ]

  /// The curve as CSV: a row for each point, one for each validation where no point ends at its step.
  ///
  /// `steps` says how many neighbouring steps a row is the mean of, where there are more than are kept. A step that was
  /// skipped, as it was not finite, is no point of the curve.
  var csv: String {
    var text = Self.columns.joined(separator: ",") + "\r\n"
    var rest = validations[...]
    for point in points {
      while let early = rest.first, early.step < point.step {
        rest.removeFirst()
        text += Self.line(of: early)
      }
      var validation: TimedValidation?
      while let now = rest.first, now.step == point.step {
        rest.removeFirst()
        validation = now
      }
      text += Self.line(of: point, validation)
    }
    for late in rest { text += Self.line(of: late) }
    return text
  }

  private static func line(of point: Point, _ validation: TimedValidation?) -> String {
    line([
      .whole(point.step), .precise(point.seconds), .precise(point.loss), .precise(point.smoothed),
      validation.map { .precise($0.loss) } ?? .none, .precise(point.learningRate), .precise(point.gradientNorm),
      .precise(point.tokensPerSecond), .whole(point.count),
    ])
  }

  private static func line(of validation: TimedValidation) -> String {
    line(
      [.whole(validation.step), .none, .none, .none, .precise(validation.loss)]
        + Array(repeating: .none, count: columns.count - 5))
  }

  private static func line(_ cells: [DataTable.Cell]) -> String {
    cells.map(\.field).joined(separator: ",") + "\r\n"
  }
}

/// A run's curve as CSV, with every step, as the data key writes it for what the Train screen keeps.
public func curveCSV(steps: [TimedStep], validations: [TimedValidation]) -> String {
  var history = TrainingHistory(capacity: .max)
  history.append(steps)
  history.append(validations)
  return history.csv
}
