/// What the steps of a run lost when they were made, so that it shows where one that is made again comes out otherwise: what it learns
/// from was changed then.
public struct LossRecord: Sendable {
  /// By step, the first at 0; NaN where nothing is known.
  private var losses: [Float] = []
  /// The most steps that are remembered, in four bytes each.
  private static let capacity = 10_000_000

  /// Nothing is known yet.
  public init() {}

  /// What a run's log says.
  public init(log path: String) throws(TrainingError) {
    for entry in try MetricLog.read(path: path) {
      if case .step(let line) = entry { note(line.loss, after: line.step) }
    }
  }

  /// Remembers what a step lost.
  public mutating func note(_ loss: Double, after step: Int) {
    guard (1...Self.capacity).contains(step) else { return }
    while losses.count < step { losses.append(.nan) }
    losses[step - 1] = Float(loss)
  }

  /// Whether a step loses something else now than it did then, as far as that is known.
  public func differs(_ loss: Double, after step: Int) -> Bool {
    guard losses.indices.contains(step - 1), losses[step - 1].isFinite, loss.isFinite else { return false }
    // A log has six digits.
    return abs(Double(losses[step - 1]) - loss) > 1e-5 * max(abs(loss), 1e-6)
  }
}
