internal import Models
private import Wording

/// What the status line says.
extension Words {
  static let englishNote: @Sendable (Note) -> String = { note in
    switch note {
    case .firstLayer: "This is the first layer."
    case .lastLayer: "This is the last layer."
    case .firstHead: "This is the layer's first head."
    case .lastHead: "This is the layer's last head."
    case .firstToken: "This is the first token."
    case .lastToken: "This is the last token."
    case .firstCandidate: "This is the likeliest token."
    case .lastCandidate: "The list ends here."
    case .hiddenKey(let query): "“\(query)” cannot look ahead: a causal model hides what comes later."
    case .unknownKey(let key): "\(key) has no meaning here; ? shows the keys."
    case .lineStart: "This is the beginning of the sentence."
    case .lineEnd: "This is the end of the sentence."
    case .lineFull(let limit, let dropped): "\(dropped) characters left out: a sentence holds \(limit)."
    case .wholePattern: "The whole pattern; z brings the numbers back."
    case .numbers: "Numbers; the view follows the selected cell."
    case .largest: "It is as large as it gets."
    case .smallest: "It is as small as it gets."
    case .patternFits: "The whole pattern fits with its numbers already."
    case .pairFilter(.all): "Every weight is in sight again."
    case .pairFilter(let filter): "\(filter.name) alone is in sight; the weights stay as they are."
    case .oneText: "There is one text alone: press e, then Tab, and type a second one."
    case .readsOneText: "This model reads one text alone."
    case .needsAllLayers: "The ledger adds up all layers, and memory holds only some: shorten the text."
    case .emptySentence: "There is no token to look at: press e and type a sentence."
    case .waiting: "The model is still computing."
    case .weightsNotFinite(let count):
      "\(counted(count, "weight is", "weights are")) no number: nan is what comes of it"
    case .unknownWords(let substitute): "? unknown word, read as \(substitute)"
    case .tokensDropped(let count, let limit): "\(count) tokens too many: \(limit) are read."
    case .alreadyOn(let screen): "This is the screen \(screen)."
    case .lines(let note): LinesWords.english.note(note)
    case .layers(let note): LayersWords.english.note(note)
    case .neuron(let note): NeuronWords.english.note(note)
    case .headOff(let head):
      "\(named(head)) is off: it adds nothing; x switches it on, u everything."
    case .headOn(let head): "\(named(head)) is on again."
    case .mlpOff(let layer): "The MLP of layer \(layer) is off: it adds nothing; X switches it on, u everything."
    case .mlpOn(let layer): "The MLP of layer \(layer) is on again."
    case .tokenMasked(let text): "No other token may look at “\(text)” now; m shows it again."
    case .tokenShown(let text): "“\(text)” is in sight again."
    case .stack(.encoder): "The encoder: the words of the text look at each other."
    case .stack(.decoder): "The decoder: what was written looks back at itself."
    case .stack(.cross): "Cross-attention: below the text, each written word looks at the text."
    case .needsHead(let page): "No page “\(page)”: this encoder has no head for words, so it says none."
    case .notOfRecurrent(let page): "No page “\(page)”: a recurrent network has no heads."
    case .noParts: "A recurrent network has no heads to switch off, no keys to mask."
    case .firstUnit: "This is the first unit."
    case .lastUnit: "This is the last unit."
    case .noStacks: "This model has one part alone."
    case .writesByItself: "An encoder–decoder has written already: all that it says of the text. Edit that with e."
    case .masksSource: "Only words of the source can be masked: T turns to them."
    case .lastOfSource: "One word of the source must stay: what is written has to look at something."
    case .writesNothing: "It fills words in: type [MASK] in a word's place."
    case .nothingAdded: "Nothing was added to the sentence yet: Enter adds the chosen token, Space draws one."
    case .textEnds(let token): "The text ends here: \(token) was drawn."
    case .contextFull(let limit): "The model reads \(limit) tokens: there is no room for another."
    case .knobEnd: "The knob goes no further."
    case .listStart: "The list begins here."
    case .listEnd: "The list ends here."
    case .notRanked: "No ranking yet: r makes one."
    case .lens(let lens): Words.english.lens(lens).meaning
    case .allOn: "Every head, MLP and token is on again."
    case .nothingIsOff: "Nothing is switched off: x switches the selected head off, X the MLP, m hides the token."
    case .restored: "The old sentence is back."
    case .step(let note): StepWords.english.note(note)
    case .frame(let note): FrameWords.english.note(note)
    case .train(let note): TrainWords.english.note(note)
    case .playground(let note): PlaygroundWords.english.note(note)
    }
  }

  /// A head in a sentence.
  private static func named(_ head: HeadPlace) -> String {
    switch head.attention {
    case .source: "Layer \(head.layer), head \(head.head) of the encoder"
    case .own: "Layer \(head.layer), head \(head.head)"
    case .cross: "Layer \(head.layer), head \(head.head) of cross-attention"
    }
  }
}
