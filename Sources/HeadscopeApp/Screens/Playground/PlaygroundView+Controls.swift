internal import TerminalCanvas
internal import Training

extension PlaygroundView {
  /// Where each knob stands, in as many columns as the panel is wide for.
  func knobPlaces(in rect: Rect) -> [(knob: PlaygroundKnob, rect: Rect)] {
    let interior = Panel.interior(of: rect)
    let knobs = PlaygroundKnob.allCases
    let columns = max(1, min(3, interior.width / 20))
    let perColumn = (knobs.count + columns - 1) / columns
    guard interior.height > 0 else { return [] }
    if perColumn <= interior.height {
      return zip(knobs, knobs.indices).map { knob, place in
        (knob, interior.columns(Array(repeating: 1, count: columns))[place / perColumn].row(place % perColumn))
      }
    }
    // Too many for the panel: those around the chosen one.
    let chosen = (knobs.firstIndex(of: state.knob) ?? 0) / columns
    let rows = ScrollWindow.range(
      count: (knobs.count + columns - 1) / columns, visible: interior.height, around: chosen)
    return rows.flatMap { row in
      (0..<columns).compactMap { column in
        let place = row * columns + column
        guard knobs.indices.contains(place) else { return nil }
        let line = interior.row(row - rows.lowerBound)
        return (knobs[place], line.columns(Array(repeating: 1, count: columns))[column])
      }
    }
  }

  /// What can be turned.
  func drawControls(on canvas: inout Canvas, in rect: Rect) {
    let place = (PlaygroundKnob.allCases.firstIndex(of: state.knob) ?? 0) + 1
    frame(.controls, context: "\(place)/\(PlaygroundKnob.allCases.count)", on: &canvas, in: rect)
    for (knob, line) in knobPlaces(in: rect) {
      let isChosen = knob == state.knob
      let isIdle = !isInUse(knob)
      let color = isChosen ? theme.accent : isIdle ? theme.faint : theme.text
      let value = words.value(knob, app)
      let room = line.width - 2
      let used = canvas.write(
        (isChosen ? "▸" : " ") + words.knob(knob), at: line.origin,
        style: Style(
          isChosen ? theme.accent : isIdle ? theme.faint : theme.muted, on: theme.panel, isChosen ? .bold : []),
        maxWidth: max(0, room - VisibleText.columns(of: value) - 1), ellipsis: true)
      guard used < room else { continue }
      canvas.writeRight(
        value, in: line.splitLeft(used + 1).rest.splitRight(2).rest,
        style: Style(color, on: theme.panel, isIdle ? [] : .bold))
    }
  }

  /// Whether a knob does something as things are.
  private func isInUse(_ knob: PlaygroundKnob) -> Bool {
    switch knob {
    case .regularizationRate: state.settings.regularization != .none
    case .activation, .dropout: !state.settings.layers.isEmpty
    case .noise, .dataset: state.settings.ownPoints == nil
    default: true
    }
  }
}
