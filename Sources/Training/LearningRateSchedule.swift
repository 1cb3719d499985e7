private import Glibc

/// How the learning rate goes over a run: a linear warm-up, then a shape down to the end.
public struct LearningRateSchedule: Equatable, Sendable {
  /// What follows the warm-up.
  public enum Shape: String, CaseIterable, Sendable {
    /// Stays at its height.
    case constant
    /// Falls in a straight line to 0.
    case linear
    /// Falls along half a cosine to a tenth of its height.
    case cosine
  }

  /// Highest learning rate.
  public var peak: Double
  /// What follows the warm-up.
  public var shape: Shape
  /// Steps that the rate rises over.
  public var warmup: Int
  /// Steps of the whole run.
  public var steps: Int

  /// All of it.
  public init(peak: Double, shape: Shape, warmup: Int, steps: Int) {
    self.peak = peak
    self.shape = shape
    self.warmup = warmup
    self.steps = steps
  }

  /// The learning rate of a step, counted from 1.
  public func rate(at step: Int) -> Double {
    if step <= warmup { return peak * Double(step) / Double(max(warmup, 1)) }
    let progress = min(1, Double(step - warmup) / Double(max(steps - warmup, 1)))
    switch shape {
    case .constant: return peak
    case .linear: return peak * (1 - progress)
    case .cosine: return peak * (0.1 + 0.9 * (1 + cos(Double.pi * progress)) / 2)
    }
  }
}

extension Double {
  /// e to the power of this number.
  var exponential: Double { exp(self) }
}
