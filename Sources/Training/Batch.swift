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

  /// A batch of given ids and targets.
  public init(count: Int, length: Int, ids: [Int32], targets: [Int32]) {
    precondition(ids.count == count * length && targets.count == ids.count, "a batch of \(count) × \(length)")
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

  /// How many positions have a target.
  public var targetCount: Int { targets.reduce(0) { $0 + ($1 == CrossEntropy.ignored ? 0 : 1) } }

  /// Some of its sequences.
  func sequences(_ range: Range<Int>) -> (ids: [Int32], targets: [Int32]) {
    let tokens = range.lowerBound * length..<range.upperBound * length
    return (Array(ids[tokens]), Array(targets[tokens]))
  }
}
