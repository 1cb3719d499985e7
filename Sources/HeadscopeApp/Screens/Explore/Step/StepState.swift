internal import Analysis
internal import Models
internal import Tensors

/// The step-through: which operation is looked at, which of its numbers, and whether the pass is playing.
///
/// Layer, head and token are those of the whole Explore screen (``ExploreState/Selection``).
struct StepState: Sendable {
  /// Which operation is looked at, in which stack of an encoder–decoder; its block is the selected layer.
  var operation = PassOperation.embedding
  var stream = Operation.Stream.main
  /// The chosen column for each kind of columns; where none was chosen, one that is worth a look.
  var columns: [PassAxis: Int] = [:]
  /// Whether the formula is shown with the chosen number's numbers.
  var showsFormula = false
  /// Whether the whole result is shown, pooled, instead of numbers.
  var showsWhole = false
  /// Which of the inputs is lit up, while they are shown.
  var source: Int?
  /// Rows that the explanation is scrolled down.
  var scroll = 0
  /// Where one came from by following inputs, to go back.
  var trail: [Place] = []
  /// The layer as typed so far, for models with more than ten.
  var typedLayer: Int?
  /// Whether the pass plays by itself, and how fast.
  var playback = Playback()
  /// The result that is shown, worked out once.
  var result: Result?

  /// A place to go back to.
  struct Place: Equatable, Sendable {
    let step: PassStep
    let selection: ExploreState.Selection
    let columns: [PassAxis: Int]
  }

  /// An operation's numbers, ready to draw.
  struct Result: Sendable {
    let step: PassStep
    /// The token whose likeliest successors stand for columns; `nil` where columns are something else.
    let query: Int?
    /// The vocabulary's tokens that stand for columns.
    let tokens: [Int32]
    let tensor: PassTensor
  }

  /// Playing: one step after another until the last.
  struct Playback: Equatable, Sendable {
    /// Milliseconds a step stays, slowest first.
    static let pauses = [4000, 2000, 1000, 500, 250, 125]
    var isOn = false
    /// Index into ``pauses``.
    var speed = 2
    /// Counts alarms, so that one that was set before a change is told from the latest.
    var ticket = 0

    var pause: Int { Playback.pauses[speed] }
  }

  /// Most tokens of a vocabulary that stand for columns: the likeliest.
  static let mostCandidates = 256
}

extension ExploreState {
  /// The operation with its place in the pass.
  var currentStep: PassStep {
    PassStep(step.operation, of: step.stream, layer: selection.layer, head: selection.head)
  }

  /// The result to show for a reading: the kept one, or worked out now.
  func stepResult(_ reading: Reading) -> StepState.Result? { step.result(currentStep, reading.pass, row: row(reading)) }
}

extension StepState {
  /// What a step of a pass computed: the kept result, or worked out now.
  fileprivate func result(_ step: PassStep, _ trace: Trace, row: Int) -> Result? {
    let ranked = step.operation.axis == .vocabulary ? row : nil
    if let result, result.step == step, result.query == ranked { return result }
    let hasLogits = trace.entry(named: "logits") != nil
    let tokens =
      ranked.flatMap { hasLogits ? trace.likeliestTokens(after: $0, atMost: StepState.mostCandidates) : nil } ?? []
    // Probabilities of rows far from the chosen one are out of sight.
    let rows = ScrollWindow.range(count: trace.length, visible: 80, around: row)
    return trace.tensor(of: step, tokens: tokens, rows: rows)
      .map { Result(step: step, query: ranked, tokens: tokens, tensor: $0) }
  }

  /// The column that is looked at.
  func column(_ result: Result, _ reading: ExploreState.Reading, _ selection: ExploreState.Selection) -> Int {
    let last = max(0, result.tensor.columns - 1)
    if let column = columns[result.step.operation.axis] { return min(column, last) }
    switch result.step.operation.axis {
    case .key: return min(reading.key(selection), last)
    case .neuron:
      let neurons = reading.trace.neurons(layer: selection.layer, position: selection.query)
      let strongest = neurons.indices.max { abs(neurons[$0]) < abs(neurons[$1]) }
      return min(strongest.map { $0 - neurons.startIndex } ?? 0, last)
    case .dimension, .projection, .query, .queryKey, .keyValue, .headNumber, .gate, .vocabulary: return 0
    }
  }
}
