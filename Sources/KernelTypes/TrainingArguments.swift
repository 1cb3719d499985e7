/// Cross-entropy of `rows` rows of `classes` logits, by a stable log-sum-exp.
public struct CrossEntropy {
  /// A target that counts for nothing: loss and gradient 0 (Hugging Face's −100).
  public static let ignored: Int32 = -100

  /// Logits, (rows, classes).
  public var logits: UnsafePointer<Float>
  /// The right class of each row, or ``ignored``.
  public var targets: UnsafePointer<Int32>
  /// Share ε of the target that is spread evenly over all classes (label smoothing); 0 for none.
  public var smoothing: Float
  /// Output: −ln p(target) of each row; smoothed `−(1 − ε)·ln p(target) − ε/classes·Σ ln p`, as PyTorch's.
  public var losses: UnsafeMutablePointer<Float>
  /// Output, or nil: `(softmax(logits) − (1 − ε)·onehot(target) − ε/classes)·gradientScale`, (rows, classes); may be
  /// the logits.
  public var gradient: UnsafeMutablePointer<Float>?
  /// What the gradient is multiplied with (1 / number of targets).
  public var gradientScale: Float
  /// Number of rows.
  public var rows: Int
  /// Number of classes.
  public var classes: Int

  /// All of it.
  public init(
    logits: UnsafePointer<Float>, targets: UnsafePointer<Int32>, smoothing: Float = 0,
    losses: UnsafeMutablePointer<Float>, gradient: UnsafeMutablePointer<Float>?, gradientScale: Float, rows: Int,
    classes: Int
  ) {
    self.logits = logits
    self.targets = targets
    self.smoothing = smoothing
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

/// One step of gradient descent with momentum, in PyTorch's order of operations.
///
///     g = gradient·gradientScale + penalty·p
///     direction = momentum·direction + g
///     p −= learningRate·direction
public struct SGDStep {
  /// Parameters, changed in place.
  public var parameters: UnsafeMutablePointer<Float>
  /// Gradient.
  public var gradient: UnsafePointer<Float>
  /// Where the last steps went, changed in place.
  public var direction: UnsafeMutablePointer<Float>
  /// How many.
  public var count: Int
  /// Learning rate.
  public var learningRate: Double
  /// Share of the last direction that is kept.
  public var momentum: Double
  /// Weight decay in the gradient (L2).
  public var penalty: Double
  /// Multiplies the gradient (clipping).
  public var gradientScale: Float

  /// All of it.
  public init(
    parameters: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>, direction: UnsafeMutablePointer<Float>,
    count: Int, learningRate: Double, momentum: Double, penalty: Double, gradientScale: Float
  ) {
    self.parameters = parameters
    self.gradient = gradient
    self.direction = direction
    self.count = count
    self.learningRate = learningRate
    self.momentum = momentum
    self.penalty = penalty
    self.gradientScale = gradientScale
  }
}

/// One step of Adam (weight decay as a penalty in the gradient) or of AdamW (decoupled weight decay), in PyTorch's order
/// of operations.
///
///     g = gradient·gradientScale + penalty·p
///     p −= learningRate·decay·p
///     m += (1 − beta1)·(g − m),  v = beta2·v + (1 − beta2)·g²
///     p −= (learningRate / correction1) · m / (√v / √correction2 + epsilon)
///
/// with `correction_i = 1 − beta_iᵗ`. The constants are doubles, so that `1 − beta2` is rounded once, as in PyTorch.
/// - SeeAlso: Kingma & Ba 2015 (arXiv 1412.6980), Loshchilov & Hutter 2019 (arXiv 1711.05101).
public struct AdamStep {
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
  /// Weight decay in the gradient (L2).
  public var penalty: Double
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
    decay: Double, penalty: Double, correction1: Double, correction2: Double, gradientScale: Float
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
    self.penalty = penalty
    self.correction1 = correction1
    self.correction2 = correction2
    self.gradientScale = gradientScale
  }
}
