internal import Analysis
internal import Models
internal import TerminalCanvas

extension AppState {
  /// An arrow in a panel of the page.
  mutating func moveInStep(_ direction: Action.Direction, _ reading: ExploreState.Reading) -> [Effect] {
    switch (explore.focus, direction) {
    case (.operation, .left): moveColumn(by: -1, reading)
    case (.operation, .right): moveColumn(by: 1, reading)
    case (_, .left): return perform(onStep: .previous)
    case (_, .right): return perform(onStep: .next)
    case (.explanation, .up): scrollExplanation(by: -1)
    case (.explanation, .down): scrollExplanation(by: 1)
    case (_, .up): moveQuery(by: -1)
    case (_, .down): moveQuery(by: 1)
    }
    return []
  }

  /// A click in a panel of the page.
  mutating func clickInStep(_ point: Point, _ panel: ExplorePanel, _ rect: Rect, _ scene: ExploreView.Scene) -> [Effect]
  {
    let view = ExploreView(self, width: width, height: height)
    switch panel {
    case .strip:
      if let index = view.stripGeometry(in: rect).index(at: point) { go(toStep: index) }
    case .operation:
      guard let result = explore.stepResult(scene.reading),
        let geometry = view.operationGeometry(scene, result, in: rect)
      else { break }
      if let cell = geometry.cell(at: point) {
        explore.step.columns[explore.step.operation.axis] = cell.column
        select(query: scene.reading.places(of: result.step.rows).lowerBound + cell.row)
      } else if let source = geometry.source(at: point) {
        explore.step.source = source
      }
    default: break
    }
    return []
  }

  /// What the keys of the step-through do.
  mutating func perform(onStep action: StepAction) -> [Effect] {
    if case .layerDigit = action {} else { explore.step.typedLayer = nil }
    switch action {
    case .previous: moveStep(by: -1)
    case .next: moveStep(by: 1)
    case .first: goToEnd(isLast: false)
    case .last: goToEnd(isLast: true)
    case .previousLayer: moveStepLayer(by: -1)
    case .nextLayer: moveStepLayer(by: 1)
    case .layerDigit(let digit): type(layerDigit: digit)
    case .previousHead: moveStepHead(by: -1)
    case .nextHead: moveStepHead(by: 1)
    case .play: return togglePlay()
    case .slower: return changeSpeed(by: -1)
    case .faster: return changeSpeed(by: 1)
    case .formula:
      explore.step.showsFormula.toggle()
      explore.step.scroll = 0
    case .whole:
      explore.step.showsWhole.toggle()
      note = .step(explore.step.showsWhole ? .whole : .numbers)
    case .sources, .follow, .back: perform(onSources: action)
    }
    return []
  }

  /// The sizes of the whole model, both stacks of an encoder–decoder.
  private var sizes: ModelConfiguration { subject.model.configuration }

  /// Goes to a step of the pass.
  mutating func go(toStep index: Int) { go(to: PassStep(index: index, in: sizes, head: explore.selection.head)) }

  /// Goes to a step of the pass; its rows are tokens of another text where it belongs to another stack.
  mutating func go(to step: PassStep) {
    explore.remember()
    let rows = explore.currentStep.rows
    (explore.step.operation, explore.step.stream) = (step.operation, step.stream)
    if step.operation.isInBlock { explore.selection.layer = step.layer }
    if subject.stack != nil, subject.stack != step.stack {
      subject.stack = step.stack
      explore.showStack(of: subject)
    }
    if let reading = explore.reading, reading.stacks != nil,
      rows != step.rows || !explore.choices(reading).contains(explore.selection.query)
    {
      explore.look(at: step.rows)
    }
    explore.selection.layer = min(explore.selection.layer, sizes.passSection(of: step.stream).layers - 1)
    explore.selection.key = nil
    explore.step.scroll = 0
    explore.step.source = explore.step.source.map { _ in 0 }
  }

  private mutating func moveStep(by step: Int) {
    let index = explore.currentStep.index(in: sizes) + step
    guard index >= 0 else { return note = .step(.firstOperation) }
    guard index < sizes.stepCount else { return note = .step(.lastOperation) }
    go(toStep: index)
  }

  /// The first or last operation; in the panel of the operation, the row's first or last number.
  private mutating func goToEnd(isLast: Bool) {
    guard explore.focus != .operation else {
      guard let result = explore.step.result else { return }
      explore.step.columns[explore.step.operation.axis] = isLast ? result.tensor.columns - 1 : 0
      return
    }
    go(toStep: isLast ? sizes.stepCount - 1 : 0)
  }

  /// The same operation one layer on; from outside the blocks, into the nearest one.
  private mutating func moveStepLayer(by step: Int) {
    guard explore.step.operation.isInBlock else {
      let isBefore = order.beforeBlocks.contains(explore.step.operation)
      guard isBefore == (step > 0) else { return note = isBefore ? .firstLayer : .lastLayer }
      return enter(layer: isBefore ? 0 : subject.configuration.layers - 1)
    }
    moveLayer(by: step)
  }

  /// The order of the stack at hand.
  private var order: PassOrder { sizes.passSection(of: explore.step.stream).order }

  private mutating func enter(layer: Int) {
    let order = order
    var operation = explore.step.operation
    if order.beforeBlocks.contains(operation) { operation = order.inBlock[0] }
    if order.afterBlocks.contains(operation) { operation = order.inBlock[order.inBlock.count - 1] }
    go(to: PassStep(operation, of: explore.step.stream, layer: layer))
  }

  /// A digit goes to its layer; after another one it makes a number of two digits where there is such a layer.
  private mutating func type(layerDigit digit: Int) {
    let count = subject.configuration.layers
    let typed = explore.step.typedLayer.map { $0 * 10 + digit }
    let layer = typed.flatMap { $0 < count ? $0 : nil } ?? digit
    guard layer < count else {
      explore.step.typedLayer = nil
      return note = .step(.noLayer(layer, count: count))
    }
    explore.step.typedLayer = layer
    enter(layer: layer)
  }

  private mutating func moveStepHead(by step: Int) {
    guard subject.configuration.cell == nil else { return note = .step(.noHeads) }
    guard explore.step.operation.isPerHead else { return note = .step(.noHead) }
    moveHead(by: step)
  }

  private mutating func moveColumn(by step: Int, _ reading: ExploreState.Reading) {
    guard let result = explore.stepResult(reading) else { return }
    let column = explore.step.column(result, reading, explore.selected(reading)) + step
    guard column >= 0 else { return note = .step(.firstColumn) }
    guard column < result.tensor.columns else { return note = .step(.lastColumn) }
    explore.step.columns[explore.step.operation.axis] = column
  }

  private mutating func scrollExplanation(by step: Int) {
    let view = ExploreView(self, width: width, height: height)
    explore.step.scroll = min(max(0, explore.step.scroll + step), view.explanationScrollLimit())
  }
}

extension ExploreState {
  /// Works the shown result out once, so that drawing needs not.
  mutating func refreshStep() {
    guard page == .step, let reading else { return }
    step.result = holdsLayerInSight(reading) ? stepResult(reading) : nil
  }
}
