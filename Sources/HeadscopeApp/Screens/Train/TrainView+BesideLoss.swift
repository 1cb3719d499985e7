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
    let curve = shown.curve(beside: state.facts?.folder)
    let points = curve.points.filter { steps.contains($0.step) }
    let validations = curve.validations.filter { steps.contains($0.step) }
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
      let curve = shown.curve(beside: state.facts?.folder)
      let points = curve.points.lazy.filter { steps.contains($0.step) }.map(\.smoothed)
      return Array(points) + curve.validations.filter { steps.contains($0.step) }.map(\.loss)
    }
  }

  /// The names of the runs beside this one, each with its letter, below the legend.
  func drawBesideNames(on canvas: inout Canvas, in plot: Rect) {
    let all = state.beside.shown
    // The curves are what the chart is for: names take a third of it, and where there are more they say so.
    let room = max(min(1, plot.height - 2), plot.height / 3)
    let count = all.count <= room ? all.count : max(0, room - 1)
    for (row, shown) in all.prefix(count).enumerated() {
      let last = shown.run.curve.points.last?.smoothed ?? shown.run.curve.validations.last?.loss
      let figure = last.map { " · " + Self.loss($0) } ?? ""
      // A name may be cut, a number never.
      let most = max(8, plot.width * 2 / 3 - VisibleText.columns(of: figure) - 6)
      let name = VisibleText(shown.run.name)
      let width = min(name.columns, most)
      let place = plot.row(row + 1).splitRight(width + VisibleText.columns(of: figure) + 6).right
      var x = place.x
      let style = style(shown.color(theme))
      x += canvas.write(" \(shown.letter) ━ ", at: place.origin, style: style)
      x += canvas.write(name, at: Point(x, place.y), style: style, maxWidth: width, ellipsis: true)
      canvas.write(figure + " ", at: Point(x, place.y), style: style)
    }
    guard count < all.count, plot.height > 1 else { return }
    let letters = " " + all.dropFirst(count).map(\.letter).joined(separator: " ") + " "
    canvas.writeRight(letters, in: plot.row(count + 1), style: theme.label)
  }

  /// What the other runs had at a step.
  func besideReadings(at step: Int) -> [String] {
    state.beside.shown.compactMap { shown in
      shown.run.curve.reading(at: step).map { "\(shown.letter) \(Self.loss($0.smoothed))" }
    }
  }

  /// How many lines of a log can't be read.
  var skippedLines: String? {
    guard let watch = state.watch, watch.skippedLines > 0 else { return nil }
    return words.train.beside.skipped(watch.skippedLines)
  }
}
