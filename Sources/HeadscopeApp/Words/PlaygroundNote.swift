internal import Training

/// A short message of the Playground, as facts.
enum PlaygroundNote: Equatable, Sendable {
  case welcome
  /// The run has ended by itself; or can't go on.
  case ended(PlaygroundRun.StopReason), diverged
  /// A pasted code's network came out otherwise.
  case roundedOtherwise
  /// Its changes don't fit the network.
  case brokenCode
  case badNumber, badKnob(PlaygroundKnob), badCode(String)
  case featuresHaveNoWeights, chooseWeight, chooseLayer, noLayers
  case lastFeature, lastPoint, chooseBrush, noPointHere, ownHaveNoNoise
  case nothingToKeep, tooManyKept, kept
}
