internal import KernelTypes
internal import Tensors

/// What one step learns from: sequences of equal length, and the right next token of each position.
public struct Batch: Equatable, Sendable {
  /// Sequences.
  public let count: Int
  /// Tokens in each.
  public let length: Int
  /// Token ids, (count, length).
  public var ids: [Int32]
  /// The right next token of each position, (count, length), or `CrossEntropy.ignored`.
  public var targets: [Int32]

  /// How many tokens of each sequence count, the others only fill it up; empty where all count.
  public var lengths: [Int]
  /// What an encoder–decoder's encoder reads, (count, source length); empty for other models.
  public var sourceIDs: [Int32] = []
  /// How many tokens of each source count.
  public var sourceLengths: [Int] = []

  /// A batch of given ids and targets.
  public init(count: Int, length: Int, ids: [Int32], targets: [Int32], lengths: [Int] = []) {
    precondition(
      ids.count == count * length && targets.count == ids.count && (lengths.isEmpty || lengths.count == count),
      "a batch of \(count) × \(length)")
    self.lengths = lengths
    self.count = count
    self.length = length
    self.ids = ids
    self.targets = targets
  }

  /// Full sequences of `length + 1` tokens: each position's target is the token after it.
  public init(sequences: [[Int32]]) {
    let length = (sequences.first?.count ?? 1) - 1
    self.init(
      count: sequences.count, length: length, ids: sequences.flatMap { $0.dropLast() },
      targets: sequences.flatMap { $0.dropFirst() })
  }

  /// Sequences of equal length with a target for each position; sources may differ in length.
  ///
  /// - Parameter sourceLength: To which sources are filled up; the longest one's where nil.
  init(_ examples: [Example], sourceLength: Int? = nil) {
    self.init(
      count: examples.count, length: examples.first?.ids.count ?? 0, ids: examples.flatMap(\.ids),
      targets: examples.flatMap(\.targets))
    let longest = examples.map(\.source.count).max() ?? 0
    guard longest > 0 else { return }
    let room = sourceLength ?? longest
    sourceIDs = examples.flatMap { example in
      example.source.prefix(room) + [Int32](repeating: 0, count: max(room - example.source.count, 0))
    }
    sourceLengths = examples.map { min($0.source.count, room) }
  }

  /// How many positions have a target.
  public var targetCount: Int { targets.reduce(0) { $0 + ($1 == CrossEntropy.ignored ? 0 : 1) } }

  /// One of its sequences, without what fills it up: tokens that don't count, and those behind the last that is asked for
  /// and that stand there again and again.
  func sequence(_ index: Int) -> Example {
    let feed = feed(index..<index + 1)
    let (ids, targets, lengths) = (feed.ids, feed.targets, feed.lengths)
    var end = lengths.first ?? length
    while lengths.isEmpty, end > 1, targets[end - 1] == CrossEntropy.ignored, ids[end - 1] == ids[length - 1] {
      end -= 1
    }
    let last = targets.lastIndex { $0 != CrossEntropy.ignored } ?? 0
    end = max(end, last + 1)
    return Example(
      ids: Array(ids[..<end]), targets: Array(targets[..<end]),
      source: Array(feed.sourceIDs.prefix(feed.sourceLengths.first ?? 0)))
  }

  /// Tokens in each source.
  var sourceLength: Int { sourceIDs.count / max(count, 1) }

  /// Some of its sequences, as a replay takes them.
  func feed(_ range: Range<Int>) -> Replay.Feed {
    let tokens = range.lowerBound * length..<range.upperBound * length
    let sources = range.lowerBound * sourceLength..<range.upperBound * sourceLength
    return Replay.Feed(
      ids: Array(ids[tokens]), lengths: lengths.isEmpty ? [] : Array(lengths[range]),
      sourceIDs: Array(sourceIDs[sources]), sourceLengths: sourceLengths.isEmpty ? [] : Array(sourceLengths[range]),
      targets: Array(targets[tokens]))
  }
}
