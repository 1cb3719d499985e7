/// The pullback of an activation whose derivative its result tells.
public struct ActivationBackward {
  /// The forward's result.
  public var y: UnsafePointer<Float>
  /// Gradient of the result.
  public var dy: UnsafePointer<Float>
  /// Output: gradient of the input; may be `dy`.
  public var dx: UnsafeMutablePointer<Float>
  /// How many numbers.
  public var count: Int
  /// Whether `dx`'s old value is added.
  public var accumulates: Bool

  /// All of it.
  public init(
    y: UnsafePointer<Float>, dy: UnsafePointer<Float>, dx: UnsafeMutablePointer<Float>, count: Int,
    accumulates: Bool = false
  ) {
    self.y = y
    self.dy = dy
    self.dx = dx
    self.count = count
    self.accumulates = accumulates
  }
}
