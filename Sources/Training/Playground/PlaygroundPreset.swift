internal import Corpora
internal import Models

/// A stop of the Playground's tour: settings that show one thing.
public enum PlaygroundPreset: String, CaseIterable, Sendable {
  /// A circle is told apart by a few neurons that each draw a line.
  case first
  /// Two clouds need no neurons between.
  case line
  /// Exclusive-or can't be told apart by one line.
  case xorLine = "xor-line"
  /// And can with a hidden layer.
  case xorHidden = "xor-hidden"
  /// Or with the feature that is its answer.
  case xorProduct = "xor-product"
  /// The right features make the circle a matter of two weights.
  case circleSquares = "circle-squares"
  /// Features that make the spiral easy.
  case spiralFeatures = "spiral-features"
  /// Depth takes the place of features.
  case spiralDepth = "spiral-depth"
  /// L1 leaves of seven features those that are needed.
  case sparse
  /// Noise and few points to train on: the network learns them by heart.
  case overfit
  /// The same with L2.
  case regularized
  /// A plane needs two weights.
  case plane
  /// Hills and valleys need neurons.
  case hills

  /// The settings.
  public var settings: PlaygroundSettings {
    var settings = PlaygroundSettings()
    switch self {
    case .first: break
    case .line: (settings.dataset, settings.layers) = (.gaussian, [])
    case .xorLine: (settings.dataset, settings.layers) = (.exclusiveOr, [])
    case .xorHidden: (settings.dataset, settings.layers) = (.exclusiveOr, [.init(units: 4)])
    case .xorProduct: (settings.dataset, settings.features, settings.layers) = (.exclusiveOr, [.x1, .x2, .product], [])
    case .circleSquares: (settings.features, settings.layers) = ([.x1Squared, .x2Squared], [])
    case .spiralFeatures:
      (settings.dataset, settings.features) = (.spiral, [.x1, .x2, .sineX1, .sineX2])
      settings.layers = [.init(units: 8), .init(units: 4)]
      settings.learningRate = 0.1
    case .spiralDepth:
      // 100 of 100 first weights come below this loss, in 56 epochs (median) to 1,109; it stops there, since Adam jumps on.
      settings.dataset = .spiral
      settings.layers = Array(repeating: .init(units: 8, activation: .gelu), count: 3)
      (settings.rule, settings.learningRate) = (.adam, 0.01)
      (settings.regularization, settings.regularizationRate) = (.l2, 0.01)
      settings.testLossBelow = 0.02
    case .sparse:
      (settings.features, settings.layers) = (PlaneFeature.allCases, [.init(units: 3)])
      (settings.regularization, settings.regularizationRate) = (.l1, 0.01)
    case .overfit, .regularized:
      (settings.dataset, settings.noise, settings.trainingShare) = (.exclusiveOr, 50, 10)
      settings.layers = [.init(units: 8), .init(units: 8)]
      settings.features = PlaneFeature.allCases
      settings.learningRate = 0.1
      if self == .regularized { (settings.regularization, settings.regularizationRate) = (.l2, 0.1) }
    case .plane:
      (settings.problem, settings.dataset, settings.layers) = (.regression, .plane, [])
    case .hills:
      (settings.problem, settings.dataset) = (.regression, .multiGaussian)
      settings.layers = [.init(units: 8), .init(units: 8)]
      (settings.rule, settings.learningRate) = (.adam, 0.01)
    }
    return settings
  }

  /// The settings as a scene.
  public var scene: PlaygroundScene { PlaygroundScene(PlaygroundScript(settings)) }
}
