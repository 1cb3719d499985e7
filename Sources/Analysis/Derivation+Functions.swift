private import Glibc
internal import Models
internal import Tensors

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

  /// cos φ and sin φ
  public static func cosineAndSine(of turn: Turn) -> (cosine: Double, sine: Double) {
    (cos(turn.angle), sin(turn.angle))
  }

  /// Of two numbers, turned by their angle, the one that is asked for.
  public static func turned(_ turn: Turn) -> Double {
    let ((cosine, sine), a, b) = (cosineAndSine(of: turn), Double(turn.a), Double(turn.b))
    return turn.isSecond ? b * cosine + a * sine : a * cosine - b * sine
  }

  /// What an activation function multiplies x with.
  static func gate(_ activation: Activation, _ x: Double) -> Double {
    switch activation {
    case .gelu(.exact): normalShare(below: x)
    case .gelu(.tanh): 0.5 * (1 + tanh(geluArgument(x)))
    case .relu: x > 0 ? 1 : 0
    case .swiGLU: 1 / (1 + power(-x))
    }
  }

  /// tanh u
  public static func tangent(_ u: Double) -> Double { tanh(u) }
}
