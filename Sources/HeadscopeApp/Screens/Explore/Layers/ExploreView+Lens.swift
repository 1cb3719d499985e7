internal import Analysis
internal import Models
internal import TerminalCanvas

extension ExploreView {
  func lensGeometry(_ scene: Scene, in rect: Rect) -> StageGridGeometry {
    StageGridGeometry(
      panel: rect, labelWidth: stageLabelWidth(scene), stageCount: scene.reading.stages.count,
      stage: state.layers.stage(scene.selection), columnCount: scene.tokens.count, column: scene.selection.query,
      widths: StageGridGeometry.Widths(least: 7, most: 16, side: rect.width >= 100 ? 30 : 17))
  }

  /// What the model would say if it stopped at a stage: for each token the likeliest next one, its probability as heat.
  func drawLens(_ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    let geometry = lensGeometry(scene, in: rect)
    frame(.lens, context: words.layers.lensContext, words.layers.lensContextShort, on: &canvas, in: rect)
    drawStageLabels(scene, geometry, on: &canvas)
    drawTokenTitles(scene, geometry, on: &canvas)
    let chosen = state.layers.stage(scene.selection)
    for stage in geometry.stages {
      for column in geometry.columns {
        let cell = geometry.cell(stage, column)
        drawLensCell(state.lens.reading(stage: stage, position: column), on: &canvas, in: cell)
        if stage == chosen, column == scene.selection.query { bracket(cell, on: &canvas) }
      }
    }
    drawAnswer(scene, geometry, on: &canvas)
    legend("", Legend(low: "0", high: "100%", ramp: ramp), on: &canvas, in: rect)
    drawGridPart(
      geometry, stageCount: scene.reading.stages.count, columnCount: scene.tokens.count, on: &canvas, in: rect)
  }

  /// The likeliest token on a ground as warm as its probability, with a shade before it for terminals without colour.
  private func drawLensCell(_ reading: LogitLens.Reading?, on canvas: inout Canvas, in cell: Rect) {
    let middle = cell.row((cell.height - 1) / 2)
    guard let best = reading?.top.first else {
      canvas.writeCentered("…", in: middle, style: Style(theme.faint, on: theme.panel))
      return
    }
    let color = theme.adapted(ramp).color(best.probability)
    canvas.fill(cell, style: Style(color.readableText, on: color))
    canvas.setHeat(
      x: cell.x, y: middle.y, upper: best.probability, lower: best.probability, upperColor: color, lowerColor: color)
    let style = Style(color.readableText, on: color, best.probability >= 0.5 ? .bold : [])
    let label = VisibleText(subject.tokenizer.spelling(of: best.id), leadingSpace: .dot)
    let room = middle.splitLeft(1).rest.splitRight(1).rest
    let share = Figure.percent(best.probability)
    let fits = room.width >= min(label.columns, 8) + 1 + share.utf8.count && room.width >= 8
    canvas.write(
      label, at: room.origin, style: style, maxWidth: room.width - (fits ? share.utf8.count + 1 : 0), ellipsis: true)
    if fits { canvas.writeRight(share, in: room, style: style) }
  }

  /// How the answer forms: at each stage the probability and the rank of what the whole model finds likeliest.
  private func drawAnswer(_ scene: Scene, _ geometry: StageGridGeometry, on canvas: inout Canvas) {
    guard geometry.side.width >= 12,
      let final = state.lens.reading(stage: scene.reading.stages.count - 1, position: scene.selection.query)
    else { return }
    let answer = VisibleText(subject.tokenizer.spelling(of: final.followed.id), leadingSpace: .dot).description
    let title = [words.layers.answerForms(answer), words.layers.answer(answer)].first {
      VisibleText.columns(of: $0) <= geometry.side.width
    }
    canvas.write(
      title ?? answer, at: geometry.side.origin, style: Style(theme.good, on: theme.panel, .bold),
      maxWidth: geometry.side.width, ellipsis: true)
    let chosen = state.layers.stage(scene.selection)
    for stage in geometry.stages {
      guard let reading = state.lens.reading(stage: stage, position: scene.selection.query) else { continue }
      let line = geometry.course(stage)
      let (bar, figures) = line.splitRight(12)
      let isFirst = reading.rank == 1
      let style = Style(
        isFirst ? theme.good : theme.text, on: theme.panel, stage == chosen || isFirst ? .bold : [])
      Bar(
        reading.followed.probability, color: isFirst ? theme.good : barColor(reading.followed.probability),
        track: theme.raised
      ).draw(on: &canvas, in: bar, theme: theme)
      canvas.writeRight(percent(reading.followed.probability), in: figures.splitLeft(7).left, style: style)
      canvas.writeRight("#\(reading.rank)", in: figures, style: style)
    }
  }
}
