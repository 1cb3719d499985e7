internal import Analysis
internal import Models
internal import TerminalCanvas

extension AppState {
  /// What a key of the page does.
  mutating func perform(onLayers action: LayersAction) {
    switch action {
    case .layer(let step): stepLayer(by: step)
    case .nextMeasure:
      explore.layers.measure = explore.layers.measure.next
      explore.layers.grid = .residual
      if explore.focus == .lens { explore.focus = .residual }
    case .sortNeurons:
      explore.layers.neuronsByNumber.toggle()
      note = .layers(explore.layers.neuronsByNumber ? .byNumber : .byStrength)
    case .threshold(let step):
      let index = explore.layers.thresholdIndex + step
      guard LayersState.thresholds.indices.contains(index) else {
        return note = .layers(step < 0 ? .lowestThreshold : .highestThreshold)
      }
      explore.layers.thresholdIndex = index
    }
  }

  private mutating func stepLayer(by step: Int) {
    let layer = explore.selection.layer + step
    guard layer >= 0 else { return note = .firstLayer }
    guard layer < subject.configuration.layers else { return note = .lastLayer }
    selectStage(explore.lastStage(ofLayer: layer))
  }

  /// Looks at a stage, and with it at its layer.
  private mutating func selectStage(_ stage: Int) {
    guard stage >= 0 else { return note = .layers(.firstStage) }
    guard stage <= explore.lastStage(ofLayer: subject.configuration.layers - 1) else {
      return note = .layers(.lastStage)
    }
    explore.layers.stage = stage
    let layer = explore.layer(ofStage: stage)
    guard layer != explore.selection.layer else { return }
    explore.selection.layer = layer
    explore.selection.key = nil
    explore.layers.neuron = nil
  }

  /// An arrow in a panel of the page.
  mutating func moveInLayers(_ direction: Action.Direction, _ reading: ExploreState.Reading) -> [Effect] {
    let stage = explore.stage
    switch (explore.focus, direction) {
    case (.lens, .up), (.residual, .up): selectStage(stage - 1)
    case (.lens, .down), (.residual, .down): selectStage(stage + 1)
    case (.residual, .left) where explore.layers.measure == .components: moveComponent(by: -1)
    case (.residual, .right) where explore.layers.measure == .components: moveComponent(by: 1)
    case (.neurons, .up): moveNeuron(by: -1, reading)
    case (.neurons, .down): moveNeuron(by: 1, reading)
    case (_, .left): moveQuery(by: -1)
    case (_, .right): moveQuery(by: 1)
    default: break
    }
    return []
  }

  private mutating func moveComponent(by step: Int) {
    let component = min(explore.layers.component, subject.configuration.width - 1) + step
    guard component >= 0 else { return note = .layers(.firstComponent) }
    guard component < subject.configuration.width else { return note = .layers(.lastComponent) }
    explore.layers.component = component
  }

  private mutating func moveNeuron(by step: Int, _ reading: ExploreState.Reading) {
    guard reading.hasStages else { return }
    let view = ExploreView(self, width: width, height: height)
    let scene = view.scene(reading)
    let list = view.neuronList(scene)
    let chosen = view.neuron(scene)
    guard let place = list.firstIndex(where: { $0.neuron == chosen }) else {
      explore.layers.neuron = list.first?.neuron
      return
    }
    guard place + step >= 0 else { return note = .layers(.firstNeuron) }
    guard place + step < list.count else { return note = .layers(.lastNeuron) }
    explore.layers.neuron = list[place + step].neuron
  }

  /// A click in a panel of the page.
  mutating func clickInLayers(_ point: Point, _ panel: ExplorePanel, _ rect: Rect, _ scene: ExploreView.Scene)
    -> [Effect]
  {
    guard scene.reading.hasStages else { return [] }
    let view = ExploreView(self, width: width, height: height)
    guard panel != .neurons else {
      let list = view.neuronList(scene)
      let geometry = view.neuronsGeometry(scene, list, in: rect)
      if let place = geometry.place(at: point) { explore.layers.neuron = list[place].neuron }
      if let token = geometry.token(at: point) { select(query: token) }
      return []
    }
    guard panel != .lens || scene.reading.hasLogits else { return [] }
    let geometry = panel == .lens ? view.lensGeometry(scene, in: rect) : view.residualGeometry(scene, in: rect)
    if let stage = geometry.stage(at: point) { selectStage(stage) }
    if let column = geometry.column(at: point) {
      if panel == .residual, explore.layers.measure == .components {
        explore.layers.component = column
      } else {
        select(query: column)
      }
    }
    return []
  }
}

extension ExploreState {
  /// Works the measure in sight out once, so that drawing needs not.
  mutating func refreshLayers() {
    guard page == .layers, layers.measure != .components, layers.measured?.measure != layers.measure, let reading,
      reading.hasStages
    else { return }
    layers.measured = reading.scaled(layers.measure)
  }
}
