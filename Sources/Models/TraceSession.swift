public import KernelTypes
internal import Tensors

/// Runs a model on one sequence after another and captures every activation, keeping its memory between runs.
///
/// Not shared between threads.
public final class TraceSession {
  /// The model that is looked at.
  public let model: Transformer
  private let kernels: KernelSet
  private let packed: PackedWeights?
  private var current: (replay: Replay, plan: TracePlan)?

  /// A session on a model.
  public init(_ model: Transformer, kernels: KernelSet) {
    self.model = model
    self.kernels = kernels
    let tape = model.configuration.record(batch: 1, length: 1, withLoss: false).tape
    packed = model.parameters.withUnsafePointer { PackedWeights(tape, parameters: $0, kernels: kernels) }
  }

  /// How much memory a captured pass takes: what it computes, and the trace that is copied from it.
  public static func bytes(_ configuration: TransformerConfiguration, length: Int) -> Int {
    2 * Replay.captureBytes(configuration.record(batch: 1, length: length, withLoss: false).tape)
  }

  /// A captured forward pass.
  ///
  /// - Parameter ids: At least one and at most `contextLength` token ids, each below the vocabulary's size.
  public func trace(_ ids: [Int32]) -> Trace {
    precondition(!ids.isEmpty, "a trace of no tokens")
    let (replay, plan) = memory(length: ids.count)
    model.parameters.withUnsafePointer {
      replay.forward(parameters: $0, feed: Replay.Feed(ids: ids), packed: packed)
    }
    return plan.trace(ids, replay)
  }

  private func memory(length: Int) -> (replay: Replay, plan: TracePlan) {
    if let current, current.replay.tape.length == length { return current }
    let tape = model.configuration.record(batch: 1, length: length, withLoss: false).tape
    let new = (Replay(tape, for: .capture, kernels: kernels), TracePlan(model.configuration, tape))
    current = new
    return new
  }
}
