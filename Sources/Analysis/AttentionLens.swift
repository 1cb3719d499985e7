private import Glibc
public import Models
public import Tensors

/// Ways of looking at the same attention: what a grid of queries and keys shows in its cells.
public enum AttentionLens: String, CaseIterable, Sendable {
  /// The weights A as the softmax gives them; each row sums to 1.
  case raw
  /// ln A, at least ``logFloor``: makes small weights comparable.
  case log
  /// The weights without the first key, rows summing to 1 again: heads rest on the first token when they have nothing
  /// to do, and that hides the rest. The first column and the first row have no value.
  ///
  /// - SeeAlso: Xiao et al. 2023, section 3.1, on attention sinks.
  case sinkRemoved = "sink_removed"
  /// ‖A_ij·f(x_j)‖₂ with f(x) = (x·W_V + b_V)·W_O: how much the key's value truly adds to the query.
  ///
  /// - SeeAlso: Kobayashi et al. 2020, "Attention is not only a weight", section 3.
  case valueNorm = "value_norm"
  /// How much of each input token has reached a position by the end of a layer, all heads together.
  ///
  /// - SeeAlso: Abnar and Zuidema 2020, section 3 (``Trace/rollout()``).
  case rollout

  /// The least value of ``log``, ln 10⁻⁶: a weight below a millionth moves nothing that one could see.
  public static let logFloor: Float = -13.815_511

  /// Whether all heads of a layer show the same.
  public var isOfWholeLayer: Bool { self == .rollout }
}

/// A trace's attention through a lens.
///
/// Whatever the heads share is computed once, a head's grid when it is asked for, in time of order T².
public struct LensedAttention: Equatable, Sendable {
  /// What the cells show.
  public let lens: AttentionLens
  /// Tokens of the sequence.
  public var length: Int { trace.length }
  private let trace: Trace
  private let valueLengths: Tensor?
  private let rollout: [Tensor]

  /// A trace through a lens.
  ///
  /// - Parameter valueLengths: ``ValueNorms/lengths(in:)`` of the trace; needed for ``AttentionLens/valueNorm`` alone.
  public init(_ trace: Trace, through lens: AttentionLens, valueLengths: Tensor? = nil) {
    precondition(lens != .valueNorm || valueLengths != nil, "the lens of value norms without the values' lengths")
    self.trace = trace
    self.lens = lens
    self.valueLengths = lens == .valueNorm ? valueLengths : nil
    rollout = lens == .rollout ? trace.rollout() : []
  }

  /// What a head's cells show, (query, key); NaN where the query can't see the key or the lens has no value.
  ///
  /// - Precondition: layer and head lie within the model.
  public func grid(layer: Int, head: Int) -> Tensor {
    let length = trace.length
    let weights = trace.values(at: [head], of: "blocks.\(layer).attn.hook_pattern")
    let scores = trace.values(at: [head], of: "blocks.\(layer).attn.hook_attn_scores")
    var values: [Float] = []
    values.reserveCapacity(length * length)
    for query in 0..<length {
      values += row(
        layer, head, query, weights.dropFirst(query * length).prefix(length),
        scores.dropFirst(query * length).prefix(length))
    }
    return Tensor(shape: [length, length], values: values)
  }

  /// A row of ``grid(layer:head:)``: what one query's cells show, key by key.
  ///
  /// - Precondition: layer, head and query lie within the model and the sequence.
  public func row(layer: Int, head: Int, query: Int) -> [Float] {
    row(
      layer, head, query, trace.pattern(layer: layer, head: head, query: query),
      trace.scores(layer: layer, head: head, query: query))
  }

  private func row(
    _ layer: Int, _ head: Int, _ query: Int, _ weights: ArraySlice<Float>, _ scores: ArraySlice<Float>
  ) -> [Float] {
    var row = values(layer, head, query, weights)
    row.withUnsafeMutableBufferPointer { row in
      scores.withUnsafeBufferPointer { scores in
        for key in row.indices where scores[key] == -.infinity { row[key] = .nan }
      }
    }
    return row
  }

  private func values(_ layer: Int, _ head: Int, _ query: Int, _ weights: ArraySlice<Float>) -> [Float] {
    let length = trace.length
    switch lens {
    case .raw: return Array(weights)
    case .log: return weights.map { max(AttentionLens.logFloor, Glibc.log($0)) }
    case .sinkRemoved:
      let rest = weights.dropFirst().reduce(0, +)
      return [.nan] + weights.dropFirst().map { rest > 0 ? $0 / rest : .nan }
    case .valueNorm:
      // A head that is off brings nothing, whatever it looks at.
      let isOff = trace.interventions.heads.contains(HeadPlace(layer: layer, head: head))
      if isOff { return [Float](repeating: 0, count: weights.count) }
      let start = (layer * trace.configuration.heads + head) * length
      let lengths = valueLengths?.values[start..<start + length] ?? []
      return zip(weights, lengths).map { $0 * $1 }
    case .rollout: return Array(rollout[layer].values[query * length..<(query + 1) * length])
    }
  }
}
