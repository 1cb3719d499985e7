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
  var headWidth: Int { model.configuration.headWidth }

  /// Whether the trace holds every activation that the operation reads and writes.
  var isCaptured: Bool {
    ([step] + sources).allSatisfy { trace.entry(named: $0.activation(in: model.configuration)) != nil }
  }

  /// The operations whose results this one reads.
  private var sources: [PassStep] {
    switch step.operation {
    case .embedding: []
    case .segment: [at(.embedding)]
    case .position: [isDecoder ? at(.embedding) : at(.segment)]
    case .embeddingNorm: [at(.position)]
    case .attentionNorm: [isDecoder ? residualBefore : at(.attentionResidual)]
    case .queryKeyValue: [attentionInput]
    case .scores: [at(.queryKeyValue)]
    case .scale: [at(.queryKeyValue)]
    case .mask: [at(.queryKeyValue)]
    case .softmax: [at(.mask)]
    case .mix: [at(.softmax), at(.queryKeyValue)]
    case .attentionOutput: [at(.mix)]
    case .attentionResidual: [residualBefore, at(.attentionOutput)]
    case .mlpNorm: [at(isDecoder ? .attentionResidual : .mlpResidual)]
    case .mlpInput: [mlpInput]
    case .activation: [at(.mlpInput)]
    case .mlpOutput: [at(.activation)]
    case .mlpResidual: [residualBetween, at(.mlpOutput)]
    case .transform: [residualAtEnd]
    case .transformActivation: [at(.transform)]
    case .pooler: [residualAtEnd]
    case .poolerActivation: [at(.pooler)]
    case .finalNorm: [isDecoder ? residualAtEnd : at(.transformActivation)]
    case .logits: [unembedded]
    case .probabilities: [at(.logits)]
    }
  }

  /// Another operation of the same block and head.
  func at(_ operation: PassOperation) -> PassStep { PassStep(operation, layer: layer, head: step.head) }

  /// Norms stand before attention and MLP in a decoder, after their sums in an encoder.
  var isDecoder: Bool { model.configuration.isCausal }

  /// What enters the block.
  private var residualBefore: PassStep {
    layer == 0 ? PassStep(isDecoder ? .position : .embeddingNorm) : residual(after: layer - 1)
  }

  /// The residual stream between attention and MLP.
  private var residualBetween: PassStep { at(isDecoder ? .attentionResidual : .attentionNorm) }

  /// What the logits are made of.
  var unembedded: PassStep { at(model.configuration.isClassifier ? .poolerActivation : .finalNorm) }

  /// What leaves the last block.
  private var residualAtEnd: PassStep { residual(after: model.configuration.layers - 1) }

  private func residual(after layer: Int) -> PassStep { PassStep(isDecoder ? .mlpResidual : .mlpNorm, layer: layer) }

  /// What queries, keys and values are made from.
  var attentionInput: PassStep { isDecoder ? at(.attentionNorm) : residualBefore }

  /// What the neurons read.
  private var mlpInput: PassStep { at(isDecoder ? .mlpNorm : .attentionNorm) }

  var derivation: Derivation {
    let block = model.handles.blocks[layer]
    switch step.operation {
    case .embedding: return lookup(model.handles.tokenEmbedding, row: Int(trace.ids[row]))
    case .segment:
      guard let parts = model.handles.encoder else { preconditionFailure("segments of a decoder") }
      return sum(at(.embedding), row: 0, of: parts.segmentEmbedding)
    case .position: return sum(sources[0], row: row, of: model.handles.positionEmbedding)
    case .embeddingNorm:
      guard let parts = model.handles.encoder else { preconditionFailure("a norm of a decoder's embeddings") }
      return norm(parts.embeddingNorm, of: at(.position))
    case .attentionNorm: return norm(block.norm1, of: sources[0])
    case .queryKeyValue: return projection(block.queryKeyValue)
    case .scores: return scores
    case .scale: return scale
    case .mask: return mask
    case .softmax: return softmax
    case .mix: return mix
    case .attentionOutput: return linear(block.attentionOutput, from: at(.mix), column: column)
    case .attentionResidual: return sum(residualBefore, at(.attentionOutput))
    case .mlpNorm: return norm(block.norm2, of: sources[0])
    case .mlpInput: return linear(block.mlpInput, from: mlpInput, column: column)
    case .activation: return gelu(of: at(.mlpInput))
    case .mlpOutput:
      return trace.interventions.mlps.contains(layer)
        ? Derivation(value: 0, rule: .switchedOff, inputs: [])
        : linear(block.mlpOutput, from: at(.activation), column: column)
    case .mlpResidual: return sum(residualBetween, at(.mlpOutput))
    case .transform, .pooler:
      guard let parts = model.handles.encoder else { preconditionFailure("a decoder's transform") }
      return linear(parts.transform, from: residualAtEnd, column: column)
    case .transformActivation: return gelu(of: at(.transform))
    case .poolerActivation: return tangent(of: at(.pooler))
    case .finalNorm:
      guard let finalNorm = model.handles.finalNorm else { preconditionFailure("a last norm where there is none") }
      return norm(finalNorm, of: sources[0])
    case .logits: return logit
    case .probabilities: return probability
    }
  }

  /// A token's numbers in an operation's result; all heads' side by side.
  func numbers(_ step: PassStep, row: Int) -> ArraySlice<Float> {
    switch step.operation {
    case .mix:
      return (0..<model.configuration.heads).flatMap {
        trace.row([row, $0], of: step.activation(in: model.configuration))
      }[...]
    case .mask, .softmax: return trace.row([step.head, row], of: step.activation(in: model.configuration))
    default: return trace.row([row], of: step.activation(in: model.configuration))
    }
  }

  /// The number itself as the trace holds it.
  var value: Float {
    switch step.operation {
    case .queryKeyValue:
      let (part, index) = column.quotientAndRemainder(dividingBy: headWidth)
      return headRow("hook_" + ["q", "k", "v"][part], row: row, index)
    case .mix: return headRow("hook_z", row: row, column)
    default: return element(step, row: row, column: column)
    }
  }

  private func headRow(_ name: String, row: Int, _ index: Int) -> Float {
    let numbers = trace.row([row, step.head], of: "blocks.\(layer).attn.\(name)")
    return numbers[numbers.startIndex + index]
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
