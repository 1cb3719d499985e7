internal import TerminalCanvas
internal import Training
private import Wording

extension PlaygroundView {
  /// Loss on both kinds of points over the epochs, and exact figures.
  func drawLoss(_ report: PlaygroundReport, on canvas: inout Canvas, in rect: Rect) {
    let context = words.epoch(grouped(report.script.epochs))
    let interior = frame(.loss, context: context, on: &canvas, in: rect)
    let figures = interior.height >= 8 ? figureLines(report) : Array(figureLines(report).prefix(2))
    let (chart, below) = interior.splitBottom(figures.count)
    if chart.height >= 3 { lossChart(report).draw(on: &canvas, in: chart, theme: theme) }
    for (row, line) in figures.enumerated() { drawFigures(line, on: &canvas, in: below.row(row)) }
  }

  private func drawFigures(_ parts: [(String, Color)], on canvas: inout Canvas, in line: Rect) {
    let columns = parts.reduce(0) { $0 + VisibleText.columns(of: $1.0) }
    let gap = columns + 2 * (parts.count - 1) <= line.width ? 2 : 1
    var x = line.x
    for (text, color) in parts {
      guard x + VisibleText.columns(of: text) <= line.maxX else { return }
      x += canvas.write(text, at: Point(x, line.y), style: Style(color, on: theme.panel)) + gap
    }
  }

  private func figureLines(_ report: PlaygroundReport) -> [[(String, Color)]] {
    let rows = [
      (words.training, report.trainingScore, theme.series[0]), (words.test, report.testScore, theme.series[1]),
    ]
    let width = rows.map { VisibleText.columns(of: $0.0) }.max() ?? 0
    var lines = rows.map { name, score, color -> [(String, Color)] in
      let padding = String(repeating: " ", count: width - VisibleText.columns(of: name))
      var parts: [(String, Color)] = [
        ("━ " + name + padding, color), (score.points == 0 ? "–" : Figure.fixed(score.loss, decimals: 6), theme.text),
      ]
      if let accuracy = score.accuracy {
        parts.append((Figure.percent(Float(accuracy), decimals: 1), theme.text))
      } else if let share = score.rSquared {
        parts.append(("R² " + Figure.fixed(share, decimals: 4), theme.text))
      }
      return parts
    }
    if let counts = report.testScore.confusion {
      lines.append([
        (words.confusion, theme.muted),
        ("● \(counts.truePositives)✓ \(counts.falseNegatives)✗", theme.text),
        ("○ \(counts.trueNegatives)✓ \(counts.falsePositives)✗", theme.text),
      ])
    }
    return lines
  }

  private func lossChart(_ report: PlaygroundReport) -> LineChart {
    var series: [LineChart.Series] = []
    for (place, kept) in state.beside.enumerated() {
      guard let curve = kept.curve else { continue }
      series.append(
        Self.series(
          name(ofKept: place), curve, \.test, color: theme.series[2 + place % (theme.series.count - 2)],
          mark: Self.letters[place % Self.letters.count]))
    }
    series.append(Self.series("", report.curve, \.training, color: theme.series[0]))
    if !report.test.isEmpty {
      series.append(Self.series("", report.curve, \.test, color: theme.series[1], dash: 2))
    }
    let values = series.flatMap(\.y).filter(\.isFinite)
    let high = max(values.max() ?? 1, 1e-6)
    let low = state.isLogarithmic ? max(values.filter { $0 > 0 }.min() ?? 1e-6, 1e-9) * 0.9 : 0
    let last = series.compactMap(\.x.last).max() ?? 1
    return LineChart(
      series, xRange: 0...max(1, last), yRange: low...(high * 1.02), isLogarithmic: state.isLogarithmic)
  }

  /// A kept run's letter, and what it differs in.
  private func name(ofKept place: Int) -> String {
    let letter = String(Self.letters[place % Self.letters.count])
    guard state.beside.indices.contains(place),
      let difference = words.difference(of: state.beside[place].script.latestSettings, from: state.settings)
    else { return letter }
    return letter + " " + difference
  }

  static let letters: [Unicode.Scalar] = ["A", "B", "C", "D", "E"]

  private static func series(
    _ name: String, _ curve: PlaygroundCurve, _ value: KeyPath<PlaygroundCurve.Point, Double>, color: Color,
    mark: Unicode.Scalar? = nil,
    dash: Int = 1
  ) -> LineChart.Series {
    LineChart.Series(
      name, x: curve.points.map { Float($0.epoch) }, y: curve.points.map { Float($0[keyPath: value]) }, color: color,
      mark: mark,
      dash: dash)
  }
}
