public import Models

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
  /// The norm that attention reads in a decoder, and that reads attention's sum in an encoder.
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
  /// The norm that the MLP reads in a decoder, and that reads the MLP's sum in an encoder.
  case mlpNorm
  /// Into the MLP's neurons.
  case mlpInput
  /// GELU of each neuron.
  case activation
  /// Out of the MLP's neurons.
  case mlpOutput
  /// Plus the residual stream.
  case mlpResidual
  /// The layer that an encoder reads the last block with.
  case transform
  /// GELU of each of its numbers.
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

  /// Whether every block does it, rather than the pass once.
  public var isInBlock: Bool { PassOrder.decoder.inBlock.contains(self) }

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
  /// Tokens of the vocabulary, V, or labels.
  case vocabulary
}

/// The operations of a family's forward pass, in the order in which the numbers are computed.
public struct PassOrder: Equatable, Sendable {
  /// What comes before the first block.
  public let beforeBlocks: [PassOperation]
  /// What every block does.
  public let inBlock: [PassOperation]
  /// What comes after the last block.
  public let afterBlocks: [PassOperation]

  /// GPT-2's: norms before attention and MLP.
  static let decoder = PassOrder(
    beforeBlocks: [.embedding, .position],
    inBlock: [.attentionNorm] + attention + [.mlpNorm] + mlp,
    afterBlocks: [.finalNorm, .logits, .probabilities])
  /// BERT's: norms after each sum.
  static let encoder = PassOrder(
    beforeBlocks: [.embedding, .segment, .position, .embeddingNorm],
    inBlock: attention + [.attentionNorm] + mlp + [.mlpNorm],
    afterBlocks: [.transform, .transformActivation, .finalNorm, .logits, .probabilities])
  /// The same with what sorts texts in the place of what guesses words.
  static let classifier = PassOrder(
    beforeBlocks: encoder.beforeBlocks, inBlock: encoder.inBlock,
    afterBlocks: [.pooler, .poolerActivation, .logits, .probabilities])

  private static let attention: [PassOperation] = [
    .queryKeyValue, .scores, .scale, .mask, .softmax, .mix, .attentionOutput, .attentionResidual,
  ]
  private static let mlp: [PassOperation] = [.mlpInput, .activation, .mlpOutput, .mlpResidual]
}

extension ModelConfiguration {
  /// The order of its forward pass.
  public var passOrder: PassOrder { isClassifier ? .classifier : isCausal ? .decoder : .encoder }

  /// How many operations its forward pass goes through.
  public var stepCount: Int {
    passOrder.beforeBlocks.count + layers * passOrder.inBlock.count + passOrder.afterBlocks.count
  }

  /// The places of each block's first operation, and of what comes after the last block.
  public var blockStarts: [Int] {
    (0...layers).map { passOrder.beforeBlocks.count + $0 * passOrder.inBlock.count }
  }
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

  /// The step's place in a model's pass, from 0.
  ///
  /// - Precondition: the model takes it.
  public func index(in configuration: ModelConfiguration) -> Int {
    let (order, starts) = (configuration.passOrder, configuration.blockStarts)
    if let index = order.beforeBlocks.firstIndex(of: operation) { return index }
    if let index = order.inBlock.firstIndex(of: operation) { return starts[layer] + index }
    guard let index = order.afterBlocks.firstIndex(of: operation) else {
      preconditionFailure("\(operation) in \(configuration.family)")
    }
    return starts[configuration.layers] + index
  }

  /// The step at a place in a model's pass.
  ///
  /// - Precondition: `0 <= index < configuration.stepCount`.
  public init(index: Int, in configuration: ModelConfiguration, head: Int) {
    precondition(index >= 0 && index < configuration.stepCount, "step \(index) of \(configuration.stepCount)")
    let order = configuration.passOrder
    let inside = index - order.beforeBlocks.count
    let (layer, place) = max(0, inside).quotientAndRemainder(dividingBy: order.inBlock.count)
    if inside < 0 {
      self.init(order.beforeBlocks[index])
    } else if layer < configuration.layers {
      self.init(order.inBlock[place], layer: layer, head: head)
    } else {
      self.init(order.afterBlocks[index - configuration.blockStarts[configuration.layers]])
    }
  }
}
