internal import Analysis
internal import Models
internal import TerminalCanvas

extension AppState {
  /// A click chooses what is under it; the wheel moves up and down in the panel under it.
  mutating func use(_ mouse: Mouse) -> [Effect] {
    guard width >= AppState.minimumWidth, height >= AppState.minimumHeight else { return [] }
    if mouse.action == .press(.left), let effects = pressHint(at: mouse.position) { return effects }
    if overlay != nil { return useOverlay(mouse) }
    if screen == .train { return useOnTrain(mouse) }
    if screen == .playground { return useOnPlayground(mouse) }
    switch mouse.action {
    case .press(.left), .drag(.left):
      note = nil
      return click(mouse.position)
    case .wheel(let step):
      note = nil
      return wheel(step, at: mouse.position)
    default: break
    }
    return []
  }

  private mutating func wheel(_ step: Int, at point: Point) -> [Effect] {
    let layout = exploreLayout(width: width, height: height)
    if layout.sentence.contains(point) {
      moveQuery(by: step.signum())
      return []
    }
    guard let panel = layout.panels.first(where: { $0.value.contains(point) })?.key else { return [] }
    let focus = explore.focus
    explore.focus = panel
    defer { explore.focus = focus }
    return move(step < 0 ? .up : .down)
  }

  private mutating func click(_ point: Point) -> [Effect] {
    let view = ExploreView(self, width: width, height: height)
    if explore.editor == nil, let action = titleAction(at: point, in: view.layout.title) { return perform(action) }
    if view.layout.sentence.contains(point) {
      clickSentence(point, view)
      return []
    }
    guard let (panel, rect) = view.layout.panels.first(where: { $0.value.contains(point) }) else { return [] }
    focus(on: panel)
    guard let reading = explore.reading else { return [] }
    let scene = view.scene(reading)
    switch panel.page {
    case .overview: clickInOverview(point, panel, rect, scene, view)
    case .step: return clickInStep(point, panel, rect, scene)
    case .neuron: return clickInNeuron(point, panel, rect, scene)
    case .layers: return clickInLayers(point, panel, rect, scene)
    case .ledger: return clickInLedger(point, panel, rect, scene)
    case .generation: return clickInGeneration(point, panel, rect, scene)
    case .states: clickInStates(point, panel, rect, scene, view)
    }
    return []
  }

  private mutating func clickInOverview(
    _ point: Point, _ panel: ExplorePanel, _ rect: Rect, _ scene: ExploreView.Scene, _ view: ExploreView
  ) {
    let reading = scene.reading
    switch panel {
    case .model:
      guard let (layer, head) = view.modelGeometry(scene, in: rect).head(at: point) else { return }
      explore.selection.layer = layer
      explore.selection.head = head
      explore.selection.key = nil
    case .heatmap:
      guard let value = view.heatmapGeometry(scene, in: rect).value(at: point) else { return }
      select(query: value.row)
      select(key: value.column, reading)
    case .lines:
      guard let (row, isKey) = view.linesGeometry(scene, in: rect).token(at: point) else { return }
      if isKey { select(key: row, reading) } else { select(query: row) }
    case .activations:
      let geometry = view.activationsGeometry(scene, reading.trace.residualNorms(), in: rect)
      if let row = geometry.row(at: point) { select(query: row) }
      if let stage = geometry.stage(at: point), stage > 0 { moveLayer(by: stage - 1 - explore.selection.layer) }
    default: break
    }
  }

  private mutating func clickSentence(_ point: Point, _ view: ExploreView) {
    if var line = explore.editor?.line {
      line.moveTo(scalar: view.scalars(before: point, in: line))
      explore.editor?.line = line
      followCursor()
    } else if let index = view.token(at: point) {
      select(query: index)
    }
  }
}
