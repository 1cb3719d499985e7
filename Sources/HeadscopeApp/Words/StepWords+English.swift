internal import Analysis

extension StepWords {
  static let english = StepWords(
    name: englishName,
    title: englishTitle,
    shape: { operation, facts in
      let tokens = facts.tokens == 1 ? "1 token" : "\(facts.tokens) tokens"
      switch operation.axis {
      case .dimension: return "\(tokens) × \(facts.width) numbers"
      case .projection: return "\(tokens) × 3 × \(facts.headWidth) numbers · \(facts.heads) heads"
      case .key: return "\(facts.tokens) queries × \(facts.tokens) keys · \(facts.heads) heads"
      case .headNumber: return "\(tokens) × \(facts.headWidth) numbers · \(facts.heads) heads"
      case .neuron: return "\(tokens) × \(facts.neurons) neurons"
      case .vocabulary:
        return "\(tokens) × \(facts.vocabulary) \(facts.isClassifier ? "labels" : "words it knows")"
      }
    },
    sentence: englishSentence,
    analogy: englishAnalogy,
    column: { operation, name, _ in
      switch operation.axis {
      case .dimension: "dimension \(name)"
      case .projection: name
      case .headNumber: "number \(name)"
      case .neuron: "neuron \(name)"
      case .key, .vocabulary: "“\(name)”"
      }
    },
    layer: { "layer \($0)" + ($1 > 1 && $0 == $1 - 1 ? ", the last" : "") },
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
    case .embeddingNorm, .attentionNorm, .mlpNorm: "norm"
    case .queryKeyValue: "q, k, v"
    case .scores: "scores"
    case .scale: "scale"
    case .mask: "mask"
    case .softmax: "softmax"
    case .mix: "mix"
    case .attentionOutput: "output"
    case .attentionResidual, .mlpResidual: "+ residual"
    case .mlpInput: "MLP in"
    case .activation: "activation"
    case .mlpOutput: "MLP out"
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
    case .attentionNorm: facts.isEncoder ? "Norm after attention" : "Norm before attention"
    case .queryKeyValue: "Query, key, value"
    case .scores: "Scores"
    case .scale: "Scale"
    case .mask: "Mask"
    case .softmax: "Softmax"
    case .mix: "Mix the values"
    case .attentionOutput: "Attention output"
    case .attentionResidual: "Plus residual stream"
    case .mlpNorm: facts.isEncoder ? "Norm after the MLP" : "Norm before the MLP"
    case .mlpInput: "Into the MLP"
    case .activation: "Activation (GELU)"
    case .mlpOutput: "Out of the MLP"
    case .mlpResidual: "Plus residual stream"
    case .transform: "Transform"
    case .transformActivation: "Activation (GELU)"
    case .pooler: "Pooler"
    case .poolerActivation: "Hyperbolic tangent"
    case .finalNorm: "Final norm"
    case .logits: "Logits"
    case .probabilities: "Probabilities"
    }
  }

  private static let englishSentence: @Sendable (PassOperation, Facts) -> String = { operation, facts in
    switch operation {
    case .embedding:
      "Each token picks its row of a table: the word becomes \(facts.width) numbers that training has set."
    case .segment:
      "A table adds a row for the segment: sentence A or B, where two are read at once. Here all is A."
    case .position:
      "A second table adds a row for each place, so that the same word differs at the beginning and at the end."
    case .embeddingNorm, .attentionNorm:
      "Each token's numbers are shifted to mean 0 and spread 1, then weighed by a gain and shifted by a bias."
    case .queryKeyValue:
      "Three matrices make of each token a query (what it looks for), a key (what it is filed under) and a value (what "
        + "it contains)."
    case .scores:
      "“\(facts.query)” asks and every key answers: multiplied number by number and added up; a large sum means that "
        + "they fit."
    case .scale:
      "A sum of \(facts.headWidth) products grows with their count; divided by √\(facts.headWidth), it is of the same "
        + "size in a head of any width."
    case .mask:
      (facts.isEncoder
        ? "Nothing is struck out: “\(facts.query)” may look at every word, before it and after it."
        : "What comes after “\(facts.query)” is struck out with −∞: the next word must be guessed, not read.")
        + englishMasked(facts.masked)
    case .softmax:
      "Scores become shares: e to the power of each, divided by the sum, so that every row adds up to 100 %."
    case .mix:
      "The values of all tokens that “\(facts.query)” sees are added up, each multiplied by its share."
    case .attentionOutput:
      facts.heads == 1
        ? "One matrix turns what the head found into \(facts.width) numbers."
        : "The results of all \(facts.heads) heads stand side by side, and one matrix turns them into \(facts.width) "
          + "numbers."
    case .attentionResidual:
      "What attention found is added to what was there: nothing is replaced, and everything passes on."
    case .mlpNorm:
      facts.isEncoder
        ? "Once more each token's numbers are brought to mean 0 and spread 1; so they enter the next layer."
        : "Once more each token's numbers are brought to mean 0 and spread 1, now for the MLP."
    case .mlpInput:
      "\(facts.neurons) neurons each weigh the \(facts.width) numbers of a token and add up; here tokens don't see each "
        + "other."
    case .activation:
      "A neuron with a positive sum passes it on; one with a negative sum is all but silenced."
    case .mlpOutput:
      "What the \(facts.neurons) neurons say is weighed and added up to \(facts.width) numbers."
    case .mlpResidual:
      facts.isEncoder
        ? "What the MLP found is added to the stream."
        : "What the MLP found is added to the stream; the next layer reads the sum."
    case .transform:
      "Before a word is read out, one more layer mixes the token's \(facts.width) numbers."
    case .transformActivation:
      "Positive sums pass on; negative ones are all but silenced."
    case .pooler:
      "One more layer mixes the token's \(facts.width) numbers. Only the first token's count: it has gathered what the "
        + "text says, and stands for all of it."
    case .poolerActivation:
      "Each number is bent into the range from −1 to 1, so that none drowns the others out."
    case .finalNorm:
      "A last time each token's numbers are brought to one measure, before they are read out."
    case .logits where facts.isClassifier:
      "The first token's \(facts.width) numbers are multiplied with each label's own: a score for each, how well it fits "
        + "the text. The other rows show what their tokens would say."
    case .logits:
      "A token's finished numbers are multiplied with the row of every word that the model knows: a score for each as "
        + (facts.isEncoder ? "the word that stands here." : "the next word.")
    case .probabilities where facts.isClassifier:
      "The scores become shares: how sure the network is of each label; all together 100 %. The first row is the verdict."
    case .probabilities:
      facts.isEncoder
        ? "The scores become shares: how likely each word is to stand where “\(facts.query)” stands; all together 100 %."
        : "The scores become shares: how likely each word is to come after “\(facts.query)”; all together 100 %."
    }
  }

  /// What is struck out because somebody hid it.
  private static func englishMasked(_ tokens: [String]) -> String {
    guard !tokens.isEmpty else { return "" }
    let named = tokens.prefix(3).map { "“\($0)”" }.joined(separator: ", ")
    let rest = tokens.count > 3 ? " and \(tokens.count - 3) more" : ""
    let (are, see) = tokens.count == 1 ? ("is", "it") : ("are", "them")
    return " So \(are) \(named)\(rest), masked with m: no other token may look at \(see)."
  }

  private static let englishAnalogy: @Sendable (PassOperation, Facts) -> String = { operation, facts in
    switch operation {
    case .embedding: "Assembly line: raw material arrives, and every word is laid on the belt as a box of parts."
    case .segment: "Assembly line: every box gets a label: first delivery or second."
    case .position: "Assembly line: every box gets a stamp with its place on the belt."
    case .embeddingNorm, .attentionNorm:
      "Assembly line: before the workshop opens a box, its contents are brought to one measure."
    case .queryKeyValue:
      "Library: every word fills in a request slip, writes the label on its own book, and puts its contents inside."
    case .scores: "Library: the request slip of “\(facts.query)” is held against the label of every book."
    case .scale: "Library: a long label has more to agree on; dividing makes long and short ones comparable."
    case .mask:
      facts.isEncoder
        ? "Library: every book stands on the open shelves." : "Library: a book that is not written yet cannot be lent."
    case .softmax: "Library: “\(facts.query)” has one hour to read and divides it among the books that fit."
    case .mix: "Library: “\(facts.query)” leaves with one note: much from this book, a little from that one."
    case .attentionOutput:
      "Library: \(facts.heads == 1 ? "the librarian hands in a note" : "\(facts.heads) librarians hand in their notes"), "
        + "and one report is made of all."
    case .attentionResidual: "Assembly line: the report goes into the box, and the belt moves on."
    case .mlpNorm: "Assembly line: the box is measured again for the next workshop."
    case .mlpInput: "Assembly line: \(facts.neurons) inspectors look into the box, each for one thing."
    case .activation: "Assembly line: an inspector calls out only on finding what they look for."
    case .mlpOutput: "Assembly line: whatever is called out becomes parts to add."
    case .mlpResidual: "Assembly line: the parts go into the box; it is off to the next workshop."
    case .transform: "Assembly line: the last workshop gets the box ready for packing."
    case .transformActivation: "Assembly line: an inspector calls out only on finding what they look for."
    case .pooler: "Assembly line: the foreman sums up what all workshops have reported."
    case .poolerActivation: "Assembly line: loud or quiet, every voice gets a scale from no to yes."
    case .finalNorm: "Assembly line: the last measuring, before packing."
    case .logits where facts.isClassifier:
      "Packing: the box is held against \(facts.vocabulary) stamps, and each match is scored."
    case .probabilities where facts.isClassifier: "Packing: the stamp says how sure the factory is."
    case .logits:
      "Packing: the box is held against all \(facts.vocabulary) products in the catalogue, and each match is scored."
    case .probabilities:
      "Packing: the label says how sure the factory is of every possible \(facts.isEncoder ? "word here" : "next word")."
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
