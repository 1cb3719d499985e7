internal import Analysis
internal import Models
internal import TerminalCanvas

extension ExploreView {
  func operationGeometry(_ scene: Scene, _ result: StepState.Result, in rect: Rect) -> OperationGeometry? {
    let interior = Panel.interior(of: rect)
    guard interior.height > 4, interior.width > 16 else { return nil }
    let label = labelWidth(rowTokens(result.step, scene), atMost: max(3, min(12, interior.width / 6)))
    let axis = result.step.operation.axis
    let column = state.step.column(result, scene.reading, scene.selection)
    let least =
      switch axis {
      case .vocabulary: 8
      case .key: min(8, max(5, labelWidth(keyTokens(result.step, scene), atMost: 8) + 1))
      default: subject.model.configuration.columns(of: axis, length: 0) > 9999 ? 6 : 5
      }
    let sources = sourceRows(scene, result, room: interior.height)
    let numbers = sources.first?.values.count ?? 0
    let namesColumns = numbers > 1 && (interior.width - sourceLabelWidth(sources, interior.width) - 3) / numbers >= 5
    return OperationGeometry(
      interior: interior, labelWidth: label, tensor: result.tensor, query: state.row(scene.reading), column: column,
      showsWhole: state.step.showsWhole, sources: sources.count, namesSourceColumns: namesColumns, least: least)
  }

  /// The numbers of the current operation, a row for each token.
  func drawOperation(_ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    let operation = state.currentStep.operation
    let title = operationTitle(state.currentStep, columns: rect.width - 9)
    guard let result = stepResult(scene), let geometry = operationGeometry(scene, result, in: rect) else {
      let interior = frame(.operation, title: title, on: &canvas, in: rect)
      canvas.writeWrapped(words.step.notCaptured, in: interior, style: theme.label)
      return
    }
    let (long, short) = operationContext(result, geometry)
    frame(.operation, title: title, context: long, short, on: &canvas, in: rect)
    drawOperationLabels(scene, result, geometry, on: &canvas)
    if geometry.isPooled {
      drawPooled(result, geometry, on: &canvas)
    } else {
      for row in geometry.rows {
        for column in geometry.columns {
          drawNumber(
            result.tensor[row, column], limit: result.tensor.limit, isShare: operation.givesShares, on: &canvas,
            in: geometry.rect(row: row, column: column))
        }
      }
      let column = state.step.column(result, scene.reading, scene.selection)
      let chosen = geometry.rect(row: state.row(scene.reading), column: column)
      canvas.clipped(to: rect) { canvas in markCell(chosen, on: &canvas) }
    }
    drawRowOverview(scene, result, geometry, on: &canvas)
    drawChosenValue(scene, result, geometry, on: &canvas)
    drawSources(scene, result, geometry, on: &canvas)
    drawOperationLegend(result, geometry, on: &canvas, in: rect)
  }

  /// The operation and its place; where both have no room, without the stack, which the strip names too.
  private func operationTitle(_ step: PassStep, columns: Int) -> String {
    let off = isOff(step) ? " \(words.isOff)" : ""
    let name = "\(words.title(.operation)) · \(words.step.name(step.operation))"
    // A stack's name stands apart from that of the operation.
    let sign = subject.stack == nil ? " " : " · "
    let titles = [placeName(step), headName(step)].map { name + ($0.isEmpty ? "" : sign + $0) + off }
    return titles.first { VisibleText.columns(of: $0) <= columns } ?? titles[1]
  }

  private func operationContext(
    _ result: StepState.Result, _ geometry: OperationGeometry
  ) -> (long: String, short: String) {
    if geometry.isPooled { return (words.step.wholePooled, "") }
    let vocabulary = subject.configuration.logitCount
    let count = result.tensor.columns
    if result.query != nil, count < vocabulary { return (words.step.likeliest(count, vocabulary), "") }
    guard geometry.columns.count < count, let first = geometry.columns.first, let last = geometry.columns.last else {
      return ("\(result.tensor.rows) × \(count)", "")
    }
    let range = first == last ? "\(first)" : "\(first)–\(last)"
    return (words.step.part(range, count), "\(range)/\(count)")
  }

  private func drawOperationLabels(
    _ scene: Scene, _ result: StepState.Result, _ geometry: OperationGeometry, on canvas: inout Canvas
  ) {
    let tokens = rowTokens(result.step, scene)
    for row in geometry.rows {
      let isQuery = row == state.row(scene.reading)
      guard isQuery || !geometry.isPooled || geometry.pooled.height >= geometry.rows.count else { continue }
      let place = geometry.label(row: row)
      if isQuery { canvas.write("▸", at: place.origin, style: Style(theme.query, on: theme.panel, .bold)) }
      write(tokens[row], on: &canvas, in: place.splitLeft(1).rest, isSelected: isQuery, alignsRight: true)
    }
    guard !geometry.isPooled else { return }
    let chosen = state.step.column(result, scene.reading, scene.selection)
    for column in geometry.columns {
      let place = geometry.label(column: column)
      let name = columnName(result.step, column, scene: scene, tokens: result.tokens)
      let style = Style(
        column == chosen ? theme.accent : theme.muted, on: theme.panel, column == chosen ? .bold : [])
      let indent = max(1, (place.width - name.columns + 1) / 2)
      canvas.write(name, at: Point(place.x + indent, place.y), style: style, maxWidth: place.width - 1, ellipsis: true)
    }
  }

  /// A number in its colour. −∞ is a faint mark; what was not worked out is left blank.
  func drawNumber(_ value: Float, limit: Float, isShare: Bool, on canvas: inout Canvas, in cell: Rect) {
    guard value.isFinite else {
      let place = cell.row((cell.height - 1) / 2)
      let label = cellNumber(value).leftPadded(to: 4)
      canvas.write(
        label, at: Point(place.x + max(0, (cell.width - 3) / 2), place.y), style: Style(theme.faint, on: theme.panel))
      return
    }
    let label = cellNumber(value).leftPadded(to: 4)
    guard !isShare else {
      return drawValue(value, label: label, emphasis: value >= 0.5 ? .bold : [], on: &canvas, in: cell)
    }
    let middle = cell.row((cell.height - 1) / 2)
    let position = min(max(value / limit, -1), 1)
    drawSigned(position, on: &canvas, in: cell)
    let color = theme.adapted(.diverging).color(0.5 + position / 2)
    let style = Style(color.readableText, on: color)
    canvas.fill(middle, style: style)
    let indent = max(0, (cell.width - label.utf8.count + 1) / 2)
    canvas.write(label, at: Point(cell.x + indent, middle.y), style: style)
  }

  private func drawPooled(_ result: StepState.Result, _ geometry: OperationGeometry, on canvas: inout Canvas) {
    let (width, height) = geometry.pooled
    for line in 0..<height {
      let rows = OperationGeometry.share(line, of: height, result.tensor.rows)
      for x in 0..<width {
        let columns = OperationGeometry.share(x, of: width, result.tensor.columns)
        let value = strongest(rows.lazy.flatMap { row in columns.lazy.map { result.tensor[row, $0] } })
        drawHeat(
          value, limit: result.tensor.limit, isShare: result.step.operation.givesShares, on: &canvas,
          in: Rect(
            x: geometry.body.x + x * geometry.cell.width, y: geometry.body.y + line, width: geometry.cell.width,
            height: 1))
      }
    }
  }

  /// The finite value that is farthest from 0.
  func strongest(_ values: some Sequence<Float>) -> Float {
    values.reduce(.nan) { best, value in
      value.isFinite && (best.isNaN || abs(value) > abs(best)) ? value : best
    }
  }

  /// A value as colour alone.
  func drawHeat(_ value: Float, limit: Float, isShare: Bool, on canvas: inout Canvas, in rect: Rect) {
    guard value.isFinite else { return canvas.fill(rect, style: theme.body) }
    guard isShare else { return drawSigned(min(max(value / limit, -1), 1), on: &canvas, in: rect) }
    let color = theme.adapted(ramp).color(value)
    for y in rect.y..<rect.maxY {
      for x in rect.x..<rect.maxX {
        canvas.setHeat(x: x, y: y, upper: value, lower: value, upperColor: color, lowerColor: color)
      }
    }
  }

  /// Whole rows, pooled, with a line under the part that stands above in numbers.
  private func drawRowOverview(
    _ scene: Scene, _ result: StepState.Result, _ geometry: OperationGeometry, on canvas: inout Canvas
  ) {
    let place = geometry.overview
    guard place.width > 0 else { return }
    let count = result.tensor.columns
    let width = min(place.width, count)
    let wide = OperationGeometry.wide(count, in: place.width)
    for (index, row) in geometry.overviewRows.enumerated() {
      let values = result.tensor.row(row)
      let line = Rect(
        x: place.x, y: place.y + index * geometry.overviewHeight, width: width, height: geometry.overviewHeight)
      for x in 0..<width {
        let columns = OperationGeometry.share(x, of: width, count)
        drawHeat(
          strongest(columns.lazy.map { values[values.startIndex + $0] }), limit: result.tensor.limit,
          isShare: result.step.operation.givesShares, on: &canvas,
          in: Rect(x: line.x + x * wide, y: line.y, width: wide, height: line.height))
      }
      let label = Rect(x: place.x - geometry.labelWidth - 1, y: line.y, width: geometry.labelWidth, height: 1)
      write(
        rowTokens(result.step, scene)[row], on: &canvas, in: label, isSelected: row == state.row(scene.reading),
        alignsRight: true)
    }
    let first = geometry.columns.lowerBound * width / count * wide
    let last = max(first + 1, geometry.columns.upperBound * width / count * wide)
    let marks = Rect(x: place.x, y: place.maxY, width: width * wide, height: 1)
    canvas.fill(marks, with: "┈", style: Style(theme.faint, on: theme.panel))
    canvas.fill(
      Rect(x: place.x + first, y: marks.y, width: last - first, height: 1), with: "━",
      style: Style(theme.query, on: theme.panel))
    let note = width < count ? words.step.strongestOf("\((count + width - 1) / width)") : ""
    let end = first < width * wide / 2 ? width * wide - VisibleText.columns(of: note) - 1 : 1
    if !note.isEmpty, end > last || end + VisibleText.columns(of: note) < first {
      canvas.write(" \(note) ", at: Point(marks.x + end - 1, marks.y), style: theme.label)
    }
  }

  private func drawChosenValue(
    _ scene: Scene, _ result: StepState.Result, _ geometry: OperationGeometry, on canvas: inout Canvas
  ) {
    let column = state.step.column(result, scene.reading, scene.selection)
    let name = columnName(result.step, column, scene: scene, tokens: result.tokens)
    let value = result.tensor[state.row(scene.reading), column]
    let looks = [.key, .vocabulary].contains(result.step.operation.axis)
    let text =
      "“\(self.text(scene.query))” \(looks ? "→" : "·") \(words.step.column(result.step.operation, name.description, column)) = "
    let used = canvas.write(
      text, at: geometry.value.origin, style: theme.body, maxWidth: geometry.value.width - 12, ellipsis: true)
    let figure = value.isFinite ? StepFigure.exact(value) : cellNumber(value)
    canvas.write(
      figure, at: Point(geometry.value.x + used, geometry.value.y),
      style: Style(theme.accent, on: theme.panel, .bold), maxWidth: geometry.value.width - used)
  }

  /// The scale of the colours, and what `~0` means where one is in sight.
  private func drawOperationLegend(
    _ result: StepState.Result, _ geometry: OperationGeometry, on canvas: inout Canvas, in rect: Rect
  ) {
    if result.step.operation.givesShares {
      legend("", Legend(low: "0", high: "1", ramp: ramp), on: &canvas, in: rect)
    } else {
      signedLegend("", limit: result.tensor.limit, on: &canvas, in: rect, bar: 11)
    }
    guard !geometry.isPooled else { return }
    let hasNearZero = geometry.rows.contains { row in
      geometry.columns.contains { cellNumber(result.tensor[row, $0]) == Figure.nearZero }
    }
    if hasNearZero { caption(words.nearZero, on: &canvas, in: rect) }
  }
}

extension OperationGeometry {
  /// Which of `count` values a place of `places` covers; at least one.
  static func share(_ place: Int, of places: Int, _ count: Int) -> Range<Int> {
    let start = place * count / max(1, places)
    return start..<max(start + 1, (place + 1) * count / max(1, places))
  }
}
