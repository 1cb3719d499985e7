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
  /// B's panels as ``KernelSet/pack`` made them of the same B, or nil.
  public var packedB: UnsafePointer<Float>?

  /// A product of matrices that stand in memory row by row, without gaps.
  public init(
    rows: Int, columns: Int, depth: Int,
    a: UnsafePointer<Float>, aRowStride: Int, aColumnStride: Int = 1,
    b: UnsafePointer<Float>, bRowStride: Int, bColumnStride: Int = 1,
    c: UnsafeMutablePointer<Float>, cRowStride: Int,
    bias: UnsafePointer<Float>? = nil, accumulates: Bool = false, packedB: UnsafePointer<Float>? = nil
  ) {
    self.rows = rows
    self.columns = columns
    self.depth = depth
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
  }
}

/// Layer norm of `rows` rows of `width` numbers.
public struct LayerNorm {
  /// Input, (rows, width).
  public var x: UnsafePointer<Float>
  /// Gain, (width).
  public var gain: UnsafePointer<Float>
  /// Bias, (width).
  public var bias: UnsafePointer<Float>
  /// Output, (rows, width).
  public var y: UnsafeMutablePointer<Float>
  /// Output: the mean of each row.
  public var mean: UnsafeMutablePointer<Float>
  /// Output: `1/√(variance + epsilon)` of each row, with the variance of the population.
  public var inverseDeviation: UnsafeMutablePointer<Float>
  /// Number of rows.
  public var rows: Int
  /// Numbers in a row.
  public var width: Int
  /// Added to the variance.
  public var epsilon: Float

  /// All of it.
  public init(
    x: UnsafePointer<Float>, gain: UnsafePointer<Float>, bias: UnsafePointer<Float>, y: UnsafeMutablePointer<Float>,
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
    accumulates: Bool, dgain: UnsafeMutablePointer<Float>?, dbias: UnsafeMutablePointer<Float>?, rows: Int, width: Int
  ) {
    self.x = x
    self.gain = gain
    self.mean = mean
    self.inverseDeviation = inverseDeviation
    self.dy = dy
    self.dx = dx
    self.accumulates = accumulates
    self.dgain = dgain
    self.dbias = dbias
    self.rows = rows
    self.width = width
  }
}

/// Scaling, masking and softmax of a block of score rows of one head.
public struct AttentionSoftmax {
  /// `q·k`, (queries, keys) at `rowStride`; on return, where ``keepsScores`` is set, scaled and with −∞ where masked.
  public var scores: UnsafeMutablePointer<Float>
  /// Output, (queries, keys) at `rowStride`; may be `scores`. Masked weights are exactly 0; each row sums to 1, but a
  /// row whose visible scores are all −∞ (or that sees nothing) is all 0.
  public var weights: UnsafeMutablePointer<Float>
  /// Number of query rows.
  public var queries: Int
  /// Number of keys.
  public var keys: Int
  /// Distance between rows of scores, and of weights.
  public var rowStride: Int
  /// What each score is multiplied with before the softmax.
  public var scale: Float
  /// How many keys the first query sees, and one more each row after it; `keys` for all when nil (no mask).
  public var firstVisible: Int?
  /// Whether `scores` shall hold the scaled and masked scores on return (then it must not be `weights`).
  public var keepsScores: Bool

  /// All of it.
  public init(
    scores: UnsafeMutablePointer<Float>, weights: UnsafeMutablePointer<Float>, queries: Int, keys: Int,
    rowStride: Int, scale: Float, firstVisible: Int?, keepsScores: Bool
  ) {
    self.scores = scores
    self.weights = weights
    self.queries = queries
    self.keys = keys
    self.rowStride = rowStride
    self.scale = scale
    self.firstVisible = firstVisible
    self.keepsScores = keepsScores
  }
}

/// The pullback of ``AttentionSoftmax``.
public struct AttentionSoftmaxBackward {
  /// The forward's weights, (queries, keys) at `rowStride`.
  public var weights: UnsafePointer<Float>
  /// In: gradient of the weights, (queries, keys) at `gradientStride`, columns of masked keys undefined.
  /// Out: gradient of the unscaled scores, 0 where masked.
  public var gradient: UnsafeMutablePointer<Float>
  /// Number of query rows.
  public var queries: Int
  /// Number of keys.
  public var keys: Int
  /// Distance between rows of weights.
  public var rowStride: Int
  /// Distance between rows of gradient.
  public var gradientStride: Int
  /// The forward's scale.
  public var scale: Float
  /// As the forward's.
  public var firstVisible: Int?

  /// All of it.
  public init(
    weights: UnsafePointer<Float>, gradient: UnsafeMutablePointer<Float>, queries: Int, keys: Int, rowStride: Int,
    gradientStride: Int, scale: Float, firstVisible: Int?
  ) {
    self.weights = weights
    self.gradient = gradient
    self.queries = queries
    self.keys = keys
    self.rowStride = rowStride
    self.gradientStride = gradientStride
    self.scale = scale
    self.firstVisible = firstVisible
  }
}

/// Cross-entropy of `rows` rows of `classes` logits, by a stable log-sum-exp.
public struct CrossEntropy {
  /// A target that counts for nothing: loss and gradient 0 (Hugging Face's −100).
  public static let ignored: Int32 = -100

  /// Logits, (rows, classes).
  public var logits: UnsafePointer<Float>
  /// The right class of each row, or ``ignored``.
  public var targets: UnsafePointer<Int32>
  /// Output: −ln p(target) of each row.
  public var losses: UnsafeMutablePointer<Float>
  /// Output, or nil: `(softmax(logits) − onehot(target))·gradientScale`, (rows, classes); may be the logits.
  public var gradient: UnsafeMutablePointer<Float>?
  /// What the gradient is multiplied with (1 / number of targets).
  public var gradientScale: Float
  /// Number of rows.
  public var rows: Int
  /// Number of classes.
  public var classes: Int

  /// All of it.
  public init(
    logits: UnsafePointer<Float>, targets: UnsafePointer<Int32>, losses: UnsafeMutablePointer<Float>,
    gradient: UnsafeMutablePointer<Float>?, gradientScale: Float, rows: Int, classes: Int
  ) {
    self.logits = logits
    self.targets = targets
    self.losses = losses
    self.gradient = gradient
    self.gradientScale = gradientScale
    self.rows = rows
    self.classes = classes
  }
}

/// Which elements are dropped: element i of a run is kept iff `hash(key, offset + i) ≥ rate·2³²`.
///
/// The pullback calls the same kernel with the same key on the gradient; nothing is stored.
public struct Dropout: Equatable, Sendable {
  /// What the random numbers hang on: made of (seed, step, operation).
  public var key: UInt64
  /// Counter of the run's first element.
  public var offset: UInt32
  /// Share of elements that are dropped, 0..<1.
  public var rate: Float

  /// All of it.
  public init(key: UInt64, offset: UInt32, rate: Float) {
    self.key = key
    self.offset = offset
    self.rate = rate
  }
}

/// One step of AdamW with decoupled weight decay, in PyTorch's order of operations.
///
///     p −= learningRate·decay·p
///     m += (1 − beta1)·(g − m),  v = beta2·v + (1 − beta2)·g²
///     p −= (learningRate / correction1) · m / (√v / √correction2 + epsilon)
///
/// with `g = gradient·gradientScale`, `correction_i = 1 − beta_iᵗ`. The constants are doubles, so that `1 − beta2` is
/// rounded once, as in PyTorch.
/// - SeeAlso: Loshchilov & Hutter 2019 (arXiv 1711.05101).
public struct AdamWStep {
  /// Parameters, changed in place.
  public var parameters: UnsafeMutablePointer<Float>
  /// Gradient.
  public var gradient: UnsafePointer<Float>
  /// First moment, changed in place.
  public var m: UnsafeMutablePointer<Float>
  /// Second moment, changed in place.
  public var v: UnsafeMutablePointer<Float>
  /// How many.
  public var count: Int
  /// Learning rate.
  public var learningRate: Double
  /// Decay of the first moment.
  public var beta1: Double
  /// Decay of the second moment.
  public var beta2: Double
  /// Added to the root of the second moment.
  public var epsilon: Double
  /// Decoupled weight decay.
  public var decay: Double
  /// `1 − beta1ᵗ`.
  public var correction1: Double
  /// `1 − beta2ᵗ`.
  public var correction2: Double
  /// Multiplies the gradient (clipping).
  public var gradientScale: Float

  /// All of it.
  public init(
    parameters: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>, m: UnsafeMutablePointer<Float>,
    v: UnsafeMutablePointer<Float>, count: Int, learningRate: Double, beta1: Double, beta2: Double, epsilon: Double,
    decay: Double, correction1: Double, correction2: Double, gradientScale: Float
  ) {
    self.parameters = parameters
    self.gradient = gradient
    self.m = m
    self.v = v
    self.count = count
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.decay = decay
    self.correction1 = correction1
    self.correction2 = correction2
    self.gradientScale = gradientScale
  }
}
