/// Which keys the queries of a block see, always the first ones: the others are masked.
public enum VisibleKeys: Equatable, Sendable {
  /// Every query the same number.
  case first(Int)
  /// The first query so many, and each after it one more.
  case causal(first: Int)
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
  /// Which keys each query sees.
  public var visible: VisibleKeys
  /// Whether `scores` shall hold the scaled and masked scores on return (then it must not be `weights`).
  public var keepsScores: Bool

  /// All of it.
  public init(
    scores: UnsafeMutablePointer<Float>, weights: UnsafeMutablePointer<Float>, queries: Int, keys: Int,
    rowStride: Int, scale: Float, visible: VisibleKeys, keepsScores: Bool
  ) {
    self.scores = scores
    self.weights = weights
    self.queries = queries
    self.keys = keys
    self.rowStride = rowStride
    self.scale = scale
    self.visible = visible
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
  public var visible: VisibleKeys

  /// All of it.
  public init(
    weights: UnsafePointer<Float>, gradient: UnsafeMutablePointer<Float>, queries: Int, keys: Int, rowStride: Int,
    gradientStride: Int, scale: Float, visible: VisibleKeys
  ) {
    self.weights = weights
    self.gradient = gradient
    self.queries = queries
    self.keys = keys
    self.rowStride = rowStride
    self.gradientStride = gradientStride
    self.scale = scale
    self.visible = visible
  }
}
