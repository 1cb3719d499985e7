private import Glibc
internal import TerminalCanvas
internal import Training

extension TrainView {
  /// How long the gradient of each part is, on a logarithmic scale, since parts differ by powers of ten.
  func drawLayers(on canvas: inout Canvas, in rect: Rect) {
    let interior = frame(.layers, context: words.train.panels.logarithmic, on: &canvas, in: rect)
    let norms =
      state.past == nil ? state.history.last?.record.layerGradientNorms : state.past?.moment?.layerGradientNorms
    guard let norms, !norms.isEmpty else {
      canvas.writeWrapped(
        state.watch == nil ? words.train.panels.notYet : words.train.beside.noGradients, in: interior,
        style: theme.label)
      return
    }
    let parts = ModelPart.all(of: state.plan.preset.model)
    let frozen = state.plan.preset.training.frozenParts
    let finite = norms.filter { $0 > 0 && $0.isFinite }
    let high = log10(finite.max() ?? 1)
    let low = min(log10(finite.min() ?? 0.1), high - 1)
    for (row, (part, norm)) in zip(parts, norms).enumerated() where row < interior.height {
      let line = interior.row(row)
      canvas.write(
        words.train.part(part), at: line.origin, style: style(frozen.contains(part) ? theme.info : theme.text),
        maxWidth: 8)
      let (bar, figure) = line.splitLeft(9).rest.splitRight(9)
      let share = norm > 0 && norm.isFinite ? Float(0.08 + 0.92 * (log10(norm) - low) / (high - low)) : 0
      Bar(share, color: theme.adapted(ramp).color(0.3 + share * 0.6), track: theme.raised)
        .draw(on: &canvas, in: bar, theme: theme)
      canvas.writeRight(Figure.axis(Float(norm)), in: figure, style: style(theme.text))
    }
  }

  /// How parameters and the last gradient are distributed.
  func drawHistograms(on canvas: inout Canvas, in rect: Rect) {
    let interior = frame(.histograms, context: words.train.panels.logarithmic, on: &canvas, in: rect)
    guard let histograms = state.histograms else {
      canvas.writeWrapped(whyNoHeads, in: interior, style: theme.label)
      return
    }
    let halves = interior.rows([1, 1])
    draw(histograms.parameters, words.train.panels.parameters, theme.series[1], on: &canvas, in: halves[0])
    if let gradients = histograms.gradients {
      draw(gradients, words.train.panels.gradients, theme.series[2], on: &canvas, in: halves[1])
    }
  }

  /// Bars from the bottom; counts on a logarithmic scale, so that the tails are seen.
  private func draw(_ histogram: Histogram, _ name: String, _ color: Color, on canvas: inout Canvas, in rect: Rect) {
    guard rect.height >= 2, rect.width >= 12 else { return }
    let (body, foot) = rect.splitBottom(1)
    let most = log(Float(1 + (histogram.counts.max() ?? 0)))
    let bins = histogram.counts.count
    let columns = min(rect.width, bins * max(1, rect.width / bins))
    let left = rect.x + (rect.width - columns) / 2
    for column in 0..<columns {
      let count = histogram.counts[min(bins - 1, column * bins / columns)]
      guard count > 0, most > 0 else { continue }
      let eighths = max(1, Int((log(Float(1 + count)) / most * Float(8 * body.height)).rounded()))
      for row in 0..<body.height {
        let filled = min(8, eighths - 8 * row)
        guard filled > 0 else { break }
        canvas.fill(
          Rect(x: left + column, y: body.maxY - 1 - row, width: 1, height: 1), with: Glyphs.rising[filled - 1],
          style: style(color))
      }
    }
    let limit = Figure.axis(Float(histogram.limit))
    canvas.write("-\(limit)", at: Point(left, foot.y), style: theme.label)
    canvas.writeCentered("\(name) · σ \(Figure.axis(Float(histogram.deviation)))", in: foot, style: style(color))
    canvas.writeRight(limit, in: Rect(x: left, y: foot.y, width: columns, height: 1), style: theme.label)
  }
}
