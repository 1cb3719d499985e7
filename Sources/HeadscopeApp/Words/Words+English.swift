internal import Analysis
internal import Models

extension Words {
  static let english = Words(
    explore: "Explore",
    page: { page in
      switch page {
      case .overview: "heads"
      case .step: "steps"
      case .neuron: "neurons"
      case .layers: "layers"
      case .ledger: "ledger"
      case .generation: "write"
      case .states: "states"
      }
    },
    parameters: { "\($0) params" },
    waiting: "computing…",
    allZero: "all are 0",
    nearZero: "~0 under .005",
    head: { place in
      switch place.attention {
      case .source: "encoder L\(place.layer)H\(place.head)"
      case .own: "L\(place.layer)H\(place.head)"
      case .cross: "cross L\(place.layer)H\(place.head)"
      }
    },
    isOff: "× off",
    quoted: { "“\($0)”" },
    off: { "off: \($0)" },
    tooSmall: { width, height in
      ["Headscope needs 80 × 24.", "This window is \(width) × \(height).", "Enlarge it, or press q to quit."]
    },
    editing: "edit",
    looksAt: { query, key, share in "“\(query)” looks at “\(key)” \(share)" },
    shows: { lens, query, key, figure in "\(lens): “\(query)” → “\(key)” \(figure)" },
    tokenCount: { "\($0) of \($1) tokens" },
    unknown: "?",
    emptySentence: "Nothing to read yet: press e and type a sentence.",
    kept: { "layers \($0) of \($1) kept · \($2) of \($3)" },
    title: { panel in
      switch panel {
      case .model: "Model view"
      case .heatmap: "Attention"
      case .lines: "Head view"
      case .details: "Details"
      case .predictions: "Next token"
      case .activations: "Activations"
      case .strip: "Steps"
      case .operation: "Operation"
      case .explanation: "In words"
      case .keys: "Keys"
      case .dimensions: "Dimensions"
      case .residual: "Residual stream"
      case .neurons: "Neurons"
      case .lens: "Logit lens"
      case .ledger: "Ledger"
      case .effect: "Before and now"
      case .ranking: "Heads by effect"
      case .candidates: "Next token"
      case .knobs: "Sampling"
      case .branches: "Continuations"
      case .states: "States"
      case .course: "One unit"
      }
    },
    grid: { "\($0) layer\($0 == 1 ? "" : "s")" + ($1 > 0 ? " × \($1) heads" : "") },
    sharedKeys: { " over \($0) of k, v" },
    gridPart: { "layers \($0), heads \($1)" },
    lens: { lens in
      switch lens {
      case .raw: ("Attention", "Attention as it is: each row shares out 1.")
      case .log: ("−ln attention", "−ln of the weight: 0 is all of it, 7 a thousandth.")
      case .sinkRemoved:
        ("Without first key", "Without the first key, where idle heads rest.")
      case .valueNorm: ("Value norm", "Weight × length of the value it brings: what arrives.")
      case .rollout:
        ("Rollout", "What has come from each token so far, heads together.")
      }
    },
    rowLooksAtColumn: "row looks at column",
    rowToColumn: "row → col",
    part: { rows, columns, count in "rows \(rows), columns \(columns) of \(count)" },
    pooled: "strongest of each area", pooledShort: "max of each area",
    pooledBy: { rows, columns in
      rows == "1" && columns == "1"
        ? ("a pixel a value", "1×1") : ("strongest of each \(rows)×\(columns)", "max of \(rows)×\(columns)")
    },
    percent: "in %",
    lines: "left looks at right",
    query: { "query “\($0)”" },
    after: { "after “\($0)”" },
    neuronColumn: { "neurons \($0)" },
    neuronsPooled: { "strongest of \($0)" },
    embedding: "in",
    residualLegend: "‖h‖",
    neuronLegend: "neuron",
    more: { "Tab: \($0)" },
    entropy: "entropy",
    noChoice: "no choice: sees one token",
    distance: "distance",
    itself: "itself",
    tokenBefore: "token before",
    firstToken: "first token",
    headMean: { "head \($0)" },
    moreTokens: { above, below, share in
      let parts = [above > 0 ? "\(above) above" : nil, below > 0 ? "\(below) more" : nil].compactMap { $0 }
      return parts.joined(separator: ", ") + (below > 0 ? share.map { ": \($0)" } ?? "" : "")
    },
    habits: { "itself \($0) · before \($1) · first \($2)" },
    measuresOfWeights: "above: of attention",
    nextInText: { token, rank, share in "in the text: “\(token)”, no. \(rank), \(share)" },
    nextIsOpen: "end of the text: all is open",
    inPlaceOf: { "in the place of “\($0)”" }, wordHere: "Word here", verdict: "Verdict",
    verdictAt: { "at “\($0)”" }, verdictNote: "for the text, at its first token",
    isHidden: "hidden: to be guessed",
    sourcePredictsNothing: "The source is only read: the decoder says what comes next.",
    alike: "Alike", alikeTo: { "to “\($0)”" }, alikeNote: "cosine, last layer",
    headView: .english,
    neuron: .english,
    layers: .english,
    states: .english,
    help: "Help",
    helpSections: { section in
      switch section {
      case .explore: "Explore"
      case .page(.overview): "Heads"
      case .page(.step): "Steps"
      case .page(.neuron): "Neurons"
      case .page(.layers): "Layers"
      case .page(.ledger): "Ledger"
      case .page(.generation): "Write"
      case .page(.states): "States (recurrent networks)"
      case .editing: "While editing the sentence"
      case .train: "Train"
      case .trainPage(.dashboard): "Train: dashboard"
      case .trainPage(.step): "Train: one step"
      case .trainPage(.roles): "Train: roles of heads"
      case .trainPage(.past): "Train: the past"
      case .field: "While typing a value"
      case .presets: "Among the presets"
      case .beside: "Among the runs to compare with"
      case .differences: "Over the runs' settings"
      case .question: "When a run would be lost"
      case .playground: "Playground"
      case .playgroundWalk: "Playground: one example"
      case .tour: "Among the stops of the tour"
      case .code: "Over the screen's code"
      case .palette: "In the command palette"
      case .find: "While searching"
      case .help: "In this help"
      }
    },
    reading: "Reading the screen",
    readingLines: [
      "A head is one small searchlight: for each token (row, the query) it spreads 100 % of its attention over the "
        + "tokens it may see (columns, the keys).",
      "Model view: every head of every layer as a thumbnail, in the heatmap's colours.",
      "▐ ▌ mark what is selected, ▸ the panel that keys go to, ? an unknown word, · what a causal model hides, "
        + "~0 what is nearly 0.",
      "Entropy: 0 looks at one token, 1 at all alike. Distance: how many tokens away it looks on average.",
      "Next token: what the model expects after the selected token; bars are probabilities.",
    ],
    key: englishKey,
    gesture: { topic in
      switch topic {
      case .click, .place: "click"
      case .wheel: "wheel"
      case .pick: "click"
      case .paste: "paste"
      default: "typing"
      }
    },
    keysDocument: (
      "Keys", "Made from the table in Sources/HeadscopeApp/Keys by the program itself.", "Keys", "What they do"
    ),
    info: .english,
    ledger: .english,
    generation: .english,
    note: englishNote,
    step: .english,
    frame: .english,
    train: .english,
    playground: .english
  )

  private static let englishKey: @Sendable (Keymap.Topic) -> KeyWords = { topic in
    switch topic {
    case .move: KeyWords("move", "Move inside the focused panel: head, cell, token, candidate")
    case .tokenPage: KeyWords("10 tokens", "Ten tokens back, ten on, in any panel")
    case .zoom:
      KeyWords(
        "zoom", "Model view: smaller thumbnails and more of them, or larger ones; heatmap: its whole pattern, or less")
    case .info: KeyWords("model", "The model: its sizes, where it comes from, tensors that are not used")
    case .ends: KeyWords("ends", "First and last token")
    case .panel: KeyWords("panel", "Next panel, previous panel")
    case .token: KeyWords("token", "Previous and next token, in any panel")
    case .edit: KeyWords("edit text", "Edit the sentence; everything follows each keystroke")
    case .pairFilter: KeyWords("A/B", "Of two texts: all weights, or A→A, A→B, B→A, B→B alone")
    case .otherText: KeyWords("second text", "Edit the other of two texts: B goes to the model beside A")
    case .whole: KeyWords("whole", "Heatmap: numbers, or the whole pattern of a long sentence")
    case .ramp: KeyWords("colours", "Next colours of values, remembered")
    case .help: KeyWords("help", "This help")
    case .quit: KeyWords("quit", "Quit")
    case .suspend: KeyWords("suspend", "Back to the shell; fg returns")
    case .keep: KeyWords("keep", "Keep the new sentence")
    case .restore: KeyWords("undo", "Bring the old sentence back")
    case .type: KeyWords("type", "Put characters in at the cursor")
    case .cursor: KeyWords("cursor", "Move the cursor; the query follows it")
    case .word: KeyWords("word", "Move by words")
    case .lineEnds: KeyWords("ends", "To the beginning, to the end")
    case .erase: KeyWords("delete", "Delete to the left, to the right")
    case .eraseWord: KeyWords("delete word", "Delete a word to the left (Ctrl-Del, Alt-D: to the right)")
    case .eraseLine: KeyWords("delete line", "Delete to the beginning, to the end")
    case .paste: KeyWords("paste", "Put pasted text in; line breaks become blanks")
    case .scroll: KeyWords("scroll", "Scroll")
    case .closeHelp: KeyWords("close", "Close the help")
    case .screen: KeyWords("screen", "Explore; Train; Playground")
    case .click: KeyWords("click", "Choose a head, cell, token or panel")
    case .place: KeyWords("click", "Put the cursor there")
    case .pin: KeyWords("pin", "Head view: keep the focused head in the picture, in a colour of its own, or let it go")
    case .unpinAll: KeyWords("unpin all", "Head view: let all pinned heads go")
    case .threshold: KeyWords("threshold", "Head view: draw weaker lines as well, or only stronger ones")
    case .alone: KeyWords("alone", "Head view: the selected token's lines alone, or all")
    case .measure:
      KeyWords("measure", "Residual stream: length, cosine, components, the norm's divisor, length after it")
    case .layerSteps: KeyWords("layer", "Previous and next layer")
    case .sortNeurons: KeyWords("sort", "Neurons by strength, or by number")
    case .neuronThreshold: KeyWords("threshold", "List weaker neurons as well, or only stronger ones")
    case .headStep: KeyWords("head", "Previous and next head; at a layer's end the next layer")
    case .layerStep: KeyWords("layer", "Previous and next layer")
    case .sortRows: KeyWords("sort", "Rows by strength, or in their own order")
    case .stateQuantity: KeyWords("shows", "Hidden state, cell state, gate after gate")
    case .stateLayer: KeyWords("layer", "Previous and next layer")
    case .strongestUnit: KeyWords("strongest", "Follow the unit whose hidden state is farthest from 0")
    case .switchOff: KeyWords("off", "Switch the selected head off and on (X: the layer's MLP)")
    case .stack: KeyWords("part", "Of an encoder–decoder: cross-attention, encoder, decoder")
    case .mask: KeyWords("mask", "Hide the selected token from all others, and show it again")
    case .restoreModel: KeyWords("all on", "Switch everything on again")
    case .appendToken: KeyWords("add", "Add the chosen token; among the continuations: go there")
    case .drawToken: KeyWords("draw", "Draw a token with the knobs as they stand")
    case .drawAll: KeyWords("run", "Draw token after token until the text ends")
    case .stepBack: KeyWords("back", "Take the last added token away; other continuations stay in the list")
    case .rankHeads: KeyWords("rank heads", "Switch every head off in turn and rank them by what that does")
    case .against: KeyWords("versus", "The logit alone, or its lead over the runner-up")
    case .ledgerOrder: KeyWords("order", "Largest parts first, or in the model's order")
    case .lens: KeyWords("lens", "Turn the lens: raw, logarithm, without the first key, value norm, rollout")
    case .overviewPage: KeyWords("heads", "All heads at a glance")
    case .stepPage: KeyWords("steps", "Step through the forward pass, operation by operation")
    case .neuronPage: KeyWords("neurons", "A query's dot products, dimension by dimension")
    case .layersPage: KeyWords("layers", "Inside the layers: residual stream, neurons, logit lens")
    case .ledgerPage: KeyWords("ledger", "What a prediction is made of; switch heads off")
    case .generationPage: KeyWords("write", "Let the sentence go on")
    case .palette: KeyWords("commands", "Every command by its name")
    case .find: KeyWords("find", "Find a token, or a head by its name such as L1H6")
    case .theme: KeyWords("theme", "Next theme, remembered")
    case .data: KeyWords("data", "Write the focused panel's data as CSV into the current folder")
    case .picture: KeyWords("picture", "Write the screen as SVG into the current folder")
    case .screenText: KeyWords("text", "Write the screen as text into the current folder")
    case .record: KeyWords("record", "Record the screen for asciinema into the current folder; again: stop")
    case .curve: KeyWords("curve", "Write the run's curve as CSV into the current folder")
    case .filter: KeyWords("filter", "Letters of a command's name, in order; gaps may be left out")
    case .seek: KeyWords("search", "Part of a token, or a head such as L1H6; the screen follows")
    case .run: KeyWords("run", "Run the chosen command")
    case .jump: KeyWords("go there", "Stay at what was found")
    case .close: KeyWords("close", "Close, and leave everything as it was")
    case .choose: KeyWords("choose", "Choose among what is listed")
    case .pick: KeyWords("click", "Take a row; beside the box: close")
    case .caret: KeyWords("cursor", "Move the cursor")
    case .wheel: KeyWords("wheel", "Move up and down in the panel under the pointer")
    case .stepOperation, .stepPlay, .stepFormula, .stepSources, .stepFollow, .stepReturn, .stepLayer, .stepDigit,
      .stepHead, .stepSpeed, .stepWhole, .stepEnds:
      StepWords.english.key(topic)
    case .trainPlay, .trainStep, .trainMove, .trainTurn, .trainType, .trainPresets, .trainSave, .trainRestart,
      .trainKeep,
      .trainProbe, .trainDashboardPage, .trainStepPage, .trainLogarithmic, .trainZoom, .trainPan, .trainFollow,
      .trainHeads, .trainLayer, .trainSample, .trainTellBack, .trainFieldType, .trainFieldTake, .trainBegin, .trainYes,
      .trainNo, .trainRolesPage, .trainPastPage, .pastStep, .pastEnds, .pastPlay, .pastTurn, .pastSpeed, .pastFork,
      .trainBeside, .trainDifferences, .besideTake:
      TrainWords.english.key(topic)
    case .playgroundPlay, .playgroundStep, .playgroundMove, .playgroundTour, .playgroundReset, .playgroundDataset,
      .playgroundPart, .playgroundAct, .playgroundTurn, .playgroundLayers, .playgroundActivation, .playgroundRegenerate,
      .playgroundPace, .playgroundTest, .playgroundDiscrete, .playgroundBrush, .playgroundLogarithmic, .playgroundKeep,
      .playgroundCode, .playgroundCodeFile, .playgroundNetworkFile, .playgroundPointsFile, .playgroundNetworkPage,
      .playgroundWalkPage,
      .playgroundWalkStep, .playgroundWalkBack, .playgroundExample, .playgroundBegin:
      PlaygroundWords.english.key(topic)
    }
  }
}
