public import KernelTypes

/// What one node of the tape computes. Every value is a matrix of (batch · length) rows; the length is that of its stream.
///
/// The forward and the pullback of each stand side by side in `Replay+….swift`.
public enum Operation: Equatable, Sendable {
  /// The rows of numbers that are fed (``Replay/Feed/inputs``): (rows, width).
  case input(width: Int)
  /// Rows of a table chosen by the fed token ids, each times a scale: (rows, D) from a table in shape (V, D).
  case tokenEmbedding(table: ParameterID, stream: Stream = .main, scale: Float = 1)
  /// Rows of a table chosen by the segment that each token belongs to, sentence A or B: (rows, D) from a table in shape
  /// (segments, D).
  case segmentEmbedding(table: ParameterID)
  /// Rows of a table chosen by the position within the sequence: (rows, D) from a table in shape (positions, D), of which so
  /// many rows at the beginning are never used.
  case positionEmbedding(table: ParameterID, stream: Stream = .main, unusedRows: Int = 0)
  /// Sum of two values of one shape.
  case add(Value, Value)
  /// `(x − mean)/√(variance + epsilon)·gain + bias` for each row.
  case layerNorm(Value, gain: ParameterID, bias: ParameterID, epsilon: Float)
  /// `x/√(mean(x²) + epsilon)·gain` for each row.
  case rmsNorm(Value, gain: ParameterID, epsilon: Float)
  /// `x·W + b`.
  case linear(Value, weight: ParameterID, bias: ParameterID?, order: WeightOrder)
  /// Queries, keys and values side by side, of which queries and keys are turned by their positions.
  case rotate(queryKeyValue: Value, heads: AttentionHeads, RotaryEmbedding)
  /// Self-attention of several heads over queries, keys and values side by side: (rows, (H + 2·G)·E) to (rows, H·E), of H
  /// heads, of which H / G neighbours share keys and values. Causal, a query sees no later key; else it sees all tokens of its
  /// sequence that the feed counts (``Replay/Feed/lengths``).
  case attention(queryKeyValue: Value, heads: AttentionHeads, isCausal: Bool = true, dropout: Float)
  /// Attention of the main stream's queries, (rows, D), to the source's keys and values side by side, (source rows, 2·D): to
  /// (rows, D). A query sees all tokens of its source that the feed counts (``Replay/Feed/sourceLengths``).
  case crossAttention(query: Value, keyValue: Value, heads: Int, dropout: Float)
  /// A recurrent layer, one step after the other from a hidden state of 0: (rows, D) to the hidden states, (rows, H).
  case recurrent(Value, cell: RecurrentCell, RecurrentParameters)
  /// GELU, element by element.
  case gelu(Value, form: GELUForm = .tanh)
  /// Hyperbolic tangent, element by element.
  case tanh(Value)
  /// Each element where it is above 0, else so many times it, 0 or more: ReLU, or its leaky form.
  case relu(Value, slope: Float = 0)
  /// `1 / (1 + e⁻ˣ)`, element by element.
  case sigmoid(Value)
  /// `silu(gate)·linear`, element by element, with `silu(x) = x / (1 + e⁻ˣ)`.
  case swiGLU(gate: Value, linear: Value)
  /// Drops elements at random while training; the identity otherwise.
  case dropout(Value, rate: Float)
  /// −ln p(target) of each row, a share of the target spread over all tokens: (rows, V) to (rows, 1).
  case crossEntropy(logits: Value, smoothing: Float = 0)
  /// `½·Σ(y − t)²` of each row against the values that are fed (``Replay/Feed/targetValues``): (rows, n) to (rows, 1).
  case squaredError(Value)

  /// Whose tokens the rows of a value stand for.
  public enum Stream: Hashable, Sendable, CaseIterable {
    /// The sequence that the model's logits belong to.
    case main
    /// The other one, which an encoder–decoder reads first.
    case source
  }

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
    case .input, .tokenEmbedding, .segmentEmbedding, .positionEmbedding: []
    case .add(let x, let y), .crossAttention(let x, let y, _, _), .swiGLU(let x, let y): [x, y]
    case .layerNorm(let x, _, _, _), .rmsNorm(let x, _, _), .rotate(let x, _, _), .linear(let x, _, _, _),
      .attention(let x, _, _, _),
      .recurrent(let x, _, _), .gelu(let x, _), .tanh(let x), .relu(let x, _), .sigmoid(let x),
      .dropout(let x, _), .crossEntropy(let x, _), .squaredError(let x):
      [x]
    }
  }

  /// The parameters that it multiplies with or adds.
  var parameters: [ParameterID] {
    switch self {
    case .tokenEmbedding(let table, _, _), .segmentEmbedding(let table), .positionEmbedding(let table, _, _): [table]
    case .layerNorm(_, let gain, let bias, _): [gain, bias]
    case .rmsNorm(_, let gain, _): [gain]
    case .linear(_, let weight, let bias, _): [weight] + (bias.map { [$0] } ?? [])
    case .recurrent(_, _, let weights): weights.all
    case .input, .add, .rotate, .attention, .crossAttention, .gelu, .tanh, .relu, .sigmoid, .swiGLU, .dropout,
      .crossEntropy, .squaredError:
      []
    }
  }
}

/// The heads of a self-attention.
public struct AttentionHeads: Equatable, Sendable, ExpressibleByIntegerLiteral {
  /// Heads, H.
  public let count: Int
  /// Heads of keys and values, G: each serves H / G heads that follow each other.
  public let keyValueCount: Int
  /// What `q·k` is multiplied with; nil for 1/√E.
  public let scale: Float?

  /// Heads; each with keys and values of its own where nothing else is said.
  ///
  /// - Precondition: `count` is a multiple of `keyValueCount`.
  public init(_ count: Int, keyValueCount: Int? = nil, scale: Float? = nil) {
    self.count = count
    self.keyValueCount = keyValueCount ?? count
    self.scale = scale
    precondition(
      count > 0 && self.keyValueCount > 0 && count % self.keyValueCount == 0,
      "\(count) heads over \(self.keyValueCount) of keys and values")
  }

  /// So many heads with keys and values of their own.
  public init(integerLiteral count: Int) { self.init(count) }

  /// Parts of one head's width that stand side by side in a row of queries, keys and values.
  public var parts: Int { count + 2 * keyValueCount }
}

/// Weights and biases of a recurrent layer of H units with G parts each (``RecurrentCell/gates``), in PyTorch's order.
public struct RecurrentParameters: Equatable, Sendable {
  /// W_ih, (G·H, D).
  public let inputWeight: ParameterID
  /// W_hh, (G·H, H).
  public let hiddenWeight: ParameterID
  /// b_ih, (G·H).
  public let inputBias: ParameterID
  /// b_hh, (G·H).
  public let hiddenBias: ParameterID

  /// All of them, in PyTorch's order.
  public var all: [ParameterID] { [inputWeight, hiddenWeight, inputBias, hiddenBias] }

  /// Those of a layer.
  public init(
    inputWeight: ParameterID, hiddenWeight: ParameterID, inputBias: ParameterID, hiddenBias: ParameterID
  ) {
    self.inputWeight = inputWeight
    self.hiddenWeight = hiddenWeight
    self.inputBias = inputBias
    self.hiddenBias = hiddenBias
  }
}

/// Handle of a node's result.
public struct Value: Hashable, Sendable {
  /// Position of the node on the tape.
  public let index: Int

  /// The handle of the node at a position.
  public init(index: Int) { self.index = index }
}
