public import Models

extension Trace {
  /// How much a head looks up what followed last time, on words that are said twice: the mean attention of the second round's
  /// words to the word AFTER the same word in the first.
  ///
  ///     induction = mean over q in the second round of A_{q, q−N+1}
  ///
  /// - SeeAlso: Olsson et al. 2022, "In-context learning and induction heads".
  /// - Parameters:
  ///   - period: Words in a round, at least 1.
  ///   - start: Position of the first of them.
  public func induction(layer: Int, head: Int, period: Int, from start: Int) -> Float {
    let second = start + period..<start + 2 * period
    precondition(period > 0 && second.upperBound <= length, "two rounds of \(period) words among \(length) tokens")
    let sum = second.reduce(Float(0)) { sum, query in
      let weights = pattern(layer: layer, head: head, query: query)
      return sum + weights[weights.startIndex + query - period + 1]
    }
    return sum / Float(period)
  }
}
