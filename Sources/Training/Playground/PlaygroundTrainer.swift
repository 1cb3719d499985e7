internal import Corpora
internal import KernelTypes
internal import Models
internal import Tensors

/// Trains a network of the Playground, epoch by epoch: by the tape, the replay and the optimiser that train transformers.
///
/// It computes on the calling thread and allocates nothing while it does.
final class PlaygroundTrainer {
  private(set) var parameters: Parameters
  /// Weights that are dead: 0 for good, whatever their gradient.
  private(set) var dead: Set<Int> = []
  private var settings: PlaygroundSettings
  private var optimizer: Optimizer
  /// Updates since the start: what dropped neurons hang on.
  private var steps = 0
  /// One epoch's batches, each with the replay of its size.
  private var batches: [(feed: Replay.Feed, replay: Replay)] = []
  private let weightRanges: [Range<Int>]
  private let gradient: FloatBuffer
  /// Parameters, and moments, as they were before an epoch that might spoil them.
  private let kept: [FloatBuffer]
  private let kernels: KernelSet
  private let crew = WorkerCrew(threads: 1)

  /// A network before its first update: weights evenly distributed within ±0.5, biases of 0.1.
  init(_ settings: PlaygroundSettings, points: [PlanePoint], kernels: KernelSet) {
    self.settings = settings
    self.kernels = kernels
    let handles = PerceptronParameters(settings.perceptron)
    let layout = handles.layout
    parameters = Parameters(layout: layout)
    weightRanges = handles.layers.map { layout[$0.weight].range }
    gradient = FloatBuffer(count: layout.count)
    kept = (0..<3).map { _ in FloatBuffer(count: layout.count) }
    optimizer = Optimizer(layout, settings: settings.optimizer)
    var generator = SplitMix64(seed: settings.seed)
    for layer in handles.layers {
      let (weight, bias) = (layout[layer.weight], layout[layer.bias])
      parameters[weight] = ArraySlice((0..<weight.count).map { _ in Float(generator.unit()) - 0.5 })
      parameters[bias] = ArraySlice(repeatElement(0.1, count: bias.count))
    }
    prepare(points)
  }

  /// Goes on under other settings and with other points.
  func change(_ settings: PlaygroundSettings, points: [PlanePoint]) {
    self.settings = settings
    optimizer.change(settings.optimizer)
    prepare(points)
  }

  /// Sets a weight or a bias; a dead weight lives again.
  func set(_ index: Int, to value: Float) {
    dead.remove(index)
    parameters.withUnsafeMutablePointer { $0[index] = value }
  }

  /// Cuts the points into batches, in their order, and records a tape for each size of batch.
  private func prepare(_ points: [PlanePoint]) {
    let perceptron = settings.perceptron
    var replays: [Int: Replay] = [:]
    batches = stride(from: 0, to: points.count, by: settings.batch).map { start in
      let batch = Array(points[start..<min(start + settings.batch, points.count)])
      let replay =
        replays[batch.count]
        ?? Replay(
          perceptron.record(batch: batch.count, drops: true, withLoss: true).tape, for: .training, kernels: kernels)
      replays[batch.count] = replay
      let feed = Replay.Feed(
        inputs: settings.inputs(batch), targetValues: batch.map(\.target), lossScale: 1 / Float(batch.count))
      return (feed, replay)
    }
  }

  /// One pass over the points.
  ///
  /// - Returns: Whether all parameters are numbers after it; if not, all is as it was before.
  func epoch() -> Bool {
    let (updates, deadBefore, stepsBefore) = (optimizer.updates, dead, steps)
    keep()
    let drops = settings.layers.contains { $0.dropout > 0 }
    for index in batches.indices {
      steps += 1
      if drops {
        var key = SplitMix64(seed: settings.seed ^ UInt64(steps) &* 0x9E37_79B9_7F4A_7C15)
        batches[index].feed.dropoutKey = key.next()
      }
      gradient.start.update(repeating: 0, count: gradient.count)
      let (feed, replay) = batches[index]
      parameters.withUnsafePointer { parameters in
        replay.forward(parameters: parameters, feed: feed)
        replay.backward(parameters: parameters, feed: feed, parameterGradients: gradient.start)
      }
      for weight in dead { gradient.start[weight] = 0 }
      _ = optimizer.step(
        &parameters, gradient: gradient, scale: 1, learningRate: Double(settings.learningRate), kernels: kernels,
        crew: crew)
      regularize()
    }
    guard !isFinite else { return true }
    (dead, steps) = (deadBefore, stepsBefore)
    restore(updates: updates)
    return false
  }

  /// Pulls weights, not biases, towards 0: by `η·λ`, or by that share of themselves.
  private func regularize() {
    let rate = settings.learningRate * settings.regularizationRate
    guard settings.regularization != .none, rate > 0 else { return }
    parameters.withUnsafeMutablePointer { parameters in
      for range in weightRanges {
        if settings.regularization == .l2 {
          for index in range { parameters[index] -= rate * parameters[index] }
        } else {
          for index in range { shorten(&parameters[index], by: rate, at: index) }
        }
      }
    }
  }

  /// `w −= rate·sign(w)`; what would cross 0 stays there, dead, and its moments begin at 0 should it ever live again.
  private func shorten(_ weight: inout Float, by rate: Float, at index: Int) {
    let size = weight.magnitude
    if size > rate || weight == 0 {
      weight -= weight == 0 ? 0 : weight > 0 ? rate : -rate
    } else {
      weight = 0
      guard size < rate else { return }
      dead.insert(index)
      optimizer.forget(index)
    }
  }

  private var isFinite: Bool {
    parameters.withUnsafePointer { parameters in
      // A product with 0 is 0 but for what is no number.
      var sum: Float = 0
      for index in 0..<gradient.count { sum += parameters[index] * 0 }
      return sum == 0
    }
  }

  private func keep() {
    parameters.withUnsafePointer { kept[0].start.update(from: $0, count: gradient.count) }
    optimizer.m.withUnsafePointer { kept[1].start.update(from: $0, count: optimizer.m.layout.count) }
    optimizer.v.withUnsafePointer { kept[2].start.update(from: $0, count: optimizer.v.layout.count) }
  }

  private func restore(updates: Int) {
    var (m, v) = (optimizer.m, optimizer.v)
    parameters.withUnsafeMutablePointer { $0.update(from: kept[0].start, count: gradient.count) }
    m.withUnsafeMutablePointer { $0.update(from: kept[1].start, count: optimizer.m.layout.count) }
    v.withUnsafeMutablePointer { $0.update(from: kept[2].start, count: optimizer.v.layout.count) }
    optimizer.restore(m: m, v: v, updates: updates)
  }
}
