internal import Analysis
internal import Models
internal import Tensors
internal import TerminalCanvas

extension ExploreView {
  func activationsGeometry(_ scene: Scene, in rect: Rect) -> ActivationsGeometry {
    ActivationsGeometry(
      panel: rect, labelWidth: labelWidth(scene.tokens, atMost: max(3, rect.width / 8)), count: scene.tokens.count,
      layers: subject.configuration.layers, query: scene.selection.query, layer: scene.selection.layer)
  }

  /// What runs through the blocks: the chosen layer's MLP neurons, and the residual stream's length at every stage.
  func drawActivations(_ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    let geometry = activationsGeometry(scene, in: rect)
    let title = "\(words.title(.activations)) · \(words.neuronColumn("L\(scene.selection.layer)"))"
    frame(.activations, title: title, context: "").draw(on: &canvas, in: rect, theme: theme)
    for row in geometry.rows {
      let place = geometry.label(row: row)
      let isQuery = row == scene.selection.query
      if isQuery { canvas.write("▸", at: place.origin, style: Style(theme.query, on: theme.panel, .bold)) }
      write(scene.tokens[row], on: &canvas, in: place.splitLeft(1).rest, isSelected: isQuery, alignsRight: true)
    }
    let used = drawNeurons(scene, geometry, on: &canvas, in: rect)
    drawNorms(scene, geometry, on: &canvas, in: rect, legendOffset: used + 3)
  }

  /// - Returns: Columns of the legend.
  private func drawNeurons(
    _ scene: Scene, _ geometry: ActivationsGeometry, on canvas: inout Canvas, in rect: Rect
  ) -> Int {
    guard geometry.neurons.width > 0 else { return 0 }
    let pooled = scene.reading.trace.pooledNeurons(layer: scene.selection.layer, columns: geometry.neurons.width)
    let groups = pooled.shape[1]
    let largest = max(pooled.values.reduce(0) { max($0, abs($1)) }, .leastNormalMagnitude)
    let cell = max(1, geometry.neurons.width / groups)
    for row in geometry.rows {
      for group in 0..<groups {
        let value = pooled[row, group] / largest
        let color = Ramp.diverging.color(0.5 + value / 2)
        // Without colour a strong negative value keeps only its lower half.
        for x in 0..<cell {
          canvas.setHeat(
            x: geometry.neurons.x + group * cell + x, y: geometry.y(row), upper: max(0, value), lower: abs(value),
            upperColor: color, lowerColor: color)
        }
      }
    }
    let limit = Figure.short(largest)
    let mlpWidth = subject.configuration.mlpWidth
    let name =
      groups < mlpWidth ? words.neuronsPooled(Figure.axis(Float((mlpWidth + groups - 1) / groups))) : words.neuronLegend
    return legend(
      name, Legend(low: "-" + limit, high: limit, ramp: .diverging), on: &canvas, in: rect, bar: 9)
  }

  private func drawNorms(
    _ scene: Scene, _ geometry: ActivationsGeometry, on canvas: inout Canvas, in rect: Rect, legendOffset: Int
  ) {
    let norms = scene.reading.trace.residualNorms()
    let largest = max(norms.values.reduce(0, max), .leastNormalMagnitude)
    for stage in geometry.stages {
      let isChosen = stage == scene.selection.layer + 1
      let head = Rect(x: geometry.norm(row: geometry.rows.lowerBound, stage: stage).x, y: rect.y, width: geometry.stageWidth, height: 1)
      canvas.fill(head, style: theme.label)
      canvas.writeCentered(
        stage == 0 ? words.embedding : "L\(stage - 1)", in: head,
        style: Style(isChosen ? theme.accent : theme.muted, on: theme.panel, isChosen ? .bold : []))
      for row in geometry.rows {
        let value = norms[row, stage]
        let color = ramp.color(value / largest)
        let place = geometry.norm(row: row, stage: stage)
        canvas.fill(place, style: Style(color.readableText, on: color))
        canvas.writeCentered(number(value, width: geometry.stageWidth), in: place, style: Style(color.readableText, on: color))
      }
    }
    legend(
      words.residualLegend, Legend(low: "0", high: Figure.axis(largest), ramp: ramp), on: &canvas, in: rect,
      offset: legendOffset, bar: 9)
  }

  /// A norm in so many columns with a blank at its side.
  private func number(_ value: Float, width: Int) -> String {
    let exact = Figure.fixed(value, decimals: 1)
    return exact.utf8.count < width ? exact : Figure.quantity(Double(value), kilo: "k")
  }
}
