/// Changes in the midst of a forward pass: what a run computes goes on from the changed numbers.
///
/// An edited run is for looking, not for learning: it has no pullback.
public struct Edits: Equatable, Sendable {
  /// Columns of a node's result that are 0 in every row.
  public struct Zeroing: Hashable, Sendable {
    /// The node.
    public let value: Value
    /// Columns of its rows.
    public let columns: Range<Int>

    /// Columns of a node's result.
    public init(_ value: Value, columns: Range<Int>) {
      self.value = value
      self.columns = columns
    }
  }

  /// What is set to 0 as soon as it was computed, in the tape's order.
  public let zeroed: [Zeroing]
  /// Positions of a stream that no query of any attention sees, but for the one at the same position of it; ascending.
  ///
  /// Their scores are −∞, so that the softmax shares the weight among the others. Positions beyond the sequence count
  /// for nothing.
  public let hiddenKeys: [Int]
  /// The stream that they stand in.
  public let hiddenStream: Operation.Stream

  /// No change.
  public static let none = Edits()

  /// Changes in any order.
  public init(zeroed: [Zeroing] = [], hiddenKeys: [Int] = [], hiddenStream: Operation.Stream = .main) {
    self.zeroed = zeroed.sorted {
      ($0.value.index, $0.columns.lowerBound) < ($1.value.index, $1.columns.lowerBound)
    }
    self.hiddenKeys = hiddenKeys.sorted()
    self.hiddenStream = hiddenStream
  }

  /// Whether nothing is changed.
  public var isEmpty: Bool { zeroed.isEmpty && hiddenKeys.isEmpty }

  /// The first node of a tape whose result may differ between runs with these changes and with others; nil where the
  /// two are the same.
  public func firstDifference(from other: Edits, in tape: Tape) -> Int? {
    let zeroing = Set(zeroed).symmetricDifference(other.zeroed).map(\.value.index).min()
    guard hiddenKeys != other.hiddenKeys || hiddenStream != other.hiddenStream else { return zeroing }
    let attention = tape.nodes.firstIndex {
      switch $0.operation {
      case .attention, .crossAttention: true
      default: false
      }
    }
    return [zeroing, attention].compactMap(\.self).min()
  }
}
