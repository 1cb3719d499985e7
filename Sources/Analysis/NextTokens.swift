private import Glibc
public import Models

/// What a model expects after a position: a probability for every token that it knows.
///
///     p = softmax(logits)
public struct NextTokens: Equatable, Sendable {
  /// A token and its probability.
  public struct Candidate: Equatable, Sendable {
    /// Its id.
    public let id: Int32
    /// From 0 to 1.
    public let probability: Float

    /// A token with its probability.
    public init(id: Int32, probability: Float) {
      self.id = id
      self.probability = probability
    }
  }

  /// A probability for each token id; they sum to 1.
  public let probabilities: [Float]

  /// The distribution that logits stand for; the largest is subtracted first, so that no power overflows.
  public init(logits: some Collection<Float>) {
    let largest = logits.max() ?? 0
    let powers = logits.map { exp($0 - largest) }
    let sum = powers.reduce(0) { $0 + Double($1) }
    probabilities = powers.map { Float(Double($0) / sum) }
  }

  /// The likeliest tokens, best first; of equal ones the lower id. Takes time of order V + count².
  public func top(_ count: Int) -> [Candidate] {
    var best: [Candidate] = []
    for (id, probability) in probabilities.enumerated() {
      if best.count >= count {
        guard let weakest = best.last, probability > weakest.probability else { continue }
        best.removeLast()
      }
      let place = best.firstIndex { probability > $0.probability } ?? best.count
      best.insert(Candidate(id: Int32(id), probability: probability), at: place)
    }
    return best
  }

  /// The place of a token among all, from 1; equal ones share the better place. `nil` for an unknown id.
  public func rank(of id: Int32) -> Int? {
    guard probabilities.indices.contains(Int(id)) else { return nil }
    let own = probabilities[Int(id)]
    return 1 + probabilities.reduce(0) { $0 + ($1 > own ? 1 : 0) }
  }

  /// The probability of a token; `nil` for an unknown id.
  public func probability(of id: Int32) -> Float? {
    probabilities.indices.contains(Int(id)) ? probabilities[Int(id)] : nil
  }
}

extension Trace {
  /// What the model expects after a position.
  ///
  /// - Precondition: `0 <= position < length`.
  public func nextTokens(after position: Int) -> NextTokens { NextTokens(logits: logits(position: position)) }
}
