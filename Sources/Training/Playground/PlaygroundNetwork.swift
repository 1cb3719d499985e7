public import Corpora
public import KernelTypes
internal import Models
public import Tensors

/// The network of a run as it stands after an epoch: a value of its own.
public struct PlaygroundNetwork: Equatable, Sendable {
  /// What it was trained under.
  public let settings: PlaygroundSettings
  /// Weights and biases in one flat run; ``index(layer:unit:input:)`` says where each stands.
  public let parameters: Parameters
  /// Weights that L1 regularisation has set to 0 for good, by their places in the flat run.
  public let dead: Set<Int>

  /// Neurons of each layer, the output's one last.
  public let layerSizes: [Int]
  private let weights: [Int]
  private let biases: [Int]

  /// A network; of layers that the settings describe.
  init(_ settings: PlaygroundSettings, parameters: Parameters, dead: Set<Int> = []) {
    self.settings = settings
    self.parameters = parameters
    self.dead = dead
    layerSizes = settings.layers.map(\.units) + [1]
    let entries = parameters.layout.entries
    weights = layerSizes.indices.map { entries[2 * $0].offset }
    biases = layerSizes.indices.map { entries[2 * $0 + 1].offset }
  }

  /// Layers, counted with the output.
  public var layerCount: Int { layerSizes.count }

  /// Numbers that a neuron of a layer reads: the features, or the neurons of the layer before.
  public func inputCount(layer: Int) -> Int { layer == 0 ? settings.features.count : layerSizes[layer - 1] }

  /// Place of a weight in the flat run.
  ///
  /// - Parameters:
  ///   - layer: From 0 over the layers between; the last is the output.
  ///   - input: A feature, or a neuron of the layer before.
  public func index(layer: Int, unit: Int, input: Int) -> Int {
    precondition(
      layerSizes.indices.contains(layer) && (0..<layerSizes[layer]).contains(unit)
        && (0..<inputCount(layer: layer)).contains(input), "no weight \(input) of neuron \(unit) of layer \(layer)")
    return weights[layer] + unit * inputCount(layer: layer) + input
  }

  /// Place of a neuron's bias in the flat run.
  public func index(layer: Int, unit: Int) -> Int {
    precondition(
      layerSizes.indices.contains(layer) && (0..<layerSizes[layer]).contains(unit),
      "no neuron \(unit) of layer \(layer)")
    return biases[layer] + unit
  }

  /// The weight or bias at a place of the flat run.
  public subscript(index: Int) -> Float { parameters.withUnsafePointer { $0[index] } }

  /// Whether a place of the flat run holds a weight or a bias; the others fill up.
  public func holdsParameter(at index: Int) -> Bool {
    parameters.layout.entries.contains { $0.range.contains(index) }
  }

  /// What it makes of points.
  public func outputs(at points: [PlanePoint], kernels: KernelSet) -> [Float] {
    guard !points.isEmpty else { return [] }
    let (inputs, outputs) = (
      FloatBuffer(count: points.count * settings.features.count), FloatBuffer(count: points.count)
    )
    for (index, value) in settings.inputs(points, featuresAreRows: true).enumerated() { inputs.start[index] = value }
    let sweep = PlaygroundSweep(settings.perceptron, kernels: kernels)
    parameters.withUnsafePointer { sweep.run($0, inputs: inputs.start, count: points.count, output: outputs.start) }
    return outputs.values
  }
}
