public import KernelTypes
internal import Tensors

/// Reads one token after another and says what is expected next; keys and values of earlier tokens are kept, so that each
/// costs what one token costs.
///
/// Not shared between threads.
public final class GenerationSession {
  /// The model that writes.
  public let model: LanguageModel
  /// Tokens that were read.
  public private(set) var count = 0
  private let source: [Int32]
  private let recorded: RecordedModel
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
  ///   - threads: How many compute at once; results are the same for every number.
  public convenience init(
    _ model: LanguageModel, source: [Int32] = [], capacity: Int, interventions: Interventions = .none,
    kernels: KernelSet, threads: Int = 1
  ) {
    let crew = WorkerCrew(threads: threads)
    self.init(
      model, source: source, capacity: capacity, interventions: interventions, kernels: kernels, crew: crew,
      // One row after another is multiplied with the weights where they stand; only a source has more.
      packed: source.isEmpty ? nil : PackedWeights(of: model, kernels: kernels, crew: crew))
  }

  /// - Parameter packed: The model's weights, packed for results, or nil.
  init(
    _ model: LanguageModel, source: [Int32], capacity: Int, interventions: Interventions = .none, kernels: KernelSet,
    crew: WorkerCrew, packed: PackedWeights?
  ) {
    let configuration = model.configuration
    precondition(configuration.isCausal, "an encoder writes nothing")
    precondition((1...configuration.contextLength).contains(capacity), "\(capacity) of \(configuration.contextLength)")
    precondition(interventions.maskedPositions.isEmpty, "masked positions while generating")
    self.model = model
    self.source = source
    recorded = configuration.record(
      batch: 1, length: 1, sourceLength: source.isEmpty ? nil : source.count, withLoss: false)
    replay = Replay(recorded.tape, for: .generation(capacity: capacity), kernels: kernels, crew: crew)
    self.packed = packed
    edits = interventions.edits(recorded, configuration)
  }

  /// The logits of what comes after a token, (V), once it is read.
  ///
  /// - Precondition: fewer tokens than the capacity were read.
  public func read(_ id: Int32) -> [Float] {
    var feed = Replay.Feed(ids: [id], sourceIDs: source, edits: edits)
    feed.position = count
    model.parameters.withWeights { replay.forward(weights: $0, feed: feed, packed: packed) }
    count += 1
    return Array(replay.values(of: recorded.output))
  }
}

extension PackedWeights {
  /// A model's weights as passes over one sequence read them, packed; nil where that doesn't pay.
  convenience init?(of model: LanguageModel, kernels: KernelSet, crew: WorkerCrew) {
    // Weights of 16 bits are to save memory.
    guard model.parameters.format == .float32 else { return nil }
    let configuration = model.configuration
    let tape = configuration.record(batch: 1, length: 1, sourceLength: configuration.anySource, withLoss: false).tape
    self.init(tape, for: .results, kernels: kernels)
    model.parameters.withUnsafePointer { parameters in
      crew.run(pieceCount) { _, piece in pack(piece, parameters: parameters) }
    }
  }
}

extension ModelConfiguration {
  /// The most tokens that an encoder–decoder reads of its own text while it translates: what is much longer than its source
  /// translates nothing.
  ///
  /// - Parameter sourceLength: Tokens of the source.
  public func longestTranslation(of sourceLength: Int) -> Int { min(contextLength, 2 * sourceLength + 16) }
}

extension TraceSession {
  /// What an encoder–decoder makes of a source, always taking the likeliest token that its rules allow: the tokens after the
  /// first one, without the one that ends the text.
  ///
  /// - Parameters:
  ///   - source: From one to `contextLength` ids.
  ///   - bounds: What its text begins with, how it goes on and what ends it.
  public func translation(of source: [Int32], _ bounds: TextBounds) -> [Int32] {
    let capacity = model.configuration.longestTranslation(of: source.count)
    let session = GenerationSession(
      model, source: source, capacity: capacity, kernels: kernels, crew: crew, packed: packed)
    var ids = [bounds.begin]
    while session.count < capacity {
      var logits = session.read(ids[ids.count - 1])
      bounds.rules.apply(to: &logits, after: ids, promptLength: 1)
      let next = Int32(logits.indices.reduce(0) { logits[$1] > logits[$0] ? $1 : $0 })
      if bounds.rules.ends.contains(next) { break }
      ids.append(next)
    }
    return Array(ids.dropFirst())
  }

  /// How much memory a translation takes together with its trace and the trace's views; of a source of so many tokens, and of
  /// a given target of so many.
  ///
  /// - Returns: Bytes; `Int.max` where they are beyond counting.
  public static func translationBytes(
    _ configuration: ModelConfiguration, sourceLength: Int, targetLength: Int = 0
  ) -> Int {
    let written = max(configuration.longestTranslation(of: sourceLength), targetLength)
    var bytes = ByteCount()
    // What generating keeps is less than what a trace holds; a view has a trace's numbers once more, and one square of all
    // tokens for each head.
    bytes.add([
      Self.bytes(configuration, length: written, sourceLength: sourceLength, traces: 3)
    ])
    let both = sourceLength + written
    bytes.add([2, configuration.layers, configuration.heads, both, both, MemoryLayout<Float>.stride])
    return bytes.value
  }
}
