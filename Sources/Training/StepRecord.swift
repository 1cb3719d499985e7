/// What one step did.
public struct StepRecord: Equatable, Sendable {
  /// Counted from 1.
  public let step: Int
  /// Mean loss over the targets of all the step's batches, in nats, before the update.
  public let loss: Double
  /// Learning rate of the update.
  public let learningRate: Double
  /// Euclidean norm of the whole gradient before clipping. Frozen blocks have none.
  public let gradientNorm: Double
  /// Norm of each part's gradient before clipping: embeddings, block 0 … L−1, final norm and, where untied, the
  /// unembedding (``ModelPart/all(of:)``). The root of the sum of their squares is ``gradientNorm``.
  public let layerGradientNorms: [Double]
  /// ‖Δθ‖₂ / ‖θ‖₂ of the update, over all parameters that are not frozen; nil unless ``Trainer/measuresUpdate`` asks
  /// for it.
  public let updateRatio: Double?
  /// Tokens in all the step's batches.
  public let tokens: Int
  /// What was no finite number: the loss, the first gradient in the order in which it flows backwards by its tensor's
  /// name, or the update. Then the step was skipped: it changed no parameter and no moment. Nil otherwise.
  public let notFinite: String?

  /// All of it.
  public init(
    step: Int, loss: Double, learningRate: Double, gradientNorm: Double, layerGradientNorms: [Double] = [],
    updateRatio: Double? = nil, tokens: Int, notFinite: String? = nil
  ) {
    self.step = step
    self.loss = loss
    self.learningRate = learningRate
    self.gradientNorm = gradientNorm
    self.layerGradientNorms = layerGradientNorms
    self.updateRatio = updateRatio
    self.tokens = tokens
    self.notFinite = notFinite
  }
}
