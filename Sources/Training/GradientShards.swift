public import KernelTypes
public import Models
public import Tensors

/// Computes the loss of a batch and its gradient on several threads.
///
/// The batch is cut into a FIXED number of shards. Each runs forwards and backwards on one thread into a gradient
/// buffer of its own, and the buffers are summed in a fixed order: the result has the same bits whatever the number of
/// threads. Two parallel regions a step, so threads hardly wait for each other.
public final class GradientShards {
  /// Sequences in a batch, tokens in a sequence.
  public let shape: (count: Int, length: Int)
  let gradients: [FloatBuffer]
  private let ranges: [Range<Int>]
  /// Where the gradients of trained parameters stand; the others stay 0 and take no memory.
  private let trained: [Range<Int>]
  private let recordings: [RecordedModel]
  private let replays: [[Replay]]
  /// The weights as the shards' products read them: packed once a step, for all of them.
  private let packedForResults: PackedWeights?
  private let packedForGradients: PackedWeights?
  private let crew: WorkerCrew

  /// Memory for the settings' batches; of its shards at most as many as the batch has sequences are used.
  public init(
    _ configuration: ModelConfiguration, _ settings: TrainingSettings, kernels: KernelSet, crew: WorkerCrew
  ) {
    let (count, length) = (settings.batch, settings.length)
    shape = (count, length)
    self.crew = crew
    let shards = min(max(settings.shards, 1), count)
    ranges = (0..<shards).map { $0 * count / shards..<($0 + 1) * count / shards }
    let sizes = Set(ranges.map(\.count)).sorted()
    let handles = ModelParameters(configuration)
    let frozen = settings.frozen(of: handles)
    let entries = handles.layout.entries.enumerated().filter { !frozen.contains(ParameterID(index: $0.offset)) }
    trained = entries.map(\.element.range)
    recordings = sizes.map {
      configuration.record(
        batch: $0, length: length, sourceLength: settings.sourceLength(of: configuration), dropout: settings.dropout,
        withLoss: true, labelSmoothing: settings.labelSmoothing, frozen: frozen)
    }
    let recordings = recordings
    replays = (0..<min(crew.threads, shards)).map { _ in
      recordings.map { Replay($0.tape, for: .training, kernels: kernels) }
    }
    packedForResults = PackedWeights(recordings[0].tape, for: .results, kernels: kernels)
    packedForGradients = PackedWeights(recordings[0].tape, for: .gradients, kernels: kernels)
    gradients = ranges.map { _ in FloatBuffer(count: handles.layout.count) }
  }

  /// Measures from now on where the time goes; one account for each thread's replays.
  func measureTimes() -> [OperationTimes] {
    replays.map { replays in
      let times = OperationTimes()
      for replay in replays { replay.times = times }
      return times
    }
  }

  /// Fills the shards' gradients and returns the mean loss over all targets of the batches.
  ///
  /// Several batches give what one batch of all their sequences would give: each target counts the same, and the same
  /// elements are dropped.
  /// - Parameter dropoutKey: What the dropped elements hang on, made of (seed, step); nil drops nothing.
  public func run(_ batches: [Batch], parameters: Parameters, dropoutKey: UInt64?) -> Double {
    let fits = batches.allSatisfy { $0.count == shape.count && $0.length == shape.length }
    precondition(fits, "batches of another shape than \(shape)")
    let scale = 1 / Float(max(batches.reduce(0) { $0 + $1.targetCount }, 1))
    var sums = [Double](repeating: 0, count: ranges.count)
    parameters.withUnsafePointer { parameters in
      pack(parameters)
      sums.withUnsafeMutableBufferPointer { sums in
        nonisolated(unsafe) let sums = sums  // Each shard writes its own element.
        crew.run(ranges.count) { worker, shard in
          for range in trained {
            (gradients[shard].start + range.lowerBound).update(repeating: 0, count: range.count)
          }
          for (index, batch) in batches.enumerated() {
            var feed = batch.feed(ranges[shard])
            (feed.lossScale, feed.dropoutKey) = (scale, dropoutKey)
            feed.firstSequence = index * shape.count + ranges[shard].lowerBound
            sums[shard] += add(feed, to: shard, worker: worker, parameters)
          }
        }
      }
    }
    return sums.reduce(0, +) * Double(scale)
  }

  private func pack(_ parameters: UnsafePointer<Float>) {
    let pieces = [packedForResults, packedForGradients].compactMap(\.self).flatMap { packed in
      (0..<packed.pieceCount).map { (packed, $0) }
    }
    crew.run(pieces.count) { _, index in pieces[index].0.pack(pieces[index].1, parameters: parameters) }
  }

  /// Runs forwards and backwards, adds to a shard's gradient, and returns the sum of the losses.
  private func add(_ feed: Replay.Feed, to shard: Int, worker: Int, _ parameters: UnsafePointer<Float>) -> Double {
    let size = recordings.firstIndex { $0.tape.batch == ranges[shard].count } ?? 0
    let replay = replays[worker][size]
    replay.forward(parameters: parameters, feed: feed, packed: packedForResults)
    replay.backward(
      parameters: parameters, feed: feed, packed: packedForGradients, parameterGradients: gradients[shard].start)
    guard let losses = recordings[size].losses else { return 0 }
    return replay.values(of: losses).reduce(0) { $0 + Double($1) }
  }
}
