internal import Analysis
internal import Models
internal import Tensors

extension AppState {
  /// Switches the selected head off, or on again.
  mutating func switchHead() -> [Effect] {
    guard hasParts() else { return [] }
    let head = explore.selectedHead(subject)
    return changeReading {
      $0.explore.interventions.heads.formSymmetricDifference([head])
      $0.note = $0.explore.interventions.heads.contains(head) ? .headOff(head) : .headOn(head)
    }
  }

  /// Switches the selected layer's MLP off, or on again.
  mutating func switchMLP() -> [Effect] {
    guard hasParts() else { return [] }
    let layer = explore.selection.layer
    guard subject.stack != .encoder else {
      return changeReading {
        $0.explore.interventions.sourceMLPs.formSymmetricDifference([layer])
        $0.note = $0.explore.interventions.sourceMLPs.contains(layer) ? .mlpOff(layer) : .mlpOn(layer)
      }
    }
    return changeReading {
      $0.explore.interventions.mlps.formSymmetricDifference([layer])
      $0.note = $0.explore.interventions.mlps.contains(layer) ? .mlpOff(layer) : .mlpOn(layer)
    }
  }

  /// Hides the selected token from all others, or shows it again.
  mutating func maskToken() -> [Effect] {
    guard hasParts() else { return [] }
    guard !explore.sentence.tokens.isEmpty else {
      note = .emptySentence
      return []
    }
    // Of an encoder–decoder the source is masked, which stands before what is written where both are in sight.
    let isSource = explore.reading.map { $0.stacks == nil || $0.stream(at: explore.selection.query) == .source } ?? true
    guard subject.stack == nil || isSource else {
      note = .masksSource
      return []
    }
    let position = min(explore.selection.query, explore.sentence.tokens.count - 1)
    let others = explore.sentence.tokens.indices.filter { $0 != position }
    guard subject.stack == nil || !explore.interventions.maskedPositions.isSuperset(of: others) else {
      note = .lastOfSource
      return []
    }
    let text = explore.sentence.tokens[position].text
    return changeReading {
      $0.explore.interventions.maskedPositions.formSymmetricDifference([position])
      let isMasked = $0.explore.interventions.maskedPositions.contains(position)
      $0.note = isMasked ? .tokenMasked(text) : .tokenShown(text)
    }
  }

  /// Whether there is something to switch off; says so where not.
  private mutating func hasParts() -> Bool {
    let hasParts = subject.model.configuration.heads > 0
    if !hasParts { note = .noParts }
    return hasParts
  }

  /// Switches everything on again.
  mutating func restoreModel() -> [Effect] {
    guard !explore.interventions.isEmpty else {
      note = .nothingIsOff
      return []
    }
    return changeReading {
      $0.explore.interventions = .none
      $0.note = .allOn
    }
  }
}

extension ExploreState {
  /// The head that is looked at.
  func selectedHead(_ subject: Subject) -> HeadPlace {
    if page == .ledger, let head = ledger.head, head.head == selection.head,
      subject.configuration.nearestLayer(to: head) == selection.layer
    {
      return head
    }
    let attention = page == .step ? currentStep.attention : subject.stack?.attention ?? .own
    return HeadPlace(layer: selection.layer, head: selection.head, attention: attention)
  }

  /// What is switched off, part by part, in the order of the model.
  func switchedOff(_ words: Words) -> [String] {
    interventions.heads.sorted().map { words.head($0) }
      + interventions.sourceMLPs.sorted().map { "\(words.step.stack(.source)) L\($0) MLP" }
      + interventions.mlps.sorted().map { "L\($0) MLP" }
      + interventions.maskedPositions.sorted().filter { $0 < sentence.tokens.count }
      .map { words.quoted(sentence.tokens[$0].text) }
  }
}
