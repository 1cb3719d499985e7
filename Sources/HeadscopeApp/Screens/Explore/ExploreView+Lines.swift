internal import Analysis
internal import Models
internal import TerminalCanvas

extension ExploreView {
  /// A head that the head view draws.
  struct DrawnHead {
    let layer: Int
    let head: Int
    /// The colour of its lines; `nil` for the focused head while it is alone or not pinned.
    let color: Color?
    let isFocused: Bool

    var name: String { "L\(layer)·H\(head)" }
  }

  /// The pinned heads in their colours, and the focused one.
  func drawnHeads(_ selection: ExploreState.Selection) -> [DrawnHead] {
    let pinned = state.lines.pins.map { pin in
      DrawnHead(
        layer: pin.layer, head: pin.head, color: theme.series[pin.color % theme.series.count],
        isFocused: pin.layer == selection.layer && pin.head == selection.head)
    }
    guard !pinned.contains(where: \.isFocused) else { return pinned }
    return pinned + [DrawnHead(layer: selection.layer, head: selection.head, color: nil, isFocused: true)]
  }

  func linesGeometry(_ scene: Scene, in rect: Rect) -> LinesGeometry {
    LinesGeometry(
      panel: rect, labelWidth: labelWidth(scene.tokens, atMost: max(3, rect.width / 5)), count: scene.tokens.count,
      query: scene.selection.query, key: scene.key,
      heads: drawnHeads(scene.selection).count, footer: legendTakesLine(scene.selection) ? 1 : 0)
  }

  /// Whether the heads' names need a line of their own: where the border below names hidden panels.
  private func legendTakesLine(_ selection: ExploreState.Selection) -> Bool {
    !layout.hidden.isEmpty && drawnHeads(selection).count > 1
  }

  /// Heads as lines from each token to those it looks at; the selected token's lines stand out.
  func drawLines(_ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    let geometry = linesGeometry(scene, in: rect)
    let heads = drawnHeads(scene.selection)
    drawLinesFrame(scene, geometry, heads, on: &canvas, in: rect)
    drawConnections(scene, geometry, heads, on: &canvas)
    for index in geometry.queries {
      let isQuery = index == scene.selection.query
      let place = geometry.query(index)
      write(scene.tokens[index], on: &canvas, in: place.splitRight(1).rest, isSelected: isQuery, alignsRight: true)
      if isQuery {
        canvas.write("▸", at: Point(place.maxX - 1, place.y), style: Style(theme.query, on: theme.panel, .bold))
      }
    }
    let rows = heads.map { scene.lensed.shownRow(layer: $0.layer, head: $0.head, query: scene.selection.query) }
    let row = scene.lensed.shownRow(
      layer: scene.selection.layer, head: scene.selection.head, query: scene.selection.query)
    for index in geometry.keys {
      drawKey(index, value: row[index], isSelected: index == scene.key, scene, geometry, on: &canvas)
      drawStrip(index, scene, geometry, zip(heads, rows.map { $0[index] }), on: &canvas)
    }
  }

  private func drawLinesFrame(
    _ scene: Scene, _ geometry: LinesGeometry, _ heads: [DrawnHead], on canvas: inout Canvas, in rect: Rect
  ) {
    let count = scene.tokens.count
    let isWhole = geometry.queries.count == count
    let share = Figure.percent(state.lines.threshold, decimals: state.lines.threshold < 0.01 ? 1 : 0)
    let lens = scene.lensed.lens
    let facts = [
      scene.lensed.sight?.filter.name,
      lens == .raw ? nil : words.lens(lens).name,
      state.lines.isAlone ? words.headView.alone(text(scene.query).description) : nil,
      words.headView.threshold(share),
    ].compactMap { $0 }
    // Either column shows a part of its own.
    let (left, right) = (geometry.queries.figures, geometry.keys.figures)
    let parts =
      isWhole
      ? (lens == .raw ? [words.lines] : [])
      : (left == right ? [] : ["\(left) → \(right)/\(count)"]) + ["\(left)/\(count)"]
    // What is in sight matters more than how weak a line may be.
    let part = isWhole ? nil : [scene.lensed.sight?.filter.name, parts.last].compactMap { $0 }
    let lists =
      parts.map { facts + [$0] } + (part.map { [$0] } ?? []) + [
        facts, facts.dropLast(), Array(facts.prefix(1)), [], [],
      ]
    let contexts = lists.map { $0.joined(separator: " · ") }
    // The head's name makes way where the border has no room for both: the model view names it as well.
    let name = heads.count > 1 ? words.headView.heads(heads.count) : scene.lensedName
    let least = part?.joined(separator: " · ") ?? facts[0]
    let needed = VisibleText.columns(of: "\(words.title(.lines)) \(name)\(least)") + 11
    let title = needed <= rect.width ? "\(words.title(.lines)) \(name)" : words.title(.lines)
    frame(
      .lines, title: title, context: contexts[0], contexts[1], contexts[2], contexts[3], contexts[4], on: &canvas,
      in: rect)
    guard heads.count > 1 else { return }
    let y = rect.maxY - (legendTakesLine(scene.selection) ? 2 : 1)
    drawHeadLegend(heads, on: &canvas, in: Rect(x: rect.x + 2, y: y, width: rect.width - 4, height: 1))
  }

  /// The heads' names in their colours, in the order of their columns at the right.
  private func drawHeadLegend(_ heads: [DrawnHead], on canvas: inout Canvas, in rect: Rect) {
    var room = rect
    for (index, head) in heads.enumerated() {
      let name = " \(head.isFocused ? "▸" : "━")\(head.name) "
      let rest = heads.count - index
      let more = words.headView.more(rest)
      let reserve = rest > 1 ? VisibleText.columns(of: more) + 1 : 0
      guard VisibleText.columns(of: name) + reserve <= room.width else {
        canvas.write(more, at: room.origin, style: theme.label, maxWidth: room.width)
        return
      }
      let style = Style(head.color ?? theme.text, on: theme.panel, head.isFocused ? .bold : [])
      room = room.splitLeft(canvas.write(name, at: room.origin, style: style)).rest
    }
  }

  /// What each of several heads gives a token, one cell a head: where lines cross, these still tell them apart.
  private func drawStrip(
    _ row: Int, _ scene: Scene, _ geometry: LinesGeometry, _ heads: Zip2Sequence<[DrawnHead], [Float]>,
    on canvas: inout Canvas
  ) {
    guard heads.underestimatedCount > 1, scene.reading.isVisible(scene.selection, key: row) else { return }
    for (index, (head, value)) in heads.enumerated() where !value.isNaN {
      let weight = scene.lensed.position(value)
      let color = theme.raised.mixed(with: head.color ?? theme.text, weight)
      let cell = geometry.strip(row, head: index, of: heads.underestimatedCount)
      for x in cell.x..<cell.maxX {
        canvas.setHeat(x: x, y: cell.y, upper: weight, lower: weight, upperColor: color, lowerColor: color)
      }
    }
  }

  /// The token looked at, on a ground as warm as the attention it gets, with the percentage.
  private func drawKey(
    _ row: Int, value: Float, isSelected: Bool, _ scene: Scene, _ geometry: LinesGeometry, on canvas: inout Canvas
  ) {
    let weight = value.isNaN ? 0 : scene.lensed.position(value)
    let place = geometry.key(row)
    let (label, figure) = place.splitLeft(geometry.labelWidth)
    guard scene.reading.isVisible(scene.selection, key: row) else {
      canvas.write(
        text(scene.tokens[row]), at: label.origin, style: Style(theme.faint, on: theme.panel), maxWidth: label.width,
        ellipsis: true)
      return
    }
    let ground = theme.panel.mixed(with: theme.accent, weight)
    let used = min(label.width, text(scene.tokens[row]).columns)
    write(scene.tokens[row], on: &canvas, in: label)
    canvas.restyle(
      label.splitLeft(used).left,
      Style(weight >= 0.5 ? ground.readableText : nil, on: ground, isSelected ? .bold : []))
    guard scene.lensed.share(value) >= 0.005 else { return }
    canvas.writeRight(
      scene.lensed.figure(value), in: figure,
      style: Style(isSelected ? theme.accent : theme.muted, on: theme.panel, isSelected ? .bold : []))
  }

  /// Weak lines are dotted and strong ones solid, so that they differ without colour as well.
  private func drawConnections(
    _ scene: Scene, _ geometry: LinesGeometry, _ heads: [DrawnHead], on canvas: inout Canvas
  ) {
    var braille = BrailleGrid(width: geometry.field.width, height: geometry.field.height)
    let right = Float(braille.dotWidth - 1)
    for head in heads {
      for query in geometry.queries where !state.lines.isAlone || query == scene.selection.query {
        let isSelected = query == scene.selection.query
        let row = scene.lensed.shownRow(layer: head.layer, head: head.head, query: query)
        for position in geometry.keys where scene.lensed.share(row[position]) >= state.lines.threshold {
          let weight = scene.lensed.position(row[position])
          braille.connection(
            from: (0, geometry.dot(geometry.query(query))), to: (right, geometry.dot(geometry.key(position))),
            color: lineColor(head, weight, isSelected: isSelected, isKey: position == scene.key),
            strength: isSelected ? 2 + weight : weight, dash: weight < 0.1 ? 4 : weight < 0.2 ? 2 : 1)
        }
      }
    }
    braille.draw(on: &canvas, at: geometry.field.origin)
  }

  private func lineColor(_ head: DrawnHead, _ weight: Float, isSelected: Bool, isKey: Bool) -> Color {
    let color = head.color ?? (state.lines.pins.isEmpty ? nil : theme.text)
    guard let color else {
      guard isSelected else { return theme.panel.mixed(with: theme.muted, 0.2 + 0.5 * weight) }
      return isKey
        ? theme.accent : theme.panel.mixed(with: theme.query, 0.35 + 0.65 * weight)
    }
    return theme.panel.mixed(with: color, isSelected ? 0.5 + 0.5 * weight : 0.15 + 0.35 * weight)
  }
}
