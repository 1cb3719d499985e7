import Corpora
import KernelTypes
import Models
import Safetensors
import Tensors
import Testing

@testable import Training

/// Whole runs against PyTorch's (Tools/reference/make_playground_fixtures.py).
@Suite("The Playground against PyTorch")
struct PlaygroundParityTests {
  /// PyTorch computes in double precision; a hundred epochs of single precision stray from it by so much at most.
  static let tolerance = 1e-4

  /// And its parameters by so much.
  static let parameterTolerance: Float = 1e-3

  /// The table of the script that made the fixture.
  static func settings(_ dataset: PlaneDataset) -> PlaygroundSettings {
    var settings = PlaygroundSettings()
    settings.dataset = dataset
    settings.problem = dataset.hasClasses ? .classification : .regression
    typealias Layer = PlaygroundSettings.Layer
    switch dataset {
    case .circle: settings.learningRate = 0.03
    case .exclusiveOr:
      settings.layers = [Layer(units: 8, activation: .relu), Layer(units: 4, activation: .leakyReLU)]
      (settings.batch, settings.rule, settings.learningRate) = (7, .momentum, 0.01)
      (settings.regularization, settings.regularizationRate) = (.l2, 0.003)
    case .gaussian:
      settings.features = PlaneFeature.allCases
      settings.layers = [Layer(units: 6, activation: .sigmoid)]
      (settings.rule, settings.learningRate) = (.adam, 0.01)
      (settings.regularization, settings.regularizationRate) = (.l1, 0.03)
    case .spiral:
      settings.features = [.x1, .x2, .sineX1, .sineX2]
      settings.layers = [
        Layer(units: 8, activation: .gelu), Layer(units: 8, activation: .gelu), Layer(units: 8, activation: .tanh),
      ]
      (settings.rule, settings.learningRate) = (.adam, 0.003)
    case .plane:
      settings.layers = [Layer(units: 3, activation: .linear), Layer(units: 3, activation: .tanh)]
      (settings.batch, settings.learningRate) = (13, 0.01)
      (settings.regularization, settings.regularizationRate) = (.l1, 0.01)
    case .multiGaussian:
      settings.features = [.x1, .x2, .x1Squared, .x2Squared, .product]
      settings.layers = [
        Layer(units: 8, activation: .tanh), Layer(units: 8, activation: .sigmoid), Layer(units: 4, activation: .gelu),
        Layer(units: 4, activation: .leakyReLU),
      ]
      (settings.rule, settings.learningRate) = (.momentum, 0.003)
      (settings.regularization, settings.regularizationRate) = (.l2, 0.001)
    }
    return settings
  }

  private static let path =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/")
    + "/Fixtures/playground/runs.safetensors"

  @Test("a hundred epochs have PyTorch's losses and end at its parameters", arguments: PlaneDataset.allCases)
  func run(dataset: PlaneDataset) throws {
    let file = try SafetensorsFile(path: Self.path)
    let settings = Self.settings(dataset)
    func numbers(_ name: String) throws -> [Float] { try file.tensor(named: "\(dataset.rawValue).\(name)").values }
    func points(_ name: String) throws -> [PlanePoint] {
      let numbers = try numbers(name)
      return stride(from: 0, to: numbers.count, by: 3).map {
        PlanePoint(x: numbers[$0], y: numbers[$0 + 1], target: numbers[$0 + 2])
      }
    }
    let (training, test) = (try points("training"), try points("test"))
    let trainer = PlaygroundTrainer(settings, points: training, kernels: .forThisMachine)
    let gauge = PlaygroundGauge(settings, training: training, test: test, kernels: .forThisMachine)
    for entry in trainer.parameters.layout.entries {
      for (index, value) in try numbers("first.\(entry.name)").enumerated() {
        trainer.set(entry.offset + index, to: value)
      }
    }
    let expected = try numbers("losses")
    for epoch in 0...100 {
      let (losses, training, test) = (
        gauge.losses(trainer.parameters), Double(expected[2 * epoch]), Double(expected[2 * epoch + 1])
      )
      #expect(abs(losses.training - training) < Self.tolerance, "epoch \(epoch): \(losses.training), \(training)")
      #expect(abs(losses.test - test) < Self.tolerance, "epoch \(epoch): \(losses.test), \(test)")
      if epoch < 100 { #expect(trainer.epoch()) }
      gauge.forget()
    }
    for entry in trainer.parameters.layout.entries {
      let difference = largestDifference(trainer.parameters[entry], try numbers("last.\(entry.name)"))
      #expect(difference < Self.parameterTolerance, "\(entry.name): \(difference)")
    }
    #expect(trainer.dead.count == Int(try file.integers(named: "\(dataset.rawValue).dead")[0]))
  }
}
