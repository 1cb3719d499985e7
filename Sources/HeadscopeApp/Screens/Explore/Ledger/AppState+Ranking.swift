internal import Analysis
internal import Models

extension AppState {
  /// Ranks the heads for what the ledger is about.
  mutating func rankHeads() -> [Effect] {
    guard subject.model.configuration.cell == nil else {
      note = .noParts
      return []
    }
    guard let reading = explore.reading, !explore.isWaiting else {
      note = explore.isWaiting ? .waiting : .emptySentence
      return []
    }
    explore.ranking.generation += 1
    explore.ranking.progress = 0
    let request = explore.rankingRequest(reading)
    explore.ranking.asked = request
    return [.rank(request)]
  }

  /// Ranks the heads of a small model by itself, when the ledger's page is opened and whenever what it is about changes.
  mutating func rankOn() -> [Effect] {
    guard explore.page == .ledger, subject.model.configuration.cell == nil, !explore.isWaiting,
      let reading = explore.reading
    else { return [] }
    let tokens = reading.pass.length + reading.pass.sourceIDs.count
    let cost = subject.parameterCount * tokens * subject.model.configuration.allHeadPlaces.count
    guard cost <= RankingState.budget, !explore.isRanked(reading) else { return [] }
    return rankHeads()
  }

  /// Takes a ranking, unless it is late.
  mutating func take(_ ranking: HeadAblation, ids: [Int32], generation: Int) {
    guard generation == explore.ranking.generation else { return }
    explore.ranking.result = ranking
    explore.ranking.ids = ids
    explore.ranking.progress = nil
    explore.ranking.row = 0
  }
}

extension ExploreState {
  /// What a ranking of the sentence, position and tokens that the ledger is about asks for.
  func rankingRequest(_ reading: Reading) -> RankingRequest {
    let (token, other) = ledgerTokens(reading)
    return RankingRequest(
      ids: reading.pass.ids, source: reading.pass.sourceIDs, segments: reading.pass.segments,
      base: reading.pass.interventions, position: reading.clamped(selection).query, token: token, other: other,
      generation: ranking.generation)
  }

  /// Whether a ranking is of the sentence and tokens that are looked at.
  func isCurrent(_ result: HeadAblation, _ reading: Reading) -> Bool {
    let (token, other) = ledgerTokens(reading)
    return ranking.ids == reading.trace.ids && result.position == reading.clamped(selection).query
      && result.token == token && result.other == other && result.base == reading.pass.interventions
  }

  /// Whether such a ranking is there or under way.
  fileprivate func isRanked(_ reading: Reading) -> Bool {
    if let result = ranking.result, isCurrent(result, reading) { return true }
    return ranking.asked == rankingRequest(reading)
  }
}

extension HeadAblation {
  /// What the list is ranked by, as the ledger stands: the token's lead over another, or its probability.
  var measure: Measure { other == nil ? .probability : .logit }

  /// What the list shows of a head: percentage points, or the change of the lead.
  func amount(_ effect: Effect) -> Float { other == nil ? effect.probability * 100 : effect.logit }
}
