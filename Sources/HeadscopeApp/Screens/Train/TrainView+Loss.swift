private import Glibc
internal import Models
internal import TerminalCanvas
internal import Training
private import Wording

extension TrainView {
  /// Loss over the steps: raw faint, smoothed strong, validation, and what the data and pure guessing would give.
  func drawLoss(on canvas: inout Canvas, in rect: Rect) {
    let done = state.stepsDone
    let context = state.plannedSteps.map { words.train.panels.stepOf(grouped(done), grouped($0)) }
    let interior = frame(
      .loss, context: pastPlace(columns: rect.width - 18) ?? context ?? words.train.step(state.lastStep), on: &canvas,
      in: rect)
    guard state.lastStep > 0 else {
      let text = state.watch.map { words.train.watchPhase($0.phase) } ?? words.train.note(.noStepYet)
      canvas.writeWrapped(text, in: interior, style: theme.label)
      return
    }
    let plot = lossChart.draw(on: &canvas, in: interior, theme: theme)
    drawMarks(on: &canvas, in: plot)
    drawAppearances(on: &canvas, in: plot)
    drawBesideNames(on: &canvas, in: plot)
    drawReadout(on: &canvas, in: rect)
  }

  /// The curves of the steps in sight.
  private var lossChart: LineChart {
    let steps = app.chartSteps
    let points = state.history.points.filter { steps.contains($0.step) }
    let validations = state.history.validations.filter { steps.contains($0.step) }
    let panels = words.train.panels
    let (first, last) = (Float(steps.lowerBound), Float(steps.upperBound))
    var series = [
      Self.series("", points, \.loss, color: theme.series[0].mixed(with: theme.panel, 0.65))
    ]
    for (name, value) in references {
      series.append(
        LineChart.Series(name, x: [first, last], y: [Float(value), Float(value)], color: theme.muted))
    }
    for shown in state.beside.shown { series += curves(of: shown, in: steps) }
    series.append(Self.series(panels.train, points, \.smoothed, color: theme.series[0]))
    if !validations.isEmpty {
      series.append(
        LineChart.Series(
          panels.validation, x: validations.map { Float($0.step) }, y: validations.map { Float($0.loss) },
          color: theme.series[1]))
    }
    return LineChart(
      series, xRange: first...max(last, first + 1), yRange: lossRange(points, validations),
      isLogarithmic: state.chart.isLogarithmic, crosshair: (appearanceInSight ?? state.chart.crosshair).map(Float.init))
  }

  /// Guessing at random among all tokens or labels, and the data's own entropy where it is known.
  private var references: [(String, Double)] {
    // A log doesn't say what it guesses at.
    guard state.hasSettings else { return [] }
    let guessing = Float(state.plan.preset.model.logitCount)
    let uniform = (words.train.panels.uniform, Double(log(guessing)))
    guard let entropy = state.facts?.entropy, entropy.isFinite else { return [uniform] }
    return [uniform, (words.train.panels.entropy, entropy)]
  }

  /// Zoomed in, the curve fills the panel; else the reference lines are in sight as well.
  private func lossRange(_ points: [TrainingHistory.Point], _ validations: [TimedValidation]) -> ClosedRange<Float> {
    var values = points.map(\.loss) + validations.map(\.loss) + besideValues
    if state.chart.zoom == 0 { values += references.map(\.1) }
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return 0...1 }
    let margin = max((high - low) * 0.04, 1e-6)
    let bottom = state.chart.isLogarithmic ? low * 0.95 : max(0, low - margin)
    return Float(bottom)...Float(max(high + margin, bottom + 1e-6))
  }

  /// Where a setting was changed.
  private func drawMarks(on canvas: inout Canvas, in plot: Rect) {
    let steps = app.chartSteps
    for mark in state.history.marks where steps.contains(mark.step) && plot.width > 1 {
      let share = Float(mark.step - steps.lowerBound) / Float(max(1, steps.count - 1))
      let x = plot.x + Int((share * Float(plot.width - 1)).rounded())
      canvas.write("▲", at: Point(x, plot.maxY - 1), style: style(theme.special))
    }
  }

  /// What stands under the crosshair, or what was changed last.
  private func drawReadout(on canvas: inout Canvas, in rect: Rect) {
    let panels = words.train.panels
    guard let crosshair = state.chart.crosshair else {
      if let text = skippedLines {
        caption(text, on: &canvas, in: rect)
      } else if let mark = state.history.marks.last {
        caption("▲ \(words.train.change(mark))", on: &canvas, in: rect)
      }
      return
    }
    let point = state.history.reading(at: crosshair)
    var parts = [words.train.step(point?.step ?? crosshair)]
    if let point { parts += ["\(panels.loss) \(Self.loss(point.loss))", "∅ \(Self.loss(point.smoothed))"] }
    if let validation = state.history.validations.last(where: { $0.step <= point?.step ?? crosshair }),
      point != nil || crosshair <= state.history.lastStep
    {
      parts.append("\(panels.validation) \(Self.loss(validation.loss))")
    }
    parts += besideReadings(at: crosshair)
    while parts.count > 2, VisibleText.columns(of: parts.joined(separator: " · ")) + 6 > rect.width {
      parts.removeLast()
    }
    caption(parts.joined(separator: " · "), on: &canvas, in: rect)
  }

  static func loss(_ value: Double) -> String { Figure.fixed(Float(value), decimals: value < 10 ? 3 : 1) }
}
