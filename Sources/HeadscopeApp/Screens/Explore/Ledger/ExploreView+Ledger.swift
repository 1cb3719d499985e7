internal import Analysis
internal import Models
internal import TerminalCanvas

extension ExploreView {
  /// Draws a panel of the page.
  func drawLedger(_ panel: ExplorePanel, _ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    switch panel {
    case .ledger: drawEntries(scene, on: &canvas, in: rect)
    case .effect: drawEffect(scene, on: &canvas, in: rect)
    default: drawRanking(scene, on: &canvas, in: rect)
    }
  }

  /// The entries that are shown.
  func ledgerRows(count: Int, in rect: Rect) -> Range<Int> {
    ScrollWindow.range(count: count, visible: Panel.interior(of: rect).height - 2, around: state.ledger.row)
  }

  private func drawEntries(_ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    let query = text(scene.query).description
    let interior = frame(.ledger, context: predictedPlace(query), on: &canvas, in: rect)
    guard let comparison = state.ledger.comparison else { return }
    drawLedgerHead(comparison, on: &canvas, in: interior.row(0))
    let rows = ledgerRows(count: comparison.entries.count, in: rect)
    let largest = (comparison.entries + (comparison.before?.entries ?? [])).reduce(Float(0)) { max($0, abs($1.amount)) }
    let shown = comparison.entries[rows]
    let width = min(22, shown.reduce(1) { max($0, VisibleText.columns(of: name($1.part, scene))) })
    for (row, entry) in shown.enumerated() {
      let isChosen = rows.lowerBound + row == min(state.ledger.row, comparison.entries.count - 1)
      let line = interior.row(row + 2)
      let before = comparison.before?.amount(of: entry.part)
      let isOff = isSwitchedOff(entry.part)
      let style = Style(
        isOff ? theme.bad : isChosen ? theme.accent : theme.text, on: theme.panel, isChosen ? .bold : [])
      let (label, rest) = line.splitLeft(width + 3)
      canvas.write(isChosen ? "▸" : " ", at: label.origin, style: style)
      canvas.write(
        name(entry.part, scene) + (isOff ? " ×" : ""), at: Point(label.x + 1, label.y), style: style,
        maxWidth: width + 1)
      let (bar, figures) = rest.splitRight(comparison.before == nil ? 8 : 16)
      let share = entry.amount / max(largest, .leastNormalMagnitude)
      SignedBar(share: share, color: signedBarColor(share), track: theme.panel)
        .draw(on: &canvas, in: bar, theme: theme)
      canvas.writeRight(signed(entry.amount), in: figures.splitLeft(8).left, style: style)
      guard let before else { continue }
      let change = entry.amount - before
      let color = abs(change) < 0.005 ? theme.muted : change > 0 ? theme.good : theme.bad
      canvas.writeRight(
        abs(change) < 0.005 ? "·" : signed(change), in: figures, style: Style(color, on: theme.panel))
    }
    let sum = VisibleText(" \(words.ledger.sum(comparison.now.entries.count, signed(comparison.now.sum))) ")
    let order = order(isChanged: comparison.before != nil)
    // The sum is never cut; the order gives way.
    if sum.columns + VisibleText.columns(of: order) + 8 <= rect.width { caption(order, on: &canvas, in: rect) }
    canvas.write(sum, at: Point(rect.x + 2, rect.maxY - 1), style: theme.label)
  }

  /// A part's name; a step is known by its token.
  private func name(_ part: Ledger.Part, _ scene: Scene) -> String {
    guard case .step(let position) = part else { return words.ledger.part(part) }
    let digits = String(scene.selection.query).utf8.count
    return String(position).leftPadded(to: digits) + " \(text(scene.tokens[position]).description)"
  }

  /// The order of the list; while parts are off, it stays that of the whole model.
  private func order(isChanged: Bool) -> String {
    guard state.ledger.isSorted else { return words.ledger.inOrder }
    return isChanged ? words.ledger.bySizeBefore : words.ledger.bySize
  }

  /// Which logit, its value, and above the figures what they are.
  private func drawLedgerHead(_ comparison: LedgerComparison, on canvas: inout Canvas, in rect: Rect) {
    let ledger = comparison.now
    let token = spelling(ledger.token)
    let value = signed(ledger.whole)
    let lines =
      ledger.other.map { other in
        [words.ledger.difference, words.ledger.differenceShort].map { $0(token, spelling(other), value) }
      } ?? [words.ledger.whole(token, value)]
    // Tokens may be long, but the figure is never cut: it stands alone where nothing else fits.
    let line = lines.first { VisibleText.columns(of: $0) <= rect.width } ?? "Δ logit = \(value)"
    canvas.write(line, at: rect.origin, style: Style(theme.query, on: theme.panel, .bold), maxWidth: rect.width)
    guard let before = comparison.before else { return }
    let heads = Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: 1)
    canvas.write(
      "\(words.ledger.before) \(signed(before.whole))", at: heads.origin, style: theme.label, maxWidth: rect.width - 16)
    let figures = heads.splitRight(16).right
    canvas.writeRight(words.ledger.now, in: figures.splitLeft(8).left, style: theme.label)
    canvas.writeRight(words.ledger.change, in: figures, style: theme.label)
  }

  func spelling(_ id: Int32) -> String {
    VisibleText(subject.answer(id), leadingSpace: .dot).description
  }

  private func isSwitchedOff(_ part: Ledger.Part) -> Bool {
    switch part {
    case .head(let place): state.interventions.heads.contains(place)
    case .mlp(let layer): state.interventions.mlps.contains(layer)
    default: false
    }
  }

  func signed(_ value: Float) -> String {
    let text = Figure.fixed(value, decimals: 2)
    return value > 0 && text != "0.00" ? "+\(text)" : text
  }

  /// The likeliest tokens before and now.
  private func drawEffect(_ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    let query = text(scene.query).description
    let isRecurrent = subject.configuration.cell != nil
    let interior = frame(
      .effect, title: isRecurrent ? words.title(.predictions) : nil, context: predictedPlace(query), on: &canvas,
      in: rect)
    let position = scene.selection.query
    let before = scene.reading.reference.nextTokens(after: position)
    let now = scene.reading.trace.nextTokens(after: position)
    let isChanged = scene.reading.intact != nil
    let list = interior.splitTop(1).rest
    let tokens = effectTokens(before, now, count: list.height - (isChanged ? 0 : 2))
    let width = min(interior.width / 3, tokens.reduce(6) { max($0, VisibleText.columns(of: spelling($1))) })
    let figures = interior.splitLeft(width + 2).rest.splitRight(isChanged ? 24 : 8).right
    canvas.writeRight(
      isChanged ? words.ledger.before : "", in: figures.splitLeft(8).left, style: theme.label)
    if isChanged {
      canvas.writeRight(words.ledger.now, in: figures.splitLeft(16).left, style: theme.label)
      canvas.writeRight(words.ledger.points, in: figures.row(0), style: theme.label)
    }
    let chosen = state.ledgerTokens(scene.reading)
    for (row, id) in tokens.enumerated() {
      let line = list.row(row)
      let style = Style(
        id == chosen.token ? theme.accent : theme.text, on: theme.panel, id == chosen.token ? .bold : [])
      if id == chosen.token { canvas.write("▸", at: line.origin, style: style) }
      canvas.write(spelling(id), at: Point(line.x + 1, line.y), style: style, maxWidth: width, ellipsis: true)
      let (bar, numbers) = line.splitLeft(width + 2).rest.splitRight(isChanged ? 24 : 8)
      let (old, new) = (before.probabilities[Int(id)], now.probabilities[Int(id)])
      Bar(new, color: barColor(new), track: theme.raised).draw(on: &canvas, in: bar, theme: theme)
      canvas.writeRight(percent(old), in: numbers.splitLeft(8).left, style: isChanged ? theme.label : style)
      guard isChanged else { continue }
      canvas.writeRight(percent(new), in: numbers.splitLeft(16).left, style: style)
      let points = (new - old) * 100
      let color = abs(points) < 0.05 ? theme.muted : points > 0 ? theme.good : theme.bad
      let sign = points > 0 ? "+" : ""
      canvas.writeRight(
        abs(points) < 0.05 ? "·" : sign + Figure.fixed(points, decimals: 1), in: numbers,
        style: Style(color, on: theme.panel))
    }
    if !isChanged {
      let explanations =
        isRecurrent
        ? (words.ledger.steps, words.ledger.stepsShort) : (words.ledger.nothingOff, words.ledger.nothingOffShort)
      canvas.writeWrapped(
        rect.width < 50 ? explanations.1 : explanations.0, in: list.splitTop(tokens.count).rest,
        style: theme.label)
    }
  }

  /// The likeliest tokens of both passes, those of the whole model first.
  func effectTokens(_ before: NextTokens, _ now: NextTokens, count: Int) -> [Int32] {
    guard count > 0 else { return [] }
    let old = before.top(count).map(\.id)
    // Of the new likeliest three those that the old ones don't hold take the last places.
    let new = now.top(3).map(\.id).filter { !old.contains($0) }
    return Array(old.prefix(max(0, count - new.count)) + new.prefix(count))
  }
}
