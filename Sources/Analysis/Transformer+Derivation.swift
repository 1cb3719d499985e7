public import Models
internal import Tensors

extension Transformer {
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
  let model: Transformer
  let trace: Trace
  let step: PassStep
  let row: Int
  let column: Int

  var layer: Int { step.layer }
  var headWidth: Int { model.configuration.headWidth }

  /// Whether the trace holds every activation that the operation reads and writes.
  var isCaptured: Bool {
    ([step] + sources).allSatisfy { trace.entry(named: $0.activation) != nil }
  }

  /// The operations whose results this one reads.
  private var sources: [PassStep] {
    switch step.operation {
    case .embedding: []
    case .position: [at(.embedding)]
    case .attentionNorm: [residualBefore]
    case .queryKeyValue: [at(.attentionNorm)]
    case .scores: [at(.queryKeyValue)]
    case .scale: [at(.queryKeyValue)]
    case .mask: [at(.queryKeyValue)]
    case .softmax: [at(.mask)]
    case .mix: [at(.softmax), at(.queryKeyValue)]
    case .attentionOutput: [at(.mix)]
    case .attentionResidual: [residualBefore, at(.attentionOutput)]
    case .mlpNorm: [at(.attentionResidual)]
    case .mlpInput: [at(.mlpNorm)]
    case .activation: [at(.mlpInput)]
    case .mlpOutput: [at(.activation)]
    case .mlpResidual: [at(.attentionResidual), at(.mlpOutput)]
    case .finalNorm: [PassStep(.mlpResidual, layer: model.configuration.layers - 1)]
    case .logits: [at(.finalNorm)]
    case .probabilities: [at(.logits)]
    }
  }

  /// Another operation of the same block and head.
  func at(_ operation: PassOperation) -> PassStep { PassStep(operation, layer: layer, head: step.head) }

  /// What enters the block.
  var residualBefore: PassStep { layer == 0 ? PassStep(.position) : PassStep(.mlpResidual, layer: layer - 1) }

  var derivation: Derivation {
    let block = model.handles.blocks[layer]
    switch step.operation {
    case .embedding: return lookup(model.handles.tokenEmbedding, row: Int(trace.ids[row]))
    case .position: return embeddingSum
    case .attentionNorm: return norm(block.norm1, of: residualBefore)
    case .queryKeyValue: return projection(block.queryKeyValue)
    case .scores: return scores
    case .scale: return scale
    case .mask: return mask
    case .softmax: return softmax
    case .mix: return mix
    case .attentionOutput: return linear(block.attentionOutput, from: at(.mix), column: column)
    case .attentionResidual: return sum(residualBefore, at(.attentionOutput))
    case .mlpNorm: return norm(block.norm2, of: at(.attentionResidual))
    case .mlpInput: return linear(block.mlpInput, from: at(.mlpNorm), column: column)
    case .activation: return activation
    case .mlpOutput:
      return trace.interventions.mlps.contains(layer)
        ? Derivation(value: 0, rule: .switchedOff, inputs: [])
        : linear(block.mlpOutput, from: at(.activation), column: column)
    case .mlpResidual: return sum(at(.attentionResidual), at(.mlpOutput))
    case .finalNorm:
      return norm(model.handles.finalNorm, of: PassStep(.mlpResidual, layer: model.configuration.layers - 1))
    case .logits: return logit
    case .probabilities: return probability
    }
  }

  /// A token's numbers in an operation's result; all heads' side by side.
  func numbers(_ step: PassStep, row: Int) -> ArraySlice<Float> {
    switch step.operation {
    case .mix:
      return (0..<model.configuration.heads).flatMap { trace.row([row, $0], of: step.activation) }[...]
    case .mask, .softmax: return trace.row([step.head, row], of: step.activation)
    default: return trace.row([row], of: step.activation)
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
