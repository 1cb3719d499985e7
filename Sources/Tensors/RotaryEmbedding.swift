private import Glibc

/// Positions told by turning queries and keys: numbers i and i + E/2 of a head are turned by position · frequency(i).
///
/// - SeeAlso: Su et al. 2021, "RoFormer: Enhanced transformer with rotary position embedding".
public struct RotaryEmbedding: Equatable, Sendable {
  /// How the frequencies are changed for texts longer than those of the training.
  public enum Scaling: Equatable, Sendable {
    /// Not at all.
    case none
    /// All are divided by the factor.
    case linear(factor: Double)
    /// As Llama 3.1 does: slow ones are divided by the factor, fast ones stay, those between are mixed.
    ///
    /// Slow is what turns less than `lowFactor` times in the original context, fast what turns more than `highFactor` times.
    case llama3(factor: Double, lowFactor: Double, highFactor: Double, originalContext: Int)
  }

  /// θ: frequency(i) = θ^(−2·i/E) before scaling.
  public var base: Double
  /// What is done for longer texts.
  public var scaling: Scaling

  /// Frequencies of a base.
  public init(base: Double = 10_000, scaling: Scaling = .none) {
    self.base = base
    self.scaling = scaling
  }

  /// Angles a position, in radians: E/2 of them, rounded as the library does.
  public func frequencies(headWidth: Int) -> [Float] {
    (0..<headWidth / 2).map { index in
      let frequency = 1 / Float(pow(base, Double(Float(2 * index) / Float(headWidth))))
      return Float(scaled(frequency))
    }
  }

  private func scaled(_ frequency: Float) -> Float {
    switch scaling {
    case .none: return frequency
    case .linear(let factor): return frequency / Float(factor)
    case .llama3(let factor, let lowFactor, let highFactor, let context):
      let wavelength = 2 * Float.pi / frequency
      if wavelength > Float(Double(context) / lowFactor) { return frequency / Float(factor) }
      if wavelength < Float(Double(context) / highFactor) { return frequency }
      let share = (Float(context) / wavelength - Float(lowFactor)) / Float(highFactor - lowFactor)
      return (1 - share) * frequency / Float(factor) + share * frequency
    }
  }

  /// Cosines and sines, (positions, 2, E/2), as ``Rotation`` reads them, into place.
  func fill(_ angles: UnsafeMutablePointer<Float>, positions: Int, headWidth: Int) {
    let frequencies = frequencies(headWidth: headWidth)
    let half = headWidth / 2
    for position in 0..<positions {
      let row = angles + position * headWidth
      for (index, frequency) in frequencies.enumerated() {
        let angle = Float(position) * frequency
        (row[index], row[half + index]) = (cosf(angle), sinf(angle))
      }
    }
  }
}
