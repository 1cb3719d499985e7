internal import TerminalCanvas
internal import Training

extension AppState {
  /// The mouse on the Playground: a click chooses, a second one on a feature uses it or not; on the map it reads off or draws.
  mutating func useOnPlayground(_ mouse: Mouse) -> [Effect] {
    let view = PlaygroundView(self, width: width, height: height)
    switch mouse.action {
    case .press(.left):
      note = nil
      if let action = titleAction(at: mouse.position, in: view.layout.title) { return perform(action) }
      return clickPlayground(mouse.position, view)
    case .drag(.left):
      guard let rect = view.layout.panels[.map], playground.page == .network, rect.contains(mouse.position) else {
        return []
      }
      return useMap(mouse.position, rect)
    case .wheel(let step):
      guard let panel = view.layout.panels.first(where: { $0.value.contains(mouse.position) })?.key else { return [] }
      focus(on: panel)
      if panel == .controls { return turnWheel(mouse.position, view, by: -step.signum()) }
      return perform(onPlayground: playground.page == .walk ? (step > 0 ? .step : .stepBack) : .part(by: step.signum()))
    default: return []
    }
  }

  private mutating func clickPlayground(_ point: Point, _ view: PlaygroundView) -> [Effect] {
    guard let (panel, rect) = view.layout.panels.first(where: { $0.value.contains(point) }) else { return [] }
    focus(on: panel)
    switch (panel, playground.page) {
    case (.network, .network):
      guard let settings = playground.report?.network.settings,
        let selection = view.networkGeometry(settings, in: rect).selection(at: point)
      else { return [] }
      if selection == playground.selection, selection.layer == .features { return toggleFeature() }
      playground.selection = selection
    case (.map, .network): return useMap(point, rect)
    case (.neuron, .network):
      guard let network = playground.report?.network,
        let place = view.weightPlaces(network, in: rect).first(where: { $0.line.contains(point) })
      else { return [] }
      playground.selection = playground.selectionInSight
      playground.selection.part = place.part
    case (.controls, .network):
      guard let place = view.knobPlaces(in: rect).first(where: { $0.rect.contains(point) }) else { return [] }
      let wasChosen = playground.knob == place.knob
      playground.knob = place.knob
      return wasChosen ? perform(onPlayground: .turn(by: 1)) : []
    default: break
    }
    return []
  }

  private mutating func turnWheel(_ point: Point, _ view: PlaygroundView, by step: Int) -> [Effect] {
    guard let rect = view.layout.panels[.controls],
      let place = view.knobPlaces(in: rect).first(where: { $0.rect.contains(point) })
    else { return [] }
    playground.knob = place.knob
    return perform(onPlayground: .turn(by: step))
  }

  /// Reads a place of the map off, and draws there where there is a brush.
  private mutating func useMap(_ point: Point, _ rect: Rect) -> [Effect] {
    let map = PlaygroundView.mapRect(in: Panel.interior(of: rect))
    guard let place = PlaygroundView.place(at: point, in: map) else { return [] }
    let isNew = playground.cursor != place
    playground.cursor = place
    return playground.brush == .none || !isNew ? [] : draw(at: place)
  }
}
