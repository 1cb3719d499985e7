internal import Models
internal import TerminalCanvas

extension ExploreView {
  func linesGeometry(_ scene: Scene, in rect: Rect) -> LinesGeometry {
    LinesGeometry(
      panel: rect, labelWidth: labelWidth(scene.tokens, atMost: max(3, rect.width / 5)), count: scene.tokens.count,
      query: scene.selection.query, key: scene.reading.key(scene.selection))
  }

  /// The focused head as lines from each token to those it looks at; the selected token's lines stand out.
  func drawLines(_ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    let geometry = linesGeometry(scene, in: rect)
    let count = scene.tokens.count
    let isWhole = geometry.queries.count == count
    let context = isWhole ? words.lines : "\(geometry.queries.figures)/\(count)"
    frame(.lines, title: "\(words.title(.lines)) \(scene.headName)", context: context, on: &canvas, in: rect)
    drawConnections(scene, geometry, on: &canvas)
    for index in geometry.queries {
      let isQuery = index == scene.selection.query
      let place = geometry.query(index)
      write(scene.tokens[index], on: &canvas, in: place.splitRight(1).rest, isSelected: isQuery, alignsRight: true)
      if isQuery {
        canvas.write("▸", at: Point(place.maxX - 1, place.y), style: Style(theme.query, on: theme.panel, .bold))
      }
    }
    let weights = Array(
      scene.reading.trace.pattern(
        layer: scene.selection.layer, head: scene.selection.head, query: scene.selection.query))
    let key = scene.reading.key(scene.selection)
    for index in geometry.keys {
      drawKey(index, weight: weights[index], isSelected: index == key, scene, geometry, on: &canvas)
    }
  }

  /// The token looked at, on a ground as warm as the attention it gets, with the percentage.
  private func drawKey(
    _ row: Int, weight: Float, isSelected: Bool, _ scene: Scene, _ geometry: LinesGeometry, on canvas: inout Canvas
  ) {
    let place = geometry.key(row)
    let (label, figure) = place.splitLeft(geometry.labelWidth)
    guard scene.reading.isVisible(scene.selection, key: row) else {
      canvas.write(
        text(scene.tokens[row]), at: label.origin, style: Style(theme.faint, on: theme.panel), maxWidth: label.width,
        ellipsis: true)
      return
    }
    let ground = theme.panel.mixed(with: theme.accent, weight)
    let used = min(label.width, text(scene.tokens[row]).columns)
    write(scene.tokens[row], on: &canvas, in: label)
    canvas.restyle(
      label.splitLeft(used).left,
      Style(weight >= 0.5 ? ground.readableText : nil, on: ground, isSelected ? .bold : []))
    guard weight >= 0.005 else { return }
    canvas.writeRight(
      Figure.percent(weight), in: figure,
      style: Style(isSelected ? theme.accent : theme.muted, on: theme.panel, isSelected ? .bold : []))
  }

  /// Weak lines are dotted and strong ones solid, so that they differ without colour as well.
  private func drawConnections(_ scene: Scene, _ geometry: LinesGeometry, on canvas: inout Canvas) {
    var braille = BrailleGrid(width: geometry.field.width, height: geometry.field.height)
    let right = Float(braille.dotWidth - 1)
    let key = scene.reading.key(scene.selection)
    for query in geometry.queries {
      let isSelected = query == scene.selection.query
      let weights = scene.reading.trace.pattern(
        layer: scene.selection.layer, head: scene.selection.head, query: query)
      for position in geometry.keys {
        let weight = weights[weights.startIndex + position]
        guard weight >= (isSelected ? 0.02 : 0.08) else { continue }
        let color =
          isSelected
          ? (position == key ? theme.accent : theme.panel.mixed(with: theme.query, 0.35 + 0.65 * weight))
          : theme.panel.mixed(with: theme.muted, 0.2 + 0.5 * weight)
        braille.connection(
          from: (0, geometry.dot(geometry.query(query))), to: (right, geometry.dot(geometry.key(position))),
          color: color,
          strength: isSelected ? 2 + weight : weight, dash: weight < 0.1 ? 4 : weight < 0.2 ? 2 : 1)
      }
    }
    braille.draw(on: &canvas, at: geometry.field.origin)
  }
}
