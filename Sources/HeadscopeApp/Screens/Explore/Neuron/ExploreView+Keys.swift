internal import Models
internal import TerminalCanvas

extension ExploreView {
  /// What is drawn of the selected head: the query's vector, and each listed key with its dot product.
  private struct KeyTable {
    let geometry: KeysGeometry
    /// Listed keys that are shown, by their place.
    let rows: [(place: Int, position: Int, product: DotProduct)]
    let q_E: [Float]
    let divisor: ScoreDivisor
    /// The largest of the shown numbers of queries and keys, and of the products.
    let vectorLimit: Float
    let productLimit: Float
  }

  private func keyTable(_ scene: Scene, in rect: Rect) -> KeyTable {
    let geometry = keysGeometry(scene, in: rect)
    let order = keyOrder(scene)
    let rows = geometry.rows.map { place in
      (place, order[place], scene.reading.dotProduct(scene.selection, key: order[place]))
    }
    let q_E = scene.reading.queryVector(scene.selection)
    func limit(_ values: some Sequence<Float>) -> Float {
      max(values.reduce(0) { max($0, abs($1)) }, .leastNormalMagnitude)
    }
    return KeyTable(
      geometry: geometry, rows: rows, q_E: q_E, divisor: scene.reading.scoreDivisor(scene.selection),
      vectorLimit: max(limit(q_E), limit(rows.lazy.flatMap(\.2.k_E))),
      productLimit: limit(rows.lazy.filter(\.2.isVisible).flatMap(\.2.products_E)))
  }

  /// For the selected query in the selected head, over all keys: how each comes to its weight.
  func drawKeys(_ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    let table = keyTable(scene, in: rect)
    let head = words.neuron.head(scene.headName, text(scene.query).description)
    let order = state.neuron.keysByWeight ? words.neuron.byWeight : words.neuron.inSentence
    let isOff = off.heads.contains(HeadPlace(layer: scene.selection.layer, head: scene.selection.head))
    let title = "\(words.title(.keys)) · \(head)"
    if isOff {
      frame(
        .keys, title: title, context: "× \(words.neuron.headIsOff)", words.isOff, "×", on: &canvas, in: rect)
    } else {
      frame(.keys, title: title, context: order, on: &canvas, in: rect)
    }
    drawTitles(table, on: &canvas)
    drawQuery(table, on: &canvas)
    for row in table.rows { drawKeyRow(row, table, scene, on: &canvas) }
    drawKeysBorder(table, scene, on: &canvas, in: rect)
  }

  private func drawTitles(_ table: KeyTable, on canvas: inout Canvas) {
    let geometry = table.geometry
    let titles = geometry.figureTitles
    for (title, place) in [("q·k", titles.sum), (table.divisor.text(gap: ""), titles.score)] {
      canvas.writeRight(title, in: place, style: theme.label)
    }
    canvas.writeRight(
      words.neuron.weight,
      in: Rect(x: titles.bar.x, y: titles.bar.y, width: titles.share.maxX - titles.bar.x, height: 1),
      style: theme.label)
    if geometry.isStacked {
      drawNumbers(of: table, y: geometry.titles.y, in: geometry.keyBlock, on: &canvas)
    } else {
      canvas.writeCentered("k", in: geometry.keyBlock, style: theme.label)
      canvas.writeCentered("q⊙k", in: geometry.productBlock, style: theme.label)
      drawNumbers(of: table, y: geometry.queryRow.y, in: geometry.productBlock, on: &canvas)
    }
  }

  /// The dimensions' numbers where columns are wide enough, else only the chosen one's.
  private func drawNumbers(of table: KeyTable, y: Int, in block: Rect, on canvas: inout Canvas) {
    let geometry = table.geometry
    for dimension in geometry.dimensions {
      let isChosen = dimension == self.dimension
      let x = block.x + (dimension - geometry.dimensions.lowerBound) * geometry.cellWidth
      let style = Style(isChosen ? theme.accent : theme.faint, on: theme.panel, isChosen ? .bold : [])
      if geometry.cellWidth >= 4 {
        canvas.writeCentered(
          "\(isChosen ? "▾" : "")\(dimension)", in: Rect(x: x, y: y, width: geometry.cellWidth, height: 1), style: style
        )
      } else if isChosen {
        let name = "\(dimension)"
        let fits = x + 1 + name.utf8.count <= block.maxX
        canvas.write("▾", at: Point(x, y), style: style)
        canvas.write(name, at: Point(fits ? x + 1 : x - name.utf8.count, y), style: style)
      }
    }
  }

  private func drawQuery(_ table: KeyTable, on canvas: inout Canvas) {
    let geometry = table.geometry
    let row = geometry.queryRow
    canvas.writeRight(
      "q", in: Rect(x: row.x, y: row.y, width: geometry.keyBlock.x - row.x - 1, height: 1),
      style: Style(theme.query, on: theme.panel, .bold))
    for dimension in geometry.dimensions {
      drawComponent(table.q_E[dimension], of: table.vectorLimit, table, on: &canvas, in: geometry.query(dimension))
    }
  }

  private func drawComponent(
    _ value: Float, of limit: Float, _ table: KeyTable, on canvas: inout Canvas, in cell: Rect
  ) {
    let label = table.geometry.showsNumbers ? signedNumber(value) : ""
    drawSigned(value / limit, label: label, on: &canvas, in: cell)
  }

  private func drawKeyRow(
    _ row: (place: Int, position: Int, product: DotProduct), _ table: KeyTable, _ scene: Scene, on canvas: inout Canvas
  ) {
    let (geometry, product) = (table.geometry, row.product)
    let isChosen = row.position == scene.reading.key(scene.selection)
    drawKeyLabel(
      row.position, isChosen: isChosen, isVisible: product.isVisible, scene, on: &canvas, in: geometry.label(row.place))
    canvas.writeRight("q⊙k", in: geometry.productLabel(row.place), style: Style(theme.faint, on: theme.panel))
    let products_E = product.products_E
    for dimension in geometry.dimensions {
      drawComponent(
        product.k_E[dimension], of: table.vectorLimit, table, on: &canvas, in: geometry.key(row.place, dimension))
      let cell = geometry.product(row.place, dimension)
      if product.isVisible {
        drawComponent(products_E[dimension], of: table.productLimit, table, on: &canvas, in: cell)
      } else {
        let isMasked = product.hiddenBy == .mask
        canvas.writeCentered(
          isMasked ? "×" : String(Glyphs.masked), in: cell.row((cell.height - 1) / 2),
          style: Style(isMasked ? theme.bad : theme.faint, on: theme.panel))
      }
    }
    drawKeyFigures(product, isChosen: isChosen, on: &canvas, at: geometry.figures(row.place))
  }

  private func drawKeyLabel(
    _ position: Int, isChosen: Bool, isVisible: Bool, _ scene: Scene, on canvas: inout Canvas, in place: Rect
  ) {
    let token = scene.tokens[position]
    if isChosen { canvas.write("▸", at: place.origin, style: Style(theme.accent, on: theme.panel, .bold)) }
    let room = place.splitLeft(1).rest
    write(token, on: &canvas, in: room, alignsRight: true)
    if isChosen { canvas.restyle(room, Style(theme.accent, on: nil, .bold)) }
    if !isVisible { canvas.restyle(room, Style(theme.faint)) }
  }

  private func drawKeyFigures(
    _ product: DotProduct, isChosen: Bool, on canvas: inout Canvas,
    at places: (sum: Rect, score: Rect, bar: Rect, share: Rect)
  ) {
    if let hider = product.hiddenBy {
      let isMasked = hider == .mask
      canvas.writeRight(
        isMasked ? words.neuron.masked : words.neuron.later, in: places.share,
        style: Style(isMasked ? theme.bad : theme.faint, on: theme.panel))
      return
    }
    let style = Style(theme.text, on: theme.panel, isChosen ? .bold : [])
    canvas.writeRight(Figure.fixed(product.sum, decimals: 2), in: places.sum, style: style)
    canvas.writeRight(Figure.fixed(product.score, decimals: 2), in: places.score, style: style)
    Bar(product.weight, color: barColor(product.weight), track: theme.raised)
      .draw(on: &canvas, in: places.bar, theme: theme)
    canvas.writeRight(percent(product.weight), in: places.share, style: style)
  }

  /// Scales at the left of the lower border, at its right what part of a larger table is shown. A scale that the caption
  /// leaves no room for is left out.
  private func drawKeysBorder(_ table: KeyTable, _ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    let geometry = table.geometry
    var parts: [String] = []
    let count = keyOrder(scene).count
    if geometry.rows.count < count {
      parts.append(words.neuron.rowsPart(geometry.rows.figures, count))
    }
    if geometry.dimensions.count < table.q_E.count {
      let range = "\(geometry.dimensions.lowerBound)–\(geometry.dimensions.upperBound - 1)"
      parts.append(words.neuron.part(range, table.q_E.count))
    }
    let remark = parts.joined(separator: " · ")
    caption(remark, on: &canvas, in: rect)
    let names = words.neuron.legend
    let room = roomForLegends(in: rect, beside: remark)
    let used = signedLegend(names.vectors, limit: table.vectorLimit, on: &canvas, in: room, bar: 7)
    signedLegend(names.products, limit: table.productLimit, on: &canvas, in: room, offset: 3 + used, bar: 7)
  }
}
