/// An example of the Playground: a point of the plane and what it is.
public struct PlanePoint: Equatable, Sendable {
  /// Both coordinates reach so far from 0 in what is drawn.
  public static let reach: Float = 6

  /// Horizontal coordinate, x₁.
  public var x: Float
  /// Vertical coordinate, x₂.
  public var y: Float
  /// Its class, 1 or −1, or its value, mostly between −1 and 1.
  public var target: Float

  /// A point.
  public init(x: Float, y: Float, target: Float) {
    self.x = x
    self.y = y
    self.target = target
  }
}
