internal import Analysis
internal import Models
internal import TerminalCanvas

extension ExploreView {
  /// A line of the explanation.
  struct Line {
    let text: VisibleText
    let style: Style
    /// What stands at the right end, such as a term's result.
    var right = ""
    /// A bar before it, from −1 to 1: a term's weight among the others.
    var share: Float?
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
    guard used > 0 else { return }
    canvas.writeRight(line.right, in: rect, style: Style(theme.text, on: theme.panel, .bold))
    // The bar takes what text and result leave, with room for the widest result.
    let bar = rect.splitLeft(line.text.columns + 2).rest.splitRight(11).rest
    guard let share = line.share, bar.width >= 4 else { return }
    Bar(abs(share), color: theme.adapted(.diverging).color(share < 0 ? 0.2 : 0.8)).draw(
      on: &canvas, in: bar, theme: theme)
  }

  /// How far the explanation can be scrolled.
  func explanationScrollLimit() -> Int {
    guard let reading = state.reading, let rect = layout.panels[.explanation] else { return 0 }
    let scene = scene(reading)
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
    // Words stay where they leave the whole formula room; else the formula alone, which was asked for.
    let whole = lines(formula, width: width, height: .max)
    let sentence = sentence(facts, width: width)
    for above in [heading + words, heading + sentence, heading] where above.count + 1 + whole.count <= height {
      return above + [blank] + whole
    }
    let above = height >= 30 ? heading + sentence : heading
    return above + [blank] + lines(formula, width: width, height: height - above.count - 1)
  }

  private var blank: Line { Line(text: VisibleText(""), style: theme.body) }

  func wrapped(_ text: String, _ style: Style, _ width: Int) -> [Line] {
    VisibleText(text).wrapped(columns: width).map { Line(text: $0, style: style) }
  }

  private func heading(_ facts: StepWords.Facts, width: Int) -> [Line] {
    let operation = state.step.operation
    return wrapped(words.step.title(operation, facts), Style(theme.accent, on: theme.panel, .bold), width)
      + wrapped(words.step.shape(operation, facts), Style(theme.info, on: theme.panel), width)
  }

  private func body(_ facts: StepWords.Facts, width: Int) -> [Line] {
    let operation = state.step.operation
    return sentence(facts, width: width) + [blank]
      + wrapped(words.step.analogy(operation, facts), Style(theme.special, on: theme.panel, .italic), width)
  }

  private func sentence(_ facts: StepWords.Facts, width: Int) -> [Line] {
    [blank] + wrapped(words.step.sentence(state.step.operation, facts), theme.body, width)
  }

  /// The formula of the chosen number.
  func formula(_ scene: Scene, _ result: StepState.Result, column: Int) -> Formula? {
    guard let derivation = state.derivation(result, scene.reading, subject) else { return nil }
    let token = scene.query
    let writer = FormulaWriter(
      derivation: derivation, step: result.step, words: words.step.formula,
      query: text(token).description,
      column: columnName(result.step, column, scene: scene, tokens: result.tokens).description,
      row: result.step.operation == .embedding ? text(token).description : "\(state.row(scene.reading))",
      inputName: { sourceName($0, scene).description },
      label: { index in termLabel(result.step, index, scene) })
    return writer.formula
  }

  private func short(_ name: VisibleText) -> String {
    name.columns > 8 ? name.prefix(columns: 7).description + "…" : name.description
  }

  /// What a term of a sum is called.
  func termLabel(_ step: PassStep, _ index: Int, _ scene: Scene) -> String {
    switch step.operation {
    case .softmax, .mix, .crossSoftmax, .crossMix: return short(text(keyTokens(step, scene)[index]))
    case .probabilities:
      return short(VisibleText(subject.answer(Int32(clamping: index)), leadingSpace: .dot))
    case .attentionOutput, .crossOutput:
      let (head, number) = index.quotientAndRemainder(dividingBy: headWidth(step))
      return "H\(head)·\(number)"
    case .mlpOutput: return "n\(index)"
    case .rotation: return ["x", "y"][min(index, 1)]
    default: return "d\(index)"
    }
  }
}
