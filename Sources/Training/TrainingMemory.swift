public import Models
internal import Tensors

/// What a training run takes of the machine's memory, reckoned before anything is allocated. Bytes; `Int.max` where they
/// are beyond counting.
public struct TrainingMemory: Equatable, Sendable {
  /// The model's parameters.
  public let weights: Int
  /// The shards' gradients; frozen parts have none.
  public let gradients: Int
  /// What the optimiser keeps of each parameter.
  public let moments: Int
  /// What the forward passes of all threads keep for their pullbacks, and the gradients that these hand on.
  public let activations: Int
  /// The weights once more, packed for the products.
  public let packedWeights: Int
  /// The program itself with its grammar and documents, and what each thread needs to validate: as measured
  /// (Benchmarks/training-memory), since it hangs little on the model.
  public let program: Int

  /// Of a run on so many threads.
  public init(_ configuration: ModelConfiguration, _ settings: TrainingSettings, threads: Int) {
    let shards = min(max(settings.shards, 1), settings.batch)
    let handles = ModelParameters(configuration)
    let frozen = settings.frozen(of: handles)
    let tape = configuration.record(
      batch: (settings.batch + shards - 1) / shards, length: settings.length,
      sourceLength: settings.sourceLength(of: configuration), dropout: settings.dropout, withLoss: true, frozen: frozen
    ).tape
    let trained = handles.layout.entries.enumerated().reduce(0) { sum, entry in
      frozen.contains(ParameterID(index: entry.offset)) ? sum : sum + entry.element.count
    }
    let size = MemoryLayout<Float>.stride
    func bytes(_ factors: Int...) -> Int {
      var bytes = ByteCount()
      bytes.add(factors)
      return bytes.value
    }
    weights = bytes(handles.layout.count, size)
    gradients = bytes(trained, size, shards)
    moments = bytes(handles.layout.count, size, settings.optimizer.kind.momentCount)
    activations = bytes(Replay.bytes(tape, for: .training), min(threads, shards))
    packedWeights = bytes(PackedWeights.count(tape, for: .results) + PackedWeights.count(tape, for: .gradients), size)
    program = 24_000_000 + threads * 3_500_000
  }

  /// The parts in the order in which they are told.
  public var parts: [Int] { [weights, gradients, moments, activations, packedWeights, program] }

  /// All of it.
  public var total: Int {
    var bytes = ByteCount()
    for part in parts { bytes.add([part]) }
    return bytes.value
  }
}
