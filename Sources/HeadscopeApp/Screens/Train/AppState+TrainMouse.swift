internal import Models
internal import TerminalCanvas

extension AppState {
  /// The mouse on the Train screen: a click chooses what is under it, on sliders it drags, the wheel moves up and down.
  mutating func useOnTrain(_ mouse: Mouse) -> [Effect] {
    let view = TrainView(self, width: width, height: height)
    switch mouse.action {
    case .press(.left):
      note = nil
      if let action = titleAction(at: mouse.position, in: view.layout.title) { return perform(action) }
      return clickTrain(mouse.position, view)
    case .drag(.left): return clickTrain(mouse.position, view)
    case .wheel(let step):
      guard let panel = view.layout.panels.first(where: { $0.value.contains(mouse.position) })?.key else { return [] }
      focus(on: panel)
      return moveInTrain(step < 0 ? .up : .down)
    default: return []
    }
  }

  private mutating func clickTrain(_ point: Point, _ view: TrainView) -> [Effect] {
    guard let (panel, rect) = view.layout.panels.first(where: { $0.value.contains(point) }) else { return [] }
    focus(on: panel)
    switch panel {
    case .heads: clickHeads(point, view, rect)
    case .controls: return clickControls(point, view, rect)
    case .loss: return clickLoss(point, rect)
    default: break
    }
    return []
  }

  private mutating func clickHeads(_ point: Point, _ view: TrainView, _ rect: Rect) {
    guard let reading = train.probe.reading, train.heads.view == .all || train.heads.view == .layer,
      reading.trace.configuration.heads > 0
    else { return }
    let layers =
      train.heads.view == .all
      ? 0..<reading.trace.configuration.layers : train.heads.layer..<train.heads.layer + 1
    let geometry = view.headsGeometry(layers, train.heads.layer, train.heads.head, in: rect)
    guard let (layer, head) = geometry.head(at: point) else { return }
    (train.heads.layer, train.heads.head) = (layers.lowerBound + layer, head)
  }

  private mutating func clickControls(_ point: Point, _ view: TrainView, _ rect: Rect) -> [Effect] {
    let rows = view.controlRows(in: rect)
    let interior = Panel.interior(of: rect)
    let row = point.y - interior.y
    guard interior.contains(point), row < rows.count else { return [] }
    let control = TrainControl.allCases[rows.lowerBound + row]
    let slider = view.controlSlider(in: interior.row(row))
    train.controls.chosen = control
    guard slider.contains(point), !train.isOpened, train.watch == nil, !isInPast() else { return [] }
    let value = shownPlan.ladder(control).value(at: Slider.position(ofColumn: point.x, in: slider))
    return value == self.value(control) ? [] : set(control, to: value)
  }

  /// The crosshair goes where the click was, as far as there are steps.
  private mutating func clickLoss(_ point: Point, _ rect: Rect) -> [Effect] {
    let interior = Panel.interior(of: rect)
    guard train.lastStep > 0, interior.contains(point), interior.width > 8 else { return [] }
    let steps = chartSteps
    // Labels take the left end; the plot's exact place is the chart's own affair, a column off is no matter.
    let share = Float(point.x - interior.x - 6) / Float(interior.width - 7)
    let step = steps.lowerBound + Int((min(max(share, 0), 1) * Float(steps.count - 1)).rounded())
    train.chart.crosshair = min(max(1, step), train.lastStep)
    return train.past == nil ? [] : stand(still: min(max(0, step), train.lastStep))
  }
}
