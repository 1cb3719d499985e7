private import Glibc
public import Models

/// What a head's attention says in figures; the definitions are those of docs/Notation.md.
extension Trace {
  /// The number of keys that a query position may look at: those whose score is not masked, be it a number or not.
  public func visibleKeys(layer: Int, head: Int, query: Int) -> Int {
    scores(layer: layer, head: head, query: query).reduce(0) { $0 + ($1 == -.infinity ? 0 : 1) }
  }

  /// The keys in sight of a query position whose weight is no number.
  public func spoiltKeys(layer: Int, head: Int, query: Int) -> Set<Int> {
    let weights = pattern(layer: layer, head: head, query: query)
    guard weights.contains(where: \.isNaN) else { return [] }
    let scores = scores(layer: layer, head: head, query: query)
    return Set(zip(0..., zip(weights, scores)).filter { $1.0.isNaN && $1.1 != -.infinity }.map(\.0))
  }

  /// How widely one query position spreads its attention: 0 looks at one token, 1 at all it can see alike.
  ///
  ///     H_i = −Σ_j A_ij · ln A_ij  /  ln(number of visible keys)
  ///
  /// - Returns: `nil` where a single key is visible and there is nothing to choose; NaN where weights are no numbers.
  /// - SeeAlso: Clark et al. 2019, section 3.
  public func entropy(layer: Int, head: Int, query: Int) -> Float? {
    let visible = visibleKeys(layer: layer, head: head, query: query)
    guard visible > 1 else { return nil }
    let nats = pattern(layer: layer, head: head, query: query).reduce(Float(0)) { sum, weight in
      weight == 0 ? sum : sum - weight * log(weight)
    }
    return nats / log(Float(visible))
  }

  /// The mean of ``entropy(layer:head:query:)`` over the query positions that have a choice; `nil` where none has.
  public func entropy(layer: Int, head: Int) -> Float? {
    let all = (0..<length).compactMap { entropy(layer: layer, head: head, query: $0) }
    return all.isEmpty ? nil : all.reduce(0, +) / Float(all.count)
  }

  /// How far one query position looks, in tokens.
  ///
  ///     Σ_j A_ij · abs(i − j)
  ///
  /// - SeeAlso: Vig and Belinkov 2019, section 4.
  public func distance(layer: Int, head: Int, query: Int) -> Float {
    zip(pattern(layer: layer, head: head, query: query), 0...).reduce(0) { sum, pair in
      sum + pair.0 * Float(abs(query - pair.1))
    }
  }

  /// The mean of ``distance(layer:head:query:)`` over all query positions.
  public func distance(layer: Int, head: Int) -> Float {
    (0..<length).reduce(0) { $0 + distance(layer: layer, head: head, query: $1) } / Float(max(1, length))
  }

  /// The keys that a query position may look at, the most attended first; equal ones in the order of the sentence.
  public func attendedKeys(layer: Int, head: Int, query: Int) -> [AttendedKey] {
    let weights = pattern(layer: layer, head: head, query: query)
    let scores = scores(layer: layer, head: head, query: query)
    return zip(zip(weights, scores), 0...)
      .filter { $0.0.1 > -.infinity }
      .map { AttendedKey(position: $0.1, weight: $0.0.0, score: $0.0.1) }
      .sorted { ($0.weight, -$0.position) > ($1.weight, -$1.position) }
  }
}

extension Trace {
  /// The head in which a query position looks hardest at one token between the first and itself: the one that a person
  /// who wants to see attention should see first. The first token is left out because idle heads rest there.
  public func mostDecidedHead(query: Int) -> (layer: Int, head: Int) {
    var best: (layer: Int, head: Int, weight: Float) = (0, 0, 0)
    for layer in 0..<configuration.layers {
      for head in 0..<configuration.heads {
        let weight = pattern(layer: layer, head: head, query: query).prefix(query).dropFirst().max() ?? 0
        if weight > best.weight { best = (layer, head, weight) }
      }
    }
    return (best.layer, best.head)
  }
}

/// A key position as one query sees it.
public struct AttendedKey: Equatable, Sendable {
  /// Where it stands in the sequence.
  public let position: Int
  /// Its share of the query's attention, 0...1.
  public let weight: Float
  /// `q·k/√E`, before the softmax.
  public let score: Float

  /// A key position with its weight and score.
  public init(position: Int, weight: Float, score: Float) {
    self.position = position
    self.weight = weight
    self.score = score
  }
}
