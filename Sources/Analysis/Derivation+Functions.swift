private import Glibc

extension Derivation {
  /// e^x
  public static func power(_ x: Double) -> Double { exp(x) }

  /// u = √(2/π)·(x + 0.044715·x³)
  ///
  /// - SeeAlso: Hendrycks & Gimpel 2016, the tanh form that GPT-2 uses.
  public static func geluArgument(_ x: Double) -> Double { 0.797_884_560_802_865_4 * (x + 0.044715 * x * x * x) }

  /// ½·x·(1 + tanh u)
  public static func gelu(_ x: Double) -> Double { 0.5 * x * (1 + tanh(geluArgument(x))) }

  /// Φ(x), the share of a normal distribution below x: ½·(1 + erf(x/√2)).
  public static func normalShare(below x: Double) -> Double { 0.5 * erfc(-x * 0.5.squareRoot()) }

  /// tanh u
  public static func tangent(_ u: Double) -> Double { tanh(u) }
}
