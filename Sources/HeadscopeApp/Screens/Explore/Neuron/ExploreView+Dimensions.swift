internal import Models
internal import TerminalCanvas

extension ExploreView {
  /// The chosen key's dot product with the query, dimension by dimension, down to its weight.
  func drawDimensions(_ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    let geometry = dimensionsGeometry(scene, in: rect)
    let key = scene.reading.key(scene.selection)
    let product = scene.reading.dotProduct(scene.selection, key: key)
    let order = dimensionOrder(scene)
    let pair = words.neuron.pair(text(scene.query).description, text(scene.tokens[key]).description)
    let context = state.neuron.dimensionsByProduct ? words.neuron.byProduct : words.neuron.inOrder
    frame(.dimensions, title: "\(words.title(.dimensions)) · \(pair)", context: context, on: &canvas, in: rect)
    drawEntries(product, order, geometry, on: &canvas)
    drawSum(product, scene, geometry, on: &canvas)
    if geometry.places.count < order.count {
      caption("\(geometry.places.figures)/\(order.count)", on: &canvas, in: rect)
    }
  }

  private func drawEntries(
    _ product: DotProduct, _ order: [Int], _ geometry: DimensionsGeometry, on canvas: inout Canvas
  ) {
    let products_E = product.products_E
    let limit = max(products_E.reduce(0) { max($0, abs($1)) }, .leastNormalMagnitude)
    var sums: [Float] = []
    for dimension in order { sums.append((sums.last ?? 0) + products_E[dimension]) }
    for line in geometry.titles { drawEntryTitles(on: &canvas, in: line) }
    for place in geometry.places {
      drawEntry(
        order[place], product, share: products_E[order[place]] / limit, sum: sums[place], on: &canvas,
        in: geometry.entry(place))
    }
  }

  /// Columns of an entry: mark and dimension, q, k, product, the bar, and the sum so far where there is room.
  private func parts(_ line: Rect) -> (name: Rect, q: Rect, k: Rect, product: Rect, bar: Rect, sum: Rect) {
    let (name, a) = line.splitLeft(line.width >= 44 ? 5 : 4)
    let (q, b) = a.splitLeft(6)
    let (k, c) = b.splitLeft(line.width >= 44 ? 9 : 8)
    let (product, d) = c.splitLeft(line.width >= 44 ? 9 : 8)
    let (bar, sum) = d.splitLeft(1).rest.splitRight(line.width >= 56 ? 12 : 0)
    return (name, q, k, product, bar, sum)
  }

  private func drawEntryTitles(on canvas: inout Canvas, in line: Rect) {
    let parts = parts(line)
    canvas.write(words.neuron.dimension, at: Point(parts.name.x + 1, parts.name.y), style: theme.label)
    for (title, place) in [
      ("q", parts.q), ("k", parts.k), ("q·k", parts.product), (words.neuron.runningSum, parts.sum),
    ]
    where place.width > 0 {
      canvas.writeRight(title, in: place, style: theme.label)
    }
  }

  private func drawEntry(
    _ dimension: Int, _ product: DotProduct, share: Float, sum: Float, on canvas: inout Canvas, in line: Rect
  ) {
    let parts = parts(line)
    let isChosen = dimension == self.dimension
    let style = Style(isChosen ? theme.accent : theme.text, on: theme.panel, isChosen ? .bold : [])
    if isChosen { canvas.write("▸", at: parts.name.origin, style: style) }
    canvas.writeRight("\(dimension)", in: parts.name, style: isChosen ? style : theme.label)
    let (q, k) = (product.q_E[dimension], product.k_E[dimension])
    canvas.writeRight(Figure.fixed(q, decimals: 2), in: parts.q, style: style)
    canvas.write(" × ", at: parts.k.origin, style: theme.label)
    canvas.writeRight(Figure.fixed(k, decimals: 2), in: parts.k.splitLeft(2).rest, style: style)
    canvas.write(" = ", at: parts.product.origin, style: theme.label)
    canvas.writeRight(Figure.fixed(q * k, decimals: 2), in: parts.product.splitLeft(2).rest, style: style)
    SignedBar(share: share, color: signedBarColor(share), track: theme.raised)
      .draw(on: &canvas, in: parts.bar, theme: theme)
    if parts.sum.width > 0 { canvas.writeRight(Figure.fixed(sum, decimals: 2), in: parts.sum, style: theme.label) }
  }

  /// From the sum to the weight: `Σ q·k = 3.21  ÷ √16 = .80  → 61 %`, and where there is room what the softmax does.
  private func drawSum(
    _ product: DotProduct, _ scene: Scene, _ geometry: DimensionsGeometry, on canvas: inout Canvas
  ) {
    let line = geometry.sum
    if let hider = product.hiddenBy {
      let key = text(scene.tokens[scene.reading.key(scene.selection)]).description
      let text =
        hider == .mask ? words.neuron.isMasked(key) : words.neuron.comesLater(text(scene.query).description, key)
      canvas.write(" \(text) ", at: line.origin, style: theme.label, maxWidth: line.width, ellipsis: true)
      return
    }
    let strong = Style(theme.accent, on: theme.panel, .bold)
    func pieces(_ gap: String) -> [(String, Style)] {
      [
        (" Σ q·k = ", theme.label), (Figure.fixed(product.sum, decimals: 2), strong),
        ("\(gap)\(product.divisor.text(gap: " ")) = ", theme.label), (Figure.fixed(product.score, decimals: 2), strong),
        ("\(gap)\(words.neuron.weight) → ", theme.label), (percent(product.weight), strong), (" ", theme.label),
      ]
    }
    // Wide gaps, unless a figure would be cut for them.
    let wide = pieces("   ")
    let fits = wide.reduce(0) { $0 + VisibleText.columns(of: $1.0) } <= line.width
    var x = line.x
    for (text, style) in fits ? wide : pieces(" ") {
      x += canvas.write(text, at: Point(x, line.y), style: style, maxWidth: line.maxX - x)
    }
    drawSoftmax(scene, on: &canvas, in: geometry.workings.splitTop(2).rest)
  }
}
