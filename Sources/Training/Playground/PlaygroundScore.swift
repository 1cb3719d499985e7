public import Corpora

/// How well a network does on points.
public struct PlaygroundScore: Equatable, Sendable {
  /// How points of two classes are told apart; 1 is the positive class.
  public struct Confusion: Equatable, Sendable {
    /// Points of class 1 taken for such.
    public var truePositives = 0
    /// Points of class −1 taken for class 1.
    public var falsePositives = 0
    /// Points of class −1 taken for such.
    public var trueNegatives = 0
    /// Points of class 1 taken for class −1.
    public var falseNegatives = 0

    /// Counts.
    public init(truePositives: Int = 0, falsePositives: Int = 0, trueNegatives: Int = 0, falseNegatives: Int = 0) {
      self.truePositives = truePositives
      self.falsePositives = falsePositives
      self.trueNegatives = trueNegatives
      self.falseNegatives = falseNegatives
    }
  }

  /// How many points.
  public let points: Int
  /// Mean of `½(y − t)²`; 0 where there is no point.
  public let loss: Double
  /// Of a classification.
  public let confusion: Confusion?
  /// Of a regression, `1 − Σ(y − t)² / Σ(t − mean t)²`: 1 at best, 0 for the mean itself; nil where all targets are equal.
  public let rSquared: Double?

  /// Share of a classification's points whose output has the sign of their class; nil where there is no point.
  public var accuracy: Double? {
    guard let confusion, points > 0 else { return nil }
    return Double(confusion.truePositives + confusion.trueNegatives) / Double(points)
  }

  /// The score of outputs.
  public init(_ problem: PlaygroundSettings.Problem, outputs: [Float], points: [PlanePoint]) {
    precondition(outputs.count == points.count, "\(outputs.count) outputs for \(points.count) points")
    self.points = points.count
    let squares = zip(outputs, points).reduce(0) { sum, pair in
      let error = Double(pair.0) - Double(pair.1.target)
      return sum + error * error
    }
    loss = points.isEmpty ? 0 : squares / 2 / Double(points.count)
    switch problem {
    case .classification:
      confusion = zip(outputs, points).reduce(into: Confusion()) {
        $0.count(isPositive: $1.0 > 0, truly: $1.1.target > 0)
      }
      rSquared = nil
    case .regression:
      confusion = nil
      let mean = points.reduce(0) { $0 + Double($1.target) } / Double(max(1, points.count))
      let spread = points.reduce(0) { $0 + (Double($1.target) - mean) * (Double($1.target) - mean) }
      rSquared = spread > 0 ? 1 - squares / spread : nil
    }
  }
}

extension PlaygroundScore.Confusion {
  fileprivate mutating func count(isPositive: Bool, truly: Bool) {
    switch (isPositive, truly) {
    case (true, true): truePositives += 1
    case (true, false): falsePositives += 1
    case (false, false): trueNegatives += 1
    case (false, true): falseNegatives += 1
    }
  }
}
