internal import Corpora
internal import KernelTypes
public import Models
internal import Tensors

/// What the settings mean to the engine.
extension PlaygroundSettings {
  /// The network that they describe.
  public var perceptron: MultilayerPerceptron {
    MultilayerPerceptron(
      inputs: features.count,
      hidden: layers.map {
        MultilayerPerceptron.Layer(units: $0.units, activation: $0.activation, dropout: $0.dropout)
      }, output: problem == .classification ? .tanh : .linear)
  }

  /// The rule that turns gradients into updates. Weights are pulled towards 0 after it, not by it.
  var optimizer: OptimizerSettings {
    switch rule {
    case .sgd: OptimizerSettings(kind: .sgd, momentum: 0, decayScope: .all)
    case .momentum: OptimizerSettings(kind: .sgd, momentum: 0.9, decayScope: .all)
    case .adam: OptimizerSettings(kind: .adam, decayScope: .all)
    }
  }

  /// The points that are trained on, in the order of an epoch, and those that test.
  func points() -> (training: [PlanePoint], test: [PlanePoint]) {
    guard let ownPoints else {
      return dataset.points(noise: Float(noise) / 100, trainingShare: trainingShare, seed: dataSeed)
    }
    precondition(!ownPoints.isEmpty, "no point to train on")
    return PlaneDataset.split(ownPoints, trainingShare: trainingShare, seed: dataSeed)
  }

  /// What the network is told of points: (points, features), or where features are rows (features, points).
  func inputs(_ points: [PlanePoint], featuresAreRows: Bool = false) -> [Float] {
    guard featuresAreRows else {
      return points.flatMap { point in features.map { $0.value(x: point.x, y: point.y) } }
    }
    return features.flatMap { feature in points.map { feature.value(x: $0.x, y: $0.y) } }
  }
}
