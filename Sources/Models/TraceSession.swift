public import KernelTypes
internal import Tensors

/// Runs a model on one sequence after another and captures every activation, keeping its memory between runs.
///
/// Not shared between threads.
public final class TraceSession {
  /// The model that is looked at.
  public let model: Transformer
  private let kernels: KernelSet
  private var replay: Replay?

  /// A session on a model.
  public init(_ model: Transformer, kernels: KernelSet) {
    self.model = model
    self.kernels = kernels
  }

  /// A captured forward pass.
  ///
  /// - Parameter ids: At least one and at most `contextLength` token ids, each below the vocabulary's size.
  public func trace(_ ids: [Int32]) -> Trace {
    precondition(!ids.isEmpty, "a trace of no tokens")
    let replay = replay(length: ids.count)
    model.parameters.withUnsafePointer { replay.forward(parameters: $0, feed: Replay.Feed(ids: ids)) }
    return TraceBuilder(model.configuration, ids: ids, replay).trace()
  }

  private func replay(length: Int) -> Replay {
    if let replay, replay.tape.length == length { return replay }
    let recorded = model.configuration.record(batch: 1, length: length, withLoss: false)
    let new = Replay(recorded.tape, for: .capture, kernels: kernels)
    replay = new
    return new
  }
}
