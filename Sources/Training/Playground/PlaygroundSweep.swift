internal import KernelTypes
internal import Models
internal import Tensors

/// A network at many points at once: here a feature, and what a neuron makes of it, is a row of as many numbers as there
/// are points, so that products and activations go over long rows however few neurons a layer has.
///
///     a (units, points) = activation(W (units, inputs) · x (inputs, points) + b)
///
/// Memory is planned once and used again. Not for several threads at once.
final class PlaygroundSweep {
  /// Points that go through all layers before the next ones do, so that their numbers stay in the first cache.
  static let strip = 512

  private struct Layer {
    let inputs: Int
    let units: Int
    let activation: MultilayerPerceptron.Activation
    /// Where weights and biases start in the flat run.
    let weight: Int
    let bias: Int
  }

  private let layers: [Layer]
  private let kernels: KernelSet
  private let scratch: FloatBuffer
  /// What two layers in turn compute.
  private let rooms: [FloatBuffer]

  init(_ perceptron: MultilayerPerceptron, kernels: KernelSet) {
    let handles = PerceptronParameters(perceptron)
    layers = zip(perceptron.layers.indices, handles.layers).map { index, linear in
      Layer(
        inputs: perceptron.inputs(of: index), units: perceptron.layers[index].units,
        activation: perceptron.layers[index].activation, weight: handles.layout[linear.weight].offset,
        bias: handles.layout[linear.bias].offset)
    }
    self.kernels = kernels
    scratch = FloatBuffer(count: kernels.matmulScratch)
    let widest = layers.map(\.units).max() ?? 0
    rooms = (0..<2).map { _ in FloatBuffer(count: widest * Self.strip) }
  }

  /// Runs it.
  ///
  /// - Parameters:
  ///   - parameters: The flat run.
  ///   - inputs: (inputs, count), with the slack that kernels may read.
  ///   - output: Room for what the output makes of each point, and the slack; nil where `neurons` is given.
  ///   - neurons: Room for (neurons, count), layer after layer, the output last, and the slack; nil where nobody asks.
  func run(
    _ parameters: UnsafePointer<Float>, inputs: UnsafePointer<Float>, count: Int,
    output: UnsafeMutablePointer<Float>? = nil, neurons: UnsafeMutablePointer<Float>? = nil
  ) {
    var start = 0
    while start < count {
      let points = min(Self.strip, count - start)
      var (x, xStride) = (inputs + start, count)
      var row = 0
      for index in layers.indices {
        let layer = layers[index]
        var (y, yStride) = (rooms[index % 2].start, Self.strip)
        if let neurons {
          (y, yStride) = (neurons + row * count + start, count)
        } else if index == layers.count - 1, let output {
          y = output + start
        }
        compute(layer, parameters, x, xStride, y, yStride, points)
        (x, xStride) = (UnsafePointer(y), yStride)
        row += layer.units
      }
      start += points
    }
  }

  /// One layer at some points.
  private func compute(
    _ layer: Layer, _ parameters: UnsafePointer<Float>, _ x: UnsafePointer<Float>, _ xStride: Int,
    _ y: UnsafeMutablePointer<Float>, _ yStride: Int, _ points: Int
  ) {
    for unit in 0..<layer.units {
      (y + unit * yStride).update(repeating: parameters[layer.bias + unit], count: points)
    }
    kernels.matmul(
      Matmul(
        rows: layer.units, columns: points, depth: layer.inputs, a: parameters + layer.weight, aRowStride: layer.inputs,
        b: x, bRowStride: xStride, c: y, cRowStride: yStride, accumulates: true),
      scratch.start)
    if yStride == points { return activate(y, layer.activation, layer.units * points) }
    for unit in 0..<layer.units { activate(y + unit * yStride, layer.activation, points) }
  }

  private func activate(_ y: UnsafeMutablePointer<Float>, _ activation: MultilayerPerceptron.Activation, _ count: Int) {
    switch activation {
    case .linear: break
    case .relu: kernels.rectify(y, 0, y, count)
    case .leakyReLU: kernels.rectify(y, MultilayerPerceptron.leakySlope, y, count)
    case .tanh: kernels.tanh(y, y, count)
    case .sigmoid: kernels.logistic(y, y, count)
    case .gelu: kernels.exactGelu(y, y, count)
    }
  }
}
