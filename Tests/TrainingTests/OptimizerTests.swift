import KernelTypes
import Kernels
import Models
import Safetensors
import Tensors
import Testing

@testable import Training

@Suite("Optimisers")
struct OptimizerTests {
  /// What the fixture's steps are scaled by (Tools/reference/make_fixtures.py).
  static let factors: [Float] = [1, -0.5, 0.25, 2, -1]

  static let cases: [(String, OptimizerSettings, Double)] = [
    ("sgd", OptimizerSettings(kind: .sgd, momentum: 0.9, weightDecay: 0.1), 0.01),
    ("sgd-plain", OptimizerSettings(kind: .sgd, momentum: 0, weightDecay: 0.1), 0.01),
    ("adam", OptimizerSettings(kind: .adam, weightDecay: 0.1), 1e-3),
    ("adamw", OptimizerSettings(kind: .adamw, weightDecay: 0.1), 1e-3),
  ]

  /// Single precision's own rounding of five updates of numbers around 1.
  static let tolerance: Float = 1e-6

  @Test("five steps with weight decay are PyTorch's", arguments: cases, ["naive", "fastest"])
  func parity(of expected: (String, OptimizerSettings, Double), kernels name: String) throws {
    let fixture = PyTorchFixture.untied
    let kernels = PyTorchParityTests.kernels(name)
    var model = try fixture.model()
    let reference = try SafetensorsFile(path: fixture.path("optimizers"))
    let gradients = try SafetensorsFile(path: fixture.path("gradients"))
    let gradient = FloatBuffer(count: model.handles.layout.count)
    for entry in model.handles.layout.entries {
      let values = try gradients.tensor(named: entry.name).values
      for (index, value) in values.enumerated() { gradient.start[entry.offset + index] = value }
    }
    var optimizer = Optimizer(model.handles, settings: expected.1)
    for factor in Self.factors {
      _ = optimizer.step(
        &model.parameters, gradient: gradient, scale: factor, learningRate: expected.2, kernels: kernels,
        crew: WorkerCrew(threads: 2))
    }
    for entry in model.handles.layout.entries {
      let theirs = try reference.tensor(named: "\(expected.0)/\(entry.name)").values
      let difference = largestDifference(model.parameters[entry], theirs)
      #expect(difference <= Self.tolerance, "\(entry.name): \(difference)")
    }
  }

  @Test("another kind starts with moments at 0, other constants keep them")
  func change() {
    func updates(after settings: OptimizerSettings) -> Int {
      let handles = ModelParameters(TrainerTests.configuration)
      var optimizer = Optimizer(handles, settings: OptimizerSettings(kind: .adamw))
      var parameters = Parameters(layout: handles.layout)
      _ = optimizer.step(
        &parameters, gradient: FloatBuffer(count: handles.layout.count), scale: 1, learningRate: 1,
        kernels: .forThisMachine, crew: WorkerCrew(threads: 1))
      optimizer.change(settings, frozen: [])
      return optimizer.updates
    }
    #expect(updates(after: OptimizerSettings(kind: .adamw, beta2: 0.9, weightDecay: 1)) == 1)
    #expect(updates(after: OptimizerSettings(kind: .adam)) == 0)
    #expect(updates(after: OptimizerSettings(kind: .sgd)) == 0)
  }
}
