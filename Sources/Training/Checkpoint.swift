public import Tensors

/// Everything that a run needs to go on as if it had never been interrupted, to the bit.
public struct Checkpoint: Equatable, Sendable {
  /// What is run, under the settings as they stood.
  public let plan: TrainingPlan
  /// How far it was.
  public let progress: RunProgress
  /// The model's parameters.
  public let parameters: Parameters
  /// The optimiser's first moments, or gradient descent's last direction, under the parameters' layout.
  public let firstMoments: Parameters
  /// The second moments, under the parameters' layout; empty for gradient descent.
  public let secondMoments: Parameters

  /// Its runs of numbers with the names that they have in a file.
  var parts: [(name: String, numbers: Parameters)] {
    [("parameters", parameters), ("first_moments", firstMoments), ("second_moments", secondMoments)]
  }
}
