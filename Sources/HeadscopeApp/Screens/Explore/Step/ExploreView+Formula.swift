internal import Analysis
internal import TerminalCanvas

extension ExploreView {
  /// The lines of a formula with its numbers.
  ///
  /// - Parameter height: How many lines there is room for; terms that find none are summed up in one.
  func lines(_ formula: Formula, width: Int, height: Int) -> [Line] {
    let number = Style(theme.text, on: theme.panel)
    var lines = wrapped(formula.rule, Style(theme.accent, on: theme.panel), width)
    lines += formula.opening.flatMap { wrapped($0, number, width) }
    let closing = formula.closing.flatMap { wrapped("= " + $0, number, width) }
    let end = Line(
      text: VisibleText("="), style: number,
      right: formula.result.isFinite ? StepFigure.exact(Float(formula.result)) : StepFigure.number(formula.result))
    let total = formula.total.map { total in
      Line(text: VisibleText(total.name), style: theme.label, right: StepFigure.number(total.value))
    }
    let after = [total].compactMap(\.self) + closing + [end]
    let room = height == .max ? .max : max(3, height - lines.count - after.count)
    return lines + terms(formula, width: width, room: room) + after
  }

  /// The weightiest terms, as many as there is room for, and what the others add up to.
  private func terms(_ formula: Formula, width: Int, room: Int) -> [Line] {
    let terms = formula.terms
    let isWhole = terms.count <= room && formula.rest.count == 0
    let shown = isWhole ? terms[...] : terms.prefix(max(1, room - 1))
    func widest(_ text: (Formula.Term) -> String) -> Int {
      shown.reduce(0) { max($0, VisibleText.columns(of: text($1))) }
    }
    let (label, work, factor) = (widest(\.label), widest(\.work), widest { $0.factor ?? "" })
    let largest = max(shown.reduce(0) { max($0, abs($1.result)) }, .leastNormalMagnitude)
    var lines = shown.map { term in
      var text =
        term.label.rightPadded(to: label) + "  "
        + (term.factor == nil ? term.work.rightPadded(to: work) : term.work.leftPadded(to: work))
      if let second = term.factor { text += " · " + second.rightPadded(to: factor) }
      if VisibleText.columns(of: text) + 9 > width {
        text = term.label.rightPadded(to: label) + " " + term.work + (term.factor.map { "·" + $0 } ?? "")
        text.removeBlanks(around: "−")
      }
      return Line(
        text: VisibleText(text), style: theme.body, right: StepFigure.number(term.result),
        share: Float(term.result / largest))
    }
    if !isWhole {
      let rest = terms.dropFirst(shown.count)
      lines.append(
        Line(
          text: VisibleText("+ " + words.step.formula.more(rest.count + formula.rest.count)), style: theme.label,
          right: StepFigure.number(Formula.sum(of: rest) + formula.rest.sum)))
    }
    return lines
  }
}
