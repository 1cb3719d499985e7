public import Tensors

/// A captured forward pass on one sequence: the tokens and every activation, in the order of computation, under the
/// names of docs/Notation.md (TransformerLens's, and in its style where it has none).
///
/// The one currency between engine and views; on disk it is a safetensors file.
public struct Trace: Equatable, Sendable {
  /// One captured activation: its name, its shape, and where its numbers stand.
  public struct Entry: Equatable, Sendable {
    /// Such as `blocks.0.attn.hook_pattern`.
    public let name: String
    /// Sizes without a batch axis, such as (head, query, key).
    public let shape: [Int]
    let range: Range<Int>
    /// Which run of numbers that is a part of.
    var chunk = 0
  }

  /// Sizes of the model that was captured.
  public let configuration: ModelConfiguration
  /// Token ids, one a position; of an encoder–decoder those that the decoder reads.
  public let ids: [Int32]
  /// Token ids of what an encoder–decoder's encoder reads; empty for other models.
  public let sourceIDs: [Int32]
  /// The segment of each token, for an encoder that tells two texts apart; empty where all belong to the first.
  public let segments: [Int32]
  /// What was switched off while it was computed.
  public let interventions: Interventions
  /// What was captured, in the order of computation.
  public let entries: [Entry]
  /// One run of numbers, or of a trace of which only some layers are kept, one a layer.
  let storage: [TraceStorage]
  /// Shapes of what such a trace would hold if it were whole.
  let absent: [String: [Int]]
  /// Position of each name in ``entries``.
  private let index: [String: Int]

  init(
    configuration: ModelConfiguration, ids: [Int32], sourceIDs: [Int32] = [], segments: [Int32] = [],
    interventions: Interventions, entries: [Entry], index: [String: Int], storage: [TraceStorage],
    absent: [String: [Int]] = [:]
  ) {
    self.absent = absent
    self.sourceIDs = sourceIDs
    self.segments = segments
    self.configuration = configuration
    self.ids = ids
    self.interventions = interventions
    self.entries = entries
    self.index = index
    self.storage = storage
  }

  /// A trace of given activations, in the order of computation.
  package init(
    configuration: ModelConfiguration, ids: [Int32], segments: [Int32] = [], interventions: Interventions = .none,
    activations: [(name: String, tensor: Tensor)]
  ) {
    var entries: [Entry] = []
    var storage: [Float] = []
    for (name, tensor) in activations {
      let start = storage.count
      storage += tensor.values
      entries.append(Entry(name: name, shape: tensor.shape, range: start..<storage.count))
    }
    let index = Dictionary(uniqueKeysWithValues: zip(entries.map(\.name), entries.indices))
    self.init(
      configuration: configuration, ids: ids, segments: segments, interventions: interventions, entries: entries,
      index: index, storage: [TraceStorage(storage)])
  }

  /// The numbers of an entry, row-major, without copying.
  public subscript(entry: Entry) -> ArraySlice<Float> { storage[entry.chunk][entry.range] }

  /// The entry of a name, or nil.
  public func entry(named name: String) -> Entry? { index[name].map { entries[$0] } }

  /// An activation as a tensor of its own, or nil where the name is unknown.
  public func tensor(named name: String) -> Tensor? {
    entry(named: name).map { Tensor(shape: $0.shape, values: Array(self[$0])) }
  }

  /// Number of positions, T.
  public var length: Int { ids.count }

  /// The segment that a position's token belongs to.
  public func segment(at position: Int) -> Int { segments.isEmpty ? 0 : Int(segments[position]) }

  /// Token ids of a stream, one a position: what an encoder–decoder's encoder reads, or what the logits belong to.
  public func ids(of stream: Operation.Stream) -> [Int32] { stream == .source ? sourceIDs : ids }

  /// Bytes of memory that the numbers take.
  public var byteCount: Int { storage.reduce(0) { $0 + $1.byteCount } }

  /// Whether everything that was computed is there, and not only some layers.
  public var isWhole: Bool { absent.isEmpty }

  /// Whether everything that was captured is the same.
  public static func == (a: Trace, b: Trace) -> Bool {
    a.configuration == b.configuration && a.ids == b.ids && a.sourceIDs == b.sourceIDs && a.segments == b.segments
      && a.interventions == b.interventions && a.entries.count == b.entries.count
      && zip(a.entries, b.entries).allSatisfy { $0.name == $1.name && $0.shape == $1.shape && a[$0] == b[$1] }
  }
}
