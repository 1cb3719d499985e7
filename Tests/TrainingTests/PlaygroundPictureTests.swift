import Corpora
import KernelTypes
import Models
import Tensors
import Testing

@testable import Training

@Suite("What a Playground's network computes")
struct PlaygroundPictureTests {
  /// Layers of every activation.
  static let network: PlaygroundNetwork = {
    var settings = PlaygroundSettings()
    settings.features = [.x1, .x2, .x1Squared, .sineX2]
    settings.layers = PlaygroundActivation.allCases.map { PlaygroundSettings.Layer(units: 5, activation: $0) }
    settings.layers[2].units = 8
    settings.layers[3].dropout = 0.5
    let run = PlaygroundRun(settings, kernels: .forThisMachine)
    for _ in 0..<3 { run.epoch() }
    return run.network
  }()

  @Test("maps hold what each node makes of the cells' centres, from the top left on")
  func maps() {
    let (network, maps) = (Self.network, PlaygroundMaps(kernels: .forThisMachine))
    let picture = maps.maps(of: network, width: 9, height: 5)
    #expect(picture.values.count == (4 + network.layerSizes.reduce(0, +)) * 45)
    for (row, column) in [(0, 0), (2, 4), (4, 8), (1, 7)] {
      let (x, y) = (-6 + 12 * (Float(column) + 0.5) / 9, 6 - 12 * (Float(row) + 0.5) / 5)
      let example = PlaygroundExample(network, at: PlanePoint(x: x, y: y, target: 0), kernels: .forThisMachine)
      for (index, value) in example.layers[0].inputs.enumerated() {
        #expect(abs(Array(picture.feature(index))[row * 9 + column] - value) < 1e-4)
      }
      for (layer, computed) in example.layers.enumerated() {
        for (unit, value) in computed.activations.enumerated() {
          #expect(abs(Array(picture.neuron(layer: layer, unit: unit))[row * 9 + column] - value) < 1e-4)
        }
      }
    }
    // Cells beyond one strip, and the output alone.
    let large = maps.maps(of: network, width: 41, height: 37)
    #expect(Array(large.output) == maps.output(of: network, width: 41, height: 37))
    let points = (0..<37).flatMap { row in
      (0..<41).map { column in
        PlanePoint(
          x: PlaygroundPicture.x(column: column, of: 41), y: PlaygroundPicture.y(row: row, of: 37), target: 0)
      }
    }
    #expect(network.outputs(at: points, kernels: .forThisMachine) == Array(large.output))
    #expect(network.outputs(at: [], kernels: .forThisMachine).isEmpty)
    // A network under the same settings, but with other weights, finds the memory of the first.
    #expect(maps.maps(of: network, width: 9, height: 5) == picture)
  }

  @Test("an example's gradients are the numeric ones, of every weight and bias")
  func example() {
    let (network, point) = (Self.network, PlanePoint(x: 1.3, y: -0.7, target: 1))
    let example = PlaygroundExample(network, at: point, kernels: .forThisMachine)
    #expect(example.loss == (example.output - 1) * (example.output - 1) / 2)
    #expect(example.outputGradient == example.output - 1)
    let h: Float = 5e-3
    func slope(_ index: Int) -> Float {
      func loss(_ change: Float) -> Float {
        var parameters = network.parameters
        parameters.withUnsafeMutablePointer { $0[index] += change }
        return PlaygroundExample(
          PlaygroundNetwork(network.settings, parameters: parameters), at: point, kernels: .forThisMachine
        ).loss
      }
      return (loss(h) - loss(-h)) / (2 * h)
    }
    for (layer, computed) in example.layers.enumerated() {
      #expect(computed.biasGradients == computed.sumGradients)
      for unit in computed.sums.indices {
        #expect(abs(computed.biasGradients[unit] - slope(network.index(layer: layer, unit: unit))) < 1e-3)
        for (input, value) in computed.inputs.enumerated() {
          let gradient = computed.weightGradients[unit][input]
          #expect(abs(gradient - slope(network.index(layer: layer, unit: unit, input: input))) < 1e-3)
          #expect(abs(gradient - computed.sumGradients[unit] * value) <= 1e-6 * abs(gradient) + 1e-9)
        }
      }
    }
  }

  @Test("scores count and compare")
  func scores() {
    let points = [1, 1, -1, -1, -1].map { PlanePoint(x: 0, y: 0, target: $0) }
    let score = PlaygroundScore(.classification, outputs: [0.5, -0.5, -1, 1, -1], points: points)
    #expect(score.accuracy == 0.6 && score.points == 5 && score.rSquared == nil)
    #expect(
      score.confusion
        == PlaygroundScore.Confusion(truePositives: 1, falsePositives: 1, trueNegatives: 2, falseNegatives: 1))
    #expect(score.loss == (0.25 + 2.25 + 4) / 10)
    let values = [0, 1, 2].map { PlanePoint(x: 0, y: 0, target: $0) }
    #expect(PlaygroundScore(.regression, outputs: [0, 1, 2], points: values).rSquared == 1)
    #expect(PlaygroundScore(.regression, outputs: [1, 1, 1], points: values).rSquared == 0)
    let single = PlaygroundScore(.regression, outputs: [1], points: [values[0]])
    #expect(single.rSquared == nil && single.loss == 0.5 && single.accuracy == nil)
    #expect(PlaygroundScore(.classification, outputs: [], points: []).loss == 0)
  }
}
