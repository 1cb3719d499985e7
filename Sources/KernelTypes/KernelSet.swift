/// The loops over rows of `Float` that the engine runs on, as one table of functions.
///
/// Each instruction set has its own table, made from the same source (`Sources/Kernels`); `Tensors` picks one at start.
/// Every function works on plain pointers, allocates nothing, keeps no state and is deterministic: the order of its
/// sums depends on the sizes alone. Matrices are row-major; `count`s may be 0.
/// Buffers are over-allocated by ``slack`` floats, which a kernel may read past an input's end and never writes.
public struct KernelSet: Sendable {
  /// How many floats past the end of an input a kernel may read.
  public static let slack = 64

  /// The instruction set: `naive`, `baseline`, `avx2`, `avx512`, or two of them where functions come from the second.
  public var name: String
  /// How many floats ``matmul`` needs as scratch.
  public var matmulScratch: Int

  /// `C = A·B (+ bias) (+ C)`; the second argument is scratch of ``matmulScratch`` floats.
  public var matmul: @Sendable (Matmul, UnsafeMutablePointer<Float>) -> Void

  /// How many floats a packed B of (depth, columns) takes; 0 where these kernels know no packed order.
  public var packedCount: @Sendable (Int, Int) -> Int
  /// Packs the B of a product for ``Matmul/packedB``; the second argument is room for ``packedCount`` floats.
  public var pack: @Sendable (Matmul, UnsafeMutablePointer<Float>) -> Void

  /// `y = (x − mean)·inverseDeviation·gain + bias` for each row, or RMS norm, which has neither mean nor bias; also stores mean and inverse deviation, a number a row.
  public var layerNorm: @Sendable (LayerNorm) -> Void
  /// Adds to the gradients of x (overwrites it unless `accumulates`), gain and bias.
  public var layerNormBackward: @Sendable (LayerNormBackward) -> Void

  /// GELU in its tanh form: `0.5·x·(1 + tanh(√(2/π)·(x + 0.044715·x³)))`; (x, y, count).
  public var gelu: @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
  /// The same and its derivative, `slope = gelu′(x)`: (x, y, slope, count). slope may be x.
  public var geluWithSlope:
    @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void

  /// GELU in its exact form, `x·Φ(x)`: (x, y, count). y may be x.
  public var exactGelu: @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
  /// The same and its derivative: (x, y, slope, count). slope may be x.
  public var exactGeluWithSlope:
    @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void

  /// `y = silu(gate)·linear`: (gate, linear, y, count). y may be one of them.
  public var swiGLU: @Sendable (UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
  /// Its pullback.
  public var swiGLUBackward: @Sendable (SwiGLUBackward) -> Void
  /// Turns queries and keys by their positions.
  public var rotate: @Sendable (Rotation) -> Void

  /// Scales, masks and normalises the scores of one head, in place or not.
  public var attentionSoftmax: @Sendable (AttentionSoftmax) -> Void
  /// `dscores = scale · weights∘(dweights − Σ dweights∘weights)` for each row, in place on dweights.
  public var attentionSoftmaxBackward: @Sendable (AttentionSoftmaxBackward) -> Void

  /// One step of every sequence through a recurrent cell.
  public var recurrentStep: @Sendable (RecurrentStep) -> Void
  /// Its pullback.
  public var recurrentStepBackward: @Sendable (RecurrentStepBackward) -> Void

  /// Softmax and cross-entropy against one right class a row, and its gradient where asked.
  public var crossEntropy: @Sendable (CrossEntropy) -> Void

  /// Softmax of one row: (x, y, count). y may be x.
  public var softmax: @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
  /// e to the power of each element: (x, y, count).
  public var exp: @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
  /// Hyperbolic tangent of each element: (x, y, count).
  public var tanh: @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void

  /// `1 / (1 + e⁻ˣ)` of each element: (x, y, count). y may be x.
  public var logistic: @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
  /// Each element where it is above 0, else a slope of at least 0 times it: (x, slope, y, count). y may be x.
  public var rectify: @Sendable (UnsafePointer<Float>, Float, UnsafeMutablePointer<Float>, Int) -> Void
  /// `dx = dy·(1 − y²)`, the pullback of ``tanh``.
  public var tanhBackward: @Sendable (ActivationBackward) -> Void
  /// `dx = dy·y·(1 − y)`, the pullback of ``logistic``.
  public var logisticBackward: @Sendable (ActivationBackward) -> Void
  /// `dx = dy` where y is above 0, else the slope times it: the pullback of ``rectify``.
  public var rectifyBackward: @Sendable (ActivationBackward, Float) -> Void

  /// `z = x + y`: (x, y, z, count). z may be x or y.
  public var add: @Sendable (UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
  /// `z = x·y`: (x, y, z, count). z may be x or y.
  public var multiply: @Sendable (UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
  /// `y += x`: (x, y, count).
  public var accumulate: @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
  /// `x *= factor`: (x, factor, count).
  public var scale: @Sendable (UnsafeMutablePointer<Float>, Float, Int) -> Void
  /// `sums[j] += Σ_i x[i, j]`: (x, sums, rows, columns).
  public var addColumnSums: @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int, Int) -> Void
  /// `Σ x²`, summed in double precision at the end: (x, count).
  public var sumOfSquares: @Sendable (UnsafePointer<Float>, Int) -> Double

  /// `y = x·keep/(1 − rate)`, where keep is 0 or 1 by the counter-based generator of ``Dropout``; y may be x.
  public var dropout: @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int, Dropout) -> Void
  /// One step of gradient descent with momentum over a run of parameters.
  public var sgd: @Sendable (SGDStep) -> Void
  /// One step of Adam or AdamW over a run of parameters.
  public var adam: @Sendable (AdamStep) -> Void

  /// IEEE half precision to single: (bits, y, count).
  public var floatsFromHalf: @Sendable (UnsafePointer<UInt16>, UnsafeMutablePointer<Float>, Int) -> Void
  /// Single to half precision, rounding to nearest even: (x, bits, count).
  public var halfFromFloats: @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<UInt16>, Int) -> Void

  /// The upper halves of singles to singles: (bits, y, count).
  public var floatsFromBFloat16: @Sendable (UnsafePointer<UInt16>, UnsafeMutablePointer<Float>, Int) -> Void
  /// Singles to their upper halves, rounding to nearest even: (x, bits, count).
  public var bfloat16FromFloats: @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<UInt16>, Int) -> Void

  /// Runs independent multiply-adds on registers for `iterations` rounds and returns the number of floating-point
  /// operations done: the yardstick for what this instruction set can reach.
  public var multiplyAddPeak: @Sendable (Int) -> Double

  /// All of them.
  public init(
    name: String,
    matmulScratch: Int,
    matmul: @escaping @Sendable (Matmul, UnsafeMutablePointer<Float>) -> Void,
    packedCount: @escaping @Sendable (Int, Int) -> Int,
    pack: @escaping @Sendable (Matmul, UnsafeMutablePointer<Float>) -> Void,
    layerNorm: @escaping @Sendable (LayerNorm) -> Void,
    layerNormBackward: @escaping @Sendable (LayerNormBackward) -> Void,
    gelu: @escaping @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void,
    geluWithSlope:
      @escaping @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void,
    exactGelu: @escaping @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void,
    exactGeluWithSlope:
      @escaping @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void,
    swiGLU:
      @escaping @Sendable (UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void,
    swiGLUBackward: @escaping @Sendable (SwiGLUBackward) -> Void,
    rotate: @escaping @Sendable (Rotation) -> Void,
    attentionSoftmax: @escaping @Sendable (AttentionSoftmax) -> Void,
    attentionSoftmaxBackward: @escaping @Sendable (AttentionSoftmaxBackward) -> Void,
    recurrentStep: @escaping @Sendable (RecurrentStep) -> Void,
    recurrentStepBackward: @escaping @Sendable (RecurrentStepBackward) -> Void,
    crossEntropy: @escaping @Sendable (CrossEntropy) -> Void,
    softmax: @escaping @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void,
    exp: @escaping @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void,
    tanh: @escaping @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void,
    logistic: @escaping @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void,
    rectify: @escaping @Sendable (UnsafePointer<Float>, Float, UnsafeMutablePointer<Float>, Int) -> Void,
    tanhBackward: @escaping @Sendable (ActivationBackward) -> Void,
    logisticBackward: @escaping @Sendable (ActivationBackward) -> Void,
    rectifyBackward: @escaping @Sendable (ActivationBackward, Float) -> Void,
    add: @escaping @Sendable (UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void,
    multiply:
      @escaping @Sendable (UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void,
    accumulate: @escaping @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void,
    scale: @escaping @Sendable (UnsafeMutablePointer<Float>, Float, Int) -> Void,
    addColumnSums: @escaping @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int, Int) -> Void,
    sumOfSquares: @escaping @Sendable (UnsafePointer<Float>, Int) -> Double,
    dropout: @escaping @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int, Dropout) -> Void,
    sgd: @escaping @Sendable (SGDStep) -> Void,
    adam: @escaping @Sendable (AdamStep) -> Void,
    floatsFromHalf: @escaping @Sendable (UnsafePointer<UInt16>, UnsafeMutablePointer<Float>, Int) -> Void,
    halfFromFloats: @escaping @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<UInt16>, Int) -> Void,
    floatsFromBFloat16: @escaping @Sendable (UnsafePointer<UInt16>, UnsafeMutablePointer<Float>, Int) -> Void,
    bfloat16FromFloats: @escaping @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<UInt16>, Int) -> Void,
    multiplyAddPeak: @escaping @Sendable (Int) -> Double
  ) {
    self.name = name
    self.matmulScratch = matmulScratch
    self.matmul = matmul
    self.packedCount = packedCount
    self.pack = pack
    self.layerNorm = layerNorm
    self.layerNormBackward = layerNormBackward
    self.gelu = gelu
    self.geluWithSlope = geluWithSlope
    self.exactGelu = exactGelu
    self.exactGeluWithSlope = exactGeluWithSlope
    self.swiGLU = swiGLU
    self.swiGLUBackward = swiGLUBackward
    self.rotate = rotate
    self.attentionSoftmax = attentionSoftmax
    self.attentionSoftmaxBackward = attentionSoftmaxBackward
    self.recurrentStep = recurrentStep
    self.recurrentStepBackward = recurrentStepBackward
    self.crossEntropy = crossEntropy
    self.softmax = softmax
    self.exp = exp
    self.tanh = tanh
    self.logistic = logistic
    self.rectify = rectify
    self.tanhBackward = tanhBackward
    self.logisticBackward = logisticBackward
    self.rectifyBackward = rectifyBackward
    self.add = add
    self.multiply = multiply
    self.accumulate = accumulate
    self.scale = scale
    self.addColumnSums = addColumnSums
    self.sumOfSquares = sumOfSquares
    self.dropout = dropout
    self.sgd = sgd
    self.adam = adam
    self.floatsFromHalf = floatsFromHalf
    self.halfFromFloats = halfFromFloats
    self.floatsFromBFloat16 = floatsFromBFloat16
    self.bfloat16FromFloats = bfloat16FromFloats
    self.multiplyAddPeak = multiplyAddPeak
  }
}
