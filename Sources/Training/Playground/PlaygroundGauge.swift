internal import Corpora
internal import KernelTypes
internal import Models
internal import Tensors

/// What a network makes of a run's points, measured at most once for each state of the network.
final class PlaygroundGauge {
  private let sweep: PlaygroundSweep
  /// (features, points), those trained on first.
  private let inputs: FloatBuffer
  private let results: FloatBuffer
  private let targets: [Float]
  private let trainingCount: Int
  private var measured: (training: Double, test: Double)?

  init(_ settings: PlaygroundSettings, training: [PlanePoint], test: [PlanePoint], kernels: KernelSet) {
    sweep = PlaygroundSweep(settings.perceptron, kernels: kernels)
    let points = training + test
    inputs = FloatBuffer(count: settings.features.count * points.count)
    for (index, value) in settings.inputs(points, featuresAreRows: true).enumerated() { inputs.start[index] = value }
    results = FloatBuffer(count: points.count)
    targets = points.map(\.target)
    trainingCount = training.count
  }

  /// The network has changed.
  func forget() { measured = nil }

  /// Mean of `½(y − t)²` over either kind of points; 0 where there are none.
  func losses(_ parameters: Parameters) -> (training: Double, test: Double) {
    if let measured { return measured }
    parameters.withUnsafePointer {
      sweep.run($0, inputs: inputs.start, count: results.count, output: results.start)
    }
    let losses = (mean(0..<trainingCount), mean(trainingCount..<results.count))
    measured = losses
    return losses
  }

  /// The output at each point, those trained on first.
  func outputs(_ parameters: Parameters) -> [Float] {
    _ = losses(parameters)
    return results.values
  }

  private func mean(_ range: Range<Int>) -> Double {
    guard !range.isEmpty else { return 0 }
    var sum = 0.0
    for index in range {
      let error = Double(results.start[index]) - Double(targets[index])
      sum += error * error
    }
    return sum / 2 / Double(range.count)
  }
}
