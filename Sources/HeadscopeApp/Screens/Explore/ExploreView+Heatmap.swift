internal import Analysis
internal import TerminalCanvas

extension ExploreView {
  func heatmapGeometry(_ scene: Scene, in rect: Rect) -> HeatmapGeometry {
    // Labels may take what numbers leave: cells of four columns come first.
    let count = scene.tokens.count
    let spare = HeatmapGeometry.interior(of: rect).width - 1 - 4 * count
    return HeatmapGeometry(
      panel: rect, labelWidth: labelWidth(scene.tokens, atMost: spare >= 3 ? min(spare, 12) : max(3, rect.width / 6)),
      leastWidth: labelWidth(scene.tokens, atMost: 3) <= 2 ? 3 : 4, count: count,
      query: scene.selection.query, key: scene.key, showsWhole: state.showsWholePattern, zoom: state.heatmapZoom)
  }

  /// The focused head's pattern: a row is the token that looks, a column the token it looks at.
  func drawHeatmap(_ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    let geometry = heatmapGeometry(scene, in: rect)
    let key = scene.key
    let lens = scene.lensed.lens
    drawHeatmapFrame(scene, geometry, on: &canvas, in: rect)
    if geometry.kind == .pooled {
      pooledGrid(scene, geometry).drawHalfBlocks(on: &canvas, in: geometry.body, theme: theme)
      drawPooledLabels(scene, geometry, key: key, on: &canvas)
      return
    }
    drawHeatmapLabels(scene, geometry, key: key, on: &canvas)
    for row in geometry.rows {
      let (layer, head) = (scene.selection.layer, scene.selection.head)
      let values = scene.lensed.row(layer: layer, head: head, query: row)
      let spoilt = scene.reading.trace.spoiltKeys(layer: layer, head: head, query: row)
      for column in geometry.columns where !scene.lensed.hides(query: row, key: column) {
        let cell = geometry.rect(row: row, column: column)
        let value = values[column]
        drawValue(
          scene.lensed.position(value), label: number(value, geometry.kind, lens),
          emphasis: scene.lensed.position(value) >= 0.5 ? .bold : [], isHidden: !spoilt.contains(column), on: &canvas,
          in: cell)
      }
    }
    markCell(geometry.rect(row: scene.selection.query, column: key), on: &canvas)
  }

  /// The values in sight; where they are drawn, each pixel is the strongest of those that it stands for.
  private func pooledGrid(_ scene: Scene, _ geometry: HeatmapGeometry) -> HeatGrid {
    let values = geometry.rows.flatMap { query in
      scene.lensed.shownRow(layer: scene.selection.layer, head: scene.selection.head, query: query)[geometry.columns]
    }
    return HeatGrid(
      rows: geometry.rows.count, columns: geometry.columns.count, values: values, range: scene.lensed.range, ramp: ramp)
  }

  private func drawHeatmapFrame(
    _ scene: Scene, _ geometry: HeatmapGeometry, on canvas: inout Canvas, in rect: Rect
  ) {
    let lens = scene.lensed.lens
    let filter = scene.lensed.sight.map { " · " + $0.filter.name } ?? ""
    let title = "\(lens == .raw ? words.title(.heatmap) : words.lens(lens).name) \(scene.lensedName)\(filter)"
    let context = heatmapContext(scene, geometry)
    frame(.heatmap, title: title, context: context[0], context[1], context[2], on: &canvas, in: rect)
    let isInPercent = geometry.kind == .percents && lens.sharesOut
    let (low, high) = (end(abs(scene.lensed.range.lowerBound)), end(scene.lensed.range.upperBound))
    func bar(beside remark: String) -> Int { rect.width - 10 - VisibleText.columns(of: remark + low + high) }
    // That values are pooled is said below, as beside the thumbnails.
    let (long, short) = words.pooledBy(geometry.pooling.rows, geometry.pooling.columns)
    let remark = geometry.kind == .pooled ? (bar(beside: long) >= 8 ? long : short) : isInPercent ? words.percent : ""
    caption(remark, on: &canvas, in: rect)
    legend(
      "", Legend(low: low, high: high, ramp: ramp), on: &canvas, in: rect, bar: max(0, min(12, bar(beside: remark))))
  }

  /// What is in sight, the longest way of saying it first; of pooled values also the one that is selected.
  private func heatmapContext(_ scene: Scene, _ geometry: HeatmapGeometry) -> [String] {
    let count = scene.tokens.count
    if geometry.isWhole { return [words.rowLooksAtColumn, words.rowToColumn, ""] }
    let (rows, columns) = (geometry.rows.figures, geometry.columns.figures)
    let (long, short) = (words.part(rows, columns, count), "\(rows)/\(count)")
    guard geometry.kind == .pooled else { return [long, short, ""] }
    let isPart = geometry.rows.count < count || geometry.columns.count < count
    let value = scene.lensedRow[scene.key]
    let figure =
      value.isNaN ? "–" : scene.lensed.lens.sharesOut ? Figure.fixed(value, decimals: 4) : Figure.short(value)
    let cell = "\(text(scene.query)) → \(text(scene.tokens[scene.key])) \(figure)"
    return isPart ? ["\(cell) · \(long)", "\(cell) · \(short)", figure] : [cell, figure, ""]
  }

  private func drawHeatmapLabels(_ scene: Scene, _ geometry: HeatmapGeometry, key: Int, on canvas: inout Canvas) {
    for row in geometry.rows {
      let place = geometry.label(row: row)
      let isQuery = row == scene.selection.query
      if isQuery { canvas.write("▸", at: place.origin, style: Style(theme.query, on: theme.panel, .bold)) }
      write(
        scene.tokens[row], on: &canvas, in: place.splitLeft(1).rest, isSelected: isQuery, alignsRight: true)
    }
    for column in geometry.columns {
      let place = geometry.label(column: column)
      let token = scene.tokens[column]
      var style = style(token)
      if column == key { style = Style(theme.accent, on: theme.panel, style.attributes.union(.bold)) }
      let indent = max(1, (place.width - text(token).columns + 1) / 2)
      canvas.write(
        text(token), at: Point(place.x + indent, place.y), style: style, maxWidth: place.width - 1, ellipsis: true)
    }
  }

  /// Among pooled values only the selected row and column are named.
  private func drawPooledLabels(_ scene: Scene, _ geometry: HeatmapGeometry, key: Int, on canvas: inout Canvas) {
    let row = geometry.pooledLabel(row: scene.selection.query)
    canvas.write("▸", at: row.origin, style: Style(theme.query, on: theme.panel, .bold))
    write(scene.query, on: &canvas, in: row.splitLeft(1).rest, isSelected: true, alignsRight: true)
    let column = geometry.pooledLabel(column: key)
    let label = text(scene.tokens[key])
    let fits = column.x + 1 + label.columns <= geometry.body.maxX
    let style = Style(theme.accent, on: theme.panel, .bold)
    canvas.write("▾", at: column, style: style)
    canvas.write(label, at: Point(fits ? column.x + 1 : column.x - label.columns, column.y), style: style)
  }

  /// A token's label; cut ones end in an ellipsis.
  func write(
    _ token: Token, on canvas: inout Canvas, in rect: Rect, isSelected: Bool = false, alignsRight: Bool = false
  ) {
    let label = text(token)
    let indent = alignsRight ? max(0, rect.width - label.columns) : 0
    canvas.write(
      label, at: Point(rect.x + indent, rect.y), style: style(token, isSelected: isSelected), maxWidth: rect.width,
      ellipsis: true)
  }

  private func number(_ value: Float, _ kind: HeatmapGeometry.Kind, _ lens: AttentionLens) -> String {
    if lens == .log { return Figure.fixed(0 - value, decimals: kind == .percents || value <= -9.95 ? 0 : 1) }
    guard value != 0 else { return "0" }
    let text = kind == .percents && lens != .valueNorm ? Figure.fixed(value * 100, decimals: 0) : Figure.short(value)
    return text == "0" || text == ".00" ? Figure.nearZero : text
  }

  /// The end of a scale.
  private func end(_ value: Float) -> String {
    value == value.rounded() ? Figure.fixed(value, decimals: 0) : Figure.fixed(value, decimals: 1)
  }

  /// One value from 0 to 1: its number in the middle row, its shade in the others for terminals without colour.
  ///
  /// - Parameter isHidden: Whether NaN stands for what is not in sight, rather than for a sum that went wrong.
  func drawValue(
    _ value: Float, label: String, emphasis: Attributes = [], isHidden: Bool = true, on canvas: inout Canvas,
    in cell: Rect
  ) {
    let middle = cell.row((cell.height - 1) / 2)
    guard !value.isNaN else {
      let mark = isHidden ? String(Glyphs.masked) : "nan"
      canvas.write(
        mark, at: Point(cell.x + max(0, (cell.width - mark.count + 1) / 2), middle.y),
        style: Style(isHidden ? theme.faint : theme.bad, on: theme.panel), maxWidth: cell.width)
      return
    }
    let color = theme.adapted(ramp).color(value)
    for y in cell.y..<cell.maxY where y != middle.y {
      for x in cell.x..<cell.maxX {
        canvas.setHeat(x: x, y: y, upper: value, lower: value, upperColor: color, lowerColor: color)
      }
    }
    let style = Style(color.readableText, on: color, emphasis)
    canvas.fill(middle, style: style)
    let indent = max(0, (cell.width - label.utf8.count + 1) / 2)
    canvas.write(label, at: Point(cell.x + indent, middle.y), style: style)
  }

  /// Brackets around a cell; the right one stands in the next cell's first column, which holds no digit.
  func markCell(_ cell: Rect, on canvas: inout Canvas) {
    for y in cell.y..<cell.maxY {
      canvas.write("▐", at: Point(cell.x, y), style: Style(theme.query))
      canvas.write("▌", at: Point(cell.maxX, y), style: Style(theme.query))
    }
  }
}
