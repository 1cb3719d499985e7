internal import Models

extension AppState {
  /// Switches the selected head off, or on again.
  mutating func switchHead() -> [Effect] {
    guard subject.stack == nil, subject.configuration.heads > 0 else { return refuseParts() }
    let head = HeadPlace(layer: explore.selection.layer, head: explore.selection.head)
    return changeReading {
      $0.explore.interventions.heads.formSymmetricDifference([head])
      $0.note = $0.explore.interventions.heads.contains(head) ? .headOff(head) : .headOn(head)
    }
  }

  /// Switches the selected layer's MLP off, or on again.
  mutating func switchMLP() -> [Effect] {
    guard subject.stack == nil, subject.configuration.heads > 0 else { return refuseParts() }
    let layer = explore.selection.layer
    return changeReading {
      $0.explore.interventions.mlps.formSymmetricDifference([layer])
      $0.note = $0.explore.interventions.mlps.contains(layer) ? .mlpOff(layer) : .mlpOn(layer)
    }
  }

  /// Hides the selected token from all others, or shows it again.
  mutating func maskToken() -> [Effect] {
    guard subject.stack == nil, subject.configuration.heads > 0 else { return refuseParts() }
    guard !explore.sentence.tokens.isEmpty else {
      note = .emptySentence
      return []
    }
    let position = min(explore.selection.query, explore.sentence.tokens.count - 1)
    let text = explore.sentence.tokens[position].text
    return changeReading {
      $0.explore.interventions.maskedPositions.formSymmetricDifference([position])
      let isMasked = $0.explore.interventions.maskedPositions.contains(position)
      $0.note = isMasked ? .tokenMasked(text) : .tokenShown(text)
    }
  }

  /// Parts of an encoder–decoder are looked at as they are, and a recurrent network has none.
  private mutating func refuseParts() -> [Effect] {
    note = subject.stack == nil ? .noParts : .notOfStacks
    return []
  }

  /// Switches everything on again.
  mutating func restoreModel() -> [Effect] {
    guard !explore.interventions.isEmpty else {
      note = .nothingIsOff
      return []
    }
    explore.interventions = .none
    note = .allOn
    return explore.requestTrace()
  }
}

extension ExploreState {
  /// What is switched off, part by part, in the order of the model.
  func switchedOff(_ words: Words) -> [String] {
    interventions.heads.sorted().map { "L\($0.layer)H\($0.head)" }
      + interventions.mlps.sorted().map { "L\($0) MLP" }
      + interventions.maskedPositions.sorted().filter { $0 < sentence.tokens.count }
      .map { words.quoted(sentence.tokens[$0].text) }
  }
}
