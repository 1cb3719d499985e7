public import Models

/// Which neurons fire where.
extension Trace {
  /// A neuron of a block's MLP at one position, after its activation function.
  public struct Firing: Equatable, Sendable {
    /// The neuron's number in its block.
    public let neuron: Int
    /// Where in the sequence.
    public let position: Int
    /// `hook_post`, after GELU.
    public let activation: Float
  }

  /// A block's neurons at one position, the strongest first whatever the sign; equal ones by their number.
  ///
  /// - Parameter threshold: Weaker ones are left out.
  public func neuronsFiring(layer: Int, position: Int, threshold: Float = 0) -> [Firing] {
    neurons(layer: layer, position: position).enumerated()
      .filter { abs($0.element) >= threshold }
      .map { Firing(neuron: $0.offset, position: position, activation: $0.element) }
      .sorted { (abs($0.activation), -$0.neuron) > (abs($1.activation), -$1.neuron) }
  }

  /// The positions that a neuron fires at, the strongest first whatever the sign; equal ones in the sentence's order.
  ///
  /// - Parameter threshold: Weaker ones are left out.
  /// - Precondition: the neuron exists.
  public func tokensFiring(layer: Int, neuron: Int, threshold: Float = 0) -> [Firing] {
    (0..<length)
      .map { position in
        let neurons = neurons(layer: layer, position: position)
        return Firing(neuron: neuron, position: position, activation: neurons[neurons.startIndex + neuron])
      }
      .filter { abs($0.activation) >= threshold }
      .sorted { (abs($0.activation), -$0.position) > (abs($1.activation), -$1.position) }
  }
}
