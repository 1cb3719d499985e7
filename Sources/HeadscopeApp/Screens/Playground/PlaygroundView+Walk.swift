internal import Corpora
internal import TerminalCanvas
internal import Training

extension PlaygroundView {
  /// The example that is followed, through the network as it stands.
  func example(_ report: PlaygroundReport) -> PlaygroundExample? {
    guard report.training.indices.contains(state.walk.example) else { return nil }
    return PlaygroundExample(report.network, at: report.training[state.walk.example], kernels: state.setup.kernels)
  }

  func stage(_ settings: PlaygroundSettings) -> (stage: PlaygroundWalk.Stage, place: Int, count: Int) {
    let stages = PlaygroundWalk.stages(of: settings)
    let place = min(state.walk.stage, stages.count - 1)
    return (stages[place], place, stages.count)
  }

  /// The network with this example's numbers in the neurons: activations on the way there, gradients on the way back.
  func drawWalk(_ report: PlaygroundReport, on canvas: inout Canvas, in rect: Rect) {
    let settings = report.network.settings
    let point = report.training.indices.contains(state.walk.example) ? report.training[state.walk.example] : nil
    let place = "\(state.walk.example + 1)/\(report.training.count)"
    let interior = frame(.network, title: words.walkTitle, context: words.exampleContext(place), on: &canvas, in: rect)
    guard let example = example(report), let point else { return }
    let geometry = NetworkGeometry(settings, in: interior)
    drawWalkWeights(geometry, report.network, on: &canvas, in: interior)
    let reached = PlaygroundWalk.stages(of: settings).prefix(state.walk.stage + 1)
    for column in geometry.columns {
      for (unit, box) in column.units.enumerated() {
        let selection = PlaygroundSelection(layer: column.layer, unit: unit)
        drawNumbers(of: selection, example, settings, reached, on: &canvas, in: box)
      }
    }
    caption(
      "x₁ \(Self.figure(point.x)) · x₂ \(Self.figure(point.y)) · \(words.target) \(Self.figure(point.target))",
      on: &canvas, in: rect, color: theme.accent)
  }

  private func drawWalkWeights(
    _ geometry: NetworkGeometry, _ network: PlaygroundNetwork, on canvas: inout Canvas, in interior: Rect
  ) {
    var grid = BrailleGrid(width: interior.width, height: interior.height)
    let (dx, dy) = (Float(2 * interior.x), Float(4 * interior.y))
    let now = stage(network.settings).stage
    for (layer, (before, column)) in zip(geometry.columns, geometry.columns.dropFirst()).enumerated() {
      for unit in column.units.indices {
        let isNow = now == .forward(layer: layer, unit: unit) || now == .backward(layer: layer, unit: unit)
        for (input, place) in geometry.inputs(of: before).enumerated() {
          let weight = network[network.index(layer: layer, unit: unit, input: input)]
          let (start, end) = NetworkGeometry.ends(before.units[place], column.units[unit])
          grid.connection(
            from: (start.x - dx, start.y - dy), to: (end.x - dx, end.y - dy),
            color: isNow ? color(of: weight) : theme.border, strength: isNow ? 1 : 0, dash: weight < 0 ? 2 : 1)
        }
      }
    }
    grid.draw(on: &canvas, at: interior.origin)
  }

  /// A neuron as a box with its numbers, as far as the walk has come.
  private func drawNumbers(
    of selection: PlaygroundSelection, _ example: PlaygroundExample, _ settings: PlaygroundSettings,
    _ reached: ArraySlice<PlaygroundWalk.Stage>, on canvas: inout Canvas, in box: Rect
  ) {
    let width = max(box.width, 8)
    let end = layout.panels[.network].map { Panel.interior(of: $0).maxX } ?? box.maxX
    let room = Rect(x: min(box.x, end - width), y: box.y, width: width, height: box.height)
    var (text, gradient): (String, String?) = ("", nil)
    var value: Float = 0
    var isKnown = true
    switch selection.layer {
    case .features:
      let feature = PlaneFeature.allCases[selection.unit]
      value = feature.value(x: example.point.x, y: example.point.y)
      text = Self.name(feature)
      gradient = Self.figure(value)
      isKnown = settings.features.contains(feature)
    case .hidden, .output:
      let layer = selection.neuronLayer(of: settings) ?? 0
      let forward = reached.contains(.forward(layer: layer, unit: selection.unit))
      let backward = reached.contains(.backward(layer: layer, unit: selection.unit))
      value = example.layers[layer].activations[selection.unit]
      isKnown = forward
      text = forward ? Self.figure(value) : "·"
      if backward { gradient = "δ" + Self.figure(example.layers[layer].sumGradients[selection.unit]) }
      // Where there is room for one number, it is the latest.
      if box.height == 1, let latest = gradient { text = latest }
    }
    let isNow = selection == state.selectionInSight
    let ground = isKnown ? SignedMap.color(min(max(value, -1), 1) * 0.7, theme: theme) : theme.raised
    canvas.fill(room, style: Style(ground.readableText, on: ground))
    let ink = isKnown ? ground.readableText : theme.faint
    canvas.writeCentered(text, in: room.row(0), style: Style(ink, on: ground, isNow ? [.bold, .underline] : .bold))
    if let gradient, room.height > 1 { canvas.writeCentered(gradient, in: room.row(1), style: Style(ink, on: ground)) }
    if isNow {
      for y in room.y..<room.maxY {
        canvas.write("▐", at: Point(room.x - 1, y), style: Style(theme.accent, on: theme.panel, .bold))
      }
    }
  }
}
