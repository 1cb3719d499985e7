internal import Analysis
internal import Models
internal import Tensors

extension AppState {
  /// What a key does on the Explore screen.
  mutating func perform(onExplore action: Action) -> [Effect] {
    switch action {
    case .page(let page): show(page)
    case .generation(let action): return perform(onGeneration: action)
    case .ledger(let action): return perform(onLedger: action)
    case .nextLens: turnLens(by: 1)
    case .previousLens: turnLens(by: -1)
    case .switchHead: return switchHead()
    case .switchMLP: return switchMLP()
    case .maskToken: return maskToken()
    case .nextStack: turnStack()
    case .restoreModel: return restoreModel()
    case .nextPanel: moveFocus(by: 1)
    case .previousPanel: moveFocus(by: -1)
    case .edit: beginEditing()
    case .otherText: return editOther()
    case .pairFilter: turnPairFilter()
    case .keep: explore.editor = nil
    case .restore: return restoreSentence()
    case .cursor(let motion): return moveCursor(motion)
    case .delete(let motion): return delete(motion)
    case .wholePattern: toggleWholePattern()
    case .tokens(let step): pageTokens(by: step)
    case .zoom(let step): zoom(by: step)
    case .previousToken: moveQuery(by: -1)
    case .nextToken: moveQuery(by: 1)
    case .first: moveQuery(by: tokenChoices.lowerBound - explore.selection.query)
    case .last: moveQuery(by: tokenChoices.upperBound - 1 - explore.selection.query)
    case .move(let direction): return move(direction)
    case .lines(let action): perform(onLines: action)
    case .layers(let action): perform(onLayers: action)
    case .neuron(let action): perform(onNeuron: action)
    case .step(let action): return perform(onStep: action)
    case .states(let action): perform(onStates: action)
    default: break
    }
    return []
  }

  /// Shows a page with the panel in focus that was so when it was left.
  mutating func show(_ asked: ExplorePage) {
    let pages = ExplorePage.all(of: subject.model.configuration)
    // The first page is what a model is looked at with first.
    let page = asked == .overview ? pages[0] : asked
    guard pages.contains(page) else {
      let name = words.page(page)
      return note = subject.model.configuration.hasHead ? .notOfRecurrent(name) : .needsHead(name)
    }
    guard page != explore.page else { return note = .alreadyOn(words.page(page)) }
    guard page != .ledger || explore.kept == nil else { return note = .needsAllLayers }
    guard page != .generation || subject.stack == nil else { return note = .writesByItself }
    guard page != .generation || subject.configuration.isCausal else { return note = .writesNothing }
    guard page != .step || !explore.isWaiting || subject.stack == nil else { return note = .waiting }
    explore.lastFocus[explore.page] = explore.focus
    explore.step.playback.isOn = false
    explore.page = page
    explore.focus = explore.lastFocus[page] ?? page.panels[0]
    if subject.stack != nil { turnStack(to: page) }
  }

  /// Turns to a part of an encoder–decoder that a page can show.
  private mutating func turnStack(to page: ExplorePage) {
    switch page {
    case .step: go(to: explore.currentStep)
    case .ledger where subject.stack != .decoder, .layers where subject.stack == .cross:
      turn(to: .decoder)
    default: break
    }
  }

  private mutating func turn(to stack: ModelStack) {
    subject.stack = stack
    explore.showStack(of: subject)
    note = .stack(stack)
  }

  /// Turns to the next part of an encoder–decoder.
  private mutating func turnStack() {
    guard let stack = subject.stack, let place = ModelStack.allCases.firstIndex(of: stack) else {
      return note = .noStacks
    }
    let next = ModelStack.allCases[(place + 1) % ModelStack.allCases.count]
    guard explore.page != .step else {
      // The layer may be one that the other stack lacks.
      let layer = min(explore.selection.layer, subject.model.configuration.layers - 1)
      switch next {
      case .encoder: go(to: PassStep(.embedding, of: .source))
      case .decoder: go(to: PassStep(.embedding))
      case .cross: go(to: PassStep(.crossQuery, layer: layer))
      }
      return note = .stack(next)
    }
    if next == .cross, explore.page != .neuron { explore.page = .overview }
    if explore.page == .overview, explore.focus.page != .overview { explore.focus = .model }
    turn(to: next)
  }

  private mutating func moveFocus(by step: Int) {
    let all = explore.page.panels(of: subject.model.configuration)
    let index = all.firstIndex(of: explore.focus) ?? 0
    focus(on: all[(index + step + all.count) % all.count])
  }

  /// Gives a panel the focus; one of the lower part also becomes the one that a small screen shows.
  mutating func focus(on panel: ExplorePanel) {
    explore.focus = panel
    if panel == .lens || panel == .residual { explore.layers.grid = panel }
    if panel.page == .overview, panel != .model, panel != .heatmap { explore.docked = panel }
  }

  private mutating func toggleWholePattern() {
    if !explore.showsWholePattern, patternFits { return note = .patternFits }
    explore.showsWholePattern.toggle()
    explore.heatmapZoom = 0
    note = explore.showsWholePattern ? .wholePattern : .numbers
  }

  /// An arrow in the focused panel.
  mutating func move(_ direction: Action.Direction) -> [Effect] {
    guard let reading = explore.reading else {
      note = explore.isWaiting ? .waiting : .emptySentence
      return []
    }
    guard explore.page != .states else {
      moveInStates(direction, reading)
      return []
    }
    switch explore.focus.page {
    case .overview: moveInOverview(direction, reading)
    case .step: return moveInStep(direction, reading)
    case .neuron: return moveInNeuron(direction, reading)
    case .layers: return moveInLayers(direction, reading)
    case .ledger: return moveInLedger(direction, reading)
    case .generation: return moveInGeneration(direction, reading)
    case .states: break
    }
    return []
  }

  private mutating func moveInOverview(_ direction: Action.Direction, _ reading: ExploreState.Reading) {
    switch (explore.focus, direction) {
    case (.model, .left), (.lines, .left): moveHead(by: -1)
    case (.model, .right), (.lines, .right): moveHead(by: 1)
    case (.model, .up), (.activations, .left): moveLayer(by: -1)
    case (.model, .down), (.activations, .right): moveLayer(by: 1)
    case (.heatmap, .left): moveKey(by: -1, reading)
    case (.heatmap, .right): moveKey(by: 1, reading)
    case (.heatmap, .up), (.lines, .up), (.activations, .up), (.details, .left), (.predictions, .left):
      moveQuery(by: -1)
    case (.heatmap, .down), (.lines, .down), (.activations, .down), (.details, .right), (.predictions, .right):
      moveQuery(by: 1)
    case (.details, .up): moveAttended(by: -1, reading)
    case (.details, .down): moveAttended(by: 1, reading)
    case (.predictions, .up): scrollPredictions(by: -1)
    case (.predictions, .down): scrollPredictions(by: 1)
    default: break
    }
  }
}
