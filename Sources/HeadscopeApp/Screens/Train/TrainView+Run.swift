private import Glibc
internal import TerminalCanvas
internal import Training

extension TrainView {
  /// The run in figures, each with its recent past.
  func drawRun(on canvas: inout Canvas, in rect: Rect) {
    let interior = frame(
      .run,
      context: state.past == nil
        ? state.watch.map { words.train.watchPhase($0.phase) } ?? runStatus
        : words.train.page(.past), on: &canvas, in: rect)
    let (bar, rest) = interior.splitTop(1)
    drawProgress(on: &canvas, in: bar)
    let rows = figures
    let labels = rows.reduce(0) { max($0, VisibleText.columns(of: $1.label)) }
    for (index, row) in rows.prefix(rest.height).enumerated() {
      let line = rest.row(index)
      canvas.write(row.label, at: line.origin, style: theme.label, maxWidth: labels)
      let value = line.splitLeft(labels + 1).rest
      let fits = VisibleText.columns(of: row.value) <= value.width
      canvas.write(
        fits ? row.value : row.short ?? row.value, at: value.origin, style: style(row.color, isBold: true),
        maxWidth: value.width)
      let spark = value.splitLeft(10).rest
      guard spark.width >= 6, !row.past.isEmpty else { continue }
      Sparkline(row.past, color: row.color).draw(on: &canvas, in: spark, theme: theme)
    }
  }

  private struct Row {
    let label: String
    let value: String
    /// Where that has no room.
    var short: String?
    var color: Color
    var past: [Float] = []
  }

  private func drawProgress(on canvas: inout Canvas, in line: Rect) {
    guard let steps = state.plannedSteps else {
      let name = VisibleText(state.watch?.name ?? "")
      canvas.write(
        name, at: line.origin, style: style(theme.accent, isBold: true), maxWidth: line.width, ellipsis: true)
      return
    }
    let share = Float(state.stepInSight) / Float(max(1, steps))
    let (bar, figure) = line.splitRight(5)
    Bar(share, color: theme.accent, track: theme.raised).draw(on: &canvas, in: bar, theme: theme)
    canvas.writeRight(Figure.percent(share), in: figure, style: style(theme.accent, isBold: true))
  }

  private var figures: [Row] {
    let panels = words.train.panels
    let sight = state.stepInSight
    let points = state.history.points.prefix { $0.step <= sight }.suffix(120)
    let last = points.last
    let validations = state.history.validations.prefix { $0.step <= sight }.suffix(120)
    let validation = validations.last
    func past(_ value: (TrainingHistory.Point) -> Double) -> [Float] { points.map { Float(value($0)) } }
    let none = "–"
    // A log of another tool leaves some out; a step that was skipped has them as they were.
    func known(_ value: Double?, _ text: (Double) -> String) -> String {
      let isSkipped = state.history.last?.record.notFinite != nil && state.watch == nil
      guard let value, !value.isNaN || isSkipped else { return none }
      return text(value)
    }
    let smoothed = points.last?.smoothed
    let rows = [
      Row(
        label: panels.loss, value: smoothed.map(Self.loss) ?? none, color: theme.series[0],
        past: past { $0.smoothed }),
      Row(
        label: panels.validationLoss, value: known(validation?.loss, Self.loss), color: theme.series[1],
        past: validations.map { Float($0.loss) }),
      // How many tokens it hesitates between; a classifier chooses among labels, and its accuracy says that.
      state.plan.preset.classifies
        ? nil
        : Row(
          label: panels.perplexity, value: known(validation?.loss, Self.perplexity), color: theme.text),
      Row(label: panels.accuracy, value: known(validation?.accuracy, percent), color: theme.good),
      Row(
        label: panels.learningRate, value: known(last?.learningRate) { Figure.scientific(Float($0)) },
        color: theme.special, past: past { $0.learningRate }),
      Row(
        label: panels.gradientNorm, value: known(last?.gradientNorm) { Figure.axis(Float($0)) },
        color: theme.text, past: past { $0.gradientNorm }),
      Row(
        label: panels.updateRatio,
        value: state.past == nil ? state.history.lastUpdateRatio.map { Figure.scientific(Float($0)) } ?? none : none,
        color: theme.text),
      Row(
        label: panels.tokensPerSecond,
        value: known(points.last?.tokensPerSecond) { Figure.quantity($0, kilo: "k") }, color: theme.info,
        past: past { $0.tokensPerSecond }),
      Row(
        label: panels.elapsed, value: Figure.duration(state.past == nil ? state.seconds : points.last?.seconds ?? 0),
        color: theme.text),
      Row(label: panels.remaining, value: remaining ?? none, color: theme.text),
      Row(label: panels.memory, value: memory, color: theme.text),
      Row(label: words.train.past.name, value: keptPast.first ?? none, short: keptPast.last, color: theme.text),
    ]
    return rows.compactMap(\.self)
  }

  /// What the program takes, and what it was reckoned to take.
  private var memory: String {
    let resident = Figure.bytes(state.residentBytes)
    return state.facts?.estimatedBytes.map { "\(resident) (~\(Figure.bytes($0)))" } ?? resident
  }

  /// At the mean rate of the run so far.
  private var remaining: String? {
    guard let planned = state.plannedSteps else { return nil }
    let left = planned - state.stepsDone
    guard state.stepsDone > 0, left > 0 else { return nil }
    return Figure.duration(state.seconds / Double(state.stepsDone) * Double(left))
  }

  private static func perplexity(_ loss: Double) -> String {
    let value = exp(Float(min(loss, 80)))
    return Figure.axis(value)
  }
}

extension Figure {
  /// A time in its two largest units: `4.2 s`, `1 min 05 s`, `2 h 05 min`.
  static func duration(_ seconds: Double) -> String {
    // A log of any origin may say anything.
    guard abs(seconds) < 1e15 else { return "–" }
    if seconds < 59.95 { return fixed(Float(seconds), decimals: 1) + " s" }
    let whole = Int(seconds.rounded())
    func two(_ count: Int) -> String { count < 10 ? "0\(count)" : "\(count)" }
    return whole < 3_600
      ? "\(whole / 60) min \(two(whole % 60)) s" : "\(whole / 3_600) h \(two(whole / 60 % 60)) min"
  }
}
