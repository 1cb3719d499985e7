internal import Analysis
internal import Models
internal import TerminalCanvas
internal import Training
private import Wording

extension TrainView {
  /// What the model writes, the newest first.
  func drawSamples(on canvas: inout Canvas, in rect: Rect) {
    let temperature = Figure.fixed(Float(state.samples.temperature), decimals: 1)
    // A verdict is not drawn by chance.
    let context = state.plan.preset.classifies ? "" : words.train.panels.atTemperature(temperature)
    let interior = frame(.samples, context: context, on: &canvas, in: rect)
    // What is written later is not known in the past.
    let texts = state.samples.texts.filter { state.past == nil || $0.step <= state.stepInSight }
    guard !texts.isEmpty else {
      canvas.writeWrapped(
        state.past != nil
          ? words.train.panels.notYet : state.watch == nil ? words.train.panels.noSample : whyNoHeads, in: interior,
        style: theme.label)
      return
    }
    let width = texts.reduce(1) { max($0, grouped($1.step).utf8.count) }
    var room = interior
    for (index, sample) in texts.enumerated() where room.height > 0 {
      let age = min(Float(index) / 6, 0.6)
      let (left, right) = room.splitLeft(width + 2)
      canvas.writeRight(
        grouped(sample.step), in: left.row(0).splitRight(2).rest,
        style: style(index == 0 ? theme.accent : theme.muted))
      let text = sample.text.isEmpty ? "∅" : sample.text
      let used = canvas.writeWrapped(text, in: right, style: style(theme.text.mixed(with: theme.panel, age)))
      room = room.splitTop(max(1, used)).rest
    }
  }

  /// Where the model is asked: a classifier at the first token, a decoder after the last token, an encoder at the first gap, or the last token.
  private func predicted(_ sentence: Sentence) -> Int? {
    let tokens = sentence.tokens
    if state.plan.preset.classifies { return tokens.indices.first }
    let gap = state.language.tokenizer.maskID.flatMap { mask in tokens.firstIndex { $0.id == mask } }
    return state.plan.preset.model.isCausal ? tokens.indices.last : gap ?? tokens.indices.last
  }

  /// What the model expects after the probe, or in its gap.
  func drawPredictions(on canvas: inout Canvas, in rect: Rect) {
    guard let reading = state.probe.reading, let position = predicted(reading.sentence) else {
      let interior = frame(.predictions, on: &canvas, in: rect)
      canvas.writeWrapped(whyNoHeads, in: interior, style: theme.label)
      return
    }
    let isCausal = state.plan.preset.model.isCausal
    let token = reading.sentence.tokens[position].text
    let context =
      state.plan.preset.classifies
      ? words.verdictAt(token) : isCausal ? words.train.panels.after(token) : words.inPlaceOf(token)
    let interior = frame(.predictions, context: context, on: &canvas, in: rect)
    let (head, list) = interior.splitTop(1)
    canvas.write(
      VisibleText(reading.sentence.text + (isCausal ? " ▁▁▁" : "")), at: head.origin, style: style(theme.query),
      maxWidth: head.width,
      ellipsis: true)
    let candidates = reading.trace.nextTokens(after: position).top(list.height)
    let labels = candidates.map { VisibleText(answer($0.id), leadingSpace: .dot) }
    let width = min(max(4, list.width / 3), labels.reduce(1) { max($0, $1.columns) })
    for (row, (candidate, label)) in zip(candidates, labels).enumerated() {
      let line = list.row(row)
      canvas.write(label, at: line.origin, style: style(theme.text), maxWidth: width, ellipsis: true)
      let (bar, figure) = line.splitLeft(width + 1).rest.splitRight(7)
      Bar(
        candidate.probability, color: theme.adapted(ramp).color(0.35 + candidate.probability * 0.6), track: theme.raised
      )
      .draw(on: &canvas, in: bar, theme: theme)
      canvas.writeRight(percent(Double(candidate.probability)), in: figure, style: style(theme.text))
    }
  }
}
