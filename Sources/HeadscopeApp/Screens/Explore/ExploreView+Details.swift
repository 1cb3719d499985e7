internal import Analysis
internal import Models
internal import Tensors
internal import TerminalCanvas

extension ExploreView {
  /// Where the selected query looks in the focused head, in figures; through a lens, what the lens shows.
  func drawDetails(_ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    let query = words.query(text(scene.query).description)
    let name = scene.lensedName
    let lens = scene.lensed.lens
    let lensName = words.lens(lens).name
    let interior =
      lens == .raw
      ? frame(.details, context: "\(name) · \(query)", query, name, on: &canvas, in: rect)
      : frame(
        .details, context: "\(lensName) · \(name) · \(query)", "\(lensName) · \(name)", lensName, on: &canvas,
        in: rect)
    let keys = state.attendedKeys(scene.reading, scene.selection)
    drawMeasures(scene, on: &canvas, in: interior.splitTop(2).top)
    let list = interior.splitTop(2).rest
    let habits = scene.selection.query == 0 ? 0 : list.height > keys.count + 3 ? 3 : list.height > 3 ? 1 : 0
    drawAttended(scene, keys, on: &canvas, in: list.splitBottom(habits).rest)
    drawHabits(
      scene, on: &canvas, in: habits == 3 ? list.splitTop(keys.count + 1).rest : list.splitBottom(habits).bottom)
    let legends = [
      lens.sharesOut ? nil : words.measuresOfWeights,
      lens.isOfWholeLayer ? nil : scene.reading.scoreDivisor(scene.selection).rule,
    ]
    caption(legends.compactMap { $0 }.joined(separator: " · "), on: &canvas, in: rect)
  }

  /// How widely and how far this row looks, beside the head's means. Where a lens shares out nothing, attention itself is
  /// measured, and the caption says so.
  private func drawMeasures(_ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    let width = max(VisibleText.columns(of: words.entropy), VisibleText.columns(of: words.distance)) + 1
    let measures = scene.lensed.measures(scene.reading.trace, scene.selection)
    drawMeasure(
      words.entropy, share: measures.entropy, figure: nil, mean: measures.meanEntropy.map(Figure.short),
      color: theme.info, labelWidth: width, on: &canvas, in: rect.row(0))
    // Places of two texts lie no distance apart.
    let isAcross = scene.reading.stacks?.stack == .cross && scene.reading.stream(at: scene.selection.query) == .main
    drawMeasure(
      words.distance, share: isAcross ? 0 : measures.distance / Float(max(1, scene.selection.query)),
      figure: isAcross ? "–" : tokens(measures.distance), mean: isAcross ? nil : tokens(measures.meanDistance),
      color: theme.special, labelWidth: width, on: &canvas, in: rect.row(1))
  }

  /// A number of tokens in at most four columns.
  private func tokens(_ distance: Float) -> String { Figure.fixed(distance, decimals: distance >= 99.95 ? 0 : 1) }

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

  /// The most attended keys; where not all fit, the last row counts those above and below.
  private func drawAttended(_ scene: Scene, _ keys: [AttendedKey], on canvas: inout Canvas, in rect: Rect) {
    let isCut = keys.count > rect.height
    let place = keys.firstIndex { $0.position == scene.key } ?? 0
    let shown = ScrollWindow.range(
      count: keys.count, visible: isCut ? rect.height - 1 : rect.height, around: place)
    let label = labelWidth(shown.map { scene.tokens[keys[$0].position] }, atMost: max(4, rect.width / 4))
    for (row, index) in shown.enumerated() {
      draw(
        keys[index], scene, isSelected: keys[index].position == scene.key, labelWidth: label, on: &canvas,
        in: rect.row(row))
    }
    guard isCut, rect.height > 0 else { return }
    let below = keys[shown.upperBound...]
    let share = scene.lensed.lens.sharesOut ? percent(below.reduce(0) { $0 + $1.weight }) : nil
    canvas.write(
      words.moreTokens(shown.lowerBound, below.count, share),
      at: rect.row(-1).origin, style: theme.label, maxWidth: rect.width, ellipsis: true)
  }

  /// Three habits of heads: attention on itself, the token before, the first; in one line where there is no room for
  /// bars.
  private func drawHabits(_ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    let query = scene.selection.query
    guard query > 0, rect.height > 0 else { return }
    let row = scene.lensedRow
    guard rect.height >= 3 else {
      let figures = [query, query - 1, 0].map { scene.lensed.figure(row[$0]) }
      var line = words.habits(figures[0], figures[1], figures[2])
      if VisibleText.columns(of: line) > rect.width { line = line.replacing(" · ", with: " ") }
      canvas.write(line, at: rect.origin, style: theme.label, maxWidth: rect.width, ellipsis: true)
      return
    }
    let places = [(words.itself, query), (words.tokenBefore, query - 1), (words.firstToken, 0)]
    let width = places.reduce(0) { max($0, VisibleText.columns(of: $1.0)) } + 1
    for (index, (name, position)) in places.enumerated() {
      let (label, rest) = rect.row(index).splitLeft(width)
      let (bar, figures) = rest.splitRight(13)
      canvas.write(name, at: label.origin, style: theme.label)
      Bar(row[position].isNaN ? 0 : scene.lensed.position(row[position]), color: theme.muted, track: theme.raised)
        .draw(on: &canvas, in: bar, theme: theme)
      canvas.writeRight(
        long(row[position], scene), in: figures.splitLeft(7).left, style: Style(theme.text, on: theme.panel))
    }
  }

  /// A value with as many decimals as a list has room for.
  private func long(_ value: Float, _ scene: Scene) -> String {
    switch scene.lensed.lens {
    case .log, .valueNorm: value.isNaN ? "–" : Figure.fixed(abs(value), decimals: 2)
    default: value.isNaN ? "–" : percent(value)
    }
  }

  private func draw(
    _ key: AttendedKey, _ scene: Scene, isSelected: Bool, labelWidth: Int, on canvas: inout Canvas, in rect: Rect
  ) {
    let (label, rest) = rect.splitLeft(labelWidth + 2)
    let (bar, figures) = rest.splitRight(13)
    if isSelected { canvas.write("▸", at: label.origin, style: Style(theme.accent, on: theme.panel, .bold)) }
    write(scene.tokens[key.position], on: &canvas, in: label.splitLeft(1).rest.splitRight(1).rest, alignsRight: true)
    if isSelected { canvas.restyle(label, Style(theme.accent, on: nil, .bold)) }
    let share = scene.lensed.position(key.weight)
    Bar(share, color: barColor(share), track: theme.raised).draw(on: &canvas, in: bar, theme: theme)
    canvas.writeRight(
      long(key.weight, scene), in: figures.splitLeft(7).left,
      style: Style(theme.text, on: theme.panel, isSelected ? .bold : []))
    // What a whole layer does is no head's score.
    guard !scene.lensed.lens.isOfWholeLayer else { return }
    canvas.writeRight(Figure.fixed(key.score, decimals: 1), in: figures, style: theme.label)
  }

  /// The ramp's colour, kept away from its weak end so that short bars stay visible.
  func barColor(_ share: Float) -> Color { theme.adapted(ramp).color(0.35 + 0.6 * share) }
}
