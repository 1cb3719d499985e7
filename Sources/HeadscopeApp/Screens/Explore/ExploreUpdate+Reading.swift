internal import Models

extension AppState {
  /// Changes what is read and asks the model for it. A change whose activations would not fit into memory is taken back,
  /// and the note says so.
  mutating func changeReading(_ change: (inout AppState) -> Void) -> [Effect] {
    let before = explore
    change(&self)
    let needed = explore.bytesToRead(subject.model.configuration)
    guard explore.fit(needed, within: memoryBudget) else {
      let tokens = explore.sentence.tokens.count
      note = .frame(.outOfMemory(tokens: tokens, needed: needed, budget: memoryBudget))
      explore = before
      explore.generating.isRunning = false
      return []
    }
    return explore.requestTrace()
  }
}

extension ExploreState {
  /// Whether the sentence's trace fits into memory, whole or with some of its layers; then nothing else can be kept beside it.
  mutating func fit(_ needed: Int, within budget: Int) -> Bool {
    kept = nil
    guard needed > budget else { return true }
    let traces = interventions.isEmpty ? 1 : 2
    guard !sentence.tokens.isEmpty, bounds == nil,
      let bytes = TraceSession.layerBytes(sizes, length: sentence.tokens.count)
    else { return false }
    let count = min(sizes.layers, bytes.layers(within: budget, traces: traces))
    guard count > 0 else { return false }
    kept = KeptLayers(count: count, bytes: bytes.bytes(layers: count, traces: traces), budget: budget)
    reading = nil
    editor?.readingBefore = nil
    // What a prediction is made of comes from all layers.
    if page == .ledger { (page, focus) = (.overview, .model) }
    return true
  }

  /// Bytes that the sentence's activations take, together with those on the screen until they come and those that
  /// Escape would bring back.
  fileprivate func bytesToRead(_ configuration: ModelConfiguration) -> Int {
    guard !sentence.tokens.isEmpty else { return 0 }
    let new =
      bounds == nil
      ? TraceSession.bytes(configuration, length: sentence.tokens.count, traces: interventions.isEmpty ? 1 : 2)
      : translationBytes(configuration)
    let held =
      (reading?.byteCount ?? 0) + (whole?.byteCount ?? 0)
      + (isHeldTwice ? 0 : (editor?.readingBefore?.byteCount ?? 0) + (editor?.wholeBefore?.byteCount ?? 0))
    let (sum, overflows) = new.addingReportingOverflow(held)
    return overflows ? .max : sum
  }

  /// Of an encoder–decoder's pass with its views; with parts switched off there are two.
  private func translationBytes(_ configuration: ModelConfiguration) -> Int {
    let bytes = TraceSession.translationBytes(
      configuration, sourceLength: sentence.tokens.count, targetLength: target.count + 1)
    let (both, overflows) = bytes.multipliedReportingOverflow(by: interventions.isEmpty ? 1 : 2)
    return overflows ? .max : both
  }

  /// Whether the reading is still that of before the sentence was edited, and both share their memory.
  private var isHeldTwice: Bool { reading?.trace.ids == editor?.readingBefore?.trace.ids }
}

extension ExploreState.Whole {
  /// Bytes that its activations take.
  fileprivate var byteCount: Int { trace.byteCount + (intact?.byteCount ?? 0) }
}

extension ExploreState.Reading {
  /// Bytes that its activations take.
  fileprivate var byteCount: Int { trace.byteCount + (intact?.byteCount ?? 0) }
}
