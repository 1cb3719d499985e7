public import Tensors

/// A network of layers of neurons, each of which reads all of the layer before: the one of the Playground.
///
///     a₀ = inputs,  aₗ = activationₗ(Wₗ·aₗ₋₁ + bₗ)
///
/// The last layer is a single neuron, the output.
public struct MultilayerPerceptron: Equatable, Sendable {
  /// What a neuron makes of its sum.
  public enum Activation: String, CaseIterable, Sendable {
    case relu
    case tanh
    case sigmoid
    case linear
    /// `x·Φ(x)`.
    case gelu
    /// `x`, below 0 a hundredth of it.
    case leakyReLU = "leaky-relu"
  }

  /// A layer of neurons.
  public struct Layer: Equatable, Sendable {
    /// How many.
    public var units: Int
    /// What they make of their sums.
    public var activation: Activation
    /// Share of them that is left out of each training step, 0..<1.
    public var dropout: Float

    /// A layer.
    public init(units: Int, activation: Activation, dropout: Float = 0) {
      self.units = units
      self.activation = activation
      self.dropout = dropout
    }
  }

  /// Numbers that it is told of an example.
  public var inputs: Int
  /// Its layers, the output last.
  public var layers: [Layer]

  /// A network.
  ///
  /// - Parameters:
  ///   - hidden: The layers between inputs and output; none makes the output a function of one sum of the inputs.
  ///   - output: What the output makes of its sum.
  public init(inputs: Int, hidden: [Layer], output: Activation) {
    self.inputs = inputs
    layers = hidden + [Layer(units: 1, activation: output)]
  }

  /// Numbers that a layer reads: what the one before has, or the inputs.
  public func inputs(of layer: Int) -> Int { layer == 0 ? inputs : layers[layer - 1].units }

  /// The slope below 0 of ``Activation/leakyReLU``: PyTorch's default.
  public static let leakySlope: Float = 0.01
}

/// Handles of such a network's parameters, named as PyTorch would name a list of `Linear`s: `layers.0.weight` in shape
/// (units, inputs), `layers.0.bias` in shape (units), and so on; the output's are the last.
public struct PerceptronParameters: Equatable, Sendable {
  /// Where each parameter stands.
  public let layout: ParameterLayout
  /// Weight and bias of each layer.
  public let layers: [Layer]

  /// A layer's parameters.
  public struct Layer: Equatable, Sendable {
    /// (units, inputs).
    public let weight: ParameterID
    /// (units).
    public let bias: ParameterID
  }

  /// The parameters that a network asks for.
  public init(_ network: MultilayerPerceptron) {
    var layout = ParameterLayout()
    layers = network.layers.indices.map { layer in
      let units = network.layers[layer].units
      return Layer(
        weight: layout.add("layers.\(layer).weight", shape: [units, network.inputs(of: layer)]),
        bias: layout.add("layers.\(layer).bias", shape: [units]))
    }
    self.layout = layout
  }
}

/// A network of neurons on a tape.
public struct RecordedPerceptron: Sendable {
  /// What a layer computes.
  public struct Layer: Sendable {
    /// The neurons' sums, (batch, units).
    public let sums: Value
    /// What they make of them; the sums themselves where the activation is linear.
    public let activations: Value
  }

  /// The operations.
  public let tape: Tape
  /// The rows that are fed, (batch, inputs).
  public let inputs: Value
  /// The layers, the output last.
  public let layers: [Layer]
  /// `½·(y − t)²` of each row, or nil where no loss was asked for.
  public let losses: Value?

  /// The output of each row, (batch, 1).
  public var output: Value { layers[layers.count - 1].activations }
}

extension MultilayerPerceptron {
  /// Records a forward pass of `batch` examples, each a row that is fed.
  ///
  /// - Parameters:
  ///   - drops: Whether neurons are left out by the layers' shares.
  ///   - withLoss: Whether the output is compared with values that are fed.
  public func record(batch: Int, drops: Bool = false, withLoss: Bool = false) -> RecordedPerceptron {
    let parameters = PerceptronParameters(self)
    var tape = Tape(batch: batch, length: 1, layout: parameters.layout)
    let input = tape.record(.input(width: inputs), name: "inputs")
    var x = input
    var recorded: [RecordedPerceptron.Layer] = []
    for (layer, handles) in zip(layers, parameters.layers) {
      let name = "layers.\(recorded.count)"
      let sums = tape.record(
        .linear(x, weight: handles.weight, bias: handles.bias, order: .outputInput), name: "\(name).sums")
      x = layer.activation.operation(on: sums).map { tape.record($0, name: "\(name).activations") } ?? sums
      recorded.append(RecordedPerceptron.Layer(sums: sums, activations: x))
      if drops, layer.dropout > 0 { x = tape.record(.dropout(x, rate: layer.dropout), name: "\(name).kept") }
    }
    let losses = withLoss ? tape.record(.squaredError(x), name: "losses") : nil
    return RecordedPerceptron(tape: tape, inputs: input, layers: recorded, losses: losses)
  }
}

extension MultilayerPerceptron.Activation {
  /// The operation that computes it, or nil where there is nothing to compute.
  func operation(on x: Value) -> Operation? {
    switch self {
    case .linear: nil
    case .relu: .relu(x)
    case .leakyReLU: .relu(x, slope: MultilayerPerceptron.leakySlope)
    case .tanh: .tanh(x)
    case .sigmoid: .sigmoid(x)
    case .gelu: .gelu(x, form: .exact)
    }
  }
}
