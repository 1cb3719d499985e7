internal import KernelTypes
public import Models
public import Tensors

/// The operations of a stack's forward pass, in the order in which the numbers are computed.
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
  /// LLaMA's: as GPT-2's, but queries and keys are turned by their positions, and neurons have gates.
  static let gatedDecoder = PassOrder(
    beforeBlocks: [.embedding],
    inBlock: [.attentionNorm, .queryKeyValue, .rotation] + attention.dropFirst() + [.mlpNorm, .mlpInput, .mlpLinear]
      + mlp.dropFirst(),
    afterBlocks: [.finalNorm, .logits, .probabilities])
  /// BERT's: norms after each sum.
  static let encoder = PassOrder(
    beforeBlocks: [.embedding, .segment, .position, .embeddingNorm],
    inBlock: attention + [.attentionNorm] + mlp + [.mlpNorm],
    afterBlocks: [.transform, .transformActivation, .finalNorm, .logits, .probabilities])
  /// BERT's with what sorts texts in the place of what guesses words.
  static let classifier = PassOrder(
    beforeBlocks: encoder.beforeBlocks, inBlock: encoder.inBlock,
    afterBlocks: [.pooler, .poolerActivation, .logits, .probabilities])
  /// DistilBERT's: as BERT's, but for segments.
  static let plainEncoder = PassOrder(
    beforeBlocks: reader.beforeBlocks, inBlock: encoder.inBlock, afterBlocks: encoder.afterBlocks)
  /// BART's encoder: as BERT's, but for segments and a head.
  static let reader = PassOrder(
    beforeBlocks: [.embedding, .position, .embeddingNorm], inBlock: encoder.inBlock, afterBlocks: [])
  /// BART's decoder: it looks at itself, then at the source.
  static let writer = PassOrder(
    beforeBlocks: [.embedding, .position, .embeddingNorm],
    inBlock: attention + [.attentionNorm] + crossAttention + mlp + [.mlpNorm], afterBlocks: [.logits, .probabilities])

  /// mBART's encoder: norms before attention and MLP, and one behind the last block.
  static let normingReader = PassOrder(
    beforeBlocks: reader.beforeBlocks, inBlock: decoder.inBlock, afterBlocks: [.finalNorm])
  /// mBART's decoder.
  static let normingWriter = PassOrder(
    beforeBlocks: reader.beforeBlocks,
    inBlock: [.attentionNorm] + attention + [.crossNorm] + crossAttention.dropLast() + [.mlpNorm] + mlp,
    afterBlocks: [.finalNorm, .logits, .probabilities])

  /// The same without what says something.
  var withoutHead: PassOrder { PassOrder(beforeBlocks: beforeBlocks, inBlock: inBlock, afterBlocks: []) }

  /// A recurrent network's: each layer goes through the tokens one after the other.
  static func recurrent(_ cell: RecurrentCell) -> PassOrder {
    let inBlock: [PassOperation] =
      switch cell {
      case .elman: [.hidden]
      case .gru: [.gates, .hidden]
      case .lstm: [.gates, .cell, .hidden]
      }
    return PassOrder(beforeBlocks: [.embedding], inBlock: inBlock, afterBlocks: [.logits, .probabilities])
  }

  /// What cross-attention takes.
  static let crossAttention: [PassOperation] = [
    .crossQuery, .crossKeyValue, .crossScores, .crossScale, .crossMask, .crossSoftmax, .crossMix, .crossOutput,
    .crossResidual, .crossNorm,
  ]
  private static let attention: [PassOperation] = [
    .queryKeyValue, .scores, .scale, .mask, .softmax, .mix, .attentionOutput, .attentionResidual,
  ]
  private static let mlp: [PassOperation] = [.mlpInput, .activation, .mlpOutput, .mlpResidual]
}

/// The part of a pass that one stack takes.
public struct PassSection: Equatable, Sendable {
  /// Whose tokens the stack reads.
  public let stream: Operation.Stream
  /// Blocks.
  public let layers: Int
  /// Its operations.
  public let order: PassOrder

  /// How many operations it goes through.
  public var stepCount: Int { order.beforeBlocks.count + layers * order.inBlock.count + order.afterBlocks.count }

  /// The place of a block's first operation; for ``layers`` that of what comes after the last block.
  func start(ofBlock layer: Int) -> Int { order.beforeBlocks.count + layer * order.inBlock.count }
}

extension ModelConfiguration {
  /// The parts of its forward pass, first to last: one, or an encoder–decoder's encoder and decoder.
  public var passSections: [PassSection] {
    switch family {
    case .gpt2: [PassSection(stream: .main, layers: layers, order: .decoder)]
    case .llama: [PassSection(stream: .main, layers: layers, order: .gatedDecoder)]
    case .bert, .distilBERT: [PassSection(stream: .main, layers: layers, order: encoderOrder)]
    case .bart(let encoderLayers):
      [
        PassSection(stream: .source, layers: encoderLayers, order: .reader),
        PassSection(stream: .main, layers: layers, order: .writer),
      ]
    case .mbart(let encoderLayers):
      [
        PassSection(stream: .source, layers: encoderLayers, order: .normingReader),
        PassSection(stream: .main, layers: layers, order: .normingWriter),
      ]
    case .recurrent(let cell): [PassSection(stream: .main, layers: layers, order: .recurrent(cell))]
    }
  }

  private var encoderOrder: PassOrder {
    let order: PassOrder = isClassifier ? .classifier : family == .distilBERT ? .plainEncoder : .encoder
    return hasHead ? order : order.withoutHead
  }

  /// The part of its pass that reads a stream.
  ///
  /// - Precondition: the model reads it.
  public func passSection(of stream: Operation.Stream) -> PassSection {
    guard let section = passSections.first(where: { $0.stream == stream }) else {
      preconditionFailure("\(stream) in \(family)")
    }
    return section
  }

  /// How many operations its forward pass goes through.
  public var stepCount: Int { passSections.reduce(0) { $0 + $1.stepCount } }

  /// The places of each block's first operation, of what comes after the last block, and of a second stack's beginning.
  public var blockStarts: [Int] {
    var (starts, first) = ([Int](), 0)
    for section in passSections {
      if first > 0 { starts.append(first) }
      starts += (0...section.layers).map { first + section.start(ofBlock: $0) }
      first += section.stepCount
    }
    return starts
  }
}

/// An operation at its place in the pass.
public struct PassStep: Hashable, Sendable {
  /// What is done.
  public let operation: PassOperation
  /// In which stack of an encoder–decoder: the one that reads the source, or the main one; the main one of other models.
  public let stream: Operation.Stream
  /// In which block of the stack; 0 for what stands outside the blocks.
  public let layer: Int
  /// In which head; 0 for what all heads do together.
  public let head: Int

  /// An operation at its place; what it does not depend on is set to 0.
  public init(_ operation: PassOperation, of stream: Operation.Stream = .main, layer: Int = 0, head: Int = 0) {
    self.operation = operation
    self.stream = stream
    self.layer = operation.isInBlock ? layer : 0
    self.head = operation.isPerHead ? head : 0
  }

  /// Whose tokens its rows are: keys and values of cross-attention are made of the source.
  public var rows: Operation.Stream { operation == .crossKeyValue ? .source : stream }

  /// Whose tokens its keys are.
  public var keys: Operation.Stream { operation.isCross ? .source : stream }

  /// Which attention its head belongs to, where it has one.
  public var attention: AttentionKind { operation.isCross ? .cross : stream == .source ? .source : .own }

  /// The step's place in a model's pass, from 0.
  ///
  /// - Precondition: the model takes it.
  public func index(in configuration: ModelConfiguration) -> Int {
    var first = 0
    for section in configuration.passSections {
      if section.stream == stream { return first + index(in: section) }
      first += section.stepCount
    }
    preconditionFailure("\(self) in \(configuration.family)")
  }

  private func index(in section: PassSection) -> Int {
    let order = section.order
    if let index = order.beforeBlocks.firstIndex(of: operation) { return index }
    if let index = order.inBlock.firstIndex(of: operation) { return section.start(ofBlock: layer) + index }
    guard let index = order.afterBlocks.firstIndex(of: operation) else {
      preconditionFailure("\(self) in \(section)")
    }
    return section.start(ofBlock: section.layers) + index
  }

  /// The step at a place in a model's pass.
  ///
  /// - Precondition: `0 <= index < configuration.stepCount`.
  public init(index: Int, in configuration: ModelConfiguration, head: Int) {
    precondition(index >= 0 && index < configuration.stepCount, "step \(index) of \(configuration.stepCount)")
    var (place, sections) = (index, configuration.passSections[...])
    while let first = sections.first, place >= first.stepCount {
      place -= first.stepCount
      sections.removeFirst()
    }
    self.init(index: place, in: sections[sections.startIndex], head: head)
  }

  private init(index: Int, in section: PassSection, head: Int) {
    let order = section.order
    let (layer, place) = max(0, index - order.beforeBlocks.count).quotientAndRemainder(dividingBy: order.inBlock.count)
    if index < order.beforeBlocks.count {
      self.init(order.beforeBlocks[index], of: section.stream)
    } else if layer < section.layers {
      self.init(order.inBlock[place], of: section.stream, layer: layer, head: head)
    } else {
      self.init(order.afterBlocks[index - section.start(ofBlock: section.layers)], of: section.stream)
    }
  }
}
