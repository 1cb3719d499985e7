internal import KernelTypes

/// One kind of step in a transformer's forward pass; ``PassOrder`` says in which order a family takes them.
///
/// The tape fuses some of them (scores, scale and mask are one kernel); here each stands alone, as one explains them.
public enum PassOperation: CaseIterable, Hashable, Sendable {
  /// The token's row of the token table.
  case embedding
  /// Plus the row of the token's segment.
  case segment
  /// Plus the position's row of the position table.
  case position
  /// The norm of the embeddings' sum.
  case embeddingNorm
  /// The norm that attention reads in a decoder, and that reads attention's sum where norms stand after the sums.
  case attentionNorm
  /// Queries, keys and values of a head, side by side.
  case queryKeyValue
  /// A head's queries and keys, side by side, turned by their positions.
  case rotation
  /// q·k for every pair of tokens.
  case scores
  /// q·k / √E, or whatever the model divides it by.
  case scale
  /// −∞ where a key is hidden from the query.
  case mask
  /// Scores into weights that sum to 1.
  case softmax
  /// The values, mixed by the weights: z.
  case mix
  /// All heads' z through the output matrix.
  case attentionOutput
  /// Plus the residual stream.
  case attentionResidual
  /// Queries of a head of cross-attention, from what was written.
  case crossQuery
  /// Keys and values of a head of cross-attention, side by side, from what the encoder made of the source.
  case crossKeyValue
  /// q·k for every pair of a written token and one of the source.
  case crossScores
  /// The same as ``scale`` in cross-attention.
  case crossScale
  /// The same as ``mask`` in cross-attention.
  case crossMask
  /// The same as ``softmax`` in cross-attention.
  case crossSoftmax
  /// The source's values, mixed by the weights: z.
  case crossMix
  /// All heads' z of cross-attention through its output matrix.
  case crossOutput
  /// Plus the residual stream.
  case crossResidual
  /// The norm that reads cross-attention's sum.
  case crossNorm
  /// The norm that the MLP reads in a decoder, and that reads the MLP's sum where norms stand after the sums.
  case mlpNorm
  /// Into the MLP's neurons.
  case mlpInput
  /// What gated neurons are multiplied with.
  case mlpLinear
  /// The activation function of each neuron.
  case activation
  /// Out of the MLP's neurons.
  case mlpOutput
  /// Plus the residual stream.
  case mlpResidual
  /// A recurrent cell's gates and its candidate side by side, from the layer below and from its own past.
  case gates
  /// An LSTM's cell state: what is kept of the old one, and what is written.
  case cell
  /// A recurrent layer's hidden state.
  case hidden
  /// The layer that an encoder reads the last block with.
  case transform
  /// The activation function of each of its numbers.
  case transformActivation
  /// The layer that a classifier reads the last block with.
  case pooler
  /// The hyperbolic tangent of each of its numbers.
  case poolerActivation
  /// The norm before the unembedding.
  case finalNorm
  /// One score for every token of the vocabulary, or every label.
  case logits
  /// Scores into probabilities.
  case probabilities

  /// Whether every block of some model does it, rather than the pass once.
  public var isInBlock: Bool {
    PassOrder.writer.inBlock.contains(self) || PassOrder.gatedDecoder.inBlock.contains(self)
      || PassOrder.recurrent(.lstm).inBlock.contains(self)
  }

  /// Whether it is a part of cross-attention.
  public var isCross: Bool { PassOrder.crossAttention.contains(self) }

  /// Whether every head does it on its own.
  public var isPerHead: Bool {
    switch self {
    case .queryKeyValue, .rotation, .scores, .scale, .mask, .softmax, .mix: true
    case .crossQuery, .crossKeyValue, .crossScores, .crossScale, .crossMask, .crossSoftmax, .crossMix: true
    default: false
    }
  }

  /// Whether its results are heads' z.
  public var isMix: Bool { self == .mix || self == .crossMix }

  /// Whether its numbers are shares of one.
  public var givesShares: Bool { self == .softmax || self == .crossSoftmax || self == .probabilities }

  /// What its columns stand for; its rows are always tokens.
  public var axis: PassAxis {
    switch self {
    case .queryKeyValue: .projection
    case .rotation: .queryKey
    case .crossQuery: .query
    case .crossKeyValue: .keyValue
    case .scores, .scale, .mask, .softmax, .crossScores, .crossScale, .crossMask, .crossSoftmax: .key
    case .mix, .crossMix: .headNumber
    case .mlpInput, .mlpLinear, .activation: .neuron
    case .gates: .gate
    case .logits, .probabilities: .vocabulary
    default: .dimension
    }
  }
}

/// What the columns of an operation's result stand for.
public enum PassAxis: CaseIterable, Hashable, Sendable {
  /// Numbers of the residual stream, D.
  case dimension
  /// A head's query, key and value one after the other, 3·E.
  case projection
  /// A head's query, E.
  case query
  /// A head's query and key one after the other, 2·E.
  case queryKey
  /// A head's key and value one after the other, 2·E.
  case keyValue
  /// Tokens that are looked at, K.
  case key
  /// Numbers of a head's result, E.
  case headNumber
  /// Neurons of an MLP, F.
  case neuron
  /// Gates and candidate of a recurrent layer's units, gate after gate, G·H.
  case gate
  /// Tokens of the vocabulary, V, or labels.
  case vocabulary
}
