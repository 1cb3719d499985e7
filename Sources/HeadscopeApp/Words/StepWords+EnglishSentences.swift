internal import Analysis
internal import KernelTypes
internal import Models

/// What each operation does, in a sentence and by analogy.
extension StepWords {
  static let englishSentence: @Sendable (PassOperation, Facts) -> String = { operation, facts in
    switch operation {
    case .embedding:
      "Each token picks its row of a table: the word becomes \(facts.width) numbers that training has set."
    case .segment:
      "A table adds a row for the segment: sentence A or B, where two are read at once."
        + (facts.readsPair ? "" : " Here all is A.")
    case .position:
      "A second table adds a row for each place, so that the same word differs at the beginning and at the end."
    case .embeddingNorm where facts.hasRMSNorms, .attentionNorm where facts.hasRMSNorms:
      "Each token's numbers are divided by their root mean square, so that none is loud by size alone, then weighed by a "
        + "gain."
    case .crossNorm where facts.hasRMSNorms, .mlpNorm where facts.hasRMSNorms:
      "Once more each token's numbers are divided by their root mean square, now for the MLP."
    case .embeddingNorm, .attentionNorm:
      "Each token's numbers are shifted to mean 0 and spread 1, then weighed by a gain and shifted by a bias."
    case .queryKeyValue:
      "Three matrices make of each token a query (what it looks for), a key (what it is filed under) and a value (what "
        + "it contains)."
        + (facts.sharers > 1 ? " Every \(facts.sharers) heads share one key and value." : "")
    case .rotation:
      "Query and key are turned like the hands of \(facts.headWidth / 2) clocks, further for a later place: so a score "
        + "tells how far apart two tokens stand."
    case .scores:
      "“\(facts.query)” asks and every key answers: multiplied number by number and added up; a large sum means that "
        + "they fit."
    case .crossQuery:
      "A matrix makes of every token that is written a query: what it looks for in the source."
    case .crossKeyValue:
      "Two matrices make of each token of the source, as the encoder left it, a key (what it is filed under) and a "
        + "value (what it contains)."
    case .crossScores:
      "“\(facts.query)” is written and asks; every key of the source answers: multiplied number by number and added "
        + "up; a large sum means that they fit."
    case .crossMask:
      facts.masked.isEmpty
        ? "Nothing is struck out: the source is there from beginning to end, and “\(facts.query)” may look at all of it."
        : "Struck out with −∞ \(englishMasked(facts.masked))"
    case .crossMix:
      "The values of all tokens of the source are added up, each multiplied by the share that “\(facts.query)” gives it."
    case .crossResidual:
      "What was found in the source is added to what was there: nothing is replaced, and everything passes on."
    case .scale where !facts.variant.scalesAttention && !facts.variant.scalesByLayer:
      "Other models divide by √\(facts.headWidth) here; this one was trained without."
    case .scale where facts.variant.scalesByLayer:
      "The scores are divided by the block's number, counted from 1"
        + (facts.variant.scalesAttention ? ", and by √\(facts.headWidth)" : "") + ": later blocks look less sharply."
    case .scale, .crossScale:
      "A sum of \(facts.headWidth) products grows with their count; divided by √\(facts.headWidth), it is of the same "
        + "size in a head of any width."
    case .mask:
      !facts.seesAll
        ? "What comes after “\(facts.query)” is struck out with −∞: the next word must be guessed, not read."
          + (facts.masked.isEmpty ? "" : " So \(englishMasked(facts.masked))")
        : facts.masked.isEmpty
          ? "Nothing is struck out: “\(facts.query)” may look at every word, before it and after it."
          : "Struck out with −∞ \(englishMasked(facts.masked))"
    case .softmax, .crossSoftmax:
      "Scores become shares: e to the power of each, divided by the sum, so that every row adds up to 100 %."
    case .mix:
      "The values of all tokens that “\(facts.query)” sees are added up, each multiplied by its share."
    case .attentionOutput, .crossOutput:
      facts.heads == 1
        ? "One matrix turns what the head found into \(facts.width) numbers."
        : "The results of all \(facts.heads) heads stand side by side, and one matrix turns them into \(facts.width) "
          + "numbers."
    case .attentionResidual:
      "What attention found is added to what was there: nothing is replaced, and everything passes on."
    case .crossNorm where !facts.normsFollow:
      "Once more each token's numbers are brought to mean 0 and spread 1, now for the look at the source."
    case .crossNorm:
      "Once more each token's numbers are brought to mean 0 and spread 1, now for the MLP."
    case .gates:
      facts.cell == .gru
        ? "From the word and from what it remembers, a GRU works out for each of \(facts.width) units how much of the past "
          + "counts (r), how much of it is kept (z), and what would be new (n)."
        : "From the word and from what it remembers, an LSTM works out for each of \(facts.width) units how much is written "
          + "(i), how much is kept (f), what would be written (g), and how much is shown (o)."
    case .cell:
      "Each unit's memory: what it held, times how much is kept, plus what is new, times how much is written."
    case .hidden:
      switch facts.cell {
      case .lstm: "What the layer shows of its memory: its tanh, times how far the output gate is open."
      case .gru: "The new state: z keeps that share of the old one; the rest is taken from the candidate."
      default:
        "The word's numbers and the last state, each through a matrix, added up and bent by tanh: that is all it remembers."
      }
    case .mlpNorm:
      facts.normsFollow
        ? "Once more each token's numbers are brought to mean 0 and spread 1; so they enter the next layer."
        : "Once more each token's numbers are brought to mean 0 and spread 1, now for the MLP."
    case .mlpInput:
      "\(facts.neurons) neurons each weigh the \(facts.width) numbers of a token and add up; here tokens don't see each "
        + "other."
    case .mlpLinear:
      "The same \(facts.neurons) neurons weigh the token a second time: this is what each says, if its gate is open."
    case .activation where facts.activation == .swiGLU:
      "The first sum opens a gate, SiLU: wide where it is positive, all but shut where it is negative; what the neuron says "
        + "is multiplied by it."
    case .activation where facts.activation == .relu:
      "A neuron with a positive sum passes it on; one with a negative sum is silenced."
    case .activation:
      "A neuron with a positive sum passes it on; one with a negative sum is all but silenced."
    case .mlpOutput:
      "What the \(facts.neurons) neurons say is weighed and added up to \(facts.width) numbers."
    case .mlpResidual:
      facts.normsFollow
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
        + (facts.guessesPlace ? "the word that stands here." : "the next word.")
    case .probabilities where facts.isClassifier:
      "The scores become shares: how sure the network is of each label; all together 100 %. The first row is the verdict."
    case .probabilities:
      facts.guessesPlace
        ? "The scores become shares: how likely each word is to stand where “\(facts.query)” stands; all together 100 %."
        : "The scores become shares: how likely each word is to come after “\(facts.query)”; all together 100 %."
    }
  }

  /// What is struck out because somebody hid it.
  private static func englishMasked(_ tokens: [String]) -> String {
    let named = tokens.prefix(3).map { "“\($0)”" }.joined(separator: ", ")
    let rest = tokens.count > 3 ? " and \(tokens.count - 3) more" : ""
    let (are, see) = tokens.count == 1 ? ("is", "it") : ("are", "them")
    return "\(are) \(named)\(rest), masked with m: no other token may look at \(see)."
  }

  static let englishAnalogy: @Sendable (PassOperation, Facts) -> String = { operation, facts in
    switch operation {
    case .embedding: "Assembly line: raw material arrives, and every word is laid on the belt as a box of parts."
    case .segment: "Assembly line: every box gets a label: first delivery or second."
    case .position: "Assembly line: every box gets a stamp with its place on the belt."
    case .embeddingNorm, .attentionNorm:
      "Assembly line: before the workshop opens a box, its contents are brought to one measure."
    case .queryKeyValue:
      "Library: every word fills in a request slip, writes the label on its own book, and puts its contents inside."
    case .rotation:
      "Library: every slip and every label is stamped with the hour; two stamps tell how far apart they are."
    case .scores: "Library: the request slip of “\(facts.query)” is held against the label of every book."
    case .crossQuery: "Library: every written word fills in a request slip for the shelf on which the source stands."
    case .crossKeyValue: "Library: every book of the source gets the label on its back and its contents."
    case .crossScores:
      "Library: the request slip of “\(facts.query)” is held against every label on the source's shelf."
    case .crossMask: "Library: the source's shelf stands open from its first book to its last."
    case .scale, .crossScale:
      "Library: a long label has more to agree on; dividing makes long and short ones comparable."
    case .mask:
      facts.seesAll
        ? "Library: every book stands on the open shelves." : "Library: a book that is not written yet cannot be lent."
    case .softmax, .crossSoftmax:
      "Library: “\(facts.query)” has one hour to read and divides it among the books that fit."
    case .mix, .crossMix:
      "Library: “\(facts.query)” leaves with one note: much from this book, a little from that one."
    case .attentionOutput, .crossOutput:
      "Library: \(facts.heads == 1 ? "the librarian hands in a note" : "\(facts.heads) librarians hand in their notes"), "
        + "and one report is made of all."
    case .attentionResidual, .crossResidual: "Assembly line: the report goes into the box, and the belt moves on."
    case .crossNorm, .mlpNorm: "Assembly line: the box is measured again for the next workshop."
    case .mlpInput: "Assembly line: \(facts.neurons) inspectors look into the box, each for one thing."
    case .mlpLinear: "Assembly line: each inspector writes down what to say, should it come to that."
    case .activation: "Assembly line: an inspector calls out only on finding what they look for."
    case .mlpOutput: "Assembly line: whatever is called out becomes parts to add."
    case .mlpResidual: "Assembly line: the parts go into the box; it is off to the next workshop."
    case .gates:
      "A clerk with one page of notes: each new word decides what is rubbed out, what is written, what is read aloud."
    case .cell: "The page of notes: old lines stay as far as they were not rubbed out, and new ones are added."
    case .hidden: "The clerk reads aloud: the next layer, and the next word, hear only this."
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
      "Packing: the label says how sure the factory is of every possible \(facts.guessesPlace ? "word here" : "next word")."
    }
  }
}
