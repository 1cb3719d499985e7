internal import Analysis
internal import Models
internal import TerminalCanvas

extension ExploreView {
  /// Draws a panel of the page.
  func drawLayers(_ panel: ExplorePanel, _ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    guard scene.reading.hasStages else {
      let interior = frame(panel, on: &canvas, in: rect)
      canvas.writeWrapped(words.layers.notCaptured, in: interior, style: theme.label)
      return
    }
    switch panel {
    case .lens: drawLens(scene, on: &canvas, in: rect)
    case .residual: drawResidual(scene, on: &canvas, in: rect)
    default: drawNeuronList(scene, on: &canvas, in: rect)
    }
  }

  /// A stage's name, as it is after a layer's attention or MLP.
  func name(_ stage: LogitLens.Stage) -> String {
    switch stage {
    case .embedding: words.layers.embedding
    case .middle(let layer):
      "L\(layer) \(mark(areHeadsOff(off, layer), words.layers.attention))"
    case .crossed(let layer):
      "L\(layer) \(mark(areHeadsOff(state.interventions.viewed(.cross), layer), words.layers.cross))"
    case .end(let layer): "L\(layer) \(mark(off.mlps.contains(layer), words.layers.mlp))"
    }
  }

  /// `+MLP` for what adds to the stream, `×MLP` for what is switched off.
  private func mark(_ isOff: Bool, _ name: String) -> String { isOff ? "×" + name.dropFirst() : name }

  private func areHeadsOff(_ off: Interventions, _ layer: Int) -> Bool {
    off.heads.count { $0.layer == layer } == subject.configuration.heads
  }

  func stageLabelWidth(_ scene: Scene) -> Int {
    scene.reading.stages.reduce(0) { max($0, VisibleText.columns(of: name($1))) } + 1
  }

  /// The stages' names at the left, the chosen one marked.
  func drawStageLabels(_ scene: Scene, _ geometry: StageGridGeometry, on canvas: inout Canvas) {
    let chosen = state.stage
    let stages = scene.reading.stages
    for stage in geometry.stages {
      let place = geometry.label(stage)
      let isChosen = stage == chosen
      let style = Style(isChosen ? theme.accent : theme.muted, on: theme.panel, isChosen ? .bold : [])
      if isChosen { canvas.write("▸", at: place.origin, style: style) }
      canvas.write(name(stages[stage]), at: Point(place.x + 1, place.y), style: style, maxWidth: place.width - 1)
    }
  }

  /// The tokens' labels above their columns, the query marked.
  func drawTokenTitles(_ scene: Scene, _ geometry: StageGridGeometry, on canvas: inout Canvas) {
    for column in geometry.columns {
      let place = geometry.title(column)
      let token = scene.tokens[column]
      let isQuery = column == scene.selection.query
      let label = text(token)
      let indent = max(isQuery ? 1 : 0, (place.width - label.columns) / 2)
      canvas.write(
        label, at: Point(place.x + indent, place.y), style: style(token, isSelected: isQuery),
        maxWidth: place.width - indent, ellipsis: true)
      if isQuery {
        canvas.write(
          "▾", at: Point(place.x + indent - 1, place.y), style: Style(theme.query, on: theme.panel, .bold))
      }
    }
  }

  /// Which stages and columns of a larger grid are shown, on the lower border.
  func drawGridPart(
    _ geometry: StageGridGeometry, stageCount: Int, columnCount: Int, on canvas: inout Canvas, in rect: Rect
  ) {
    var parts: [String] = []
    if geometry.stages.count < stageCount { parts.append(words.layers.stagesPart(geometry.stages.figures, stageCount)) }
    if geometry.columns.count < columnCount {
      parts.append(words.layers.tokensPart(geometry.columns.figures, columnCount))
    }
    caption(parts.joined(separator: " · "), on: &canvas, in: rect)
  }

  /// Brackets around the chosen cell.
  func bracket(_ cell: Rect, on canvas: inout Canvas) {
    for y in cell.y..<cell.maxY {
      canvas.write("▐", at: Point(cell.x, y), style: Style(theme.query))
      canvas.write("▌", at: Point(cell.maxX - 1, y), style: Style(theme.query))
    }
  }
}
