internal import Analysis
internal import KernelTypes
internal import Models
internal import Tensors

extension StepWords {
  static let english = StepWords(
    name: englishName,
    title: englishTitle,
    shape: { operation, facts in
      let tokens = facts.tokens == 1 ? "1 token" : "\(facts.tokens) tokens"
      switch operation.axis {
      case .dimension: return "\(tokens) × \(facts.width) numbers"
      case .projection:
        return "\(tokens) × 3 × \(facts.headWidth) numbers · \(facts.heads) heads"
          + (facts.sharers > 1 ? " over \(facts.heads / facts.sharers) of keys and values" : "")
      case .queryKey: return "\(tokens) × 2 × \(facts.headWidth) numbers · \(facts.heads) heads"
      case .keyValue: return "\(tokens) × 2 × \(facts.headWidth) numbers · \(facts.heads) heads"
      case .key: return "\(facts.tokens) queries × \(facts.keys) keys · \(facts.heads) heads"
      case .query, .headNumber: return "\(tokens) × \(facts.headWidth) numbers · \(facts.heads) heads"
      case .neuron: return "\(tokens) × \(facts.neurons) neurons"
      case .gate:
        return "\(tokens) × (\((facts.cell?.gateNames ?? []).joined(separator: ", "))) × \(facts.width) units"
      case .vocabulary:
        return "\(tokens) × \(facts.vocabulary) \(facts.isClassifier ? "labels" : "words it knows")"
      }
    },
    sentence: englishSentence,
    analogy: englishAnalogy,
    column: { operation, name, _ in
      switch operation.axis {
      case .dimension: "dimension \(name)"
      case .projection, .query, .queryKey, .keyValue, .gate: name
      case .headNumber: "number \(name)"
      case .neuron: "neuron \(name)"
      case .key, .vocabulary: "“\(name)”"
      }
    },
    layer: { "layer \($0)" + ($1 > 1 && $0 == $1 - 1 ? ", the last" : "") },
    stack: { $0 == .source ? "encoder" : "decoder" },
    entrance: "in",
    exit: "out",
    progress: { "\($0) of \($1)" },
    speed: { "\($0)/s" },
    paused: "paused",
    part: { "columns \($0) of \($1)" },
    likeliest: { "the \($0) likeliest of \($1)" },
    wholePooled: "strongest of each area",
    notCaptured: "This trace does not hold what is shown here.",
    madeFrom: "made from",
    ofLargest: "of the row's largest",
    followHint: "Enter: go there",
    product: "product",
    ofEach: { "\($0) of each" },
    weights: { "weights \($0)" },
    strongestOf: { "strongest of \($0)" },
    formulaHint: "f: formula with these numbers",
    formula: FormulaWords(
      row: { "row “\($1)” of the table \($0)" },
      asks: { "“\($0)” asks, “\($1)” answers" },
      more: { "\($0) more" },
      bias: "bias",
      weight: "weight",
      mean: "mean",
      variance: "variance",
      meanSquare: "mean square",
      gain: "gain",
      largest: "largest",
      sum: "sum",
      visible: { "“\($1)” does not come after “\($0)”: it stays as it is." },
      later: { "“\($1)” comes after “\($0)”: −∞, so that e^−∞ = 0 is left of it." },
      masked: { "“\($0)” is masked: no other token may look at it." },
      switchedOff: "switched off: 0"),
    key: englishKey,
    note: englishNote)

  private static let englishName: @Sendable (PassOperation) -> String = { operation in
    switch operation {
    case .embedding: "embed"
    case .segment: "+ segment"
    case .position: "+ position"
    case .embeddingNorm, .attentionNorm, .crossNorm, .mlpNorm: "norm"
    case .queryKeyValue: "q, k, v"
    case .rotation: "rotate"
    case .scores: "scores"
    case .scale: "scale"
    case .mask: "mask"
    case .softmax: "softmax"
    case .mix: "mix"
    case .attentionOutput: "output"
    case .attentionResidual, .crossResidual, .mlpResidual: "+ residual"
    case .crossQuery: "cross q"
    case .crossKeyValue: "cross k, v"
    case .crossScores: "cross scores"
    case .crossScale: "cross scale"
    case .crossMask: "cross mask"
    case .crossSoftmax: "cross softmax"
    case .crossMix: "cross mix"
    case .crossOutput: "cross output"
    case .mlpInput: "MLP in"
    case .mlpLinear: "MLP in 2"
    case .activation: "activation"
    case .mlpOutput: "MLP out"
    case .gates: "gates"
    case .cell: "cell"
    case .hidden: "hidden"
    case .transform: "transform"
    case .transformActivation: "activation"
    case .pooler: "pooler"
    case .poolerActivation: "tanh"
    case .finalNorm: "final norm"
    case .logits: "logits"
    case .probabilities: "probabilities"
    }
  }

  private static let englishTitle: @Sendable (PassOperation, Facts) -> String = { operation, facts in
    switch operation {
    case .embedding: "Embedding"
    case .segment: "Plus segment"
    case .position: "Plus position"
    case .embeddingNorm: "Norm of the embedding"
    case .attentionNorm: facts.normsFollow ? "Norm after attention" : "Norm before attention"
    case .queryKeyValue: "Query, key, value"
    case .rotation: "Turned by position"
    case .scores: "Scores"
    case .scale: "Scale"
    case .mask: "Mask"
    case .softmax: "Softmax"
    case .mix: "Mix the values"
    case .attentionOutput: "Attention output"
    case .attentionResidual, .crossResidual: "Plus residual stream"
    case .crossQuery: "Cross-attention: query"
    case .crossKeyValue: "Cross-attention: key, value"
    case .crossScores: "Cross-attention: scores"
    case .crossScale: "Cross-attention: scale"
    case .crossMask: "Cross-attention: mask"
    case .crossSoftmax: "Cross-attention: softmax"
    case .crossMix: "Cross-attention: mix the values"
    case .crossOutput: "Cross-attention: output"
    case .crossNorm: facts.normsFollow ? "Norm after cross-attention" : "Norm before cross-attention"
    case .mlpNorm: facts.normsFollow ? "Norm after the MLP" : "Norm before the MLP"
    case .mlpInput: facts.activation == .swiGLU ? "Into the MLP: the gates" : "Into the MLP"
    case .mlpLinear: "Into the MLP: what is gated"
    case .activation: "Activation (\(facts.activationName))"
    case .mlpOutput: "Out of the MLP"
    case .mlpResidual: "Plus residual stream"
    case .gates: "Gates and candidate"
    case .cell: "Cell state"
    case .hidden: "Hidden state"
    case .transform: "Transform"
    case .transformActivation: "Activation (\(facts.activationName))"
    case .pooler: "Pooler"
    case .poolerActivation: "Hyperbolic tangent"
    case .finalNorm: "Final norm"
    case .logits: "Logits"
    case .probabilities: "Probabilities"
    }
  }

  private static let englishKey: @Sendable (Keymap.Topic) -> Words.KeyWords = { topic in
    switch topic {
    case .stepOperation: .init("step", "Previous and next operation, in any panel")
    case .stepPlay: .init("play", "Play from here to the end, or pause")
    case .stepFormula: .init("formula", "The formula with the chosen number's numbers put in")
    case .stepSources: .init("where from", "Light up what the chosen number was made from, one input after another")
    case .stepFollow: .init("follow", "Go to the operation that made the lit input")
    case .stepReturn: .init("back", "Back to where you followed an input from")
    case .stepLayer: .init("layer", "The same operation one layer before, one layer after")
    case .stepDigit: .init("layer", "The same operation in that layer; two digits where there are more than ten")
    case .stepHead: .init("head", "Previous and next head")
    case .stepSpeed: .init("speed", "Play slower, faster")
    case .stepWhole: .init("whole", "The whole result, pooled, or a part of it with numbers")
    default: .init("ends", "First and last operation; in the panel Operation, of the row's numbers")
    }
  }

  private static let englishNote: @Sendable (StepNote) -> String = { note in
    switch note {
    case .firstOperation: "The pass begins here."
    case .lastOperation: "The pass ends here; Space plays it from the beginning."
    case .firstColumn: "This is the row's first number."
    case .lastColumn: "This is the row's last number."
    case .noLayer(let layer, let count): "There is no layer \(layer): the model has \(count), from 0."
    case .noHead: "All heads share this operation."
    case .noHeads: "A recurrent network has no heads."
    case .speed(let speed): "Speed: \(speed) steps a second"
    case .slowest: "It does not go slower."
    case .fastest: "It does not go faster."
    case .noInputs: "Nothing was put in here."
    case .weightsHaveNoSource: "These are weights: training has set them."
    case .trailIsEmpty: "No input was followed yet; Enter follows one."
    case .whole: "The whole result; z brings the numbers back."
    case .numbers: "Numbers; the view follows the chosen one."
    case .playing: "Playing; Space pauses."
    case .paused: "Paused."
    }
  }
}
