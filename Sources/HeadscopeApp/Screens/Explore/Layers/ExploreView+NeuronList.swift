internal import Analysis
internal import Models
internal import TerminalCanvas

extension ExploreView {
  /// The selected token's neurons in the selected layer as they are listed.
  func neuronList(_ scene: Scene) -> [Trace.Firing] {
    let firing = scene.reading.trace.neuronsFiring(
      layer: scene.selection.layer, position: scene.selection.query, threshold: state.layers.threshold)
    return state.layers.neuronsByNumber ? firing.sorted { $0.neuron < $1.neuron } : firing
  }

  /// The neuron looked at: the chosen one, or the strongest.
  func neuron(_ scene: Scene) -> Int {
    if let neuron = state.layers.neuron { return min(neuron, subject.configuration.mlpWidth - 1) }
    let strongest = scene.reading.trace.neuronsFiring(layer: scene.selection.layer, position: scene.selection.query)
    return strongest.first?.neuron ?? 0
  }

  func neuronsGeometry(_ scene: Scene, _ list: [Trace.Firing], in rect: Rect) -> NeuronsGeometry {
    // Asked once: the strongest of all is found by sorting.
    let chosen = neuron(scene)
    return NeuronsGeometry(
      panel: rect, count: list.count, place: list.firstIndex { $0.neuron == chosen } ?? 0,
      tokenCount: scene.tokens.count, query: scene.selection.query)
  }

  /// The selected layer's neurons at the selected token, and where in the sentence the chosen one fires.
  func drawNeuronList(_ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    let list = neuronList(scene)
    let geometry = neuronsGeometry(scene, list, in: rect)
    let chosen = neuron(scene)
    let limit = max(list.reduce(0) { max($0, abs($1.activation)) }, .leastNormalMagnitude)
    let threshold = Figure.axis(state.layers.threshold)
    let count = words.layers.firing(list.count, subject.configuration.mlpWidth, threshold)
    let order = state.layers.neuronsByNumber ? words.layers.byNumber : words.layers.byStrength
    let mark = off.mlps.contains(scene.selection.layer) ? " \(words.isOff)" : ""
    frame(
      .neurons, title: "\(words.title(.neurons)) L\(scene.selection.layer)\(mark)", context: "\(count) · \(order)",
      count,
      on: &canvas, in: rect)
    canvas.write(
      words.layers.neuronsAt(text(scene.query).description), at: geometry.title.origin, style: theme.label,
      maxWidth: geometry.title.width, ellipsis: true)
    for place in geometry.places {
      let firing = list[place]
      drawFiring(
        label: VisibleText("\(firing.neuron)"), labelWidth: 6, value: firing.activation, limit: limit,
        isChosen: firing.neuron == chosen, on: &canvas, in: geometry.neuron(place))
    }
    drawTokensFiring(chosen, scene, geometry, on: &canvas)
    if geometry.places.count < list.count {
      caption("\(geometry.places.figures)/\(list.count)", on: &canvas, in: rect)
    }
  }

  private func drawTokensFiring(
    _ neuron: Int, _ scene: Scene, _ geometry: NeuronsGeometry, on canvas: inout Canvas
  ) {
    let firing = scene.reading.trace.tokensFiring(layer: scene.selection.layer, neuron: neuron)
    let limit = max(firing.reduce(0) { max($0, abs($1.activation)) }, .leastNormalMagnitude)
    canvas.write(
      words.layers.neuronFires(neuron), at: geometry.tokensTitle.origin,
      style: Style(theme.accent, on: theme.panel, .bold), maxWidth: geometry.tokensTitle.width, ellipsis: true)
    let width = labelWidth(scene.tokens, atMost: max(4, geometry.tokensTitle.width / 4))
    let values = Dictionary(uniqueKeysWithValues: firing.map { ($0.position, $0.activation) })
    for token in geometry.tokens {
      drawFiring(
        label: text(scene.tokens[token]), labelWidth: width + 1, value: values[token] ?? 0, limit: limit,
        isChosen: token == scene.selection.query, color: theme.query, on: &canvas, in: geometry.token(token))
    }
  }

  /// A name, a signed bar and its figure.
  private func drawFiring(
    label: VisibleText, labelWidth: Int, value: Float, limit: Float, isChosen: Bool, color: Color? = nil,
    on canvas: inout Canvas, in line: Rect
  ) {
    guard !line.isEmpty else { return }
    let (name, rest) = line.splitLeft(labelWidth)
    let (bar, figure) = rest.splitLeft(1).rest.splitRight(7)
    let style = Style(isChosen ? color ?? theme.accent : theme.text, on: theme.panel, isChosen ? .bold : [])
    if isChosen { canvas.write("▸", at: name.origin, style: style) }
    let room = name.splitLeft(1).rest
    canvas.write(
      label, at: Point(room.x + max(0, room.width - label.columns), room.y), style: style, maxWidth: room.width,
      ellipsis: true)
    SignedBar(share: value / limit, color: signedBarColor(value / limit), track: theme.raised)
      .draw(on: &canvas, in: bar, theme: theme)
    canvas.writeRight(Figure.fixed(value, decimals: 2), in: figure, style: style)
  }
}
