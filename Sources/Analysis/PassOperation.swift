/// One kind of step in a decoder's forward pass, in the order in which the numbers are computed.
///
/// The tape fuses some of them (scores, scale and mask are one kernel); here each stands alone, as one explains them.
public enum PassOperation: CaseIterable, Hashable, Sendable {
  /// The token's row of the token table.
  case embedding
  /// Plus the position's row of the position table.
  case position
  /// The norm that attention reads.
  case attentionNorm
  /// Queries, keys and values of a head, side by side.
  case queryKeyValue
  /// q·k for every pair of tokens.
  case scores
  /// q·k / √E.
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
  /// The norm that the MLP reads.
  case mlpNorm
  /// Into the MLP's neurons.
  case mlpInput
  /// GELU of each neuron.
  case activation
  /// Out of the MLP's neurons.
  case mlpOutput
  /// Plus the residual stream.
  case mlpResidual
  /// The norm before the unembedding.
  case finalNorm
  /// One score for every token of the vocabulary.
  case logits
  /// Scores into probabilities.
  case probabilities

  /// What comes before the first block.
  public static let beforeBlocks: [PassOperation] = [.embedding, .position]
  /// What every block does.
  public static let inBlock: [PassOperation] = [
    .attentionNorm, .queryKeyValue, .scores, .scale, .mask, .softmax, .mix, .attentionOutput, .attentionResidual,
    .mlpNorm, .mlpInput, .activation, .mlpOutput, .mlpResidual,
  ]
  /// What comes after the last block.
  public static let afterBlocks: [PassOperation] = [.finalNorm, .logits, .probabilities]

  /// Whether every block does it, rather than the pass once.
  public var isInBlock: Bool { PassOperation.inBlock.contains(self) }

  /// Whether every head does it on its own.
  public var isPerHead: Bool {
    switch self {
    case .queryKeyValue, .scores, .scale, .mask, .softmax, .mix: true
    default: false
    }
  }

  /// What its columns stand for; its rows are always tokens.
  public var axis: PassAxis {
    switch self {
    case .queryKeyValue: .projection
    case .scores, .scale, .mask, .softmax: .key
    case .mix: .headNumber
    case .mlpInput, .activation: .neuron
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
  /// Tokens that are looked at, K.
  case key
  /// Numbers of a head's result, E.
  case headNumber
  /// Neurons of an MLP, F.
  case neuron
  /// Tokens of the vocabulary, V.
  case vocabulary
}

/// An operation at its place in the pass.
public struct PassStep: Hashable, Sendable {
  /// What is done.
  public let operation: PassOperation
  /// In which block; 0 for what stands outside the blocks.
  public let layer: Int
  /// In which head; 0 for what all heads do together.
  public let head: Int

  /// An operation at its place; what it does not depend on is set to 0.
  public init(_ operation: PassOperation, layer: Int = 0, head: Int = 0) {
    self.operation = operation
    self.layer = operation.isInBlock ? layer : 0
    self.head = operation.isPerHead ? head : 0
  }

  /// How many operations a model of so many blocks goes through.
  public static func count(layers: Int) -> Int {
    PassOperation.beforeBlocks.count + layers * PassOperation.inBlock.count + PassOperation.afterBlocks.count
  }

  /// The step's place in the pass, from 0.
  public func index(layers: Int) -> Int {
    let first = PassOperation.beforeBlocks.count
    let block = PassOperation.inBlock.count
    if let index = PassOperation.beforeBlocks.firstIndex(of: operation) { return index }
    if let index = PassOperation.inBlock.firstIndex(of: operation) { return first + layer * block + index }
    return first + layers * block + (PassOperation.afterBlocks.firstIndex(of: operation) ?? 0)
  }

  /// The step at a place in the pass.
  ///
  /// - Precondition: `0 <= index < count(layers:)`.
  public init(index: Int, layers: Int, head: Int) {
    precondition(index >= 0 && index < PassStep.count(layers: layers), "step \(index) of \(layers) layers")
    let inside = index - PassOperation.beforeBlocks.count
    let (layer, place) = max(0, inside).quotientAndRemainder(dividingBy: PassOperation.inBlock.count)
    if inside < 0 {
      self.init(PassOperation.beforeBlocks[index])
    } else if layer < layers {
      self.init(PassOperation.inBlock[place], layer: layer, head: head)
    } else {
      self.init(PassOperation.afterBlocks[place])
    }
  }
}
