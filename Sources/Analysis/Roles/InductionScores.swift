public import KernelTypes
public import Models
internal import Tensors

/// How much each head looks up what followed last time: on random words that are said twice, the mean attention of the second
/// round's words on the word AFTER the same word in the first.
///
///     induction = mean over q in the second round of A_{q, q−N+1}
///
/// - SeeAlso: Olsson et al. 2022, "In-context learning and induction heads"; MEASURES in docs/Notation.md.
public struct InductionScores: Equatable, Sendable {
  /// By layer and head.
  public let scores: [[Float]]

  /// Words in a round, and how many random texts are read.
  static let (period, texts) = (15, 8)

  /// The best head's score.
  public var best: Double { Double(scores.joined().max() ?? 0) }

  /// Reads random words with a model, the same ones at each call.
  ///
  /// - Parameters:
  ///   - words: What is drawn from; at least two.
  ///   - begin: A token before each text, if any.
  public init(of model: Transformer, words: [Int32], begin: Int32?, kernels: KernelSet) {
    let configuration = model.configuration
    let lead = begin == nil ? 0 : 1
    let period = min(Self.period, words.count, (configuration.contextLength - lead) / 2)
    var sums = [[Float]](
      repeating: [Float](repeating: 0, count: configuration.heads), count: configuration.layers)
    let session = TraceSession(model, kernels: kernels)
    var generator = SplitMix64(seed: 0x1ADC)
    for _ in 0..<Self.texts {
      let once = Array(words.shuffled(using: &generator).prefix(period))
      let trace = session.trace((begin.map { [$0] } ?? []) + once + once)
      for layer in sums.indices {
        for head in sums[layer].indices {
          sums[layer][head] += trace.induction(layer: layer, head: head, period: period, from: lead)
        }
      }
    }
    scores = sums.map { $0.map { $0 / Float(Self.texts) } }
  }
}

extension Trace {
  /// A head's induction score on words that are said twice.
  ///
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
