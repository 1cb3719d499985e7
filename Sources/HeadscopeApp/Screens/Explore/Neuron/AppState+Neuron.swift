internal import Models
internal import TerminalCanvas

extension AppState {
  /// What a key of the page does.
  mutating func perform(onNeuron action: NeuronAction) {
    switch action {
    case .head(let step): stepHead(by: step)
    case .layer(let step): keepingKey { $0.moveLayer(by: step) }
    case .sort:
      if explore.focus == .dimensions {
        explore.neuron.dimensionsByProduct.toggle()
        note = .neuron(explore.neuron.dimensionsByProduct ? .dimensionsByProduct : .dimensionsInOrder)
      } else {
        explore.neuron.keysByWeight.toggle()
        note = .neuron(explore.neuron.keysByWeight ? .keysByWeight : .keysInSentence)
      }
    }
  }

  /// The next or previous head of the whole model.
  private mutating func stepHead(by step: Int) {
    let heads = subject.configuration.heads
    let index = explore.selection.layer * heads + explore.selection.head + step
    guard index >= 0 else { return note = .firstHead }
    guard index < heads * subject.configuration.layers else { return note = .lastHead }
    keepingKey { state in
      (state.explore.selection.layer, state.explore.selection.head) = index.quotientAndRemainder(dividingBy: heads)
    }
  }

  /// Another head on the same pair of tokens: what a causal model hides is the same in all of them.
  private mutating func keepingKey(_ change: (inout AppState) -> Void) {
    let key = explore.selection.key
    change(&self)
    explore.selection.key = key
  }

  /// An arrow in a panel of the page.
  mutating func moveInNeuron(_ direction: Action.Direction, _ reading: ExploreState.Reading) -> [Effect] {
    switch (explore.focus, direction) {
    case (.keys, .up): moveListedKey(by: -1, reading)
    case (.keys, .down): moveListedKey(by: 1, reading)
    case (.keys, .left): moveDimension(by: -1)
    case (.keys, .right): moveDimension(by: 1)
    case (.dimensions, .up): moveListedDimension(by: -1, reading)
    case (.dimensions, .down): moveListedDimension(by: 1, reading)
    case (.dimensions, .left): moveListedKey(by: -1, reading)
    case (.dimensions, .right): moveListedKey(by: 1, reading)
    default: break
    }
    return []
  }

  /// Steps through the keys as they are listed.
  private mutating func moveListedKey(by step: Int, _ reading: ExploreState.Reading) {
    let selection = reading.clamped(explore.selection)
    let order = reading.keyOrder(selection, byWeight: explore.neuron.keysByWeight)
    let place = (order.firstIndex(of: reading.key(selection)) ?? 0) + step
    guard place >= 0 else { return note = .firstToken }
    guard place < order.count else { return note = .lastToken }
    select(key: order[place], reading)
  }

  private mutating func moveDimension(by step: Int) {
    let dimension = min(explore.neuron.dimension, subject.configuration.headWidth - 1) + step
    guard dimension >= 0 else { return note = .neuron(.firstDimension) }
    guard dimension < subject.configuration.headWidth else { return note = .neuron(.lastDimension) }
    explore.neuron.dimension = dimension
  }

  /// Steps through the dimensions as they are listed.
  private mutating func moveListedDimension(by step: Int, _ reading: ExploreState.Reading) {
    let selection = reading.clamped(explore.selection)
    guard explore.neuron.dimensionsByProduct, reading.hasQueriesAndKeys(selection) else {
      return moveDimension(by: step)
    }
    let order = reading.dotProduct(selection, key: reading.key(selection)).dimensionsByProduct
    let place = (order.firstIndex(of: explore.neuron.dimension) ?? 0) + step
    guard place >= 0 else { return note = .neuron(.firstDimension) }
    guard place < order.count else { return note = .neuron(.lastDimension) }
    explore.neuron.dimension = order[place]
  }

  /// A click in a panel of the page.
  mutating func clickInNeuron(_ point: Point, _ panel: ExplorePanel, _ rect: Rect, _ scene: ExploreView.Scene)
    -> [Effect]
  {
    guard scene.reading.hasQueriesAndKeys(scene.selection) else { return [] }
    let view = ExploreView(self, width: width, height: height)
    if panel == .keys {
      let geometry = view.keysGeometry(scene, in: rect)
      if let dimension = geometry.dimension(at: point) { explore.neuron.dimension = dimension }
      if let place = geometry.place(at: point) { select(key: view.keyOrder(scene)[place], scene.reading) }
    } else if let place = view.dimensionsGeometry(scene, in: rect).place(at: point) {
      explore.neuron.dimension = view.dimensionOrder(scene)[place]
    }
    return []
  }
}
