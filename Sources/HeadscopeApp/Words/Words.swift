internal import Analysis
internal import Models

/// Every word that stands on the screen, in one language.
struct Words: Sendable {
  // Frame.
  let explore: String
  /// A page's name, short enough for the title bar.
  let page: @Sendable (ExplorePage) -> String
  let parameters: @Sendable (String) -> String
  let waiting: String
  /// What stands in a scale's place where every value is 0.
  let allZero: String
  /// What `~0` in a grid of numbers means.
  let nearZero: String
  /// A head's name, short enough for a list of them.
  let head: @Sendable (HeadPlace) -> String
  /// The mark of a head or an MLP that is switched off.
  let isOff: String
  let quoted: @Sendable (String) -> String
  /// What is switched off, for the title bar.
  let off: @Sendable (String) -> String
  let tooSmall: @Sendable (_ width: Int, _ height: Int) -> [String]

  // Sentence.
  let editing: String
  let looksAt: @Sendable (_ query: String, _ key: String, _ share: String) -> String
  /// The strongest cell of the row in sight through a lens.
  let shows: @Sendable (_ lens: String, _ query: String, _ key: String, _ figure: String) -> String
  let tokenCount: @Sendable (_ count: Int, _ limit: Int) -> String
  let unknown: String
  let emptySentence: String
  /// The layers that memory holds, of how many, and what that takes of what may be used.
  let kept: @Sendable (_ layers: String, _ all: Int, _ bytes: String, _ budget: String) -> String

  // Panels.
  let title: @Sendable (ExplorePanel) -> String
  let grid: @Sendable (_ layers: Int, _ heads: Int) -> String
  /// Put behind ``grid`` where heads share keys and values.
  let sharedKeys: @Sendable (_ groups: Int) -> String
  let gridPart: @Sendable (_ layers: String, _ heads: String) -> String
  let lens: @Sendable (AttentionLens) -> (name: String, meaning: String)
  let rowLooksAtColumn: String
  let rowToColumn: String
  let part: @Sendable (_ rows: String, _ columns: String, _ count: Int) -> String
  let pooled: String
  let pooledShort: String
  /// How many rows and columns of values a pixel of the heatmap stands for, at length and in short.
  let pooledBy: @Sendable (_ rows: String, _ columns: String) -> (long: String, short: String)
  let percent: String
  let lines: String
  let query: @Sendable (String) -> String
  let after: @Sendable (String) -> String
  let neuronColumn: @Sendable (_ layer: String) -> String
  let neuronsPooled: @Sendable (_ perColumn: String) -> String
  let embedding: String
  let residualLegend: String
  let neuronLegend: String
  let more: @Sendable (String) -> String

  // Details and predictions.
  let entropy: String
  let noChoice: String
  let distance: String
  let itself: String
  let tokenBefore: String
  let firstToken: String
  let headMean: @Sendable (String) -> String
  /// How many rows of a list stand above and below those in sight, and what the ones below share.
  let moreTokens: @Sendable (_ above: Int, _ below: Int, _ share: String?) -> String
  /// The three habits in one line.
  let habits: @Sendable (_ itself: String, _ before: String, _ first: String) -> String
  /// Under a lens whose rows share out nothing: the two measures are of attention itself.
  let measuresOfWeights: String
  let nextInText: @Sendable (_ token: String, _ rank: Int, _ share: String) -> String
  let nextIsOpen: String
  /// The same for a model that fills words in: where it looks, and the panel's title.
  let inPlaceOf: @Sendable (String) -> String
  let wordHere: String
  /// What a classifier says of a text, of the token that stands for it, and which that is.
  let verdict: String
  let verdictAt: @Sendable (String) -> String
  let verdictNote: String
  let isHidden: String
  /// The source of an encoder–decoder predicts nothing.
  let sourcePredictsNothing: String
  /// The panel that shows which tokens an encoder without a head takes to be alike.
  let alike: String
  let alikeTo: @Sendable (String) -> String
  let alikeNote: String

  // Pages.
  let headView: LinesWords
  let neuron: NeuronWords
  let layers: LayersWords
  let states: StatesWords

  // Help.
  let help: String
  let helpSections: @Sendable (Keymap.Section) -> String
  let reading: String
  var readingLines: [String]
  var key: @Sendable (Keymap.Topic) -> KeyWords
  let gesture: @Sendable (Keymap.Topic) -> String
  let keysDocument: (title: String, introduction: String, keys: String, meaning: String)

  let info: InfoWords
  let ledger: LedgerWords
  let generation: GenerationWords
  let note: @Sendable (Note) -> String
  /// The step-through.
  let step: StepWords
  var frame: FrameWords
  var train: TrainWords
  let playground: PlaygroundWords

  /// A key's words: one or two for the status line, a sentence for the help.
  struct KeyWords {
    let hint: String
    let help: String

    init(_ hint: String, _ help: String) {
      self.hint = hint
      self.help = help
    }
  }

  /// The table of a language.
  static func table(for language: Language) -> Words {
    switch language {
    case .english: english
    case .chinese: chinese
    }
  }
}
