/// What one node of the tape computes. Every value is a matrix of (batch · length) rows.
///
/// The forward and the pullback of each stand side by side in `Replay+….swift`.
public enum Operation: Equatable, Sendable {
  /// Rows of a table chosen by the fed token ids: (rows, D) from a table in shape (V, D).
  case tokenEmbedding(table: ParameterID)
  /// Rows of a table chosen by the segment that each token belongs to, sentence A or B: (rows, D) from a table in shape
  /// (segments, D).
  case segmentEmbedding(table: ParameterID)
  /// Rows of a table chosen by the position within the sequence: (rows, D) from a table in shape (positions, D).
  case positionEmbedding(table: ParameterID)
  /// Sum of two values of one shape.
  case add(Value, Value)
  /// `(x − mean)/√(variance + epsilon)·gain + bias` for each row.
  case layerNorm(Value, gain: ParameterID, bias: ParameterID, epsilon: Float)
  /// `x·W + b`.
  case linear(Value, weight: ParameterID, bias: ParameterID?, order: WeightOrder)
  /// Self-attention of several heads over queries, keys and values side by side: (rows, 3·D) to (rows, D). Causal, a query
  /// sees no later key; else it sees all tokens of its sequence that the feed counts (``Replay/Feed/lengths``).
  case attention(queryKeyValue: Value, heads: Int, isCausal: Bool = true, dropout: Float)
  /// GELU, element by element.
  case gelu(Value, form: GELUForm = .tanh)
  /// Drops elements at random while training; the identity otherwise.
  case dropout(Value, rate: Float)
  /// −ln p(target) of each row, a share of the target spread over all tokens: (rows, V) to (rows, 1).
  case crossEntropy(logits: Value, smoothing: Float = 0)

  /// Which formula of GELU.
  public enum GELUForm: Equatable, Sendable {
    /// The approximation by a hyperbolic tangent, as GPT-2's.
    case tanh
    /// `x·Φ(x)`, as BERT's and BART's.
    case exact
  }

  /// How a linear operation's weight stands in memory.
  public enum WeightOrder: Equatable, Sendable {
    /// (in, out), as GPT-2's Conv1D.
    case inputOutput
    /// (out, in), as every other linear layer and the unembedding.
    case outputInput
  }

  /// The values it reads.
  public var inputs: [Value] {
    switch self {
    case .tokenEmbedding, .segmentEmbedding, .positionEmbedding: []
    case .add(let x, let y): [x, y]
    case .layerNorm(let x, _, _, _), .linear(let x, _, _, _), .attention(let x, _, _, _),
      .gelu(let x, _),
      .dropout(let x, _), .crossEntropy(let x, _):
      [x]
    }
  }

  /// The parameters that it multiplies with or adds.
  var parameters: [ParameterID] {
    switch self {
    case .tokenEmbedding(let table), .segmentEmbedding(let table), .positionEmbedding(let table): [table]
    case .layerNorm(_, let gain, let bias, _): [gain, bias]
    case .linear(_, let weight, let bias, _): [weight] + (bias.map { [$0] } ?? [])
    case .add, .attention, .gelu, .dropout, .crossEntropy: []
    }
  }
}

/// Handle of a node's result.
public struct Value: Hashable, Sendable {
  /// Position of the node on the tape.
  public let index: Int

  /// The handle of the node at a position.
  public init(index: Int) { self.index = index }
}
