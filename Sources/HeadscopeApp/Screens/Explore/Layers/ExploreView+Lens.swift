internal import Analysis
internal import Models
internal import TerminalCanvas

extension ExploreView {
  func lensGeometry(_ scene: Scene, in rect: Rect) -> StageGridGeometry {
    StageGridGeometry(
      panel: rect, labelWidth: stageLabelWidth(scene), stageCount: scene.reading.stages.count,
      stage: state.stage, columnCount: scene.tokens.count, column: scene.selection.query,
      widths: StageGridGeometry.Widths(least: 7, most: 22, side: rect.width >= 100 ? 30 : 16))
  }

  /// What the model would say if it stopped at a stage: for each token the likeliest next one, its probability as heat.
  func drawLens(_ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    guard scene.reading.hasLogits else {
      let interior = frame(.lens, on: &canvas, in: rect)
      canvas.writeWrapped(words.layers.saysNothing, in: interior, style: theme.label)
      return
    }
    let geometry = lensGeometry(scene, in: rect)
    frame(.lens, context: words.layers.lensContext, words.layers.lensContextShort, on: &canvas, in: rect)
    drawStageLabels(scene, geometry, on: &canvas)
    drawTokenTitles(scene, geometry, on: &canvas)
    let chosen = state.stage
    for stage in geometry.stages {
      for column in geometry.columns {
        let cell = geometry.cell(stage, column)
        drawLensCell(state.logitLens.reading(stage: stage, position: column), on: &canvas, in: cell)
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
    guard let reading, let best = reading.top.first else {
      canvas.writeCentered("…", in: middle, style: Style(theme.faint, on: theme.panel))
      return
    }
    let color = theme.adapted(ramp).color(best.probability)
    canvas.fill(cell, style: Style(color.readableText, on: color))
    canvas.setHeat(
      x: cell.x, y: middle.y, upper: best.probability, lower: best.probability, upperColor: color, lowerColor: color)
    let style = Style(color.readableText, on: color)
    write(best, style: style.with(best.probability >= 0.5 ? .bold : []), on: &canvas, in: middle)
    for (line, next) in zip(middle.y + 1..<cell.maxY, reading.top.dropFirst()) {
      let quiet = Style(color.readableText.mixed(with: color, 0.35), on: color)
      write(next, style: quiet, on: &canvas, in: Rect(x: cell.x, y: line, width: cell.width, height: 1))
    }
  }

  /// A candidate's spelling, and at the right of its cell the probability where there is room.
  private func write(_ candidate: NextTokens.Candidate, style: Style, on canvas: inout Canvas, in line: Rect) {
    let label = VisibleText(subject.answer(candidate.id), leadingSpace: .dot)
    let room = line.splitLeft(1).rest.splitRight(1).rest
    let rounded = Figure.percent(candidate.probability)
    let share = rounded == "0%" && candidate.probability > 0 ? "\(Figure.nearZero)%" : rounded
    let fits = room.width >= min(label.columns, 8) + 1 + share.utf8.count && room.width >= 8
    canvas.write(
      label, at: room.origin, style: style, maxWidth: room.width - (fits ? share.utf8.count + 1 : 0), ellipsis: true)
    if fits { canvas.writeRight(share, in: room, style: style) }
  }

  /// A place among all tokens in at most five columns.
  private func rank(_ rank: Int) -> String { rank < 10_000 ? "#\(rank)" : "#\(rank / 1000)k" }

  /// How the answer forms: at each stage the probability and the rank of what the whole model finds likeliest.
  private func drawAnswer(_ scene: Scene, _ geometry: StageGridGeometry, on canvas: inout Canvas) {
    guard geometry.side.width >= 12,
      let final = state.logitLens.reading(stage: scene.reading.stages.count - 1, position: scene.selection.query)
    else { return }
    let answer = VisibleText(subject.answer(final.followed.id), leadingSpace: .dot).description
    let title = [words.layers.answerForms(answer), words.layers.answer(answer)].first {
      VisibleText.columns(of: $0) <= geometry.side.width
    }
    canvas.write(
      title ?? answer, at: geometry.side.origin, style: Style(theme.good, on: theme.panel, .bold),
      maxWidth: geometry.side.width, ellipsis: true)
    let chosen = state.stage
    for stage in geometry.stages {
      guard let reading = state.logitLens.reading(stage: stage, position: scene.selection.query) else { continue }
      let line = geometry.course(stage)
      let (bar, figures) = line.splitRight(line.width < 20 ? 11 : 12)
      let isFirst = reading.rank == 1
      let style = Style(
        isFirst ? theme.good : theme.text, on: theme.panel, stage == chosen || isFirst ? .bold : [])
      Bar(
        reading.followed.probability, color: isFirst ? theme.good : barColor(reading.followed.probability),
        track: theme.raised
      ).draw(on: &canvas, in: bar, theme: theme)
      canvas.writeRight(percent(reading.followed.probability), in: figures.splitLeft(6).left, style: style)
      canvas.writeRight(rank(reading.rank), in: figures, style: style)
    }
  }
}
