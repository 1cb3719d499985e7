internal import Models
internal import TerminalCanvas

extension ExploreView {
  /// Every head of every layer as a thumbnail of its pattern.
  func drawModel(_ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    let configuration = subject.configuration
    let geometry = modelGeometry(scene, in: rect)
    let layers = "\(part(geometry.layers))/\(configuration.layers)"
    let heads = "\(part(geometry.heads))/\(configuration.heads)"
    let filter = scene.lensed.sight.map { " · " + $0.filter.name } ?? ""
    if geometry.layers.count == configuration.layers && geometry.heads.count == configuration.heads {
      let grid = words.grid(configuration.layers, configuration.heads)
      let shared =
        configuration.keyValueHeads < configuration.heads ? words.sharedKeys(configuration.keyValueHeads) : ""
      frame(.model, context: grid + shared + filter, grid + filter, on: &canvas, in: rect)
    } else {
      frame(
        .model, context: words.gridPart(layers, heads) + filter, "L\(layers) h\(heads)\(filter)", on: &canvas, in: rect)
    }
    if geometry.isPooled { caption(words.pooled, on: &canvas, in: rect) }
    drawModelLabels(scene, geometry, on: &canvas)
    for layer in geometry.layers {
      for head in geometry.heads {
        guard let values = scene.lensed.grid(layer: layer, head: head) else { continue }
        let side = scene.lensed.side
        let grid = HeatGrid(rows: side, columns: side, values: values, range: scene.lensed.range, ramp: ramp)
        grid.drawHalfBlocks(
          on: &canvas, in: geometry.rect(layer: layer, head: head), theme: theme,
          scale: (geometry.scale, geometry.scale))
      }
    }
    for layer in geometry.layers where !scene.reading.trace.holds(layer: layer) {
      for head in geometry.heads {
        // Not kept: it comes when it is chosen.
        canvas.writeCentered("…", in: geometry.rect(layer: layer, head: head), style: theme.label)
      }
    }
    for place in off.heads
    where geometry.layers.contains(place.layer) && geometry.heads.contains(place.head) {
      markOff(geometry.rect(layer: place.layer, head: place.head), on: &canvas)
    }
    markSelectedHead(geometry.rect(layer: scene.selection.layer, head: scene.selection.head), on: &canvas)
  }

  func modelGeometry(_ scene: Scene, in rect: Rect) -> ModelGeometry {
    ModelGeometry(
      panel: rect, tokens: scene.tokens.count, layerCount: subject.configuration.layers,
      headCount: subject.configuration.heads, selection: scene.selection, zoom: state.modelZoom)
  }

  private func part(_ range: Range<Int>) -> String {
    range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)–\(range.upperBound - 1)"
  }

  private func drawModelLabels(_ scene: Scene, _ geometry: ModelGeometry, on canvas: inout Canvas) {
    drawGroups(scene, geometry, on: &canvas)
    for head in geometry.heads {
      let isSelected = head == scene.selection.head
      guard geometry.labelStep == 1 else {
        // Where labels would run together, the selected head's comes first.
        let isFree = abs(head - scene.selection.head) >= geometry.labelStep
        guard isSelected || isFree && head.isMultiple(of: geometry.labelStep) else { continue }
        let (place, label) = (geometry.label(head: head), "h\(head)")
        if label.utf8.count <= place.width { canvas.write(label, at: place.origin, style: labelStyle(isSelected)) }
        continue
      }
      canvas.writeCentered("h\(head)", in: geometry.label(head: head), style: labelStyle(isSelected))
    }
    for layer in geometry.layers {
      let isSelected = layer == scene.selection.layer
      canvas.writeRight("L\(layer)", in: geometry.label(layer: layer), style: labelStyle(isSelected))
    }
  }

  /// A line above the heads that share keys and values.
  private func drawGroups(_ scene: Scene, _ geometry: ModelGeometry, on canvas: inout Canvas) {
    let configuration = subject.configuration
    guard configuration.keyValueHeads < configuration.heads else { return }
    let selected = configuration.keyValueHead(of: scene.selection.head)
    for group in Set(geometry.heads.map(configuration.keyValueHead(of:))) {
      let heads = geometry.heads.filter { configuration.keyValueHead(of: $0) == group }
      let (first, last) = (geometry.rect(layer: geometry.layers.lowerBound, head: heads[0]), heads[heads.count - 1])
      let end = geometry.rect(layer: geometry.layers.lowerBound, head: last).maxX
      let row = geometry.label(head: heads[0]).y
      for x in first.x..<end { canvas.write("─", at: Point(x, row), style: labelStyle(group == selected)) }
    }
  }

  private func labelStyle(_ isSelected: Bool) -> Style {
    Style(isSelected ? theme.accent : theme.muted, on: theme.panel, isSelected ? .bold : [])
  }

  /// A head that is switched off: its pattern fades behind a cross.
  private func markOff(_ thumbnail: Rect, on canvas: inout Canvas) {
    canvas.fade(thumbnail, toward: theme.panel, 0.7)
    let middle = Point(thumbnail.x + (thumbnail.width - 1) / 2, thumbnail.y + (thumbnail.height - 1) / 2)
    canvas.write("×", at: middle, style: Style(theme.bad, on: theme.panel, .bold))
  }

  /// Brackets at both sides, in the gaps between thumbnails.
  private func markSelectedHead(_ thumbnail: Rect, on canvas: inout Canvas) {
    for y in thumbnail.y..<thumbnail.maxY {
      canvas.write("▐", at: Point(thumbnail.x - 1, y), style: Style(theme.accent, on: theme.panel))
      canvas.write("▌", at: Point(thumbnail.maxX, y), style: Style(theme.accent, on: theme.panel))
    }
  }
}
