internal import Analysis
internal import Models
internal import TerminalCanvas

/// What the keys of the page do.
enum LedgerAction: Hashable, Sendable {
  case against, order, rank
}

extension ModelConfiguration {
  /// The layer of a head, as far as there is such a layer: the encoder may have more than the decoder, whose prediction it is.
  func nearestLayer(to place: HeadPlace) -> Int { min(place.layer, layers - 1) }
}

extension AppState {
  /// An arrow in a panel of the page.
  mutating func moveInLedger(_ direction: Action.Direction, _ reading: ExploreState.Reading) -> [Effect] {
    switch (explore.focus, direction) {
    case (.ledger, .up): moveEntry(by: -1, reading)
    case (.ledger, .down): moveEntry(by: 1, reading)
    case (.ranking, .up): moveRanked(by: -1)
    case (.ranking, .down): moveRanked(by: 1)
    case (_, .left), (.effect, .up): moveTarget(by: -1)
    case (_, .right), (.effect, .down): moveTarget(by: 1)
    default: break
    }
    return []
  }

  mutating func perform(onLedger action: LedgerAction) -> [Effect] {
    switch action {
    case .against: explore.ledger.isAgainstNext.toggle()
    case .order: explore.ledger.isSorted.toggle()
    case .rank: return rankHeads()
    }
    return []
  }

  private mutating func moveTarget(by step: Int) {
    let place = explore.ledger.candidate + step
    guard place >= 0 else { return note = .firstCandidate }
    guard place < subject.configuration.logitCount else { return note = .lastCandidate }
    explore.ledger.candidate = place
  }

  /// Moves in the list; a head or MLP that is chosen there is the selected one everywhere.
  private mutating func moveEntry(by step: Int, _ reading: ExploreState.Reading) {
    let entries = explore.ledger.comparison?.entries ?? []
    let row = min(explore.ledger.row, entries.count - 1) + step
    guard row >= 0 else { return note = .listStart }
    guard row < entries.count else { return note = .listEnd }
    choose(entry: row, entries)
  }

  private mutating func choose(entry row: Int, _ entries: [Ledger.Entry]) {
    explore.ledger.row = row
    switch entries[row].part {
    case .head(let place): select(place)
    case .mlp(let layer): explore.selection.layer = layer
    case .attentionBias(let layer, let attention):
      explore.ledger.head = HeadPlace(layer: layer, head: explore.selection.head, attention: attention)
      explore.selection.layer = layer
    case .tokenEmbedding, .segmentEmbedding, .positionEmbedding, .finalNormBias, .biases, .step, .unembeddingBias: break
    }
  }

  private mutating func select(_ place: HeadPlace) {
    explore.ledger.head = place
    explore.selection.layer = subject.configuration.nearestLayer(to: place)
    explore.selection.head = place.head
    explore.selection.key = nil
  }

  private mutating func moveRanked(by step: Int) {
    guard let result = explore.ranking.result else { return note = .notRanked }
    choose(ranked: explore.ranking.row + step, result)
  }

  private mutating func choose(ranked row: Int, _ result: HeadAblation) {
    let effects = result.ranked(by: result.measure)
    guard row >= 0 else { return note = .listStart }
    guard row < effects.count else { return note = .listEnd }
    explore.ranking.row = row
    select(effects[row].place)
  }

  /// A click in a panel of the page.
  mutating func clickInLedger(
    _ point: Point, _ panel: ExplorePanel, _ rect: Rect, _ scene: ExploreView.Scene
  ) -> [Effect] {
    let view = ExploreView(self, width: width, height: height)
    let row = point.y - Panel.interior(of: rect).y
    switch panel {
    case .ledger:
      let entries = explore.ledger.comparison?.entries ?? []
      let shown = view.ledgerRows(count: entries.count, in: rect)
      guard row >= 2, row - 2 < shown.count else { return [] }
      choose(entry: shown.lowerBound + row - 2, entries)
    case .ranking:
      guard let result = explore.ranking.result else { return rankHeads() }
      let shown = view.rankedRows(result, in: rect)
      guard row >= 1, row - 1 < shown.count else { return [] }
      choose(ranked: shown.lowerBound + row - 1, result)
    default: break
    }
    return []
  }
}
