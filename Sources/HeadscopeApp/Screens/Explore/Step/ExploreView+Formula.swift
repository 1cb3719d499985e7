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
    let total = formula.sumName.flatMap { name in
      formula.sum.map { Line(text: VisibleText(name), style: theme.label, right: $0.text) }
    }
    let after = [total].compactMap(\.self) + closing
    let room = height == .max ? .max : max(3, height - lines.count - after.count - 1)
    let terms = terms(formula, width: width, room: room)
    let end = Line(
      text: VisibleText(formula.isExact && terms.isExact ? "=" : "≈"), style: number, right: formula.result.text)
    return lines + terms.lines + after + [end]
  }

  /// The weightiest terms, as many as there is room for, and what the others add up to.
  private func terms(_ formula: Formula, width: Int, room: Int) -> (lines: [Line], isExact: Bool) {
    let terms = formula.terms[...]
    guard !terms.isEmpty else { return ([], true) }
    let isWhole = terms.count <= room && formula.rest.count == 0
    let shown = isWhole ? terms : terms.prefix(max(1, room - 1))
    let rest = terms.dropFirst(shown.count)
    let restSum = Formula.sum(of: rest) + formula.rest.sum
    let printing = formula.printing(of: shown, rest: isWhole ? nil : restSum)
    var lines = self.lines(shown, printing, width: width)
    if !isWhole {
      lines.append(
        Line(
          text: VisibleText("+ " + words.step.formula.more(rest.count + formula.rest.count)), style: theme.label,
          right: StepFigure(restSum, decimals: printing.decimals).text))
    }
    return (lines, printing.isExact)
  }

  /// A line for each term: its label, its numbers below those of the others, its result.
  private func lines(_ terms: ArraySlice<Formula.Term>, _ printing: Formula.Printing, width: Int) -> [Line] {
    let works = terms.map { $0.work.printed(extra: printing.extra) }
    let results = terms.map { StepFigure($0.result, decimals: printing.decimals).text }
    func widest(_ texts: some Sequence<String>) -> Int { texts.reduce(0) { max($0, VisibleText.columns(of: $1)) } }
    let (label, factor) = (widest(terms.lazy.map(\.label)), widest(works.lazy.compactMap(\.factor)))
    let (work, right) = (widest(works.lazy.map(\.work)), widest(results))
    let largest = max(terms.reduce(0) { max($0, abs($1.result)) }, .leastNormalMagnitude)
    let isWide = label + 2 + work + (factor > 0 ? 3 + factor : 0) + 2 + right <= width
    return zip(terms, zip(works, results)).map { term, numbers in
      let (printed, result) = numbers
      var text = printed.factor == nil ? printed.work.rightPadded(to: work) : printed.work.leftPadded(to: work)
      if let second = printed.factor { text += " · " + second.rightPadded(to: factor) }
      var name = VisibleText(term.label.rightPadded(to: label) + " ")
      if !isWide {
        text = printed.work + (printed.factor.map { "·" + $0 } ?? "")
        text.removeBlanks(around: "−")
        // Rather a part of the name is missing than a digit.
        name = name.prefix(columns: max(0, min(label, width - right - VisibleText.columns(of: text) - 2)))
      }
      return Line(
        text: VisibleText(name.description + " " + text), style: theme.body, right: result,
        share: Float(term.result / largest))
    }
  }
}
