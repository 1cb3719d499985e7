internal import KernelTypes
public import Models
internal import Tensors

extension LanguageModel {
  /// Where a number of a traced pass comes from.
  ///
  /// - Parameters:
  ///   - step: The operation whose result holds the number.
  ///   - row: The token's position.
  ///   - column: Along the operation's axis; a token id for logits and probabilities.
  ///   - trace: A pass through this model.
  /// - Returns: `nil` where the trace does not hold what it takes.
  public func derivation(of step: PassStep, row: Int, column: Int, in trace: Trace) -> Derivation? {
    let reader = DerivationReader(model: self, trace: trace, step: step, row: row, column: column)
    return reader.isCaptured ? reader.derivation : nil
  }
}

/// Reads the numbers that one number was made from.
struct DerivationReader {
  let model: LanguageModel
  let trace: Trace
  let step: PassStep
  let row: Int
  let column: Int

  var layer: Int { step.layer }
  var headWidth: Int { model.configuration.heads(in: step.attention).width }

  /// Whether the trace holds every activation that the operation reads and writes.
  var isCaptured: Bool {
    ([step] + sources).allSatisfy { trace.entry(named: $0.activation(in: model.configuration)) != nil }
  }

  /// The operations whose results this one reads.
  private var sources: [PassStep] {
    switch step.operation {
    case .embedding: []
    case .segment: [at(.embedding)]
    case .position: [at(model.configuration.segments == nil ? .embedding : .segment)]
    case .embeddingNorm: [at(.position)]
    case .attentionNorm: [normsComeFirst ? residualBefore : at(.attentionResidual)]
    case .queryKeyValue: [attentionInput]
    case .rotation: [at(.queryKeyValue)]
    case .crossQuery: [at(normsComeFirst ? .crossNorm : .attentionNorm)]
    case .crossKeyValue: [sourceAtEnd]
    case .scores, .scale, .mask, .crossScores, .crossScale, .crossMask: [queries, keys]
    case .softmax: [at(.mask)]
    case .crossSoftmax: [at(.crossMask)]
    case .mix, .crossMix: [weights, values]
    case .attentionOutput: [at(.mix)]
    case .crossOutput: [at(.crossMix)]
    case .attentionResidual: [residualBefore, at(.attentionOutput)]
    case .crossResidual: [at(normsComeFirst ? .attentionResidual : .attentionNorm), at(.crossOutput)]
    case .crossNorm: [at(normsComeFirst ? .attentionResidual : .crossResidual)]
    case .mlpNorm: [normsComeFirst ? residualBetween : at(.mlpResidual)]
    case .mlpInput, .mlpLinear: [normsComeFirst ? at(.mlpNorm) : residualBetween]
    case .activation: [at(.mlpInput)] + (isGated ? [at(.mlpLinear)] : [])
    case .mlpOutput: [at(.activation)]
    case .mlpResidual: [residualBetween, at(.mlpOutput)]
    case .gates: [below]
    case .cell: [at(.gates)]
    case .hidden: recurrentCell == .elman ? [below] : [at(.gates)] + (recurrentCell == .lstm ? [at(.cell)] : [])
    case .transform: [residualAtEnd]
    case .transformActivation: [at(.transform)]
    case .pooler: [residualAtEnd]
    case .poolerActivation: [at(.pooler)]
    case .finalNorm: [normsComeFirst ? residualOfStackAtEnd : at(.transformActivation)]
    case .logits: [unembedded]
    case .probabilities: [at(.logits)]
    }
  }

  /// Another operation of the same block and head.
  func at(_ operation: PassOperation) -> PassStep { PassStep(step, operation) }

  /// Norms stand before attention and MLP in a decoder as GPT-2, after their sums in other models.
  private var normsComeFirst: Bool { model.configuration.normsComeFirst }

  /// What enters the block.
  private var residualBefore: PassStep { residual(after: layer - 1, of: step.stream) }

  /// The residual stream that the MLP's result is added to.
  private var residualBetween: PassStep {
    if normsComeFirst { return at(block.cross == nil ? .attentionResidual : .crossResidual) }
    return at(block.cross == nil ? .attentionNorm : .crossNorm)
  }

  /// What leaves the last block.
  private var residualAtEnd: PassStep { residual(after: model.configuration.layers - 1, of: .main) }

  /// What leaves the last block of the step's own stack.
  private var residualOfStackAtEnd: PassStep {
    residual(after: model.configuration.passSection(of: step.stream).layers - 1, of: step.stream)
  }

  /// What leaves an encoder–decoder's encoder.
  private var sourceAtEnd: PassStep {
    if normsComeFirst { return PassStep(.finalNorm, of: .source) }
    return residual(after: (model.configuration.encoderLayers ?? 0) - 1, of: .source)
  }

  var isGated: Bool { model.configuration.activation == .swiGLU }

  var recurrentCell: RecurrentCell? { model.configuration.cell }

  /// What a recurrent layer reads.
  var below: PassStep { residual(after: layer - 1, of: step.stream) }

  /// What leaves a block, or for −1 the embeddings.
  private func residual(after layer: Int, of stream: Operation.Stream) -> PassStep {
    if recurrentCell != nil { return layer < 0 ? PassStep(.embedding) : PassStep(.hidden, layer: layer) }
    guard layer >= 0 else {
      let before = model.configuration.passSection(of: stream).order.beforeBlocks
      return PassStep(before[before.count - 1], of: stream)
    }
    return PassStep(normsComeFirst ? .mlpResidual : .mlpNorm, of: stream, layer: layer)
  }

  /// What queries, keys and values are made from.
  private var attentionInput: PassStep { normsComeFirst ? at(.attentionNorm) : residualBefore }

  /// What made the queries of the attention at hand, its keys and values, and its weights.
  var queries: PassStep { at(step.operation.isCross ? .crossQuery : isTurned ? .rotation : .queryKeyValue) }
  var keys: PassStep { at(step.operation.isCross || !isTurned ? step.keysOperation : .rotation) }
  var values: PassStep { at(step.keysOperation) }
  var isTurned: Bool { model.configuration.rotary != nil }
  var weights: PassStep { at(step.operation.isCross ? .crossSoftmax : .softmax) }

  /// What the unembedding reads.
  var unembedded: PassStep {
    if model.configuration.isClassifier { return at(.poolerActivation) }
    return model.handles.finalNorm == nil ? residualAtEnd : at(.finalNorm)
  }

  /// The block's parameters.
  private var block: ModelParameters.Block {
    guard step.stream == .source, let parts = model.handles.source else { return model.handles.blocks[layer] }
    return parts.blocks[layer]
  }

  private var cross: ModelParameters.Cross {
    guard let cross = block.cross else { preconditionFailure("cross-attention in \(model.configuration.family)") }
    return cross
  }

  /// The position table of the stack, and the row in which position 0 stands.
  private var positions: (table: ParameterID, first: Int) {
    guard let own = model.handles.positionEmbedding else { preconditionFailure("positions of a recurrent network") }
    guard let parts = model.handles.source else { return (own, 0) }
    return (step.stream == .source ? parts.positionEmbedding : own, ModelParameters.unusedPositions)
  }

  private var embeddingNorm: ModelParameters.Norm {
    if let parts = model.handles.encoder { return parts.embeddingNorm }
    guard let parts = model.handles.source else { preconditionFailure("a norm of a decoder's embeddings") }
    return step.stream == .source ? parts.embeddingNorm : parts.decoderEmbeddingNorm
  }

  var derivation: Derivation {
    switch step.operation {
    case .embedding: return lookup(model.handles.tokenEmbedding, row: Int(trace.ids(of: step.stream)[row]))
    case .rotation: return turned
    case .segment:
      guard let table = model.handles.encoder?.segmentEmbedding else { preconditionFailure("segments of a decoder") }
      return sum(at(.embedding), row: trace.segment(at: row), of: table)
    case .position: return sum(sources[0], row: positions.first + row, of: positions.table)
    case .embeddingNorm: return norm(embeddingNorm, of: at(.position))
    case .attentionNorm: return norm(block.norm1, of: sources[0])
    case .queryKeyValue: return projection(block.queryKeyValue, from: attentionInput)
    case .crossQuery: return projection(cross.query, from: sources[0])
    case .crossKeyValue: return projection(cross.keyValue, from: sources[0])
    case .scores, .crossScores: return scores
    case .scale, .crossScale: return scale
    case .mask, .crossMask: return mask
    case .softmax, .crossSoftmax: return softmax
    case .mix, .crossMix: return mix
    case .attentionOutput: return linear(block.attentionOutput, from: at(.mix), column: column)
    case .crossOutput: return linear(cross.output, from: at(.crossMix), column: column)
    case .attentionResidual, .crossResidual, .mlpResidual: return sum(sources[0], sources[1])
    case .crossNorm: return norm(cross.norm, of: sources[0])
    case .mlpNorm: return norm(block.norm2, of: sources[0])
    case .mlpInput: return linear(block.mlpInput, from: sources[0], column: column)
    case .mlpLinear:
      guard let linear = block.mlpLinear else { preconditionFailure("gates in \(model.configuration.family)") }
      return self.linear(linear, from: sources[0], column: column)
    case .activation: return activated(at(.mlpInput))
    case .mlpOutput:
      return isMLPOff
        ? Derivation(value: 0, rule: .switchedOff, inputs: [])
        : linear(block.mlpOutput, from: at(.activation), column: column)
    case .gates: return gate
    case .cell: return cellState
    case .hidden: return hiddenState
    case .transform, .pooler:
      guard let head = model.handles.encoder?.head else { preconditionFailure("a decoder's transform") }
      return linear(head.transform, from: residualAtEnd, column: column)
    case .transformActivation: return activated(at(.transform))
    case .poolerActivation: return tangent(of: at(.pooler))
    case .finalNorm:
      let ofSource = step.stream == .source ? model.handles.source?.lastNorm : nil
      guard let finalNorm = ofSource ?? model.handles.finalNorm else {
        preconditionFailure("a last norm where there is none")
      }
      return norm(finalNorm, of: sources[0])
    case .logits: return logit
    case .probabilities: return probability
    }
  }

  private var isMLPOff: Bool {
    let off = step.stream == .source ? trace.interventions.sourceMLPs : trace.interventions.mlps
    return off.contains(layer)
  }

  /// A token's numbers in an operation's result; all heads' side by side.
  func numbers(_ step: PassStep, row: Int) -> ArraySlice<Float> {
    let name = step.activation(in: model.configuration)
    switch step.operation {
    case .gates: return step.gateActivations(in: model.configuration).flatMap { trace.row([row], of: $0) }[...]
    case .mix, .crossMix:
      let heads = model.configuration.heads(in: step.attention).count
      return (0..<heads).flatMap { trace.row([row, $0], of: name) }[...]
    case .mask, .softmax, .crossMask, .crossSoftmax: return trace.row([step.head, row], of: name)
    default: return trace.row([row], of: name)
    }
  }

  /// The number itself as the trace holds it.
  var value: Float {
    switch step.operation {
    case .queryKeyValue, .crossQuery, .crossKeyValue:
      let (part, index) = column.quotientAndRemainder(dividingBy: headWidth)
      return headRow((step.operation == .crossKeyValue ? ["k", "v"] : ["q", "k", "v"])[part], row: row, index)
    case .rotation:
      let (part, index) = column.quotientAndRemainder(dividingBy: headWidth)
      return headRow(["rot_q", "rot_k"][part], row: row, index)
    case .mix, .crossMix: return headRow("z", row: row, column)
    default: return element(step, row: row, column: column)
    }
  }

  private func headRow(_ letter: String, row: Int, _ index: Int) -> Float {
    let numbers = part(letter, row)
    return numbers[numbers.startIndex + index]
  }

  /// A token's query, key, value or z in the head.
  func part(_ letter: String, _ row: Int) -> ArraySlice<Float> {
    let head = step.attention == .own ? model.configuration.place(of: step.head, letter: letter) : step.head
    return trace.row([row, head], of: "\(step.attentionName(in: model.configuration)).hook_\(letter)")
  }

  func element(_ step: PassStep, row: Int, column: Int) -> Float {
    let numbers = numbers(step, row: row)
    return numbers[numbers.startIndex + column]
  }

  func parameter(_ id: ParameterID) -> (name: String, shape: [Int], values: ArraySlice<Float>) {
    let entry = model.parameters.layout[id]
    return (entry.name, entry.shape, model.parameters[entry])
  }

  /// The index whose product counts most.
  func strongest(_ products: [Derivation.Product]) -> Int {
    products.indices.max { abs(products[$0].result) < abs(products[$1].result) } ?? 0
  }
}
