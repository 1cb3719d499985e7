internal import Analysis
internal import Models
internal import TerminalCanvas

extension ExploreView {
  /// The component of the residual stream that is looked at.
  var component: Int { min(state.layers.component, subject.configuration.width - 1) }

  func residualGeometry(_ scene: Scene, in rect: Rect) -> StageGridGeometry {
    let isComponents = state.layers.measure == .components
    let side = rect.width >= 90 ? 24 : 14
    return StageGridGeometry(
      panel: rect, labelWidth: stageLabelWidth(scene), stageCount: scene.reading.stages.count,
      stage: state.stage,
      columnCount: isComponents ? subject.configuration.width : scene.tokens.count,
      column: isComponents ? component : scene.selection.query,
      widths: StageGridGeometry.Widths(least: isComponents ? 1 : 7, most: isComponents ? 1 : 10, side: side))
  }

  /// The residual stream on its way through the layers, by one measure.
  func drawResidual(_ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    let geometry = residualGeometry(scene, in: rect)
    let measure = state.layers.measure
    let title = "\(words.title(.residual)) · \(words.layers.measure(measure))"
    frame(.residual, title: title, context: words.layers.explains(measure), on: &canvas, in: rect)
    drawStageLabels(scene, geometry, on: &canvas)
    if measure == .components {
      drawComponents(scene, geometry, on: &canvas, in: rect)
    } else {
      drawMeasure(measure, scene, geometry, on: &canvas, in: rect)
    }
  }

  private func drawMeasure(
    _ measure: ResidualMeasure, _ scene: Scene, _ geometry: StageGridGeometry, on canvas: inout Canvas, in rect: Rect
  ) {
    drawTokenTitles(scene, geometry, on: &canvas)
    let kept = state.layers.measured.flatMap { $0.measure == measure ? $0 : nil }
    let measured = kept ?? scene.reading.scaled(measure)
    let (values, limit) = (measured.values, measured.limit)
    let chosen = state.stage
    for stage in geometry.stages {
      for column in geometry.columns {
        let value = values[stage][column]
        let cell = geometry.cell(stage, column)
        drawValue(value / limit, label: number(value, measure), on: &canvas, in: cell)
        if stage == chosen, column == scene.selection.query { bracket(cell, on: &canvas) }
      }
      let value = values[stage][scene.selection.query]
      drawCourse(
        value, share: value / limit, label: number(value, measure), color: barColor(max(0, value / limit)),
        isChosen: stage == chosen, on: &canvas, in: geometry.course(stage))
    }
    drawSideTitle("“\(text(scene.query))”", geometry, on: &canvas)
    legend("", Legend(low: "0", high: number(limit, measure), ramp: ramp), on: &canvas, in: rect)
    drawGridPart(geometry, stageCount: values.count, columnCount: scene.tokens.count, on: &canvas, in: rect)
  }

  /// The chosen token's vector, a column a component; its scale is the largest number of each stage, since the stream
  /// grows from stage to stage.
  private func drawComponents(
    _ scene: Scene, _ geometry: StageGridGeometry, on canvas: inout Canvas, in rect: Rect
  ) {
    let stages = scene.reading.stages
    let chosen = state.stage
    for stage in geometry.stages {
      let vector = Array(scene.reading.residual(stage: stages[stage], position: scene.selection.query))
      let limit = max(vector.reduce(0) { max($0, abs($1)) }, .leastNormalMagnitude)
      for column in geometry.columns {
        drawSigned(vector[column] / limit, on: &canvas, in: geometry.cell(stage, column))
      }
      let value = vector[component]
      drawCourse(
        value, share: value / limit, label: Figure.fixed(value, decimals: 2), color: signedBarColor(value / limit),
        isChosen: stage == chosen, isSigned: true, on: &canvas, in: geometry.course(stage))
    }
    let mark = geometry.title(component)
    let style = Style(theme.accent, on: theme.panel, .bold)
    let name = "\(component)"
    let fits = mark.x + 1 + name.utf8.count <= geometry.titles.maxX
    canvas.write("▾", at: mark.origin, style: style)
    canvas.write(name, at: Point(fits ? mark.x + 1 : mark.x - name.utf8.count, mark.y), style: style)
    drawSideTitle(words.layers.component(component), geometry, on: &canvas)
    let last = geometry.columns.upperBound - 1
    caption(
      words.layers.componentsPart("\(geometry.columns.lowerBound)–\(last)", subject.configuration.width), on: &canvas,
      in: rect)
    signedLegend(text(scene.query).description, name: words.layers.ofLargest, on: &canvas, in: rect)
  }

  /// A scale from −1 to 1 of the largest number in the row.
  private func signedLegend(_ token: String, name: String, on canvas: inout Canvas, in rect: Rect) {
    signedLegend("“\(token)” \(name)", limit: 1, on: &canvas, in: rect)
  }

  private func drawSideTitle(_ title: String, _ geometry: StageGridGeometry, on canvas: inout Canvas) {
    guard geometry.side.width >= 10 else { return }
    canvas.write(
      title, at: geometry.side.origin, style: Style(theme.query, on: theme.panel, .bold), maxWidth: geometry.side.width,
      ellipsis: true)
  }

  private func drawCourse(
    _ value: Float, share: Float, label: String, color: Color, isChosen: Bool, isSigned: Bool = false,
    on canvas: inout Canvas, in line: Rect
  ) {
    guard line.width >= 10, value.isFinite else { return }
    let (bar, figure) = line.splitRight(7)
    if isSigned {
      SignedBar(share: share, color: color, track: theme.raised).draw(on: &canvas, in: bar, theme: theme)
    } else {
      Bar(share, color: color, track: theme.raised).draw(on: &canvas, in: bar, theme: theme)
    }
    canvas.writeRight(label, in: figure, style: Style(theme.text, on: theme.panel, isChosen ? .bold : []))
  }

  private func number(_ value: Float, _ measure: ResidualMeasure) -> String {
    if measure == .cosine { return Figure.fixed(value, decimals: 2) }
    let exact = Figure.fixed(value, decimals: abs(value) < 10 ? 2 : 1)
    return exact.utf8.count <= 5 ? exact : Figure.quantity(Double(value), kilo: "k")
  }
}
