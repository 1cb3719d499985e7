internal import Training

/// How far one example has gone through the network: forwards neuron by neuron, to the loss, and back.
struct PlaygroundWalk: Equatable, Sendable {
  /// What happens at a stage.
  enum Stage: Equatable, Sendable {
    /// A neuron weighs, adds and makes something of its sum.
    case forward(layer: Int, unit: Int)
    case loss
    /// How much a neuron's sum, and each of its weights, is to blame.
    case backward(layer: Int, unit: Int)
    /// What one step of gradient descent on this example would change.
    case update
  }

  /// Its place among the points trained on.
  var example = 0
  var stage = 0
  /// Lines of the stage above those in sight.
  var scroll = 0

  /// All stages of a network, in their order.
  static func stages(of settings: PlaygroundSettings) -> [Stage] {
    let sizes = settings.layers.map(\.units) + [1]
    let forward = sizes.enumerated().flatMap { layer, units in
      (0..<units).map { Stage.forward(layer: layer, unit: $0) }
    }
    let backward = sizes.enumerated().reversed().flatMap { layer, units in
      (0..<units).map { Stage.backward(layer: layer, unit: $0) }
    }
    return forward + [.loss] + backward + [.update]
  }
}
