internal import KernelTypes

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

  /// Sequences of equal length with a target for each position.
  init(_ examples: [Example]) {
    self.init(
      count: examples.count, length: examples.first?.ids.count ?? 0, ids: examples.flatMap(\.ids),
      targets: examples.flatMap(\.targets))
  }

  /// How many positions have a target.
  public var targetCount: Int { targets.reduce(0) { $0 + ($1 == CrossEntropy.ignored ? 0 : 1) } }

  /// One of its sequences, without what fills it up: tokens that don't count, and those behind the last that is asked for
  /// and that stand there again and again.
  func sequence(_ index: Int) -> (ids: [Int32], targets: [Int32]) {
    let (ids, targets, lengths) = sequences(index..<index + 1)
    var end = lengths.first ?? length
    while lengths.isEmpty, end > 1, targets[end - 1] == CrossEntropy.ignored, ids[end - 1] == ids[length - 1] { end -= 1 }
    let last = targets.lastIndex { $0 != CrossEntropy.ignored } ?? 0
    end = max(end, last + 1)
    return (Array(ids[..<end]), Array(targets[..<end]))
  }

  /// Some of its sequences.
  func sequences(_ range: Range<Int>) -> (ids: [Int32], targets: [Int32], lengths: [Int]) {
    let tokens = range.lowerBound * length..<range.upperBound * length
    return (Array(ids[tokens]), Array(targets[tokens]), lengths.isEmpty ? [] : Array(lengths[range]))
  }
}
