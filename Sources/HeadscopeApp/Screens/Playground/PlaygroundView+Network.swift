internal import Corpora
internal import TerminalCanvas
internal import Training

extension PlaygroundView {
  func networkGeometry(_ settings: PlaygroundSettings, in rect: Rect) -> NetworkGeometry {
    NetworkGeometry(settings, in: Panel.interior(of: rect))
  }

  /// Features, neurons as pictures of what they compute, and the weights between.
  func drawNetwork(_ report: PlaygroundReport, on canvas: inout Canvas, in rect: Rect) {
    let (network, settings) = (report.network, report.network.settings)
    let sizes = [settings.features.count] + settings.layers.map(\.units) + [1]
    let interior = frame(
      .network,
      context:
        "\(sizes.map(String.init).joined(separator: " → ")) · \(app.words.parameters("\(network.parameterCount)"))",
      on: &canvas,
      in: rect)
    let geometry = NetworkGeometry(settings, in: interior)
    drawHeadings(geometry, settings, on: &canvas, in: interior)
    drawWeights(geometry, network, on: &canvas, in: interior)
    drawThumbnails(geometry, network, on: &canvas)
    drawMark(geometry, on: &canvas)
    let selection = state.selectionInSight
    if let index = network.index(of: selection), let layer = selection.neuronLayer(of: settings) {
      let name = neuronName(layer: layer, unit: selection.unit, settings)
      let part = selection.part.map { partName($0, layer, settings) } ?? ""
      let dead = network.dead.contains(index) ? " " + words.dead : ""
      caption("\(name) · \(part) = \(network[index].description)\(dead)", on: &canvas, in: rect, color: theme.accent)
    } else {
      caption(words.weightsLegend, on: &canvas, in: rect)
    }
  }

  /// A weight's or a bias's name.
  func partName(_ part: PlaygroundSelection.Part, _ layer: Int, _ settings: PlaygroundSettings) -> String {
    switch part {
    case .bias: words.bias
    case .weight(let input): words.weight(inputNames(ofLayer: layer, settings)[input])
    }
  }

  private func drawHeadings(
    _ geometry: NetworkGeometry, _ settings: PlaygroundSettings, on canvas: inout Canvas, in interior: Rect
  ) {
    let columns = geometry.columns
    for (place, column) in columns.enumerated() {
      guard let unit = column.units.first else { continue }
      let pitch = place + 1 < columns.count ? (columns[place + 1].units.first?.x ?? interior.maxX) - unit.x : unit.width
      let text: String
      switch column.layer {
      case .features: text = words.features
      case .hidden(let index): text = words.activation(settings.layers[index].activation)
      case .output: text = words.output
      }
      let isChosen = state.selectionInSight.layer == column.layer
      let width = VisibleText.columns(of: text)
      let x = place + 1 == columns.count ? interior.maxX - min(width, pitch + 4) : unit.x
      canvas.write(
        text, at: Point(x, interior.y), style: Style(isChosen ? theme.accent : theme.muted, on: theme.panel),
        maxWidth: place + 1 == columns.count ? interior.maxX - x : max(2, pitch - 1))
    }
  }

  /// Each weight as a line: blue where positive, orange where negative, the stronger the brighter; dead ones not at all.
  private func drawWeights(
    _ geometry: NetworkGeometry, _ network: PlaygroundNetwork, on canvas: inout Canvas, in interior: Rect
  ) {
    var grid = BrailleGrid(width: interior.width, height: interior.height)
    let (dx, dy) = (Float(2 * interior.x), Float(4 * interior.y))
    let chosen = network.index(of: state.selectionInSight)
    for (layer, (before, column)) in zip(geometry.columns, geometry.columns.dropFirst()).enumerated() {
      for unit in column.units.indices {
        for (input, place) in geometry.inputs(of: before).enumerated() {
          let index = network.index(layer: layer, unit: unit, input: input)
          let weight = network[index]
          let isChosen = chosen == index
          if network.dead.contains(index), !isChosen { continue }
          let strength = min(1, abs(weight) / 2)
          let color = SignedMap.color(weight < 0 ? -1 : 1, theme: theme).mixed(with: theme.panel, 0.82 * (1 - strength))
          let (start, end) = NetworkGeometry.ends(before.units[place], column.units[unit])
          grid.connection(
            from: (start.x - dx, start.y - dy), to: (end.x - dx, end.y - dy), color: isChosen ? theme.text : color,
            strength: isChosen ? 9 : strength, dash: weight < 0 ? 2 : 1)
        }
      }
    }
    grid.draw(on: &canvas, at: interior.origin)
  }

  private func drawThumbnails(_ geometry: NetworkGeometry, _ network: PlaygroundNetwork, on canvas: inout Canvas) {
    guard let sample = geometry.columns.first?.units.first else { return }
    let maps = NodeMaps(
      network, width: sample.width, height: geometry.pixelRows, kernels: state.setup.kernels)
    for column in geometry.columns {
      for (unit, rect) in column.units.enumerated() {
        let map = maps.map(of: PlaygroundSelection(layer: column.layer, unit: unit), isDiscrete: state.isDiscrete)
        let isUnused = column.layer == .features && !network.settings.features.contains(PlaneFeature.allCases[unit])
        map.draw(on: &canvas, in: rect, theme: theme, dim: isUnused ? 0.75 : 0)
        guard column.layer == .features else { continue }
        label(PlaneFeature.allCases[unit], isUsed: !isUnused, beside: rect, on: &canvas)
      }
    }
  }

  /// A feature's name behind its picture.
  private func label(_ feature: PlaneFeature, isUsed: Bool, beside rect: Rect, on canvas: inout Canvas) {
    canvas.write(
      (isUsed ? "" : "·") + Self.name(feature), at: Point(rect.maxX + 1, rect.y + (rect.height - 1) / 2),
      style: Style(isUsed ? theme.text : theme.faint, on: theme.panel, isUsed ? .bold : []))
  }

  /// Marks what is chosen, so that it is seen without colours too.
  private func drawMark(_ geometry: NetworkGeometry, on canvas: inout Canvas) {
    guard let rect = geometry.rect(of: state.selectionInSight) else { return }
    let style = Style(theme.accent, on: theme.panel, .bold)
    for y in rect.y..<rect.maxY {
      canvas.write(y == rect.y + (rect.height - 1) / 2 ? "▸" : "▐", at: Point(rect.x - 1, y), style: style)
    }
  }
}
