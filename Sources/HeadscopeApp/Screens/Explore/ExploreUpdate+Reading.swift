internal import Models

extension AppState {
  /// Changes what is read and asks the model for it. A change whose activations would not fit into memory is taken back,
  /// and the note says so.
  mutating func changeReading(_ change: (inout AppState) -> Void) -> [Effect] {
    let before = explore
    change(&self)
    let needed = explore.bytesToRead(subject.model.configuration)
    guard needed <= memoryBudget else {
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
    let bytes = TraceSession.translationBytes(configuration, sourceLength: sentence.tokens.count)
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
