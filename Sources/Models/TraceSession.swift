public import KernelTypes
public import Tensors

/// Runs a model on one sequence after another and captures every activation, keeping its memory between runs.
///
/// Not shared between threads.
public final class TraceSession {
  /// The model that is looked at.
  public let model: LanguageModel
  let kernels: KernelSet
  let crew: WorkerCrew
  /// The weights packed, from the second pass on: the first packs them itself as it goes, and often it is the only one.
  private(set) var packed: PackedWeights?
  private var passes = 0
  private var current: Memory?
  private var pool = TraceStorage.Pool()
  /// For passes block by block over sequences of one length, and the memory of the last block.
  private var blocks: (recorded: RecordedModel, slices: [LayerSlice])?
  private var block: Replay?
  private var blockPool = TraceStorage.Pool()
  private var times: OperationTimes?

  /// What is kept for sequences of one length.
  private struct Memory {
    let recorded: RecordedModel
    let replay: Replay
    let plan: TracePlan
    /// The sequence and the changes whose logits stand in the replay.
    var held: (text: Text, edits: Edits)?
  }

  /// What a pass reads.
  private struct Text: Equatable {
    let ids: [Int32]
    let source: [Int32]
    let segments: [Int32]
  }

  /// A session on a model.
  ///
  /// - Parameter threads: How many compute at once; results are the same for every number.
  public init(_ model: LanguageModel, kernels: KernelSet, threads: Int = 1) {
    self.model = model
    self.kernels = kernels
    crew = WorkerCrew(threads: threads)
  }

  /// Packs the weights once a second pass is asked for.
  private func preparePass() {
    if passes == 1 { packed = PackedWeights(of: model, kernels: kernels, crew: crew) }
    passes += 1
  }

  /// How much memory captured passes over as many tokens take: what a pass computes, and the traces that are copied
  /// from it. Quick enough to be asked at each keystroke.
  ///
  /// - Returns: Bytes; `Int.max` where they are beyond counting.
  public static func bytes(
    _ configuration: ModelConfiguration, length: Int, sourceLength: Int? = nil, traces: Int = 1
  ) -> Int {
    let source = configuration.anySource.map { sourceLength ?? $0 }
    let tape = configuration.record(batch: 1, length: length, sourceLength: source, withLoss: false).tape
    var bytes = ByteCount()
    bytes.add([1 + traces, Replay.bytes(tape, for: .capture)])
    bytes.add([traces, TracePlan.copiedBytes(tape)])
    return bytes.value
  }

  /// A captured forward pass.
  ///
  /// - Parameters:
  ///   - ids: At least one and at most `contextLength` token ids, each below the vocabulary's size.
  ///   - interventions: What is switched off; heads and MLPs that the model has.
  ///   - source: What an encoder–decoder's encoder reads: at least one id; none for other models.
  ///   - segments: The segment of each token, each below the number of segments that an encoder knows; none where all
  ///     belong to the first, and of no account for a model that knows one segment or none.
  public func trace(
    _ ids: [Int32], source: [Int32] = [], segments: [Int32] = [], interventions: Interventions = .none
  ) -> Trace {
    let memory = memory(length: ids.count, sourceLength: source.count)
    let text = text(ids, source, segments)
    let edits = interventions.edits(memory.recorded, model.configuration)
    var storage = pool.take(count: memory.plan.count)
    let trace = memory.plan.trace(
      ids, source: source, segments: text.segments, interventions, in: &storage, crew: crew
    ) {
      run(text, edits, in: memory, from: 0)
    }
    pool.keep(storage)
    return trace
  }

  /// The logits alone, (position, token), of a classifier (position, label).
  ///
  /// Where the sequence is that of the last call, only what the interventions change is computed again: to try one head
  /// after another, begin in the last layer.
  ///
  /// - Parameters: As for ``trace(_:source:segments:interventions:)``.
  public func logits(
    _ ids: [Int32], source: [Int32] = [], segments: [Int32] = [], interventions: Interventions = .none
  ) -> Tensor {
    let memory = memory(length: ids.count, sourceLength: source.count)
    let text = text(ids, source, segments)
    let edits = interventions.edits(memory.recorded, model.configuration)
    let end = memory.recorded.tape.nodes.count
    let first = memory.held.map { held in
      held.text == text ? edits.firstDifference(from: held.edits, in: memory.recorded.tape) ?? end : 0
    }
    run(text, edits, in: memory, from: first ?? 0)
    current?.held = (text, edits)
    return Tensor(
      shape: [ids.count, model.configuration.logitCount],
      values: Array(memory.replay.values(of: memory.recorded.output)))
  }

  /// Measures from now on where the time of the passes goes; what a trace takes beyond them is copying.
  public func measureTimes() -> OperationTimes {
    let times = OperationTimes()
    self.times = times
    current?.replay.times = times
    return times
  }

  /// What a pass reads, without segments where they change nothing.
  private func text(_ ids: [Int32], _ source: [Int32], _ segments: [Int32]) -> Text {
    let known = model.configuration.segments ?? 1
    precondition(segments.isEmpty || segments.count == ids.count, "\(segments.count) segments of \(ids.count) tokens")
    guard known > 1, segments.contains(where: { $0 != 0 }) else {
      return Text(ids: ids, source: source, segments: [])
    }
    precondition(segments.allSatisfy { (0..<Int32(known)).contains($0) }, "segments beyond \(known)")
    return Text(ids: ids, source: source, segments: segments)
  }

  private func run(_ text: Text, _ edits: Edits, in memory: Memory, from first: Int) {
    let feed = Replay.Feed(ids: text.ids, segments: text.segments, sourceIDs: text.source, edits: edits)
    preparePass()
    model.parameters.withWeights {
      memory.replay.forward(weights: $0, feed: feed, packed: packed, from: first)
    }
  }

  /// The blocks of passes over so many tokens; what a whole pass would need is given back.
  func slices(length: Int) -> [LayerSlice] {
    if let blocks, blocks.recorded.tape.length == length { return blocks.slices }
    guard let slices = LayerSlice.all(of: model.configuration, length: length) else {
      preconditionFailure("\(model.configuration.family) block by block")
    }
    (current, block) = (nil, nil)
    pool = TraceStorage.Pool()
    blocks = (model.configuration.record(batch: 1, length: length, withLoss: false), slices)
    return slices
  }

  /// What a block computes from the residual stream that enters it; of the first, from the tokens.
  func run(
    _ slice: LayerSlice, _ ids: [Int32], _ segments: [Int32], _ interventions: Interventions, from residual: [Float]
  ) -> Trace {
    guard let blocks else { preconditionFailure("a block before its slices") }
    let replay = Replay(slice.tape, for: .capture, kernels: kernels, crew: crew, replacing: block)
    replay.times = times
    block = replay
    let text = text(ids, [], segments)
    let all = interventions.edits(blocks.recorded, model.configuration)
    let edits = Edits(
      zeroed: all.zeroed.filter { slice.nodes.contains($0.value.index) }, hiddenKeys: all.hiddenKeys,
      hiddenStream: all.hiddenStream)
    let feed = Replay.Feed(ids: ids, inputs: residual, segments: text.segments, edits: edits)
    let plan = TracePlan(model.configuration, replay, from: slice.nodes.lowerBound)
    var storage = blockPool.take(count: plan.count)
    preparePass()
    let trace = plan.trace(ids, source: [], segments: text.segments, interventions, in: &storage, crew: crew) {
      model.parameters.withWeights {
        replay.forward(weights: $0, feed: feed, packed: packed, from: slice.first)
      }
    }
    blockPool.keep(storage)
    return trace
  }

  private func memory(length: Int, sourceLength: Int) -> Memory {
    precondition(length > 0, "a pass over no tokens")
    let source = sourceLength > 0 ? sourceLength : nil
    if let tape = current?.recorded.tape, tape.length == length, tape.sourceLength == source, let current {
      return current
    }
    let recorded = model.configuration.record(batch: 1, length: length, sourceLength: source, withLoss: false)
    (blocks, block) = (nil, nil)
    blockPool = TraceStorage.Pool()
    let replay = Replay(
      recorded.tape, for: .capture, kernels: kernels, crew: crew, replacing: current?.replay)
    let new = Memory(recorded: recorded, replay: replay, plan: TracePlan(model.configuration, replay))
    new.replay.times = times
    current = new
    return new
  }
}
