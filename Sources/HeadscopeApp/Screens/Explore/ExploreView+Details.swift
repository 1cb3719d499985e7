internal import Analysis
internal import Models
internal import TerminalCanvas

extension ExploreView {
  /// Where the selected query looks in the focused head, in figures.
  func drawDetails(_ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    let selection = scene.selection
    let query = words.query(text(scene.query).description)
    let interior = frame(
      .details, context: "\(scene.headName) · \(query)", query, scene.headName, on: &canvas, in: rect)
    let trace = scene.reading.trace
    let width = max(VisibleText.columns(of: words.entropy), VisibleText.columns(of: words.distance)) + 1
    drawMeasure(
      words.entropy, share: trace.entropy(layer: selection.layer, head: selection.head, query: selection.query),
      figure: nil, mean: trace.entropy(layer: selection.layer, head: selection.head).map(Figure.short),
      color: theme.info, labelWidth: width, on: &canvas, in: interior.row(0))
    let distance = trace.distance(layer: selection.layer, head: selection.head, query: selection.query)
    drawMeasure(
      words.distance, share: distance / Float(max(1, selection.query)),
      figure: Figure.fixed(distance, decimals: 1),
      mean: Figure.fixed(trace.distance(layer: selection.layer, head: selection.head), decimals: 1),
      color: theme.special, labelWidth: width, on: &canvas, in: interior.row(1))
    let list = interior.splitTop(2).rest
    let count = trace.visibleKeys(layer: selection.layer, head: selection.head, query: selection.query)
    drawAttended(scene, on: &canvas, in: list)
    drawShares(scene, on: &canvas, in: list.splitTop(count + 1).rest)
    caption(words.score, on: &canvas, in: rect)
  }

  /// A measure of this row as number and bar, and beside it the head's mean.
  private func drawMeasure(
    _ name: String, share: Float?, figure: String?, mean: String?, color: Color, labelWidth: Int,
    on canvas: inout Canvas, in rect: Rect
  ) {
    guard !rect.isEmpty else { return }
    canvas.write(name, at: rect.origin, style: theme.label)
    let rest = rect.splitLeft(labelWidth).rest
    guard let share else {
      canvas.write(words.noChoice, at: rest.origin, style: theme.label, maxWidth: rest.width, ellipsis: true)
      return
    }
    let (number, bar) = rest.splitLeft(5)
    canvas.writeRight(
      figure ?? Figure.short(share), in: number.splitRight(1).rest, style: Style(theme.text, on: theme.panel, .bold))
    let note = mean.map(words.headMean) ?? ""
    let (track, right) = bar.splitRight(VisibleText.columns(of: note) + 1)
    Bar(share, color: color, track: theme.raised).draw(on: &canvas, in: track, theme: theme)
    canvas.writeRight(note, in: right, style: theme.label)
  }

  /// The most attended keys; where not all fit, the last row sums up the rest.
  private func drawAttended(_ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    let selection = scene.selection
    let keys = scene.reading.trace.attendedKeys(
      layer: selection.layer, head: selection.head, query: selection.query)
    let key = scene.reading.key(selection)
    let isCut = keys.count > rect.height
    let place = keys.firstIndex { $0.position == key } ?? 0
    let shown = ScrollWindow.range(
      count: keys.count, visible: isCut ? rect.height - 1 : rect.height, around: place)
    let label = labelWidth(shown.map { scene.tokens[keys[$0].position] }, atMost: max(4, rect.width / 4))
    for (row, index) in shown.enumerated() {
      draw(
        keys[index], token: scene.tokens[keys[index].position], isSelected: index == place, labelWidth: label,
        on: &canvas, in: rect.row(row))
    }
    guard isCut, rect.height > 0 else { return }
    let rest = keys.indices.filter { !shown.contains($0) }.reduce(Float(0)) { $0 + keys[$1].weight }
    canvas.write(
      words.moreTokens(keys.count - shown.count, percent(rest)),
      at: rect.row(-1).origin, style: theme.label, maxWidth: rect.width, ellipsis: true)
  }

  /// Three habits of heads, where there is room below the list: attention on itself, the token before, the first.
  private func drawShares(_ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    let query = scene.selection.query
    let places = [(words.itself, query), (words.tokenBefore, query - 1), (words.firstToken, 0)]
    let row = scene.reading.trace.pattern(
      layer: scene.selection.layer, head: scene.selection.head, query: query)
    guard query > 0, rect.height >= places.count else { return }
    let width = places.reduce(0) { max($0, VisibleText.columns(of: $1.0)) } + 1
    for (index, (name, position)) in places.enumerated() {
      let share = row[row.startIndex + position]
      let (label, rest) = rect.row(index).splitLeft(width)
      let (bar, figures) = rest.splitRight(13)
      canvas.write(name, at: label.origin, style: theme.label)
      Bar(share, color: theme.muted, track: theme.raised).draw(on: &canvas, in: bar, theme: theme)
      canvas.writeRight(
        percent(share), in: figures.splitLeft(7).left, style: Style(theme.text, on: theme.panel))
    }
  }

  private func draw(
    _ key: AttendedKey, token: Token, isSelected: Bool, labelWidth: Int, on canvas: inout Canvas, in rect: Rect
  ) {
    let (label, rest) = rect.splitLeft(labelWidth + 2)
    let (bar, figures) = rest.splitRight(13)
    if isSelected { canvas.write("▸", at: label.origin, style: Style(theme.accent, on: theme.panel, .bold)) }
    write(token, on: &canvas, in: label.splitLeft(1).rest.splitRight(1).rest, alignsRight: true)
    if isSelected { canvas.restyle(label, Style(theme.accent, on: nil, .bold)) }
    Bar(key.weight, color: barColor(key.weight), track: theme.raised).draw(on: &canvas, in: bar, theme: theme)
    canvas.writeRight(
      percent(key.weight), in: figures.splitLeft(7).left,
      style: Style(theme.text, on: theme.panel, isSelected ? .bold : []))
    canvas.writeRight(Figure.fixed(key.score, decimals: 1), in: figures, style: theme.label)
  }

  /// The ramp's colour, kept away from its weak end so that short bars stay visible.
  func barColor(_ share: Float) -> Color { theme.adapted(ramp).color(0.35 + 0.6 * share) }
}
