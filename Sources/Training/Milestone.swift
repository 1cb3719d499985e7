internal import StrictJSON
internal import Wording

/// The first validation at which a measure reached a value: when a run found out something.
public struct Milestone: Equatable, Sendable {
  /// What is measured.
  public enum Measure: String, CaseIterable, Sendable {
    /// Share of right answers among all that the run learns from.
    case trainingAccuracy = "training_accuracy"
    /// Share of right answers among those kept back.
    case validationAccuracy = "validation_accuracy"
    /// The best head's induction score.
    case inductionScore = "induction_score"
  }

  /// What is measured.
  public var measure: Measure
  /// What it reached.
  public var level: Double
  /// Steps that were done.
  public var step: Int

  /// The levels worth noting: nearly all right, and for induction where it sets in and where it stands.
  static let levels: [(Measure, Double)] = [
    (.trainingAccuracy, 0.99), (.validationAccuracy, 0.99), (.inductionScore, 0.1), (.inductionScore, 0.5),
  ]

  /// `validation accuracy 0.99 at step 2,400`
  public var summary: String {
    "\(measure.rawValue.split(separator: "_").joined(separator: " ")) \(level) at step \(grouped(step))"
  }
}

extension Milestone {
  static var fields: [JSONField<Milestone>] {
    [
      .kind("measure", \.measure), .number("level", \.level, 0...1),
      .whole("step", \.step, 0...SettingRange.steps.upperBound),
    ]
  }
}
