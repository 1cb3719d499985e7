public import Models

/// How much of its attention a head gives to the three places where idle and simple heads look.
public struct AttentionShares: Equatable, Sendable {
  /// To the token before the query.
  public let previous: Float
  /// To the query's own token.
  public let itself: Float
  /// To the first token of the sequence, the sink.
  public let first: Float

  /// The three shares; of the second token's query the previous token IS the first.
  public init(previous: Float, itself: Float, first: Float) {
    self.previous = previous
    self.itself = itself
    self.first = first
  }
}

extension Trace {
  /// A query's shares; nil for the first token, which has no other to look at.
  public func attentionShares(layer: Int, head: Int, query: Int) -> AttentionShares? {
    guard query > 0 else { return nil }
    let weights = pattern(layer: layer, head: head, query: query)
    let start = weights.startIndex
    return AttentionShares(
      previous: weights[start + query - 1], itself: weights[start + query], first: weights[start])
  }

  /// A head's shares: the means over the queries from the second on, the rows that can look elsewhere.
  ///
  ///     previous_token = Σ_{i ≥ 1} A_{i,i−1} / (T − 1)
  ///
  /// - Returns: nil for a sequence of one token.
  /// - SeeAlso: TransformerLens's `head_detector`, which divides by all rows; Xiao et al. 2023 for the first token.
  public func attentionShares(layer: Int, head: Int) -> AttentionShares? {
    let all = (0..<length).compactMap { attentionShares(layer: layer, head: head, query: $0) }
    guard !all.isEmpty else { return nil }
    func mean(_ share: KeyPath<AttentionShares, Float>) -> Float {
      all.reduce(0) { $0 + $1[keyPath: share] } / Float(all.count)
    }
    return AttentionShares(previous: mean(\.previous), itself: mean(\.itself), first: mean(\.first))
  }
}
