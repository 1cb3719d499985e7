internal import Corpora
internal import TerminalCanvas
internal import Training

extension PlaygroundView {
  /// The square of cells that the large map takes; a column for the vertical axis and two rows are left.
  static func mapRect(in interior: Rect) -> Rect {
    let height = min(interior.height - 2, (interior.width - 3) / 2)
    let width = 2 * height
    return Rect(x: interior.x + 3 + max(0, interior.width - 3 - width) / 2, y: interior.y, width: width, height: height)
  }

  /// The place of the plane under a cell.
  static func place(at point: Point, in map: Rect) -> PlanePlace? {
    guard map.contains(point), !map.isEmpty else { return nil }
    let reach = PlanePoint.reach
    return PlanePlace(
      x: (Float(point.x - map.x) + 0.5) / Float(map.width) * 2 * reach - reach,
      y: reach - (Float(point.y - map.y) + 0.5) / Float(map.height) * 2 * reach)
  }

  /// The cell of a place of the plane; nil outside the map.
  static func cell(of x: Float, _ y: Float, in map: Rect) -> Point? {
    let reach = PlanePoint.reach
    guard abs(x) <= reach, abs(y) <= reach, !map.isEmpty else { return nil }
    return Point(
      map.x + min(map.width - 1, Int((x + reach) / (2 * reach) * Float(map.width))),
      map.y + min(map.height - 1, Int((reach - y) / (2 * reach) * Float(map.height))))
  }

  /// What the chosen feature, neuron or output makes of every point, with the points that are trained on.
  func drawMap(_ report: PlaygroundReport, on canvas: inout Canvas, in rect: Rect) {
    let (network, settings) = (report.network, report.network.settings)
    let selection = state.selectionInSight
    let name =
      switch selection.layer {
      case .features: Self.name(PlaneFeature.allCases[selection.unit])
      case .hidden(let layer): neuronName(layer: layer, unit: selection.unit, settings)
      case .output: words.output
      }
    let data = settings.ownPoints == nil ? words.dataset(settings.dataset) : words.ownPoints
    let interior = frame(
      .map, title: words.mapTitle(name), context: "\(data) · \(report.training.count)+\(report.test.count)",
      on: &canvas, in: rect)
    let place = Self.mapRect(in: interior)
    guard place.height > 1 else { return }
    let maps = NodeMaps(network, width: place.width, height: 2 * place.height, kernels: state.setup.kernels)
    let map = maps.map(
      of: PlaygroundSelection(layer: selection.layer, unit: selection.unit), isDiscrete: state.isDiscrete)
    map.draw(on: &canvas, in: place, theme: theme)
    drawAxes(on: &canvas, around: place)
    if state.showsTest { drawPoints(report.test, isTest: true, on: &canvas, in: place) }
    drawPoints(report.training, isTest: false, on: &canvas, in: place)
    drawCursor(report, map, on: &canvas, in: place, rect)
    drawScale(map, on: &canvas, in: interior.row(-1))
  }

  private func drawAxes(on canvas: inout Canvas, around place: Rect) {
    for (text, row) in [("6", 0), ("0", place.height / 2), ("-6", place.height - 1)] {
      canvas.writeRight(text, in: Rect(x: place.x - 3, y: place.y + row, width: 2, height: 1), style: theme.label)
    }
    let below = Rect(x: place.x, y: place.maxY, width: place.width, height: 1)
    canvas.write("-6", at: below.origin, style: theme.label)
    canvas.writeCentered("0 x₁", in: below, style: theme.label)
    canvas.writeRight("6", in: below, style: theme.label)
  }

  /// Points by class or value: ● positive, ○ negative; those that test ■ and □.
  private func drawPoints(_ points: [PlanePoint], isTest: Bool, on canvas: inout Canvas, in place: Rect) {
    for point in points {
      guard let cell = Self.cell(of: point.x, point.y, in: place) else { continue }
      let strength = min(max(point.target, -1), 1)
      let color = SignedMap.color(strength, theme: theme).mixed(with: theme.isLight ? .black : .white, 0.55)
      let glyph = point.target >= 0 ? (isTest ? "■" : "●") : isTest ? "□" : "○"
      canvas.write(glyph, at: cell, style: Style(color, .bold))
    }
  }

  /// The place that is read off: its coordinates, and what is computed there.
  private func drawCursor(
    _ report: PlaygroundReport, _ map: SignedMap, on canvas: inout Canvas, in place: Rect, _ rect: Rect
  ) {
    let brush = state.brush == .none ? "" : words.brush(state.brush)
    guard let cursor = state.cursor, let cell = Self.cell(of: cursor.x, cursor.y, in: place) else {
      return caption(brush, on: &canvas, in: rect, color: theme.accent)
    }
    canvas.restyle(Rect(x: cell.x, y: cell.y, width: 1, height: 1), Style(theme.onAccent, on: theme.accent, .bold))
    canvas.write("┼", at: cell, style: Style(theme.onAccent, on: theme.accent, .bold))
    let example = PlaygroundExample(
      report.network, at: PlanePoint(x: cursor.x, y: cursor.y, target: 0), kernels: state.setup.kernels)
    let value: Float =
      switch state.selectionInSight.layer {
      case .features: PlaneFeature.allCases[state.selectionInSight.unit].value(x: cursor.x, y: cursor.y)
      case .hidden(let layer): example.layers[layer].activations[state.selectionInSight.unit]
      case .output: example.output
      }
    let text = "x₁ \(Self.figure(cursor.x)) x₂ \(Self.figure(cursor.y)) → \(Self.figure(value))"
    caption([text, brush].filter { !$0.isEmpty }.joined(separator: " · "), on: &canvas, in: rect, color: theme.accent)
  }

  /// What the colours mean.
  private func drawScale(_ map: SignedMap, on canvas: inout Canvas, in line: Rect) {
    let ends = (low: Figure.axis(-map.scale), high: Figure.axis(map.scale))
    let bar = line.splitLeft(ends.low.utf8.count + 1).rest.splitRight(ends.high.utf8.count + 1).rest
    guard bar.width >= 4 else { return }
    canvas.write(ends.low, at: line.origin, style: theme.label)
    canvas.writeRight(ends.high, in: line, style: theme.label)
    for column in 0..<bar.width {
      let strength = 2 * Float(column) / Float(bar.width - 1) - 1
      let shown: Float = state.isDiscrete ? (strength < 0 ? -1 : 1) : strength
      let color = SignedMap.color(shown, theme: theme)
      canvas.setHeat(
        x: bar.x + column, y: bar.y, upper: (shown + 1) / 2, lower: (shown + 1) / 2, upperColor: color,
        lowerColor: color)
    }
  }
}
