/// The pullback of `y = silu(gate)·linear`.
public struct SwiGLUBackward {
  /// The forward's gate, before SiLU.
  public var gate: UnsafePointer<Float>
  /// What the forward multiplied SiLU's result with.
  public var linear: UnsafePointer<Float>
  /// Gradient of the result.
  public var dy: UnsafePointer<Float>
  /// Output: gradient of the gate.
  public var dgate: UnsafeMutablePointer<Float>
  /// Output: gradient of `linear`; not `dgate`.
  public var dlinear: UnsafeMutablePointer<Float>
  /// How many numbers.
  public var count: Int

  /// All of it.
  public init(
    gate: UnsafePointer<Float>, linear: UnsafePointer<Float>, dy: UnsafePointer<Float>,
    dgate: UnsafeMutablePointer<Float>, dlinear: UnsafeMutablePointer<Float>, count: Int
  ) {
    self.gate = gate
    self.linear = linear
    self.dy = dy
    self.dgate = dgate
    self.dlinear = dlinear
    self.count = count
  }
}

/// Turning the two halves of each head's numbers, as rotary positions do: number i and number i + E/2 are a point that is
/// turned by the angle (position, i).
public struct Rotation {
  /// Input: `rows` rows, of which the first `heads` heads are turned, at `rowStride`.
  public var x: UnsafePointer<Float>
  /// Output at `rowStride`; may be `x`.
  public var y: UnsafeMutablePointer<Float>
  /// Cosines and sines, (positions, 2, E/2): row r of x is turned by the angles of position r.
  public var angles: UnsafePointer<Float>
  /// Number of rows.
  public var rows: Int
  /// Heads of a row that are turned.
  public var heads: Int
  /// Numbers in a head, E; even.
  public var headWidth: Int
  /// Distance between rows of x, and of y.
  public var rowStride: Int
  /// Whether it is turned back.
  public var isInverse: Bool

  /// All of it.
  public init(
    x: UnsafePointer<Float>, y: UnsafeMutablePointer<Float>, angles: UnsafePointer<Float>, rows: Int, heads: Int,
    headWidth: Int, rowStride: Int, isInverse: Bool = false
  ) {
    self.x = x
    self.y = y
    self.angles = angles
    self.rows = rows
    self.heads = heads
    self.headWidth = headWidth
    self.rowStride = rowStride
    self.isInverse = isInverse
  }
}
