internal import Glibc

/// What a network of the Playground may be told of a point: its seven features, as TensorFlow Playground has them.
public enum PlaneFeature: String, CaseIterable, Hashable, Sendable {
  case x1
  case x2
  case x1Squared = "x1^2"
  case x2Squared = "x2^2"
  case product = "x1x2"
  case sineX1 = "sin(x1)"
  case sineX2 = "sin(x2)"

  /// Its value at a point.
  public func value(x: Float, y: Float) -> Float {
    switch self {
    case .x1: x
    case .x2: y
    case .x1Squared: x * x
    case .x2Squared: y * y
    case .product: x * y
    case .sineX1: sinf(x)
    case .sineX2: sinf(y)
    }
  }
}
