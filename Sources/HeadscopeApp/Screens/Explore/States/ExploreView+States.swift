internal import KernelTypes
internal import Models
internal import TerminalCanvas

/// The states page: what a recurrent network keeps in mind, token by token.
extension ExploreView {
  func drawStates(_ panel: ExplorePanel, _ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    switch panel {
    case .states: drawHeatRows(scene, on: &canvas, in: rect)
    default: drawCourse(scene, on: &canvas, in: rect)
    }
  }

  func statesGeometry(_ scene: Scene, in rect: Rect) -> StatesGeometry {
    StatesGeometry(
      interior: Panel.interior(of: rect), labelWidth: labelWidth(scene.tokens, atMost: 12),
      tokenCount: scene.tokens.count, token: scene.selection.query, units: subject.configuration.width)
  }

  /// A row of colours for each token: the units of the layer in sight.
  private func drawHeatRows(_ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    let (layer, quantity) = (scene.selection.layer, state.states.quantity)
    let name = words.states.quantity(quantity)
    let place = words.step.layer(layer, subject.configuration.layers)
    frame(
      .states, title: "\(words.title(.states)) · \(name)",
      context: "\(place) · \(words.states.units(subject.configuration.width))", place, on: &canvas, in: rect)
    let geometry = statesGeometry(scene, in: rect)
    let limit = scene.reading.limit(of: quantity, layer: layer)
    for token in geometry.tokens {
      let isQuery = token == scene.selection.query
      let label = geometry.label(token)
      if isQuery { canvas.write("▸", at: label.origin, style: Style(theme.query, on: theme.panel, .bold)) }
      canvas.write(
        text(scene.tokens[token]), at: Point(label.x + 1, label.y),
        style: style(scene.tokens[token], isSelected: isQuery), maxWidth: geometry.labelWidth, ellipsis: true)
      let row = scene.reading.numbers(quantity, layer: layer, position: token)
      for place in 0..<geometry.places {
        let value = strongest(geometry.units(at: place).lazy.map { row[row.startIndex + $0] })
        drawHeat(value, limit: limit, isShare: quantity.isShare, on: &canvas, in: geometry.cell(token, place))
      }
    }
    drawUnitMark(scene, geometry, on: &canvas)
    if quantity.isShare {
      legend("", Legend(low: "0", high: "1", ramp: ramp), on: &canvas, in: rect)
    } else {
      signedLegend("", limit: limit, on: &canvas, in: rect, bar: 11)
    }
    var notes: [String] = []
    if geometry.places < subject.configuration.width {
      notes.append(
        words.step.strongestOf("\((subject.configuration.width + geometry.places - 1) / geometry.places)"))
    }
    if geometry.tokens.count < scene.tokens.count {
      notes.append(words.layers.tokensPart(geometry.tokens.figures, scene.tokens.count))
    }
    caption(notes.joined(separator: " · "), on: &canvas, in: rect)
  }

  /// Which unit is looked at, above its column.
  private func drawUnitMark(_ scene: Scene, _ geometry: StatesGeometry, on canvas: inout Canvas) {
    let unit = scene.reading.unit(state.states, scene.selection)
    let (mark, room) = (geometry.mark(unit), geometry.heading)
    let style = Style(theme.accent, on: theme.panel, .bold)
    let label = words.states.unit(unit)
    let width = VisibleText.columns(of: label)
    canvas.write("▾", at: mark, style: style)
    let isRight = mark.x + 2 + width <= room.maxX
    guard isRight || mark.x - 1 - width >= room.x else { return }
    canvas.write(label, at: Point(isRight ? mark.x + 2 : mark.x - 1 - width, mark.y), style: style)
  }

  /// One unit across the sentence: what it holds, and how far its gates are open.
  private func drawCourse(_ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    guard let cell = subject.configuration.cell else { return }
    let (layer, unit) = (scene.selection.layer, scene.reading.unit(state.states, scene.selection))
    let interior = frame(
      .course, title: words.states.course(unit), context: words.step.layer(layer, subject.configuration.layers),
      on: &canvas, in: rect)
    let labels = labelWidth(scene.tokens, atMost: 12)
    let all = StateQuantity.all(of: cell)
    let (head, body) = interior.splitTop(1)
    let wide = min(14, max(5, (interior.width - labels - 2) / all.count))
    let start = interior.x + labels + 2
    for (index, quantity) in all.enumerated() {
      let isShown = quantity == state.states.quantity
      let style = Style(isShown ? theme.accent : theme.muted, on: theme.panel, isShown ? .bold : [])
      let place = Rect(x: start + index * wide, y: head.y, width: wide, height: 1)
      canvas.writeCentered(quantity.rawValue, in: place, style: style)
    }
    let visible = courseTokens(scene, in: rect)
    for (line, token) in visible.enumerated() {
      let y = body.y + line
      let isQuery = token == scene.selection.query
      if isQuery { canvas.write("▸", at: Point(interior.x, y), style: Style(theme.query, on: theme.panel, .bold)) }
      canvas.write(
        text(scene.tokens[token]), at: Point(interior.x + 1, y),
        style: style(scene.tokens[token], isSelected: isQuery), maxWidth: labels, ellipsis: true)
      for (index, quantity) in all.enumerated() {
        let row = scene.reading.numbers(quantity, layer: layer, position: token)
        drawNumber(
          row[row.startIndex + unit], limit: scene.reading.limit(of: quantity, layer: layer),
          isShare: quantity.isShare, on: &canvas, in: Rect(x: start + index * wide, y: y, width: wide, height: 1))
      }
    }
    var notes = [words.states.formula(cell)]
    if visible.count < scene.tokens.count {
      notes.append(words.layers.tokensPart(visible.figures, scene.tokens.count))
    }
    caption(notes.joined(separator: " · "), on: &canvas, in: rect)
  }

  /// The tokens that the course has room for.
  func courseTokens(_ scene: Scene, in rect: Rect) -> Range<Int> {
    ScrollWindow.range(
      count: scene.tokens.count, visible: Panel.interior(of: rect).height - 1, around: scene.selection.query)
  }
}
