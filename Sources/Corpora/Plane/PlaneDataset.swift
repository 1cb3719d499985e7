/// What the points of the Playground are drawn from: TensorFlow Playground's six data sets.
public enum PlaneDataset: String, CaseIterable, Sendable {
  case circle
  case exclusiveOr = "xor"
  case gaussian
  case spiral
  case plane
  case multiGaussian = "multi-gaussian"

  /// Whether its points belong to two classes; else they have values.
  public var hasClasses: Bool { self != .plane && self != .multiGaussian }

  /// Points that are drawn: 500 of two classes, 1,200 with values.
  public var pointCount: Int { hasClasses ? 500 : 1_200 }
}
