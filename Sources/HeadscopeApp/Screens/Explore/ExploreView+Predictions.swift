internal import Analysis
internal import Models
internal import Tensors
internal import TerminalCanvas

extension ExploreView {
  /// What the model expects after the selected token, or, if it sees all of the text, in its place; what a classifier says of the
  /// text, which its first token stands for.
  func drawPredictions(_ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    guard subject.model.configuration.hasHead else { return drawAlike(scene, on: &canvas, in: rect) }
    let asked = asked(scene)
    let query = text(scene.tokens[asked])
    guard predicts(scene) else {
      let interior = frame(.predictions, on: &canvas, in: rect)
      canvas.writeWrapped(words.sourcePredictsNothing, in: interior, style: theme.label)
      return
    }
    let interior = frame(
      .predictions, context: predictedPlace(query.description),
      predictedPlace(query.prefix(columns: 6).description + "…"), on: &canvas, in: rect)
    let next = scene.reading.trace.nextTokens(after: asked)
    let (list, foot) = interior.splitBottom(interior.height > 3 ? 1 : 0)
    let first = min(state.predictionScroll, max(0, next.probabilities.count - list.height))
    let candidates = Array(next.top(first + list.height).dropFirst(first))
    let position = scene.selection.query + (isWritten ? 1 : 0)
    let isWord = scene.tokens.indices.contains(position) && !subject.configuration.isClassifier
    let actual = isWord ? scene.tokens[position] : nil
    let labels = candidates.map { VisibleText(subject.answer($0.id), leadingSpace: .dot) }
    let labelWidth = min(max(4, list.width / 3), labels.reduce(1) { max($0, $1.columns) })
    for (row, (candidate, label)) in zip(candidates, labels).enumerated() {
      draw(
        candidate, label, isActual: candidate.id == actual?.id, labelWidth: labelWidth, on: &canvas, in: list.row(row))
    }
    if first > 0 { caption("\(first + 1)–\(first + candidates.count)", on: &canvas, in: rect) }
    drawActual(actual, next, on: &canvas, in: foot)
  }

  /// The token whose answers are shown.
  private func asked(_ scene: Scene) -> Int { subject.configuration.isClassifier ? 0 : scene.selection.query }

  /// Where the model says what it expects: after a token, or in its place if it sees all of the text.
  func predictedPlace(_ token: String) -> String {
    if subject.configuration.isClassifier { return words.verdictAt(token) }
    return isWritten ? words.after(token) : words.inPlaceOf(token)
  }

  /// Whether what is read is written from left to right, and a token says what comes next.
  private var isWritten: Bool { subject.configuration.isCausal || subject.stack == .cross }

  /// Whether the selected token says anything: the source of an encoder–decoder doesn't.
  private func predicts(_ scene: Scene) -> Bool {
    switch subject.stack {
    case .encoder: false
    case .cross: scene.reading.stream(at: scene.selection.query) == .main
    case .decoder, nil: true
    }
  }

  private func draw(
    _ candidate: NextTokens.Candidate, _ label: VisibleText, isActual: Bool, labelWidth: Int,
    on canvas: inout Canvas, in rect: Rect
  ) {
    let (left, rest) = rect.splitLeft(labelWidth + 2)
    let (bar, figure) = rest.splitRight(7)
    let style = Style(isActual ? theme.good : theme.text, on: theme.panel, isActual ? .bold : [])
    if isActual { canvas.write("▸", at: left.origin, style: style) }
    canvas.write(label, at: Point(left.x + 1, left.y), style: style, maxWidth: labelWidth, ellipsis: true)
    Bar(candidate.probability, color: isActual ? theme.good : barColor(candidate.probability), track: theme.raised)
      .draw(on: &canvas, in: bar, theme: theme)
    canvas.writeRight(percent(candidate.probability), in: figure, style: style)
  }

  /// What the sentence itself goes on with, and what the model thought of it.
  private func drawActual(_ actual: Token?, _ next: NextTokens, on canvas: inout Canvas, in rect: Rect) {
    let isHidden = actual.map { $0.id == subject.tokenizer.maskID } ?? false
    var line = isHidden ? words.isHidden : subject.configuration.isClassifier ? words.verdictNote : words.nextIsOpen
    if let actual, !isHidden, let rank = next.rank(of: actual.id), let share = next.probability(of: actual.id) {
      line = words.nextInText(text(actual).description, rank, percent(share))
    }
    guard rect.height > 0 else { return }
    let style = Style(actual == nil || isHidden ? theme.muted : theme.good, on: theme.panel)
    canvas.write(line, at: rect.origin, style: style, maxWidth: rect.width, ellipsis: true)
  }
}
