public import Corpora
public import Models

/// What a head may be good for, measured without changing anything.
public enum HeadRole: Hashable, Sendable {
  /// Looks at the token before.
  case previousToken
  /// Looks at its own token.
  case itself
  /// Looks at the first tokens of the sequence, so many of them.
  case sink(Int)
  /// Looks at earlier tokens that are the same.
  case duplicateToken
  /// Looks at what followed the same token last time.
  case induction
  /// The most attended word of one end of a grammatical relation is its other end.
  case relation(Relation, from: End)

  /// Which word of a relation looks.
  public enum End: String, Sendable, CaseIterable {
    /// The one that depends on the other: the subject, the adjective, the object.
    case dependent
    /// The other one.
    case head
  }

  /// Every role that is measured.
  static let all: [HeadRole] =
    [.previousToken, .itself, .sink(1), .sink(4), .duplicateToken, .induction]
    + Relation.allCases.flatMap { relation in End.allCases.map { .relation(relation, from: $0) } }

  /// What a head without the role would score, by name.
  var chanceName: String {
    switch self {
    case .previousToken, .itself, .sink: "uniform"
    case .duplicateToken, .induction: "unmatched"
    case .relation: "fixed_offset"
    }
  }

  /// Its name in tables and on the screen: `previous_token`, `subject-verb`.
  public var name: String {
    switch self {
    case .previousToken: "previous_token"
    case .itself: "self"
    case .sink(let count): "sink_\(count)"
    case .duplicateToken: "duplicate_token"
    case .induction: "induction"
    case .relation(let relation, _): relation.rawValue
    }
  }
}

/// A head's score in a role, and what it must be better than for the role to be its own.
public struct HeadRoleScore: Sendable {
  /// The head.
  public let place: HeadPlace
  /// The role.
  public let role: HeadRole
  /// From 0 to 1.
  public let score: Double
  /// 95 % bootstrap interval of the score, over the texts.
  public let interval: ClosedRange<Double>
  /// What the score is compared with, by name.
  public let baselines: [(name: String, value: Double)]
  /// Rows or pairs that were looked at.
  public let count: Int

  /// Whether the role is the head's own: the whole interval lies above every baseline.
  public var isEarned: Bool { baselines.allSatisfy { interval.lowerBound > $0.value } }
  /// The baseline that is hardest to beat.
  public var best: (name: String, value: Double)? { baselines.max { $0.value < $1.value } }
}
