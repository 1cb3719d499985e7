/// `C (rows × columns) = A (rows × depth) · B (depth × columns)`, A and B read by strides, so that either may stand
/// transposed in memory.
public struct Matmul {
  /// Rows of A and C.
  public var rows: Int
  /// Columns of B and C.
  public var columns: Int
  /// Columns of A, rows of B. With 0 the product is 0.
  public var depth: Int
  /// A: element (i, k) stands at `i·aRowStride + k·aColumnStride`.
  public var a: UnsafePointer<Float>
  /// Distance between rows of A.
  public var aRowStride: Int
  /// Distance between columns of A.
  public var aColumnStride: Int
  /// B: element (k, j) stands at `k·bRowStride + j·bColumnStride`; one of the two strides is 1.
  public var b: UnsafePointer<Float>
  /// Distance between rows of B.
  public var bRowStride: Int
  /// Distance between columns of B.
  public var bColumnStride: Int
  /// C, its columns side by side.
  public var c: UnsafeMutablePointer<Float>
  /// Distance between rows of C.
  public var cRowStride: Int
  /// A number a column, added to every row, or nil.
  public var bias: UnsafePointer<Float>?
  /// Whether C's old value is added.
  public var accumulates: Bool
  /// B's numbers, at the same strides, where they have 16 bits: then ``b`` is not read. They become singles on their way into
  /// registers, so the product is, to the bit, that of a B of singles.
  public var halfB: HalfMatrix?
  /// B's panels as ``KernelSet/pack`` made them of the same B, or nil.
  public var packedB: UnsafePointer<Float>?
  /// What causal attention lets the product leave out.
  public var triangle: Triangle

  /// A matrix of which row i counts only up to some column, as queries see no later keys.
  public enum Triangle: Equatable, Sendable {
    /// Everything counts.
    case none
    /// Row i of C is wanted in its first `visible + i` columns; what is written behind them is unspecified.
    case ofResult(visible: Int)
    /// Row i of A holds zeros from column `visible + i` on.
    case ofA(visible: Int)
    /// Row k of Aᵀ holds zeros from column `visible + k` on.
    case ofTransposedA(visible: Int)
  }

  /// A product of matrices that stand in memory row by row, without gaps.
  public init(
    rows: Int, columns: Int, depth: Int,
    a: UnsafePointer<Float>, aRowStride: Int, aColumnStride: Int = 1,
    b: UnsafePointer<Float>, bRowStride: Int, bColumnStride: Int = 1,
    c: UnsafeMutablePointer<Float>, cRowStride: Int,
    bias: UnsafePointer<Float>? = nil, accumulates: Bool = false, packedB: UnsafePointer<Float>? = nil,
    triangle: Triangle = .none, halfB: HalfMatrix? = nil
  ) {
    self.rows = rows
    self.columns = columns
    self.depth = depth
    self.halfB = halfB
    self.a = a
    self.aRowStride = aRowStride
    self.aColumnStride = aColumnStride
    self.b = b
    self.bRowStride = bRowStride
    self.bColumnStride = bColumnStride
    self.c = c
    self.cRowStride = cRowStride
    self.bias = bias
    self.accumulates = accumulates
    self.packedB = packedB
    self.triangle = triangle
  }
}

/// Layer norm of `rows` rows of `width` numbers; without a bias RMS norm, which takes no mean off.
public struct LayerNorm {
  /// Input, (rows, width).
  public var x: UnsafePointer<Float>
  /// Gain, (width).
  public var gain: UnsafePointer<Float>
  /// Bias, (width); nil for RMS norm.
  public var bias: UnsafePointer<Float>?
  /// Output, (rows, width).
  public var y: UnsafeMutablePointer<Float>
  /// Output: the mean of each row; of RMS norm 0.
  public var mean: UnsafeMutablePointer<Float>
  /// Output: `1/√(variance + epsilon)` of each row, with the variance of the population, of RMS norm the mean square.
  public var inverseDeviation: UnsafeMutablePointer<Float>
  /// Number of rows.
  public var rows: Int
  /// Numbers in a row.
  public var width: Int
  /// Added to the variance.
  public var epsilon: Float

  /// All of it.
  public init(
    x: UnsafePointer<Float>, gain: UnsafePointer<Float>, bias: UnsafePointer<Float>?, y: UnsafeMutablePointer<Float>,
    mean: UnsafeMutablePointer<Float>, inverseDeviation: UnsafeMutablePointer<Float>, rows: Int, width: Int,
    epsilon: Float
  ) {
    self.x = x
    self.gain = gain
    self.bias = bias
    self.y = y
    self.mean = mean
    self.inverseDeviation = inverseDeviation
    self.rows = rows
    self.width = width
    self.epsilon = epsilon
  }
}

/// The pullback of ``LayerNorm``.
public struct LayerNormBackward {
  /// The forward's input, (rows, width).
  public var x: UnsafePointer<Float>
  /// Gain, (width).
  public var gain: UnsafePointer<Float>
  /// The forward's mean, (rows).
  public var mean: UnsafePointer<Float>
  /// The forward's inverse deviation, (rows).
  public var inverseDeviation: UnsafePointer<Float>
  /// Gradient of the output, (rows, width).
  public var dy: UnsafePointer<Float>
  /// Gradient of the input, (rows, width).
  public var dx: UnsafeMutablePointer<Float>
  /// Whether dx's old value is added.
  public var accumulates: Bool
  /// Gradient of the gain, (width), added to; nil where it is not wanted (frozen).
  public var dgain: UnsafeMutablePointer<Float>?
  /// Whether the forward took the mean off: false for RMS norm, which has no bias.
  public var isCentred: Bool
  /// Gradient of the bias, (width), added to; nil where it is not wanted.
  public var dbias: UnsafeMutablePointer<Float>?
  /// Number of rows.
  public var rows: Int
  /// Numbers in a row.
  public var width: Int

  /// All of it.
  public init(
    x: UnsafePointer<Float>, gain: UnsafePointer<Float>, mean: UnsafePointer<Float>,
    inverseDeviation: UnsafePointer<Float>, dy: UnsafePointer<Float>, dx: UnsafeMutablePointer<Float>,
    accumulates: Bool, isCentred: Bool = true, dgain: UnsafeMutablePointer<Float>?,
    dbias: UnsafeMutablePointer<Float>?, rows: Int, width: Int
  ) {
    self.x = x
    self.gain = gain
    self.mean = mean
    self.inverseDeviation = inverseDeviation
    self.dy = dy
    self.dx = dx
    self.accumulates = accumulates
    self.isCentred = isCentred
    self.dgain = dgain
    self.dbias = dbias
    self.rows = rows
    self.width = width
  }
}
