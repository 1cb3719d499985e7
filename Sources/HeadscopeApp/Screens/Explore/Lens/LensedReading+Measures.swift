internal import Analysis
internal import Models

extension LensedReading {
  /// How widely and how far a query's row looks, and the head's means.
  struct Measures {
    /// `nil` where the query has no choice.
    let entropy: Float?
    let meanEntropy: Float?
    /// In tokens.
    let distance: Float
    let meanDistance: Float
  }

  /// The measures of what the lens shows; of attention itself where its rows share out nothing.
  func measures(_ trace: Trace, _ selection: ExploreState.Selection) -> Measures {
    let (layer, head, query) = (selection.layer, selection.head, selection.query)
    guard lens.sharesOut, lens != .raw else {
      return Measures(
        entropy: trace.entropy(layer: layer, head: head, query: query),
        meanEntropy: trace.entropy(layer: layer, head: head),
        distance: trace.distance(layer: layer, head: head, query: query),
        meanDistance: trace.distance(layer: layer, head: head))
    }
    let rows = (0..<trace.length).map { row(layer: layer, head: head, query: $0) }
    let entropies = rows.compactMap { LensedAttention.entropy(of: $0) }
    // A row without any value looks nowhere.
    let distances = rows.enumerated().filter { !$1.allSatisfy(\.isNaN) }
      .map { LensedAttention.distance(of: $1, query: $0) }
    return Measures(
      entropy: LensedAttention.entropy(of: rows[query]),
      meanEntropy: entropies.isEmpty ? nil : entropies.reduce(0, +) / Float(entropies.count),
      distance: LensedAttention.distance(of: rows[query], query: query),
      meanDistance: distances.reduce(0, +) / Float(max(1, distances.count)))
  }
}
