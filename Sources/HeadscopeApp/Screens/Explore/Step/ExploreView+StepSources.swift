internal import Analysis
internal import Models
internal import TerminalCanvas

extension ExploreView {
  /// A row of numbers that went into the chosen one.
  struct SourceRow {
    let label: VisibleText
    let values: [Float]
    /// Which of the values counts most, or is the one that is followed.
    let place: Int?
    let isShare: Bool
    /// Which input it is; `nil` for products, which are worked out here.
    let input: Int?
  }

  /// The inputs of the chosen number, and their products; none while they are not asked for and the room is small.
  func sourceRows(_ scene: Scene, _ result: StepState.Result, room: Int) -> [SourceRow] {
    guard state.step.source != nil || room >= 22 else { return [] }
    guard let derivation = state.derivation(result, scene.reading, subject) else { return [] }
    var rows = derivation.inputs.enumerated().map { index, input in
      let place = place(of: input, derivation)
      return SourceRow(
        label: sourceName(input, scene), values: input.values, place: place, isShare: isShare(input), input: index)
    }
    if case .products(let products, _) = derivation.rule {
      let place = products.indices.max { abs(products[$0].result) < abs(products[$1].result) }
      rows.append(
        SourceRow(
          label: VisibleText(words.step.product), values: products.map { Float($0.result) }, place: place,
          isShare: false, input: nil))
    }
    return rows
  }

  private func isShare(_ input: Derivation.Input) -> Bool {
    if case .cells(let step, _, _) = input.source { return step.operation.givesShares }
    return false
  }

  private func place(of input: Derivation.Input, _ derivation: Derivation) -> Int? {
    guard input.values.count > 1 else { return nil }
    switch derivation.rule {
    case .products(let products, _):
      return products.indices.max { abs(products[$0].result) < abs(products[$1].result) }
    case .lookup(_, _, let column): return column
    default:
      if case .cells(_, _, let column) = input.source { return column }
      return nil
    }
  }

  /// What an input is called: the operation that made it, and whose row it is.
  func sourceName(_ input: Derivation.Input, _ scene: Scene) -> VisibleText {
    switch input.source {
    case .parameter(let name):
      return VisibleText(words.step.weights(name.hasSuffix(".weight") ? String(name.dropLast(7)) : name))
    case .cells(let step, let row, let column):
      return VisibleText("\(sourceOperation(step, column)) “\(text(rowTokens(step, scene)[row]))”")
    case .column(let step, _, let column):
      return VisibleText(words.step.ofEach(columnName(step, column, scene: scene).description))
    }
  }

  private func sourceOperation(_ step: PassStep, _ column: Int) -> String {
    switch step.operation.axis {
    case .projection, .query, .queryKey, .keyValue: partName(step, column)
    default: step.operation.isMix ? "z" : words.step.name(step.operation)
    }
  }

  /// The cells that the chosen number was made from.
  func drawSources(
    _ scene: Scene, _ result: StepState.Result, _ geometry: OperationGeometry, on canvas: inout Canvas
  ) {
    let rows = sourceRows(scene, result, room: geometry.roomHeight)
    guard !rows.isEmpty, geometry.sources.height > 1 else { return }
    drawSourceHeading(rows, geometry, on: &canvas)
    let width = sourceLabelWidth(rows, geometry.sources.width)
    if let line = geometry.sourceLabels {
      drawSourceLabels(scene, result, rows, in: line.splitLeft(width + 3).rest, &canvas)
    }
    let limit = commonLimit(rows)
    for (index, row) in rows.enumerated() {
      let area = geometry.source(index)
      guard area.height > 0 else { break }
      let isLit = row.input != nil && row.input == state.step.source
      let (label, rest) = area.splitLeft(width + 3)
      let middle = label.row((area.height - 1) / 2)
      let style = Style(isLit ? theme.accent : theme.text, on: theme.panel, isLit ? .bold : [])
      if isLit { canvas.write("▸", at: middle.origin, style: style) }
      canvas.write(row.label, at: Point(middle.x + 2, middle.y), style: style, maxWidth: width, ellipsis: true)
      draw(row, limit: limit ?? strongestSize(row.values), on: &canvas, in: rest)
    }
  }

  private func drawSourceHeading(_ rows: [SourceRow], _ geometry: OperationGeometry, on canvas: inout Canvas) {
    let line = geometry.sources.row(0)
    canvas.fill(line, with: "─", style: Style(theme.faint, on: theme.panel))
    let follow = state.step.source == nil ? "" : " · \(words.step.followHint)"
    canvas.write(
      " \(words.step.madeFrom)\(follow) ", at: Point(line.x + 1, line.y),
      style: Style(theme.accent, on: theme.panel, .bold), maxWidth: line.width - 2)
    let used = VisibleText.columns(of: " \(words.step.madeFrom)\(follow) ") + 2
    drawSourceLegend(rows, on: &canvas, in: line.splitLeft(used).rest)
  }

  /// What the colours of the inputs mean: shares from 0 to 1, other numbers by the largest of their row.
  private func drawSourceLegend(_ rows: [SourceRow], on canvas: inout Canvas, in line: Rect) {
    let end = commonLimit(rows).map(Figure.axis) ?? "1"
    let low = " -\(end) "
    let (bar, tail) = (9, commonLimit(rows) == nil ? " \(end) \(words.step.ofLargest) " : " \(end) ")
    let width = VisibleText.columns(of: low + tail) + bar
    let shares = " 0  1 ".utf8.count + bar
    var x = line.maxX
    if rows.contains(where: { !$0.isShare }), width <= line.width {
      x -= width
      canvas.write(low, at: Point(x, line.y), style: theme.label)
      let start = x + VisibleText.columns(of: low)
      for column in 0..<bar {
        drawSigned(
          Float(2 * column) / Float(bar - 1) - 1, on: &canvas,
          in: Rect(x: start + column, y: line.y, width: 1, height: 1))
      }
      canvas.write(tail, at: Point(start + bar, line.y), style: theme.label)
    }
    guard rows.contains(where: \.isShare), x - line.x >= shares else { return }
    let place = Rect(x: x - shares, y: line.y, width: shares, height: 1)
    canvas.fill(place, style: theme.label)
    Legend(low: "0", high: "1", ramp: ramp).draw(
      on: &canvas, in: place.splitLeft(1).rest.splitRight(1).rest, theme: theme)
  }

  /// The size at which the colours of single numbers are full: that of the largest, so that they can be compared; `nil`
  /// where an input is a row, which has a scale of its own.
  private func commonLimit(_ rows: [SourceRow]) -> Float? {
    guard rows.allSatisfy({ $0.values.count == 1 && !$0.isShare }) else { return nil }
    return max(rows.reduce(0) { max($0, strongestSize($1.values)) }, .leastNormalMagnitude)
  }

  /// Columns for the inputs' labels: the widest, within a third of the panel.
  func sourceLabelWidth(_ rows: [SourceRow], _ width: Int) -> Int {
    min(width / 3, rows.reduce(4) { max($0, $1.label.columns) })
  }

  /// What the columns of the inputs are, where they stand apart.
  private func drawSourceLabels(
    _ scene: Scene, _ result: StepState.Result, _ rows: [SourceRow], in line: Rect, _ canvas: inout Canvas
  ) {
    guard let count = rows.first?.values.count, count > 1, line.width / count >= 5 else { return }
    let width = min(9, line.width / count)
    for index in 0..<count {
      let name = VisibleText(termLabel(result.step, index, scene))
      let indent = max(1, (width - name.columns + 1) / 2)
      canvas.write(
        name, at: Point(line.x + index * width + indent, line.y), style: theme.label, maxWidth: width - 1,
        ellipsis: true)
    }
  }

  /// Values with numbers where they fit, else pooled by the strongest.
  private func draw(_ row: SourceRow, limit: Float, on canvas: inout Canvas, in rect: Rect) {
    let limit = max(limit, .leastNormalMagnitude)
    let count = max(1, row.values.count)
    if rect.width / count >= 5 || count == 1 {
      let width = min(9, rect.width / count)
      for (index, value) in row.values.enumerated() {
        let cell = Rect(x: rect.x + index * width, y: rect.y, width: width, height: rect.height)
        drawNumber(value, limit: limit, isShare: row.isShare, on: &canvas, in: cell)
      }
      if let place = row.place {
        markCell(Rect(x: rect.x + place * width, y: rect.y, width: width, height: rect.height), on: &canvas)
      }
      return
    }
    let width = min(rect.width - 1, count)
    let wide = max(1, (rect.width - 1) / count)
    for x in 0..<width {
      let covered = OperationGeometry.share(x, of: width, count)
      let cell = Rect(x: rect.x + x * wide, y: rect.y, width: wide, height: rect.height)
      drawHeat(
        strongest(covered.lazy.map { row.values[$0] }), limit: limit, isShare: row.isShare, on: &canvas, in: cell)
    }
  }

  private func strongestSize(_ values: [Float]) -> Float {
    values.reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 }
  }
}
