internal import Models
internal import TerminalCanvas

extension TrainView {
  /// What a recurrent network keeps in mind of the probe: a layer below the other, or one alone, a row of colours a token.
  func drawStates(_ reading: TrainState.ProbeState.Reading, on canvas: inout Canvas, in rect: Rect) {
    let configuration = reading.trace.configuration
    let layer = min(state.heads.layer, configuration.layers - 1)
    let layers = state.heads.view == .all ? 0..<configuration.layers : layer..<layer + 1
    let interior = Panel.interior(of: rect)
    // A layer needs a line for its name and one for a token.
    let shown = ScrollWindow.range(
      count: layers.count, visible: max(1, interior.height / 3), around: layer - layers.lowerBound)
    for (place, part) in zip(shown, interior.rows(shown.map { _ in 1 })) {
      drawStates(
        reading, layer: layers.lowerBound + place, isChosen: layers.lowerBound + place == layer, &canvas, in: part)
    }
  }

  private func drawStates(
    _ reading: TrainState.ProbeState.Reading, layer: Int, isChosen: Bool, _ canvas: inout Canvas, in rect: Rect
  ) {
    let tokens = reading.sentence.tokens
    let labels = tokens.map { VisibleText($0.text, leadingSpace: .dot) }
    let geometry = StatesGeometry(
      interior: rect, labelWidth: min(10, labels.reduce(1) { max($0, $1.columns) }), tokenCount: tokens.count,
      token: tokens.count - 1, units: reading.trace.configuration.width)
    canvas.write(
      "L\(layer)", at: rect.origin, style: style(isChosen ? theme.accent : theme.muted, isBold: isChosen))
    for token in geometry.tokens {
      let label = geometry.label(token)
      canvas.write(
        labels[token], at: label.origin, style: style(theme.text), maxWidth: geometry.labelWidth, ellipsis: true)
      let row = reading.trace.row([token], of: StateQuantity.hidden.activation(layer: layer))
      for place in 0..<geometry.places {
        let value = geometry.units(at: place).lazy.map { row[row.startIndex + $0] }.max { abs($0) < abs($1) } ?? 0
        let color = theme.adapted(.diverging).color(0.5 + value / 2)
        let cell = geometry.cell(token, place)
        for y in cell.y..<cell.maxY {
          for x in cell.x..<cell.maxX { canvas.setSignedHeat(x: x, y: y, value, color: color) }
        }
      }
    }
  }
}
