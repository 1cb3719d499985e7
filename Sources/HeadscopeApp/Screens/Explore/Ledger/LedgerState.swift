internal import Analysis
internal import Models

/// What a prediction is made of: which token is asked about, and how the list is shown.
struct LedgerState: Sendable {
  /// The token asked about: its place among the whole model's candidates, from the likeliest.
  var candidate = 0
  /// Whether the logit is compared with the runner-up's.
  var isAgainstNext = false
  /// Whether the largest parts come first, rather than the model's order.
  var isSorted = true
  /// The chosen row of the list.
  var row = 0
  /// The head that was chosen in a list: of an encoder–decoder it may be one of the encoder or of cross-attention.
  var head: HeadPlace?
  /// The list, and what it was worked out from.
  var comparison: LedgerComparison?
  var source: Source?

  /// What a list depends on.
  struct Source: Equatable {
    let generation: Int
    let position: Int
    let token: Int32
    let other: Int32?
    let isSorted: Bool
  }
}

/// The heads ranked by what switching them off does.
struct RankingState: Sendable {
  /// The latest ranking.
  var result: HeadAblation?
  /// The sentence that it belongs to.
  var ids: [Int32] = []
  /// Heads tried so far while one is under way.
  var progress: Int?
  /// Counts rankings asked for, so that late answers are recognised.
  var generation = 0
  /// The chosen row.
  var row = 0
  /// What was asked for last; `nil` where the answer will not come.
  var asked: RankingRequest?

  /// Multiply-adds of all passes up to which nobody needs to ask for a ranking: some 50 ms on one core.
  static let budget = 400_000_000
}

extension ExploreState {
  /// The tokens that the ledger is about, at the selected position of the whole model's pass.
  func ledgerTokens(_ reading: Reading) -> (token: Int32, other: Int32?) {
    let position = reading.clamped(selection).query
    let top = reading.reference.nextTokens(after: position).top(ledger.candidate + 2)
    let token = top[min(ledger.candidate, top.count - 1)].id
    guard ledger.isAgainstNext else { return (token, nil) }
    // The runner-up; for the others the likeliest.
    return (token, top.first { $0.id != token && (ledger.candidate > 0 || $0.id != top[0].id) }?.id)
  }
}

extension ExploreState {
  /// Works the list out again where what it depends on has changed: with large models it is too much work for each frame.
  mutating func refreshLedger(_ model: LanguageModel) {
    guard page == .ledger, let reading, !isWaiting, reading.hasScales(model.configuration) else { return }
    let (token, other) = ledgerTokens(reading)
    let source = LedgerState.Source(
      generation: generation, position: reading.clamped(selection).query, token: token, other: other,
      isSorted: ledger.isSorted)
    guard source != ledger.source else { return }
    ledger.comparison = LedgerComparison(self, reading, model)
    ledger.source = source
  }
}

extension ExploreState.Reading {
  /// Whether the scales of the norms that a ledger goes back through, if any, were captured.
  fileprivate func hasScales(_ configuration: ModelConfiguration) -> Bool {
    guard configuration.cell == nil else { return true }
    guard !configuration.isClassifier else { return pass.entry(named: "head.hook_post") != nil }
    let norm = configuration.encoderLayers == nil ? "ln_final" : "decoder.ln_embed"
    return pass.entry(named: "\(norm).hook_scale") != nil
  }
}

/// A ledger beside the one of the whole model.
struct LedgerComparison {
  /// With what is switched off.
  let now: Ledger
  /// Of the whole model; `nil` where nothing is switched off.
  let before: Ledger?
  /// In the order in which they are shown.
  let entries: [Ledger.Entry]

  init(_ explore: ExploreState, _ reading: ExploreState.Reading, _ model: LanguageModel) {
    let position = reading.clamped(explore.selection).query
    let (token, other) = explore.ledgerTokens(reading)
    now = Ledger(reading.pass, model, position: position, token: token, against: other)
    before = reading.intactPass.map { Ledger($0, model, position: position, token: token, against: other) }
    let (current, earlier) = (now, before)
    // What was switched off would stand at the end with nothing: it keeps the place that it had.
    entries =
      explore.ledger.isSorted
      ? (earlier ?? current).sorted.map { entry in
        Ledger.Entry(part: entry.part, amount: current.amount(of: entry.part) ?? 0)
      } : current.entries
  }
}
