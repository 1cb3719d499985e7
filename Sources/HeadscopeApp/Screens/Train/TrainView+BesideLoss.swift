internal import TerminalCanvas
internal import Training

extension TrainView {
  /// A curve of points, with a gap where steps had no finite loss.
  static func series(
    _ name: String, _ points: [TrainingHistory.Point], _ value: (TrainingHistory.Point) -> Double, color: Color,
    mark: Unicode.Scalar? = nil
  ) -> LineChart.Series {
    var (x, y): ([Float], [Float]) = ([], [])
    for point in points {
      if point.followsGap, !x.isEmpty {
        x.append(Float(point.step))
        y.append(.nan)
      }
      x.append(Float(point.step))
      y.append(Float(value(point)))
    }
    return LineChart.Series(name, x: x, y: y, color: color, mark: mark)
  }

  /// The curves of a run beside this one: smoothed with its letter on it, validations dotted in the same colour.
  func curves(of shown: BesideState.Shown, in steps: ClosedRange<Int>) -> [LineChart.Series] {
    let color = shown.color(theme)
    let points = shown.run.curve.points.filter { steps.contains($0.step) }
    let validations = shown.run.curve.validations.filter { steps.contains($0.step) }
    let dotted = LineChart.Series(
      "", x: validations.map { Float($0.step) }, y: validations.map { Float($0.loss) }, color: color,
      mark: points.isEmpty ? shown.letter.unicodeScalars.first : nil,
      dash: 3)
    return [dotted, Self.series("", points, \.smoothed, color: color, mark: shown.letter.unicodeScalars.first)]
  }

  /// What the chart must have room for besides this run.
  var besideValues: [Double] {
    let steps = app.chartSteps
    return state.beside.shown.flatMap { shown in
      let points = shown.run.curve.points.lazy.filter { steps.contains($0.step) }.map(\.smoothed)
      return Array(points) + shown.run.curve.validations.filter { steps.contains($0.step) }.map(\.loss)
    }
  }

  /// The names of the runs beside this one, each with its letter, below the legend.
  func drawBesideNames(on canvas: inout Canvas, in plot: Rect) {
    let room = max(0, min(plot.height - 3, plot.height / 2 + 1))
    for (row, shown) in state.beside.shown.prefix(room).enumerated() {
      let last = shown.run.curve.points.last?.smoothed ?? shown.run.curve.validations.last?.loss
      let text = " \(shown.letter) ━ \(shown.run.name)" + (last.map { " · " + Self.loss($0) } ?? "") + " "
      let width = min(VisibleText.columns(of: text), plot.width * 2 / 3)
      let place = plot.row(row + 1).splitRight(width).right
      canvas.write(
        VisibleText(text), at: place.origin, style: style(shown.color(theme)), maxWidth: width, ellipsis: true)
    }
  }

  /// What the other runs had at a step.
  func besideReadings(at step: Int) -> [String] {
    state.beside.shown.compactMap { shown in
      shown.run.curve.point(nearest: step).map { "\(shown.letter) \(Self.loss($0.smoothed))" }
    }
  }

  /// How many lines of a log can't be read.
  var skippedLines: String? {
    guard let watch = state.watch, watch.skippedLines > 0 else { return nil }
    return words.train.beside.skipped(watch.skippedLines)
  }
}
