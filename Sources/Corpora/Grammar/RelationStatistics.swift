/// How far apart the words of each relation are: what a head could score that always looks the same distance back.
public struct RelationStatistics: Sendable {
  /// How often each distance occurs, for each relation.
  public private(set) var counts: [Relation: [Int: Int]] = [:]

  /// Counts nothing yet.
  public init() {}

  /// Counts the pairs of some documents.
  public init(of documents: some Sequence<Document>) {
    for document in documents { add(document.relations) }
  }

  /// Counts more pairs.
  public mutating func add(_ pairs: [RelationPair]) {
    for pair in pairs { counts[pair.relation, default: [:]][pair.distance, default: 0] += 1 }
  }

  /// The number of pairs of a relation.
  public func total(_ relation: Relation) -> Int { counts[relation, default: [:]].values.reduce(0, +) }

  /// The best fixed offset of a relation: the commonest distance from the later word back to the earlier one, and the
  /// share of pairs that have it. In every pair the later word is the one that a causal model lets look.
  ///
  /// - Returns: Nil where no pair was counted.
  public func bestFixedOffset(_ relation: Relation) -> (distance: Int, share: Double)? {
    let ranked = counts[relation, default: [:]].max { ($0.value, $1.key) < ($1.value, $0.key) }
    return ranked.map { ($0.key, Double($0.value) / Double(total(relation))) }
  }
}
