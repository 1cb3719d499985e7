/// One step taken apart: what was predicted, how wrong it was, where the gradient went, and what the update did.
public struct StepDissection: Equatable, Sendable {
  /// A token, or of a classifier a label by its number, and its probability.
  public struct Candidate: Equatable, Sendable {
    /// Its id.
    public let token: Int32
    /// From 0 to 1.
    public let probability: Double
  }

  /// What was expected at one position: of a decoder after it, of an encoder in its place.
  public struct Prediction: Equatable, Sendable {
    /// The position among the sequence's tokens.
    public let position: Int
    /// The right token.
    public let target: Int32
    /// The likeliest tokens before the update, best first; of equal ones the lower id.
    public let candidates: [Candidate]
    /// The right token's probability before the update.
    public let probability: Double
    /// The right token's probability after it.
    public let probabilityAfter: Double
    /// −ln p of the right token before the update, in nats.
    public let loss: Double
  }

  /// One weight and what the step did to it.
  public struct WeightChange: Equatable, Sendable {
    /// Its row in the matrix.
    public let row: Int
    /// Its column.
    public let column: Int
    /// Before the update.
    public let before: Float
    /// The whole gradient's element, before clipping.
    public let gradient: Float
    /// After the update.
    public let after: Float
  }

  /// What the step was like as a whole: its number, the loss of all its batches, the gradient's norm, the learning rate.
  public let record: StepRecord
  /// The token ids of one sequence that the step learnt from, without what fills it up.
  public let ids: [Int32]
  /// What an encoder–decoder's encoder read of it; empty for other models.
  public let source: [Int32]
  /// What was expected where something was asked for. Read without dropout, each sequence alone.
  public let predictions: [Prediction]
  /// The gradient by part and component, in the order in which it flows backwards.
  public let gradients: [GradientRow]
  /// What the gradient was multiplied with: 1 where it was not longer than the limit.
  public let clippingScale: Double
  /// The matrix that the weights are from, by its name in the checkpoint.
  public let matrix: String
  /// The weights of that matrix that changed most, the most changed first.
  public let weights: [WeightChange]

}
