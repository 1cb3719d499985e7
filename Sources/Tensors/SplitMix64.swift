private import Glibc

/// A small, fast, seeded generator: everything random in Headscope that is not keyed by a counter comes from one.
///
/// - SeeAlso: Steele, Lea & Flood 2014, "Fast splittable pseudorandom number generators"; constants of Vigna's version.
public struct SplitMix64: RandomNumberGenerator, Equatable, Sendable {
  /// The whole state: equal states give equal futures.
  public private(set) var state: UInt64

  /// A generator whose numbers hang on the seed alone.
  public init(seed: UInt64) { state = seed }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number in 0..<1, with 53 random bits.
  public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
}

extension SplitMix64 {
  /// A number of the standard normal distribution, by Box and Muller's transform.
  public mutating func normal() -> Double {
    let radius = (-2 * log(1 - unit())).squareRoot()
    return radius * cos(2 * .pi * unit())
  }
}
