internal import Analysis
internal import Models
internal import Tensors
internal import TerminalCanvas

/// What the keys of the page do.
enum GenerationAction: Hashable, Sendable {
  case choose, draw, run, stepBack
}

extension AppState {
  /// An arrow in a panel of the page.
  mutating func moveInGeneration(_ direction: Action.Direction, _ reading: ExploreState.Reading) -> [Effect] {
    switch (explore.focus, direction) {
    case (.knobs, .up): moveKnob(by: -1)
    case (.knobs, .down): moveKnob(by: 1)
    case (.knobs, .left): turnKnob(by: -1)
    case (.knobs, .right): turnKnob(by: 1)
    case (.branches, .up): moveBranch(by: -1)
    case (.branches, .down): moveBranch(by: 1)
    case (.candidates, .up): moveCandidate(by: -1)
    case (.candidates, .down): moveCandidate(by: 1)
    case (_, .left): return perform(onGeneration: .stepBack)
    case (_, .right): return perform(onGeneration: .choose)
    default: break
    }
    return []
  }

  mutating func perform(onGeneration action: GenerationAction) -> [Effect] {
    explore.generating.isRunning = false
    guard let reading = explore.reading, !explore.isWaiting else {
      note = explore.isWaiting ? .waiting : .emptySentence
      return []
    }
    switch action {
    case .choose where explore.focus == .branches: return goToBranch()
    case .choose:
      let next = reading.trace.nextTokens(after: reading.trace.length - 1)
      guard let candidate = next.top(explore.generating.candidate + 1).last else { return [] }
      return append(candidate.id, next)
    case .draw: return draw(reading)
    case .run:
      explore.generating.isRunning = true
      return draw(reading)
    case .stepBack:
      syncTree()
      guard explore.generating.tree.stepBack() else {
        note = .nothingAdded
        return []
      }
      return changeReading { $0.showTree() }
    }
  }

  /// Draws on where that was asked for, once the model has answered.
  mutating func continueRun() -> [Effect] {
    guard explore.generating.isRunning, let reading = explore.reading, !explore.isWaiting else { return [] }
    guard explore.page == .generation, explore.editor == nil else {
      explore.generating.isRunning = false
      return []
    }
    return draw(reading)
  }

  private mutating func draw(_ reading: ExploreState.Reading) -> [Effect] {
    let next = reading.trace.nextTokens(after: reading.trace.length - 1)
    let knobs = explore.generating.knobs
    // Each draw has random numbers of its own, so that going back and drawing again may lead elsewhere.
    var generator = SplitMix64(seed: knobs.seed &* 1_000_003 &+ explore.generating.draws)
    explore.generating.draws += 1
    let id = knobs.sampler.next(reading.trace.logits(position: reading.trace.length - 1), using: &generator)
    return append(id, next)
  }

  private mutating func append(_ id: Int32, _ next: NextTokens) -> [Effect] {
    guard let text = subject.tokenizer.continuation(of: explore.sentence.last, with: id) else {
      explore.generating.isRunning = false
      note = .textEnds(subject.tokenizer.spelling(of: id))
      return []
    }
    guard explore.sentence.tokens.count < subject.tokenLimit else {
      explore.generating.isRunning = false
      note = .contextFull(limit: subject.tokenLimit)
      return []
    }
    return changeReading {
      $0.syncTree()
      $0.explore.generating.tree.append(id, text: text, probability: next.probability(of: id) ?? 0)
      $0.showTree()
    }
  }

  /// A sentence that was edited in the meantime is a new root.
  private mutating func syncTree() {
    let tree = explore.generating.tree
    guard tree.nodes[tree.current].text != explore.sentence.last else { return }
    explore.generating.tree = ContinuationTree(text: explore.sentence.last)
    explore.generating.draws = 0
  }

  /// Makes the tree's current text the sentence and looks at its last token.
  private mutating func showTree() {
    let tree = explore.generating.tree
    explore.sentence = explore.sentence.ending(in: tree.nodes[tree.current].text, subject: subject)
    explore.selection.query = max(0, explore.sentence.tokens.count - 1)
    explore.selection.key = nil
    explore.generating.candidate = 0
    explore.generating.branch = tree.ends.firstIndex(of: tree.current) ?? 0
  }

  private mutating func goToBranch() -> [Effect] {
    let ends = explore.generating.tree.ends
    guard ends.indices.contains(explore.generating.branch) else { return [] }
    return changeReading {
      $0.explore.generating.tree.go(to: ends[$0.explore.generating.branch])
      $0.showTree()
    }
  }

  private mutating func moveKnob(by step: Int) {
    let knobs = GenerationState.Knob.allCases
    let index = (knobs.firstIndex(of: explore.generating.knob) ?? 0) + step
    explore.generating.knob = knobs[min(max(0, index), knobs.count - 1)]
  }

  private mutating func turnKnob(by step: Int) {
    if !explore.generating.knobs.turn(explore.generating.knob, by: step) { note = .knobEnd }
  }

  private mutating func moveCandidate(by step: Int) {
    let place = explore.generating.candidate + step
    guard place >= 0 else { return note = .firstCandidate }
    guard place < subject.configuration.vocabularySize else { return note = .lastCandidate }
    explore.generating.candidate = place
  }

  private mutating func moveBranch(by step: Int) {
    let place = explore.generating.branch + step
    guard place >= 0 else { return note = .firstCandidate }
    guard place < explore.generating.tree.ends.count else { return note = .lastCandidate }
    explore.generating.branch = place
  }

  /// A click in a panel of the page.
  mutating func clickInGeneration(
    _ point: Point, _ panel: ExplorePanel, _ rect: Rect, _ scene: ExploreView.Scene
  ) -> [Effect] {
    let row = point.y - Panel.interior(of: rect).y
    let view = ExploreView(self, width: width, height: height)
    switch panel {
    case .candidates:
      let rows = view.candidateRows(in: rect)
      guard row >= 0, row < rows.count else { return [] }
      if rows.lowerBound + row == explore.generating.candidate { return perform(onGeneration: .choose) }
      explore.generating.candidate = rows.lowerBound + row
    case .knobs:
      guard GenerationState.Knob.allCases.indices.contains(row) else { return [] }
      explore.generating.knob = GenerationState.Knob.allCases[row]
      let slider = view.knobSlider(in: Panel.interior(of: rect).row(row))
      if slider.contains(point) { turnKnob(by: point.x < slider.x + slider.width / 2 ? -1 : 1) }
    case .branches:
      let rows = view.branchRows(in: rect)
      guard row >= 0, row < rows.count else { return [] }
      explore.generating.branch = rows.lowerBound + row
      return goToBranch()
    default: break
    }
    return []
  }
}
