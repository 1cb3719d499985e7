internal import Analysis
internal import Models
internal import TerminalCanvas

extension ExploreView {
  /// A line of the explanation.
  private struct Line {
    let text: VisibleText
    let style: Style
    /// What stands at the right end, such as a term's result.
    var right = ""
  }

  /// What the operation does, in words, and on a key its formula with the chosen number's numbers.
  func drawExplanation(_ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    let place = placeName(state.currentStep)
    let lines = explanationLines(scene, in: rect)
    let interior = Panel.interior(of: rect)
    let scroll = min(state.step.scroll, max(0, lines.count - interior.height))
    let shown = lines.dropFirst(scroll).prefix(interior.height)
    let isCut = shown.count < lines.count
    let figures = "\((scroll..<scroll + shown.count).figures)/\(lines.count)"
    frame(.explanation, context: isCut ? figures : place, on: &canvas, in: rect)
    for (row, line) in shown.enumerated() { draw(line, on: &canvas, in: interior.row(row)) }
  }

  private func draw(_ line: Line, on canvas: inout Canvas, in rect: Rect) {
    let used = VisibleText.columns(of: line.right)
    canvas.write(
      line.text, at: rect.origin, style: line.style, maxWidth: rect.width - (used > 0 ? used + 1 : 0), ellipsis: true)
    if used > 0 {
      canvas.writeRight(line.right, in: rect, style: Style(theme.text, on: theme.panel, .bold))
    }
  }

  /// How far the explanation can be scrolled.
  func explanationScrollLimit() -> Int {
    guard let reading = state.reading, let rect = layout.panels[.explanation] else { return 0 }
    let scene = Scene(reading: reading, selection: reading.clamped(state.selection))
    return max(0, explanationLines(scene, in: rect).count - Panel.interior(of: rect).height)
  }

  private func explanationLines(_ scene: Scene, in rect: Rect) -> [Line] {
    let (width, height) = (Panel.interior(of: rect).width, Panel.interior(of: rect).height)
    let result = stepResult(scene)
    let column = result.map { state.step.column($0, scene.reading, scene.selection) }
    let facts = stepFacts(scene, column: state.step.operation.axis == .key ? column : nil)
    let heading = heading(facts, width: width)
    let words = body(facts, width: width)
    guard state.step.showsFormula else {
      let hint = wrapped(self.words.step.formulaHint, theme.label, width)
      return heading + words + [blank] + hint
    }
    guard let result, let column, let formula = formula(scene, result, column: column) else { return heading + words }
    // Words stay where they leave the formula enough room; else the formula alone, which was asked for.
    let whole = lines(formula, width: width, height: .max)
    if heading.count + words.count + 1 + whole.count <= height { return heading + words + [blank] + whole }
    return heading + [blank] + lines(formula, width: width, height: height - heading.count - 1)
  }

  private var blank: Line { Line(text: VisibleText(""), style: theme.body) }

  private func wrapped(_ text: String, _ style: Style, _ width: Int) -> [Line] {
    VisibleText(text).wrapped(columns: width).map { Line(text: $0, style: style) }
  }

  private func heading(_ facts: StepWords.Facts, width: Int) -> [Line] {
    let operation = state.step.operation
    return wrapped(words.step.title(operation), Style(theme.accent, on: theme.panel, .bold), width)
      + wrapped(words.step.shape(operation, facts), Style(theme.info, on: theme.panel), width)
  }

  private func body(_ facts: StepWords.Facts, width: Int) -> [Line] {
    let operation = state.step.operation
    return [blank] + wrapped(words.step.sentence(operation, facts), theme.body, width) + [blank]
      + wrapped(words.step.analogy(operation, facts), Style(theme.special, on: theme.panel, .italic), width)
  }

  /// The formula of the chosen number.
  func formula(_ scene: Scene, _ result: StepState.Result, column: Int) -> Formula? {
    guard let derivation = state.derivation(result, scene.reading, scene.selection, subject) else { return nil }
    let operation = result.step.operation
    let token = scene.tokens[scene.selection.query]
    let writer = FormulaWriter(
      derivation: derivation, step: result.step, words: words.step.formula,
      query: text(token).description,
      column: columnName(operation, column, scene: scene, tokens: result.tokens).description,
      row: operation == .embedding ? text(token).description : "\(scene.selection.query)",
      label: { index in termLabel(operation, index, scene) })
    return writer.formula
  }

  /// What a term of a sum is called.
  private func termLabel(_ operation: PassOperation, _ index: Int, _ scene: Scene) -> String {
    switch operation {
    case .softmax, .mix: return text(scene.tokens[index]).prefix(columns: 8).description
    case .probabilities:
      return VisibleText(subject.tokenizer.spelling(of: Int32(clamping: index)), leadingSpace: .dot)
        .prefix(columns: 8).description
    case .attentionOutput:
      let (head, number) = index.quotientAndRemainder(dividingBy: subject.configuration.headWidth)
      return "H\(head)·\(number)"
    default: return "\(index)"
    }
  }

  private func lines(_ formula: Formula, width: Int, height: Int) -> [Line] {
    let number = Style(theme.text, on: theme.panel)
    var lines = wrapped(formula.rule, Style(theme.accent, on: theme.panel), width)
    lines += formula.opening.flatMap { wrapped($0, number, width) }
    let closing = formula.closing.flatMap { wrapped("= " + $0, number, width) }
    let end = Line(
      text: VisibleText("="), style: number,
      right: formula.result.isFinite ? StepFigure.exact(Float(formula.result)) : StepFigure.number(formula.result))
    let room = height == .max ? .max : max(3, height - lines.count - closing.count - 1)
    return lines + terms(formula.terms, width: width, room: room) + closing + [end]
  }

  /// The weightiest terms, as many as there is room for, and what the others add up to.
  private func terms(_ terms: [Formula.Term], width: Int, room: Int) -> [Line] {
    let shown = terms.count <= room ? terms[...] : terms.prefix(room - 1)
    let label = shown.reduce(0) { max($0, VisibleText.columns(of: $1.label)) }
    var lines = shown.map { term in
      let padding = String(repeating: " ", count: max(0, label - VisibleText.columns(of: term.label)) + 1)
      return Line(
        text: VisibleText("\(term.label)\(padding)\(term.work)"), style: theme.body,
        right: StepFigure.number(term.result))
    }
    if shown.count < terms.count {
      let rest = terms.dropFirst(shown.count)
      lines.append(
        Line(
          text: VisibleText("+ " + words.step.formula.more(rest.count)), style: theme.label,
          right: StepFigure.number(Formula.sum(of: rest))))
    }
    return lines
  }
}
