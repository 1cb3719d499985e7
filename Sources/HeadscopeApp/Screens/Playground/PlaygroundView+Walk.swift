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

  /// Whether the walk has come to a neuron forwards, and on its way back.
  private func reached(_ layer: Int, _ unit: Int, _ settings: PlaygroundSettings) -> (forward: Bool, backward: Bool) {
    let stages = PlaygroundWalk.stages(of: settings).prefix(state.walk.stage + 1)
    return (
      stages.contains(.forward(layer: layer, unit: unit)), stages.contains(.backward(layer: layer, unit: unit))
    )
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
    for column in geometry.columns {
      for (unit, box) in column.units.enumerated() {
        drawNumbers(of: PlaygroundSelection(layer: column.layer, unit: unit), example, settings, on: &canvas, in: box)
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
    on canvas: inout Canvas, in box: Rect
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
      let (forward, backward) = reached(layer, selection.unit, settings)
      value = example.layers[layer].activations[selection.unit]
      isKnown = forward
      text = forward ? Self.figure(value) : "·"
      if backward { gradient = "δ" + Self.figure(example.layers[layer].sumGradients[selection.unit]) }
      // Where there is room for one number, it is the latest.
      if box.height == 1, let latest = gradient { text = latest }
    }
    let isNow = selection == state.selection
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

  // MARK: What happens at this stage

  /// The stage in words and numbers.
  func drawStage(_ report: PlaygroundReport, on canvas: inout Canvas, in rect: Rect) {
    let settings = report.network.settings
    let (stage, place, count) = stage(settings)
    let interior = frame(
      .map, title: words.stageTitle(stage, neuronName(of: stage, settings)), context: "\(place + 1)/\(count)",
      on: &canvas,
      in: rect)
    guard let example = example(report) else { return }
    let about = words.stageLine(stage)
    let used = canvas.writeWrapped(about, in: interior, style: Style(theme.special, on: theme.panel, .italic))
    let room = interior.splitTop(used + 1).rest
    let lines: [StageLine] =
      switch stage {
      case .forward(let layer, let unit): forwardLines(example, report.network, layer, unit)
      case .loss: lossLines(example)
      case .backward(let layer, let unit): backwardLines(example, report.network, layer, unit)
      case .update: updateLines(example, report.network)
      }
    let (parts, results) = (wrapped(lines.filter { !$0.isResult }, room), wrapped(lines.filter(\.isResult), room))
    if parts.count + results.count <= room.height {
      for (row, line) in wrapped(lines, room).enumerated() { draw(line, on: &canvas, in: room.row(row)) }
      return
    }
    // Results stay in sight; what they are made of scrolls.
    for (row, line) in results.enumerated() { draw(line, on: &canvas, in: room.row(row)) }
    let rest = room.splitTop(results.count).rest
    let first = min(state.walk.scroll, max(0, parts.count - rest.height))
    for (row, line) in parts[first...].prefix(rest.height).enumerated() { draw(line, on: &canvas, in: rest.row(row)) }
    let shown = (first..<min(parts.count, first + rest.height)).figures
    caption("\(shown)/\(parts.count) ↑↓", on: &canvas, in: rect, color: theme.accent)
  }

  private func wrapped(_ lines: [StageLine], _ room: Rect) -> [StageLine] {
    lines.flatMap { line in
      VisibleText(line.text).wrapped(columns: max(8, room.width - Self.nameColumns)).enumerated().map { place, text in
        StageLine(name: place == 0 ? line.name : "", text: text.description, isResult: line.isResult)
      }
    }
  }

  private func draw(_ line: StageLine, on canvas: inout Canvas, in row: Rect) {
    canvas.write(
      line.name, at: row.origin, style: Style(line.isResult ? theme.accent : theme.muted, on: theme.panel),
      maxWidth: Self.nameColumns - 1, ellipsis: true)
    canvas.write(
      line.text, at: Point(row.x + Self.nameColumns, row.y),
      style: Style(line.isResult ? theme.accent : theme.text, on: theme.panel, line.isResult ? .bold : []),
      maxWidth: row.width - Self.nameColumns)
  }

  /// Columns of what a line of a stage is called.
  private static let nameColumns = 15

  private func neuronName(of stage: PlaygroundWalk.Stage, _ settings: PlaygroundSettings) -> String {
    switch stage {
    case .forward(let layer, let unit), .backward(let layer, let unit): neuronName(layer: layer, unit: unit, settings)
    case .loss, .update: ""
    }
  }

  /// A line of what happens: a name, and how its number comes about.
  private struct StageLine {
    let name: String
    let text: String
    var isResult = false
  }

  private func forwardLines(
    _ example: PlaygroundExample, _ network: PlaygroundNetwork, _ layer: Int, _ unit: Int
  ) -> [StageLine] {
    let own = example.layers[layer]
    var lines = inputNames(ofLayer: layer, network.settings).enumerated().map { input, name in
      let weight = network[network.index(layer: layer, unit: unit, input: input)]
      return StageLine(
        name: name,
        text:
          "\(Self.precise(weight)) × \(Self.precise(own.inputs[input])) = \(Self.precise(weight * own.inputs[input]))")
    }
    lines.append(StageLine(name: words.bias, text: Self.precise(network[network.index(layer: layer, unit: unit)])))
    lines.append(StageLine(name: words.sum, text: Self.precise(own.sums[unit]), isResult: true))
    let function = words.function(activation(ofLayer: layer, network.settings))
    lines.append(
      StageLine(
        name: words.activationName,
        text: "\(function)(\(Self.precise(own.sums[unit]))) = \(Self.precise(own.activations[unit]))",
        isResult: true))
    return lines
  }

  private func lossLines(_ example: PlaygroundExample) -> [StageLine] {
    let (y, t) = (Self.precise(example.output), Self.precise(example.point.target))
    return [
      StageLine(name: words.output, text: y), StageLine(name: words.target, text: t),
      StageLine(name: words.title(.loss), text: "\(Self.precise(example.loss)) = (\(y) − (\(t)))² / 2", isResult: true),
      StageLine(name: "∂L/∂y", text: "\(y) − (\(t)) = \(Self.precise(example.outputGradient))", isResult: true),
    ]
  }

  private func backwardLines(
    _ example: PlaygroundExample, _ network: PlaygroundNetwork, _ layer: Int, _ unit: Int
  ) -> [StageLine] {
    let own = example.layers[layer]
    let delta = own.sumGradients[unit]
    var lines: [StageLine] = []
    var incoming: Float = 0
    if layer + 1 < example.layers.count {
      let after = example.layers[layer + 1]
      for next in after.sums.indices {
        let weight = network[network.index(layer: layer + 1, unit: next, input: unit)]
        incoming += weight * after.sumGradients[next]
        lines.append(
          StageLine(
            name: neuronName(layer: layer + 1, unit: next, network.settings),
            text:
              "\(Self.precise(weight)) × δ \(Self.precise(after.sumGradients[next])) = \(Self.precise(weight * after.sumGradients[next]))"
          ))
      }
      lines.append(StageLine(name: "∂L/∂out", text: Self.precise(incoming), isResult: true))
    } else {
      lines.append(StageLine(name: "∂L/∂y", text: Self.precise(example.outputGradient), isResult: true))
    }
    let out = layer + 1 < example.layers.count ? incoming : example.outputGradient
    if out != 0 {
      lines.append(
        StageLine(
          name: words.slope, text: "\(words.slopeOf)(\(Self.precise(own.sums[unit]))) = \(Self.precise(delta / out))"))
    }
    lines.append(StageLine(name: "δ = ∂L/∂Σ", text: Self.precise(delta), isResult: true))
    for (input, name) in inputNames(ofLayer: layer, network.settings).enumerated() {
      lines.append(
        StageLine(
          name: "∂L/∂w " + name,
          text:
            "\(Self.precise(delta)) × \(Self.precise(own.inputs[input])) = \(Self.precise(own.weightGradients[unit][input]))"
        ))
    }
    lines.append(StageLine(name: "∂L/∂b", text: Self.precise(own.biasGradients[unit])))
    return lines
  }

  /// What one step of plain gradient descent on this example alone would change most.
  private func updateLines(_ example: PlaygroundExample, _ network: PlaygroundNetwork) -> [StageLine] {
    let rate = network.settings.learningRate
    var changes: [(name: String, before: Float, gradient: Float)] = []
    for (layer, own) in example.layers.enumerated() {
      let names = inputNames(ofLayer: layer, network.settings)
      for unit in own.sums.indices {
        let neuron = neuronName(layer: layer, unit: unit, network.settings)
        for (input, name) in names.enumerated() {
          // Dead weights stay as they are.
          if network.dead.contains(network.index(layer: layer, unit: unit, input: input)) { continue }
          changes.append(
            (
              neuron + "←" + name, network[network.index(layer: layer, unit: unit, input: input)],
              own.weightGradients[unit][input]
            ))
        }
        changes.append((neuron + " b", network[network.index(layer: layer, unit: unit)], own.biasGradients[unit]))
      }
    }
    return changes.sorted { abs($0.gradient) > abs($1.gradient) }.map { change in
      StageLine(
        name: change.name,
        text: "\(Self.precise(change.before)) − \(Figure.axis(rate)) × \(Self.precise(change.gradient)) = "
          + Self.precise(change.before - rate * change.gradient))
    }
  }
}
