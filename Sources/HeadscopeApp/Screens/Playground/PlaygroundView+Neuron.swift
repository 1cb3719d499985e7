internal import Corpora
internal import Models
internal import TerminalCanvas
internal import Training

extension PlaygroundView {
  /// The chosen neuron: its weights as a list, and its formula with its numbers put in.
  func drawNeuron(_ report: PlaygroundReport, on canvas: inout Canvas, in rect: Rect) {
    let (network, settings) = (report.network, report.network.settings)
    guard let layer = state.selectionInSight.neuronLayer(of: settings) else {
      let feature = PlaneFeature.allCases[state.selectionInSight.unit]
      let interior = frame(.neuron, title: Self.name(feature), on: &canvas, in: rect)
      canvas.writeWrapped(
        words.featureLine(Self.name(feature), settings.features.contains(feature)), in: interior,
        style: theme.body)
      return
    }
    let unit = state.selectionInSight.unit
    let name = neuronName(layer: layer, unit: unit, settings)
    let interior = frame(
      .neuron, title: words.neuronTitle(name), context: words.activation(activation(ofLayer: layer, settings)),
      on: &canvas,
      in: rect)
    let formula = formulaLines(network, layer: layer, unit: unit, name: name, width: interior.width)
    let rows = interior.splitTop(min(formula.count, max(1, interior.height)))
    for (row, line) in formula.prefix(rows.top.height).enumerated() {
      canvas.write(line, at: rows.top.row(row).origin, style: theme.body, maxWidth: interior.width, ellipsis: true)
    }
    drawWeightList(network, layer: layer, unit: unit, on: &canvas, in: rect)
  }

  func activation(ofLayer layer: Int, _ settings: PlaygroundSettings) -> PlaygroundActivation {
    guard layer == settings.layers.count else { return settings.layers[layer].activation }
    return settings.problem == .classification ? .tanh : .linear
  }

  /// `h1.2 = tanh(0.34·x₁ − 1.20·x₂ + 0.1)`, broken into lines.
  private func formulaLines(
    _ network: PlaygroundNetwork, layer: Int, unit: Int, name: String, width: Int
  ) -> [String] {
    let settings = network.settings
    let names = inputNames(ofLayer: layer, settings)
    var terms = names.enumerated().compactMap { input, name -> (Float, String)? in
      let index = network.index(layer: layer, unit: unit, input: input)
      return network.dead.contains(index) ? nil : (network[index], "·" + name)
    }
    terms.append((network[network.index(layer: layer, unit: unit)], ""))
    var text = name + " = " + words.function(activation(ofLayer: layer, settings)) + "("
    for (place, (value, suffix)) in terms.enumerated() {
      let digits = Self.figure(abs(value)) + suffix
      text += place == 0 ? (value < 0 ? "−" : "") + digits : (value < 0 ? " − " : " + ") + digits
    }
    return VisibleText(text + ")").wrapped(columns: width).map(\.description)
  }

  /// Where the chosen neuron's weights stand in its panel, and its bias behind them; none of a feature.
  func weightPlaces(_ network: PlaygroundNetwork, in rect: Rect) -> [(part: PlaygroundSelection.Part, line: Rect)] {
    let selection = state.selectionInSight
    guard let layer = selection.neuronLayer(of: network.settings) else { return [] }
    let interior = Panel.interior(of: rect)
    let name = neuronName(layer: layer, unit: selection.unit, network.settings)
    let formula = formulaLines(network, layer: layer, unit: selection.unit, name: name, width: interior.width)
    let room = interior.splitTop(min(formula.count, max(1, interior.height))).rest
    let parts = (0..<network.inputCount(layer: layer)).map { PlaygroundSelection.Part.weight($0) } + [.bias]
    guard room.height > 0 else { return [] }
    let columns = room.width >= 44 && parts.count > room.height ? 2 : 1
    let perColumn = (parts.count + columns - 1) / columns
    let chosen = parts.firstIndex { $0 == selection.part } ?? 0
    let rows = ScrollWindow.range(count: perColumn, visible: room.height, around: chosen % perColumn)
    return parts.enumerated().filter { rows.contains($0.offset % perColumn) }.map { place, part in
      let column = room.columns(Array(repeating: 1, count: columns))[place / perColumn]
      return (part, column.row(place % perColumn - rows.lowerBound))
    }
  }

  private func drawWeightList(
    _ network: PlaygroundNetwork, layer: Int, unit: Int, on canvas: inout Canvas, in rect: Rect
  ) {
    let names = inputNames(ofLayer: layer, network.settings)
    let all = names.indices.map { PlaygroundSelection.Part.weight($0) } + [.bias]
    let strongest = max(1e-6, all.map { abs(network[index($0, layer, unit, network)]) }.filter(\.isFinite).max() ?? 1)
    for (part, line) in weightPlaces(network, in: rect) {
      let at = index(part, layer, unit, network)
      let value = network[at]
      let isChosen = part == state.selectionInSight.part
      let name = if case .weight(let input) = part { names[input] } else { words.bias }
      canvas.write(
        (isChosen ? "▸" : " ") + name, at: line.origin,
        style: Style(isChosen ? theme.accent : theme.muted, on: theme.panel, isChosen ? .bold : []), maxWidth: 9)
      canvas.writeRight(
        network.dead.contains(at) ? words.dead : Self.figure(value),
        in: Rect(x: line.x + 9, y: line.y, width: 8, height: 1),
        style: Style(isChosen ? theme.accent : theme.text, on: theme.panel))
      let bar = line.splitLeft(18).rest.splitRight(1).rest
      Bar(abs(value) / strongest, color: color(of: value)).draw(on: &canvas, in: bar, theme: theme)
    }
  }

  private func index(
    _ part: PlaygroundSelection.Part, _ layer: Int, _ unit: Int, _ network: PlaygroundNetwork
  ) -> Int {
    switch part {
    case .bias: network.index(layer: layer, unit: unit)
    case .weight(let input): network.index(layer: layer, unit: unit, input: input)
    }
  }
}
