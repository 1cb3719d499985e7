public import KernelTypes
public import Models
public import Tensors

/// How well a model predicts sequences, each one alone from its first token.
public struct Evaluation: Equatable, Sendable {
  /// Sequences that were scored.
  public let sequences: Int
  /// Tokens that were predicted: every token of a sequence but its first.
  public let tokens: Int
  /// −ln p of all of them together, in nats.
  public let total: Double
  /// Predicted tokens that the model held likelier than every other.
  public let correct: Int

  /// Mean loss a token, in nats.
  public var loss: Double { total / Double(max(tokens, 1)) }
  /// Mean loss a sequence, in nats: −ln p of a whole document.
  public var lossPerSequence: Double { total / Double(max(sequences, 1)) }
  /// e to the power of the mean loss a token.
  public var perplexity: Double { loss.exponential }
  /// Share of tokens that the model held most likely.
  public var accuracy: Double { Double(correct) / Double(max(tokens, 1)) }

  /// Scores sequences of two and more tokens, those of equal length together.
  public init(
    of model: Transformer, on sequences: [[Int32]], kernels: KernelSet, crew: WorkerCrew
  ) {
    let jobs = Dictionary(grouping: sequences.indices, by: { sequences[$0].count }).sorted { $0.key < $1.key }
      .flatMap { _, indices in
        stride(from: 0, to: indices.count, by: Self.batch).map {
          Array(indices[$0..<min($0 + Self.batch, indices.count)])
        }
      }
    var partial = [(total: Double, correct: Int)](repeating: (0, 0), count: jobs.count)
    model.parameters.withUnsafePointer { parameters in
      partial.withUnsafeMutableBufferPointer { partial in
        nonisolated(unsafe) let partial = partial  // Each job writes its own element.
        crew.run(jobs.count) { _, job in
          partial[job] = Self.score(
            jobs[job].map { sequences[$0] }, of: model.configuration, parameters, kernels)
        }
      }
    }
    self.sequences = sequences.count
    tokens = sequences.reduce(0) { $0 + $1.count - 1 }
    total = partial.reduce(0) { $0 + $1.total }
    correct = partial.reduce(0) { $0 + $1.correct }
  }

  private static let batch = 64

  private static func score(
    _ sequences: [[Int32]], of configuration: TransformerConfiguration, _ parameters: UnsafePointer<Float>,
    _ kernels: KernelSet
  ) -> (total: Double, correct: Int) {
    let batch = Batch(sequences: sequences)
    let recorded = configuration.record(batch: batch.count, length: batch.length, withLoss: true)
    let replay = Replay(recorded.tape, for: .evaluation, kernels: kernels)
    replay.forward(parameters: parameters, feed: Replay.Feed(ids: batch.ids, targets: batch.targets))
    guard let losses = recorded.losses else { return (0, 0) }
    let logits = replay.values(of: recorded.logits)
    let classes = configuration.vocabularySize
    let correct = batch.targets.enumerated().count { row, target in
      let right = logits[row * classes + Int(target)]
      // Among equals nothing was predicted.
      return logits[row * classes..<(row + 1) * classes].count { $0 >= right } == 1
    }
    return (replay.values(of: losses).reduce(0) { $0 + Double($1) }, correct)
  }
}
