public import Corpora
public import KernelTypes
internal import Models
internal import Tensors

/// One point on its way through a network, forwards and backwards: by the operations and pullbacks that train it, with
/// nothing dropped.
public struct PlaygroundExample: Equatable, Sendable {
  /// What a layer's neurons compute, and how the loss L hangs on it.
  public struct Layer: Equatable, Sendable {
    /// What each of its neurons reads.
    public let inputs: [Float]
    /// Each neuron's sum, `Σ w·input + b`.
    public let sums: [Float]
    /// What each makes of it.
    public let activations: [Float]
    /// ∂L/∂sum of each neuron.
    public let sumGradients: [Float]
    /// ∂L/∂w of each neuron's weights, in the order of ``inputs``: `∂L/∂sum·input`.
    public let weightGradients: [[Float]]
    /// ∂L/∂b of each neuron: `∂L/∂sum` itself.
    public let biasGradients: [Float]
  }

  /// The point.
  public let point: PlanePoint
  /// The layers, the output last.
  public let layers: [Layer]
  /// y.
  public let output: Float
  /// L, `½(y − t)²`.
  public let loss: Float
  /// ∂L/∂y, `y − t`.
  public let outputGradient: Float

  /// A point's way through a network.
  public init(_ network: PlaygroundNetwork, at point: PlanePoint, kernels: KernelSet) {
    let recorded = network.settings.perceptron.record(batch: 1, withLoss: true)
    let layout = network.parameters.layout
    let gradients = FloatBuffer(count: layout.count)
    let feed = Replay.Feed(
      inputs: network.settings.inputs([point]), targetValues: [point.target], lossScale: 1)
    // Training lets some derivatives stand where the sums were.
    let (captured, trained) = (
      Replay(recorded.tape, for: .capture, kernels: kernels), Replay(recorded.tape, for: .training, kernels: kernels)
    )
    network.parameters.withUnsafePointer { parameters in
      captured.forward(parameters: parameters, feed: feed)
      trained.forward(parameters: parameters, feed: feed)
      trained.backward(parameters: parameters, feed: feed, parameterGradients: gradients.start)
    }
    var inputs = Array(captured.values(of: recorded.inputs))
    layers = recorded.layers.indices.map { index in
      let (layer, units) = (recorded.layers[index], network.layerSizes[index])
      let weights = UnsafePointer(gradients.start + layout.entries[2 * index].offset)
      // A bias is added to the sum, and with a single example nothing is summed over examples.
      let biases = Array(
        UnsafeBufferPointer(start: gradients.start + layout.entries[2 * index + 1].offset, count: units))
      let activations = Array(captured.values(of: layer.activations))
      defer { inputs = activations }
      return Layer(
        inputs: inputs, sums: Array(captured.values(of: layer.sums)), activations: activations, sumGradients: biases,
        weightGradients: (0..<units).map { unit in
          Array(UnsafeBufferPointer(start: weights + unit * inputs.count, count: inputs.count))
        }, biasGradients: biases)
    }
    self.point = point
    output = captured.values(of: recorded.output)[0]
    loss = recorded.losses.map { captured.values(of: $0)[0] } ?? 0
    outputGradient = output - point.target
  }
}
