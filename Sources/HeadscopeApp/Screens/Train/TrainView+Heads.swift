internal import Analysis
internal import Models
internal import Tensors
internal import TerminalCanvas

extension TrainView {
  /// The probe's attention: every head small, one layer larger, or one head with numbers.
  func drawHeads(on canvas: inout Canvas, in rect: Rect) {
    if state.heads.view == .beside { return drawBeside(on: &canvas, in: rect) }
    guard let reading = state.probe.reading else {
      let interior = frame(.heads, on: &canvas, in: rect)
      canvas.writeWrapped(whyNoHeads, in: interior, style: theme.label)
      return
    }
    let step = words.train.step(reading.step)
    let text = words.quoted(VisibleText(reading.sentence.text).description)
    let fits = VisibleText.columns(of: text + step) + 26 <= rect.width
    let configuration = reading.trace.configuration
    frame(
      .heads, title: configuration.cell == nil ? nil : words.states.title,
      context: fits ? "\(text) · \(step)" : step, on: &canvas, in: rect)
    guard configuration.cell == nil else { return drawStates(reading, on: &canvas, in: rect) }
    let layer = min(state.heads.layer, configuration.layers - 1)
    let head = min(state.heads.head, configuration.heads - 1)
    switch state.heads.view {
    case .all: drawAllHeads(reading, layers: 0..<configuration.layers, layer, head, on: &canvas, in: rect)
    case .layer: drawAllHeads(reading, layers: layer..<layer + 1, layer, head, on: &canvas, in: rect)
    case .beside: break
    case .head: drawOneHead(reading, layer, head, on: &canvas, in: Panel.interior(of: rect))
    }
  }

  /// Where the thumbnails stand; a single layer is a model of one layer.
  func headsGeometry(_ layers: Range<Int>, _ layer: Int, _ head: Int, in rect: Rect) -> ModelGeometry {
    let selection = ExploreState.Selection(layer: layers.count == 1 ? 0 : layer, head: head)
    return ModelGeometry(
      panel: rect, tokens: max(1, state.probe.reading?.trace.length ?? 1), layerCount: layers.count,
      headCount: state.probe.reading?.trace.configuration.heads ?? 1, selection: selection)
  }

  private func drawAllHeads(
    _ reading: TrainState.ProbeState.Reading, layers: Range<Int>, _ layer: Int, _ head: Int,
    on canvas: inout Canvas, in rect: Rect
  ) {
    let geometry = headsGeometry(layers, layer, head, in: rect)
    let attention = LensedAttention(reading.trace, through: .raw)
    let length = reading.trace.length
    for row in geometry.layers {
      let isLayer = layers.lowerBound + row == layer
      canvas.writeRight(
        "L\(layers.lowerBound + row)", in: geometry.label(layer: row),
        style: style(isLayer ? theme.accent : theme.muted, isBold: isLayer))
      for column in geometry.heads {
        let grid = HeatGrid(
          rows: length, columns: length,
          values: attention.grid(layer: layers.lowerBound + row, head: column).values, ramp: ramp)
        grid.drawHalfBlocks(
          on: &canvas, in: geometry.rect(layer: row, head: column), theme: theme,
          scale: (geometry.scale, geometry.scale))
      }
    }
    for column in geometry.heads {
      canvas.writeCentered(
        "h\(column)", in: geometry.label(head: column),
        style: style(column == head ? theme.accent : theme.muted, isBold: column == head))
    }
    guard layers.contains(layer), geometry.layers.contains(layer - layers.lowerBound), geometry.heads.contains(head)
    else { return }
    markHead(geometry.rect(layer: layer - layers.lowerBound, head: head), on: &canvas)
  }

  private func markHead(_ thumbnail: Rect, on canvas: inout Canvas) {
    for y in thumbnail.y..<thumbnail.maxY {
      canvas.write("▐", at: Point(thumbnail.x - 1, y), style: style(theme.accent))
      canvas.write("▌", at: Point(thumbnail.maxX, y), style: style(theme.accent))
    }
  }

  /// One head large: each row is a token that looks, each column one that is looked at.
  private func drawOneHead(
    _ reading: TrainState.ProbeState.Reading, _ layer: Int, _ head: Int, on canvas: inout Canvas, in rect: Rect
  ) {
    let tokens = reading.sentence.tokens
    let labels = tokens.map { VisibleText($0.text, leadingSpace: .dot) }
    let labelWidth = min(max(4, rect.width / 4), labels.reduce(1) { max($0, $1.columns) })
    let (top, body) = rect.splitTop(1)
    canvas.write("L\(layer) · H\(head)", at: top.origin, style: style(theme.accent, isBold: true))
    let grid = HeatGrid(
      rows: tokens.count, columns: tokens.count,
      values: LensedAttention(reading.trace, through: .raw).grid(layer: layer, head: head).values, ramp: ramp)
    let room = body.splitLeft(labelWidth + 1).rest
    var cells = grid.layout(fitting: room)
    // Cells of a height that all rows have room for; where there is none, two values share a cell.
    guard room.height >= tokens.count, room.width >= 3 * tokens.count else {
      grid.drawHalfBlocks(on: &canvas, in: room, theme: theme)
      return
    }
    cells.cellHeight = max(1, cells.cellHeight)
    for (row, label) in labels.enumerated() {
      let y = room.y + row * cells.cellHeight + (cells.cellHeight - 1) / 2
      let width = min(label.columns, labelWidth)
      canvas.write(
        label, at: Point(body.x + labelWidth - width, y), style: style(theme.text), maxWidth: labelWidth, ellipsis: true
      )
    }
    grid.draw(on: &canvas, in: room, theme: theme, layout: cells)
  }
}
