public import KernelTypes
internal import Tensors

/// Reads one token after another and says what is expected next; keys and values of earlier tokens are kept, so that each
/// costs what one token costs.
///
/// Not shared between threads.
public final class GenerationSession {
  /// The model that writes.
  public let model: Transformer
  /// Tokens that were read.
  public private(set) var count = 0
  private let source: [Int32]
  private let recorded: RecordedTransformer
  private let replay: Replay
  private let packed: PackedWeights?
  private let edits: Edits

  /// A session at the beginning of a text.
  ///
  /// - Parameters:
  ///   - model: A decoder or an encoder–decoder.
  ///   - source: What an encoder–decoder's encoder reads: at least one id; none for a decoder.
  ///   - capacity: The most tokens that will be read; at most the model's context.
  ///   - interventions: What is switched off; no masked positions.
  public init(
    _ model: Transformer, source: [Int32] = [], capacity: Int, interventions: Interventions = .none, kernels: KernelSet
  ) {
    let configuration = model.configuration
    precondition(configuration.isCausal, "an encoder writes nothing")
    precondition((1...configuration.contextLength).contains(capacity), "\(capacity) of \(configuration.contextLength)")
    precondition(interventions.maskedPositions.isEmpty, "masked positions while generating")
    self.model = model
    self.source = source
    recorded = configuration.record(
      batch: 1, length: 1, sourceLength: source.isEmpty ? nil : source.count, withLoss: false)
    replay = Replay(recorded.tape, for: .generation(capacity: capacity), kernels: kernels)
    packed = PackedWeights(recorded.tape, for: .results, kernels: kernels)
    if let packed { model.parameters.withUnsafePointer { packed.pack(parameters: $0) } }
    edits = interventions.edits(recorded, configuration)
  }

  /// The logits of what comes after a token, (V), once it is read.
  ///
  /// - Precondition: fewer tokens than the capacity were read.
  public func read(_ id: Int32) -> [Float] {
    var feed = Replay.Feed(ids: [id], sourceIDs: source, edits: edits)
    feed.position = count
    model.parameters.withUnsafePointer { replay.forward(parameters: $0, feed: feed, packed: packed) }
    count += 1
    return Array(replay.values(of: recorded.logits))
  }
}

extension GenerationSession {
  /// What an encoder–decoder makes of a source, always taking the likeliest token: the tokens after the first one, without
  /// the one that ends the text.
  ///
  /// - Parameters:
  ///   - begin: What a text begins with.
  ///   - end: What ends it.
  public static func translation(
    of source: [Int32], by model: Transformer, begin: Int32, end: Int32, kernels: KernelSet
  ) -> [Int32] {
    let capacity = model.configuration.contextLength
    let session = GenerationSession(model, source: source, capacity: capacity, kernels: kernels)
    var ids = [begin]
    while session.count < capacity {
      let logits = session.read(ids[ids.count - 1])
      let next = logits.indices.reduce(0) { logits[$1] > logits[$0] ? $1 : $0 }
      if next == Int(end) { break }
      ids.append(Int32(next))
    }
    return Array(ids.dropFirst())
  }
}
