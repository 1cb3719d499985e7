internal import Analysis
internal import Models
internal import TerminalCanvas

extension ExploreView {
  /// Draws a panel of the page.
  func drawGeneration(_ panel: ExplorePanel, _ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    switch panel {
    case .candidates: drawCandidates(scene, on: &canvas, in: rect)
    case .knobs: drawKnobs(scene, on: &canvas, in: rect)
    default: drawBranches(on: &canvas, in: rect)
    }
  }

  /// The candidates that are shown.
  func candidateRows(in rect: Rect) -> Range<Int> {
    let height = Panel.interior(of: rect).height
    return ScrollWindow.range(
      count: subject.configuration.vocabularySize, visible: height, around: state.generating.candidate)
  }

  /// What may come next: bars after the knobs, and the probability before them.
  private func drawCandidates(_ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    let trace = scene.reading.trace
    let last = text(scene.tokens[scene.tokens.count - 1])
    let interior = frame(.candidates, context: words.after(last.description), on: &canvas, in: rect)
    let next = trace.nextTokens(after: trace.length - 1)
    let drawn = state.generating.knobs.sampler.distribution(trace.logits(position: trace.length - 1))
    let rows = candidateRows(in: rect)
    let candidates = Array(next.top(rows.upperBound)[rows])
    let labels = candidates.map { VisibleText(subject.tokenizer.spelling(of: $0.id), leadingSpace: .dot) }
    let width = min(max(4, interior.width / 3), labels.reduce(1) { max($0, $1.columns) })
    for (row, (candidate, label)) in zip(candidates, labels).enumerated() {
      let isChosen = rows.lowerBound + row == state.generating.candidate
      let share = drawn[Int(candidate.id)]
      let (left, rest) = interior.row(row).splitLeft(width + 2)
      let (bar, figures) = rest.splitRight(15)
      let style = Style(
        isChosen ? theme.accent : share > 0 ? theme.text : theme.muted, on: theme.panel, isChosen ? .bold : [])
      if isChosen { canvas.write("▸", at: left.origin, style: style) }
      canvas.write(label, at: Point(left.x + 1, left.y), style: style, maxWidth: width, ellipsis: true)
      Bar(share, color: barColor(share), track: theme.raised).draw(on: &canvas, in: bar, theme: theme)
      canvas.writeRight(share > 0 ? percent(share) : "–", in: figures.splitLeft(7).left, style: style)
      canvas.writeRight(percent(candidate.probability), in: figures, style: theme.label)
    }
    caption(words.generation.beforeKnobs, on: &canvas, in: rect)
  }

  /// Where a knob's slider stands in its row.
  func knobSlider(in row: Rect) -> Rect {
    let names = GenerationState.Knob.allCases.map { VisibleText.columns(of: words.generation.knob($0)) }
    return row.splitLeft((names.max() ?? 0) + 3).rest.splitRight(11).rest
  }

  private func drawKnobs(_ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    let interior = frame(.knobs, on: &canvas, in: rect)
    let knobs = state.generating.knobs
    for (row, knob) in GenerationState.Knob.allCases.enumerated() {
      let line = interior.row(row)
      let isChosen = knob == state.generating.knob && state.focus == .knobs
      let style = Style(isChosen ? theme.accent : theme.text, on: theme.panel, isChosen ? .bold : [])
      canvas.write((isChosen ? "▸" : " ") + words.generation.knob(knob), at: line.origin, style: style)
      let slider = knobSlider(in: line)
      Slider(knobs.position(knob), isFocused: isChosen).draw(on: &canvas, in: slider, theme: theme)
      canvas.writeRight(figure(knob), in: line.splitRight(10).right, style: style)
    }
    let trace = scene.reading.trace
    let drawn = knobs.sampler.distribution(trace.logits(position: trace.length - 1))
    let kept = drawn.reduce(0) { $0 + ($1 > 0 ? 1 : 0) }
    canvas.write(
      words.generation.kept(kept, drawn.count), at: interior.row(-1).origin, style: theme.label,
      maxWidth: interior.width, ellipsis: true)
  }

  private func figure(_ knob: GenerationState.Knob) -> String {
    let knobs = state.generating.knobs
    return switch knob {
    case .temperature:
      knobs.temperature == 0 ? words.generation.greedy : Figure.fixed(Float(knobs.temperature) / 10, decimals: 1)
    case .topK: knobs.topK == 0 ? words.generation.all : "\(knobs.topK)"
    case .topP: knobs.topP == 100 ? words.generation.all : Figure.fixed(Float(knobs.topP) / 100, decimals: 2)
    case .seed: "\(knobs.seed)"
    }
  }

  /// The continuations that are shown.
  func branchRows(in rect: Rect) -> Range<Int> {
    ScrollWindow.range(
      count: state.generating.tree.ends.count, visible: Panel.interior(of: rect).height,
      around: state.generating.branch)
  }

  /// Every ending that was reached, with the probability of what was added.
  private func drawBranches(on canvas: inout Canvas, in rect: Rect) {
    let tree = state.generating.tree
    let ends = tree.ends
    let interior = frame(.branches, context: words.generation.branchCount(ends.count), on: &canvas, in: rect)
    for (row, index) in branchRows(in: rect).enumerated() {
      let (tokens, probability) = tree.path(to: ends[index])
      let isChosen = index == state.generating.branch && state.focus == .branches
      let isCurrent = ends[index] == tree.current
      let style = Style(
        isChosen ? theme.accent : isCurrent ? theme.query : theme.text, on: theme.panel, isCurrent ? .bold : [])
      let (left, figure) = interior.row(row).splitRight(8)
      canvas.write(isChosen ? "▸" : isCurrent ? "●" : " ", at: left.origin, style: style)
      canvas.write(
        ending(of: tokens, columns: left.width - 2), at: Point(left.x + 2, left.y), style: style,
        maxWidth: left.width - 2)
      if !tokens.isEmpty { canvas.writeRight(percent(probability), in: figure, style: theme.label) }
    }
    caption(words.generation.pathProbability, on: &canvas, in: rect)
  }

  /// The tokens that were added, or the last of them: the end of a long continuation tells it from the others.
  private func ending(of tokens: [Int32], columns: Int) -> VisibleText {
    guard !tokens.isEmpty else { return VisibleText(words.generation.start) }
    var (text, taken) = (VisibleText(""), [String]())
    for token in tokens.reversed() {
      taken.insert(subject.tokenizer.spelling(of: token), at: 0)
      let longer = VisibleText("… " + taken.joined(separator: " "))
      guard longer.columns <= columns || taken.count == 1 else { break }
      text = longer
    }
    return text
  }
}
