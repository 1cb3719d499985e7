internal import Corpora
internal import Training

/// What of the Playground is looked at.
extension AppState {
  mutating func show(_ page: PlaygroundPage) {
    guard page != playground.page else { return note = .alreadyOn(words.playground.page(page)) }
    playground.page = page
    playground.walk.stage = 0
    if page == .walk { playground.focus = .network }
  }

  mutating func focus(on panel: PlaygroundPanel) {
    playground.focus = panel
    if panel.isLarge { playground.large = panel } else if panel != .loss { playground.small = panel }
  }

  mutating func movePlaygroundFocus(by step: Int) {
    let panels: [PlaygroundPanel] = playground.page == .walk ? [.network, .map] : [.network, .map, .neuron, .controls]
    let place = panels.firstIndex(of: playground.focus) ?? 0
    focus(on: panels[(place + step + panels.count) % panels.count])
  }

  /// Arrows: through the network, over the map, through the knobs.
  mutating func moveOnPlayground(_ direction: Action.Direction) -> [Effect] {
    if playground.page == .walk {
      switch direction {
      case .up: playground.walk.scroll = max(0, playground.walk.scroll - 1)
      case .down: playground.walk.scroll = min(playground.walk.scroll + 1, 999)
      case .left: walk(by: -1)
      case .right: walk(by: 1)
      }
      return []
    }
    switch playground.focus {
    case .network, .loss, .neuron: moveSelection(direction)
    case .map: moveCursor(direction)
    case .controls:
      switch direction {
      case .up: chooseKnob(by: -1)
      case .down: chooseKnob(by: 1)
      case .left: return turnOnPlayground(by: -1)
      case .right: return turnOnPlayground(by: 1)
      }
    }
    return []
  }

  mutating func moveSelection(_ direction: Action.Direction) {
    let (own, settings) = (playground.selectionInSight, playground.settingsInSight)
    let moved =
      switch direction {
      case .left: own.moved(layers: -1, in: settings)
      case .right: own.moved(layers: 1, in: settings)
      case .up: own.moved(units: -1, in: settings)
      case .down: own.moved(units: 1, in: settings)
      }
    guard let moved else { return note = .knobEnd }
    playground.selection = moved
  }

  mutating func moveCursor(_ direction: Action.Direction) {
    guard var place = playground.cursor else { return playground.cursor = PlanePlace(x: 0, y: 0) }
    let step: Float = 0.25
    switch direction {
    case .left: place.x -= step
    case .right: place.x += step
    case .up: place.y += step
    case .down: place.y -= step
    }
    let reach = PlanePoint.reach
    playground.cursor = PlanePlace(x: min(max(place.x, -reach), reach), y: min(max(place.y, -reach), reach))
  }

  mutating func chooseKnob(by step: Int) {
    let all = PlaygroundKnob.allCases
    let place = (all.firstIndex(of: playground.knob) ?? 0) + step
    guard all.indices.contains(place) else { return note = step < 0 ? .listStart : .listEnd }
    playground.knob = all[place]
  }

  mutating func choose(partBy step: Int) -> [Effect] {
    if playground.page == .walk {
      let count = max(1, playground.report?.training.count ?? 1)
      playground.walk.example = (playground.walk.example + step + count) % count
      return []
    }
    guard let moved = playground.selectionInSight.moved(parts: step, in: playground.settingsInSight) else {
      note = .playground(.featuresHaveNoWeights)
      return []
    }
    playground.selection = moved
    return []
  }

  mutating func walk(by step: Int) {
    guard playground.page == .walk, let settings = playground.report?.network.settings else { return }
    let stages = PlaygroundWalk.stages(of: settings)
    let next = playground.walk.stage + step
    guard stages.indices.contains(next) else { return note = step < 0 ? .listStart : .listEnd }
    (playground.walk.stage, playground.walk.scroll) = (next, 0)
    switch stages[next] {
    case .forward(let layer, let unit), .backward(let layer, let unit):
      playground.selection =
        layer < settings.layers.count ? PlaygroundSelection(layer: .hidden(layer), unit: unit) : .output
    case .loss, .update: playground.selection = .output
    }
  }
}
