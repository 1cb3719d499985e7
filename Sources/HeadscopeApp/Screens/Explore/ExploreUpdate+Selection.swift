internal import Analysis
internal import Models

extension AppState {
  mutating func moveHead(by step: Int) {
    let head = explore.selection.head + step
    guard head >= 0 else { return note = .firstHead }
    guard head < subject.configuration.heads else { return note = .lastHead }
    explore.selection.head = head
    explore.selection.key = nil
  }

  mutating func moveLayer(by step: Int) {
    let layer = explore.selection.layer + step
    guard layer >= 0 else { return note = .firstLayer }
    guard layer < subject.configuration.layers else { return note = .lastLayer }
    explore.selection.layer = layer
    explore.selection.key = nil
  }

  /// Moves the query; a selected key stays selected where the new query may see it.
  mutating func moveQuery(by step: Int) {
    let choices = tokenChoices
    guard !choices.isEmpty else { return note = .emptySentence }
    let query = min(max(explore.selection.query, choices.lowerBound), choices.upperBound - 1) + step
    guard query >= choices.lowerBound else { return note = .firstToken }
    guard query < choices.upperBound else { return note = .lastToken }
    if step == 0 { note = query == choices.lowerBound ? .firstToken : .lastToken }
    select(query: query)
  }

  /// The tokens that can be chosen.
  var tokenChoices: Range<Int> {
    guard let reading = explore.reading, !explore.isWaiting else { return 0..<explore.shown.tokens.count }
    return explore.choices(reading)
  }

  /// Looks at a token; on the step-through, one that is no row may be a column.
  mutating func select(query: Int) {
    guard explore.page != .step || tokenChoices.contains(query) else {
      if explore.step.operation.axis == .key { explore.step.columns[.key] = query }
      return
    }
    explore.selection.query = query
    explore.predictionScroll = 0
    if explore.focus != .heatmap { explore.selection.key = nil }
    guard let key = explore.selection.key, let reading = explore.reading else { return }
    let selection = reading.clamped(explore.selection)
    if !reading.isVisible(selection, key: min(key, reading.trace.length - 1)) { explore.selection.key = nil }
  }

  mutating func moveKey(by step: Int, _ reading: ExploreState.Reading) {
    let selection = reading.clamped(explore.selection)
    let key = explore.key(reading, selection) + step
    guard key >= 0 else { return note = .firstToken }
    guard key < reading.trace.length else { return note = .lastToken }
    select(key: key, reading)
  }

  /// Selects what the query looks at, unless the model hides it.
  mutating func select(key: Int, _ reading: ExploreState.Reading) {
    let selection = reading.clamped(explore.selection)
    guard reading.isVisible(selection, key: key) else {
      return note = .hiddenKey(query: reading.tokens[selection.query].text)
    }
    explore.selection.key = key
  }

  /// Steps through the keys in the order of their weight.
  mutating func moveAttended(by step: Int, _ reading: ExploreState.Reading) {
    let selection = reading.clamped(explore.selection)
    let keys = explore.attendedKeys(reading, selection)
    let key = explore.key(reading, selection)
    let place = (keys.firstIndex { $0.position == key } ?? 0) + step
    guard place >= 0 else { return note = .firstCandidate }
    guard place < keys.count else { return note = .lastCandidate }
    explore.selection.key = keys[place].position
  }

  mutating func scrollPredictions(by step: Int) {
    let first = explore.predictionScroll + step
    guard first >= 0 else { return note = .firstCandidate }
    guard first < subject.configuration.logitCount else { return note = .lastCandidate }
    explore.predictionScroll = first
  }
}
