private import Glibc
internal import Models
internal import TerminalCanvas
internal import Training

extension TrainView {
  /// The four parts of a step as a thread: what was told is lit.
  func drawStrip(on canvas: inout Canvas, in rect: Rect) {
    canvas.fill(rect, style: theme.base)
    var x = rect.x + 2
    let told = state.taken.dissection == nil ? -1 : state.taken.phase.rawValue
    for phase in TrainState.TakenApart.Phase.allCases {
      let isNow = phase.rawValue == told
      let name = " \(words.train.phase(phase)) "
      let style =
        isNow
        ? Style(theme.onAccent, on: theme.accent, .bold)
        : Style(phase.rawValue < told ? theme.text : theme.muted, on: theme.raised)
      x += canvas.write(name, at: Point(x, rect.y + 1), style: style)
      if phase != .update {
        x += canvas.write(" ━▸ ", at: Point(x, rect.y + 1), style: Style(theme.muted, on: theme.background))
      }
    }
    if let record = state.taken.dissection?.record {
      canvas.writeRight(
        words.train.step(record.step) + " ", in: rect.row(1), style: Style(theme.accent, on: theme.background, .bold))
    }
  }

  /// Draws the frame, the sentence and the analogy of a phase; returns the step and the room below, once it is told.
  private func told(
    _ phase: TrainState.TakenApart.Phase, on canvas: inout Canvas, in rect: Rect
  ) -> (StepDissection, Rect)? {
    let interior = frame(phase.panel, on: &canvas, in: rect)
    guard let dissection = state.taken.dissection, state.taken.phase.rawValue >= phase.rawValue else {
      if phase == .forward {
        canvas.writeWrapped(words.train.taken.invitation, in: interior, style: style(theme.accent, isBold: true))
      }
      return nil
    }
    let used = canvas.writeWrapped(words.train.taken.sentence(phase), in: interior, style: style(theme.text))
    let rest = interior.splitTop(used).rest
    let more = canvas.writeWrapped(
      words.train.taken.analogy(phase), in: rest, style: Style(theme.special, on: theme.panel, .italic))
    return (dissection, rest.splitTop(more + 1).rest)
  }

  /// The position that is told of: the one whose right token surprised most among the first that fit.
  private func position(_ dissection: StepDissection) -> Int {
    let first = dissection.predictions.prefix(12)
    return first.indices.max { first[$0].loss < first[$1].loss } ?? 0
  }

  func drawGuess(on canvas: inout Canvas, in rect: Rect) {
    guard let (dissection, room) = told(.forward, on: &canvas, in: rect) else { return }
    let place = position(dissection)
    let prediction = dissection.predictions[place]
    let text = question(dissection.ids, prediction.position)
    let used = canvas.writeWrapped(text, in: room, style: style(theme.query, isBold: true))
    var list = room.splitTop(used).rest
    let rows = prediction.candidates.prefix(max(1, list.height)).map { ($0.token, $0.probability) }
    let right = (prediction.target, prediction.probability)
    let shown = rows.contains { $0.0 == right.0 } ? rows : rows.dropLast() + [right]
    for (token, probability) in shown where list.height > 0 {
      draw(token, probability, isRight: token == prediction.target, on: &canvas, in: list.row(0))
      list = list.splitTop(1).rest
    }
  }

  /// What was read, with a gap where something was asked for: behind a decoder's position, in the place of an encoder's.
  private func question(_ ids: [Int32], _ position: Int) -> String {
    if state.plan.preset.classifies { return ids.map(spelling).joined(separator: " ") + " → ▁▁▁" }
    guard state.plan.preset.model.isCausal else {
      return ids.indices.map { $0 == position ? "▁▁▁" : spelling(ids[$0]) }.joined(separator: " ")
    }
    let source = state.taken.dissection?.source ?? []
    return (source.isEmpty ? "" : source.map(spelling).joined(separator: " ") + " → ")
      + ids[...position].map(spelling).joined(separator: " ") + " ▁▁▁"
  }

  private func draw(_ token: Int32, _ probability: Double, isRight: Bool, on canvas: inout Canvas, in line: Rect) {
    let color = isRight ? theme.good : theme.text
    canvas.write(
      VisibleText((isRight ? "✓ " : "  ") + answer(token)), at: line.origin, style: style(color, isBold: isRight),
      maxWidth: 16, ellipsis: true)
    let (bar, figure) = line.splitLeft(17).rest.splitRight(8)
    Bar(Float(probability), color: isRight ? theme.good : theme.adapted(ramp).color(0.55), track: theme.raised)
      .draw(on: &canvas, in: bar, theme: theme)
    canvas.writeRight(percent(probability), in: figure, style: style(color))
  }

  func drawDistance(on canvas: inout Canvas, in rect: Rect) {
    guard let (dissection, room) = told(.loss, on: &canvas, in: rect) else { return }
    let place = position(dissection)
    let prediction = dissection.predictions[place]
    let words = words.train.taken
    let lines: [(String, Double, Color)] = [
      (words.lossOfToken, prediction.loss, theme.good), (words.lossOfBatch, dissection.record.loss, theme.series[0]),
    ]
    let guessing = Double(log(Float(state.plan.preset.model.logitCount)))
    var rest = room
    let formula =
      "−ln \(Self.probability(prediction.probability)) = \(Self.loss(prediction.loss)) \(self.words.train.panels.nats)"
    canvas.write(
      "✓ \(answer(prediction.target)):  \(formula)", at: rest.origin, style: style(theme.good, isBold: true))
    rest = rest.splitTop(2).rest
    for (name, value, color) in lines + [(self.words.train.panels.uniform, guessing, theme.muted)] where rest.height > 0
    {
      let line = rest.row(0)
      canvas.write(name, at: line.origin, style: style(theme.text), maxWidth: 18)
      let (bar, figure) = line.splitLeft(19).rest.splitRight(8)
      Bar(Float(value / max(guessing * 1.3, prediction.loss)), color: color, track: theme.raised)
        .draw(on: &canvas, in: bar, theme: theme)
      canvas.writeRight(Self.loss(value), in: figure, style: style(color))
      rest = rest.splitTop(1).rest
    }
    drawSequence(dissection, place, on: &canvas, in: rest.splitTop(1).rest)
  }

  /// The loss of each position of the sequence, as heat behind its token.
  private func drawSequence(
    _ dissection: StepDissection, _ place: Int, on canvas: inout Canvas, in rect: Rect
  ) {
    var (x, y) = (rect.x, rect.y)
    let most = dissection.predictions.reduce(1e-6) { max($0, $1.loss) }
    for (index, prediction) in dissection.predictions.enumerated() {
      let text = VisibleText(" \(answer(prediction.target)) ")
      if x + text.columns > rect.maxX { (x, y) = (rect.x, y + 1) }
      guard y < rect.maxY else { return }
      let color = theme.adapted(ramp).color(Float(prediction.loss / most))
      x += canvas.write(
        text, at: Point(x, y),
        style: Style(color.readableText, on: color, index == place ? Attributes.bold.union(.underline) : []))
    }
  }

  func drawBlame(on canvas: inout Canvas, in rect: Rect) {
    guard let (dissection, room) = told(.backward, on: &canvas, in: rect) else { return }
    let most = dissection.gradients.reduce(1e-12) { max($0, $1.norms.max() ?? 0) }
    let least = most * 1e-3
    let (head, body) = room.splitTop(1)
    let blocks = dissection.gradients.first { $0.components == ModelComponent.ofBlock }
    let width = max(4, (room.width - 10) / ModelComponent.ofBlock.count)
    for (column, component) in (blocks?.components ?? []).enumerated() {
      canvas.writeCentered(
        words.train.component(component, isShort: width < 9),
        in: Rect(x: head.x + 10 + column * width, y: head.y, width: width, height: 1), style: theme.label)
    }
    let height = min(3, max(1, body.height / max(1, dissection.gradients.count)))
    for (row, gradients) in dissection.gradients.prefix(body.height).enumerated() {
      let line = body.row(row * height + (height - 1) / 2)
      canvas.write(
        (row == 0 ? "↓ " : "  ") + words.train.part(gradients.part), at: line.origin, style: style(theme.text),
        maxWidth: 9)
      let isBlock = gradients.components == ModelComponent.ofBlock
      // What is no block has components of its own, which say their names.
      let span = isBlock ? width : width * 2
      for (column, norm) in gradients.norms.enumerated() {
        let share = Float(log(max(norm, least) / least) / log(most / least))
        let color = theme.adapted(ramp).color(share)
        let cell = Rect(x: line.x + 10 + column * span, y: body.y + row * height, width: span, height: height)
        guard cell.maxX <= line.maxX else { break }
        canvas.fill(cell, style: Style(color.readableText, on: color))
        let figure = width >= 6 ? Figure.axis(Float(norm)) : norm > 0 && norm < 0.005 ? "~0" : Figure.short(Float(norm))
        let name = words.train.component(gradients.components[column], isShort: true)
        canvas.writeCentered(
          isBlock ? figure : "\(name) \(figure)", in: Rect(x: cell.x, y: line.y, width: span, height: 1),
          style: Style(color.readableText, on: color))
      }
    }
    caption("\(Figure.axis(Float(least)))  →  \(Figure.axis(Float(most)))", on: &canvas, in: rect)
  }

  func drawUpdate(on canvas: inout Canvas, in rect: Rect) {
    guard let (dissection, room) = told(.update, on: &canvas, in: rect) else { return }
    let taken = words.train.taken
    let norm = Figure.axis(Float(dissection.record.gradientNorm))
    let clipping =
      dissection.clippingScale < 1
      ? taken.clipped(norm, Figure.axis(Float(dissection.clippingScale))) : taken.notClipped(norm)
    let used = canvas.writeWrapped(clipping, in: room, style: style(theme.text))
    let prediction = dissection.predictions[position(dissection)]
    let below = room.splitTop(max(1, used)).rest
    canvas.write(
      taken.better(
        answer(prediction.target), Self.probability(prediction.probability),
        Self.probability(prediction.probabilityAfter)),
      at: below.origin, style: style(theme.good, isBold: true), maxWidth: room.width, ellipsis: true)
    let (head, list) = below.splitTop(2).rest.splitTop(1)
    let names = [dissection.matrix, taken.before, taken.gradient, taken.after]
    let columns = Self.columns(in: list)
    for (name, column) in zip(names, columns) {
      canvas.write(
        name, at: Point(head.x + column.start, head.y), style: theme.label, maxWidth: column.width, ellipsis: true)
    }
    for (row, change) in dissection.weights.enumerated() where row < list.height {
      let texts = [
        "[\(change.row), \(change.column)]", Self.weight(change.before), Self.weight(change.gradient),
        Self.weight(change.after),
      ]
      let colors = [theme.muted, theme.text, theme.special, theme.good]
      for (index, (text, column)) in zip(texts, columns).enumerated() {
        canvas.write(
          text, at: Point(list.x + column.start, list.y + row), style: style(colors[index]), maxWidth: column.width)
      }
    }
  }

  /// The matrix takes what three columns of numbers leave.
  private static func columns(in rect: Rect) -> [(start: Int, width: Int)] {
    let number = 11
    let first = max(10, rect.width - 3 * number)
    return [(0, first - 1)] + (0..<3).map { (first + $0 * number, number - 1) }
  }

  /// Four significant digits, so that its logarithm can be checked.
  private static func probability(_ value: Double) -> String {
    guard value > 0 else { return "0" }
    let decimals = min(9, max(3, 4 - Int(log10(value).rounded(.down)) - 1))
    return Figure.fixed(Float(value), decimals: decimals)
  }

  private static func weight(_ value: Float) -> String {
    abs(value) < 0.001 && value != 0 ? Figure.scientific(value) : Figure.fixed(value, decimals: 5)
  }
}
