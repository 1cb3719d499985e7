internal import Analysis
internal import Models
internal import Tensors

/// The Explore screen: a sentence, what the model made of it, and what is looked at.
struct ExploreState: Sendable {
  /// The sentence as it stands now.
  var sentence: Sentence
  /// The latest answer of the model; for a moment it may belong to an older sentence.
  var reading: Reading? {
    didSet {
      step.result = nil
      layers.measured = nil
    }
  }
  /// Counts requests, so that late answers are recognised.
  var generation = 0
  /// What is looked at.
  var selection: Selection
  /// What the grids of attention show.
  var attentionLens = AttentionLens.raw
  /// The reading through that lens.
  var lensed: LensedReading?
  /// What is under way for it.
  var lensWork = LensWork()
  /// Parts of the model that are switched off, and tokens that nobody may look at.
  var interventions = Interventions.none
  /// Which page is shown.
  var page = ExplorePage.overview
  /// Where keys go: a panel of the page.
  var focus = ExplorePanel.model
  /// Where keys went on the other pages, to come back to.
  var lastFocus: [ExplorePage: ExplorePanel] = [:]
  /// The panel that a small screen shows in its lower part.
  var docked = ExplorePanel.lines
  /// Whether the heatmap shows the whole pattern, pooled, instead of numbers.
  var showsWholePattern = false
  /// How often that is enlarged to twice its size.
  var heatmapZoom = 0
  /// How large the thumbnails are: 0 as they fit, less for more of them, more for larger ones.
  var modelZoom = 0
  /// First candidate shown in the list of predictions.
  var predictionScroll = 0
  /// What the prediction is made of.
  var ledger = LedgerState()
  /// The heads by their effect.
  var ranking = RankingState()
  /// How the sentence goes on.
  var generating = GenerationState()
  /// The head view.
  var lines = LinesState()
  /// The layers page.
  var layers = LayersState()
  /// What is known of the logit lens.
  var logitLens = LensReadings()
  /// The neuron page.
  var neuron = NeuronState()
  /// The states page.
  var states = StatesState()
  /// The step-through.
  var step = StepState()
  /// Set where memory holds only some layers of the sentence's trace.
  var kept: KeptLayers?
  /// Which weights of two texts side by side are in sight.
  var pairFilter = PairFilter.all
  /// Set while the sentence is edited.
  var editor: Editor?
  /// What stands around what an encoder–decoder writes, and the whole of its latest answer; nil for other models.
  let bounds: TextBounds?
  var whole: Whole?
  /// What its decoder reads where that isn't its own translation.
  let target: [Int32]
  /// The model's sizes.
  let sizes: ModelConfiguration
  /// Which token of each of its streams was looked at last.
  var rows: [Operation.Stream: Int] = [:]
  /// Which head the screen opens with, and whether it has.
  let opening: OpeningHead
  var hasOpened = false

  /// Which head, which token, and where it looks.
  struct Selection: Equatable, Sendable {
    var layer = 0
    var head = 0
    /// The position that looks, and after which predictions are shown.
    var query = 0
    /// The position looked at; `nil` follows the strongest.
    var key: Int?
  }

  /// The line editor and what Escape goes back to.
  struct Editor: Sendable {
    var line: LineEditor
    /// Whether the line is the second of two texts.
    var isSecond: Bool
    let sentenceBefore: Sentence
    var readingBefore: Reading?
    let wholeBefore: Whole?
    let selectionBefore: Selection
  }

  init(text: String, pair: String? = nil, subject: Subject, opening: OpeningHead) {
    self.opening = opening
    sizes = subject.model.configuration
    bounds = subject.stack == nil ? nil : subject.bounds ?? TextBounds(begin: 0, end: -1)
    target = subject.target
    step.stream = subject.stack == nil ? .main : .source
    let sentence = Sentence(text, second: pair, subject: subject)
    self.sentence = sentence
    // An encoder is asked for its hidden word, a decoder for what comes next, a classifier for what its first token stands for.
    let hidden = subject.tokenizer.maskID.flatMap { mask in sentence.tokens.firstIndex { $0.id == mask } }
    let last = max(0, sentence.tokens.count - 1)
    selection = Selection(query: subject.configuration.isClassifier ? 0 : hidden ?? last)
    page = ExplorePage.all(of: subject.model.configuration)[0]
    focus = page.panels[0]
  }

  /// Asks for the sentence's trace; a sentence without tokens has none.
  mutating func requestTrace() -> [Effect] {
    generation += 1
    let layers = kept?.layers(around: layerInSight, of: sizes.layers)
    kept?.asked = layers
    (ranking.progress, ranking.asked) = (nil, nil)  // What is asked for now comes first.
    guard !sentence.tokens.isEmpty else {
      (reading, whole) = (nil, nil)
      return []
    }
    // What is written has to look at something; a text that got shorter may have lost all that could be seen.
    if bounds != nil, interventions.maskedPositions.isSuperset(of: sentence.tokens.indices) {
      interventions.maskedPositions.remove(sentence.tokens.count - 1)
    }
    return [
      .trace(
        TraceRequest(
          ids: sentence.ids, segments: sentence.segments, interventions: interventions, bounds: bounds,
          target: target, keeping: layers, generation: generation))
    ]
  }

  /// Takes an answer, unless it is late.
  mutating func take(_ trace: Trace, intact: Trace?, generation: Int, _ subject: Subject) {
    let isSource = bounds != nil
    guard generation == self.generation, (isSource ? trace.sourceIDs : trace.ids) == sentence.ids,
      trace.segments == sentence.segments
    else { return }
    if isSource {
      let isFirst = whole == nil
      // Another source may get the same translation, for other reasons.
      if whole?.trace.sourceIDs != trace.sourceIDs { ranking.result = nil }
      whole = Whole(sentence: sentence, trace: trace, intact: intact)
      show(subject)
      // The word before the last mark that was written: what says the mark itself looks at the end.
      if isFirst { rows[.main] = max(0, trace.length - 2) }
      if isFirst, subject.stack == .cross { look(at: .main) }
    } else {
      reading = Reading(sentence: sentence, trace: trace, intact: intact)
    }
    guard let reading else { return }
    kept?.asked = nil
    let trace = reading.trace
    look(through: attentionLens)
    selection.query = min(selection.query, trace.length - 1)
    if page == .step, !choices(reading).contains(selection.query) { look(at: currentStep.rows) }
    if opening == .mostDecided, !hasOpened, subject.configuration.heads > 0 {
      (selection.layer, selection.head) = trace.mostDecidedHead(query: selection.query)
    }
    hasOpened = true
    if let key = selection.key, key > selection.query, subject.configuration.isCausal { selection.key = nil }
  }

  /// The tokens that the pages show: the sentence's, or what the stack in sight of an encoder–decoder reads.
  var shown: Sentence { bounds == nil || isWaiting ? sentence : reading?.sentence ?? sentence }

  /// What there is to say about the sentence for as long as it stands, the most important first.
  func standingNotes(_ subject: Subject) -> [Note] {
    var notes: [Note] = []
    if let count = subject.origin?.notFinite?.count { notes.append(.weightsNotFinite(count)) }
    if sentence.droppedTokens > 0 {
      notes.append(.tokensDropped(sentence.droppedTokens, limit: subject.tokenLimit))
    }
    if let unknown = sentence.tokens.first(where: \.isUnknown) {
      notes.append(.unknownWords(substitute: subject.tokenizer.spelling(of: unknown.id)))
    }
    return notes
  }

  /// Whether the model has yet to answer for the sentence on the screen.
  var isWaiting: Bool {
    if bounds != nil {
      return !sentence.tokens.isEmpty
        && (whole?.trace.sourceIDs != sentence.ids || whole?.trace.interventions != interventions)
    }
    return !sentence.tokens.isEmpty
      && (reading.map { !$0.sentence.readsLike(sentence) } ?? true || reading?.trace.interventions != interventions)
  }
}

/// Which head the Explore screen opens with.
public enum OpeningHead: Equatable, Sendable {
  /// Layer 0, head 0.
  case first
  /// The one in which the last token looks hardest at one token: the likeliest to be worth a first look.
  case mostDecided
}
