internal import Corpora
internal import TerminalCanvas
internal import Training

/// What happens at a stage of an example's way.
extension PlaygroundView {
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
