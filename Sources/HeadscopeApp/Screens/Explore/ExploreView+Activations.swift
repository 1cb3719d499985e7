internal import Analysis
internal import Models
internal import Tensors
internal import TerminalCanvas

extension ExploreView {
  func activationsGeometry(_ scene: Scene, _ norms: Tensor, in rect: Rect) -> ActivationsGeometry {
    let largest = norms.values.reduce(0, max)
    // Thousands may take less room than hundreds.
    let longest = max(number(largest).utf8.count, number(min(largest, 100)).utf8.count)
    return ActivationsGeometry(
      panel: rect, labelWidth: labelWidth(scene.tokens, atMost: max(3, rect.width / 8)),
      numberWidth: longest, count: scene.tokens.count,
      stageCount: norms.shape[1], query: scene.selection.query, stage: scene.selection.layer + 1)
  }

  /// What runs through the blocks: the chosen layer's MLP neurons, and the residual stream's length at every stage.
  func drawActivations(_ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    let norms = scene.reading.trace.residualNorms()
    let geometry = activationsGeometry(scene, norms, in: rect)
    let layer = "L\(scene.selection.layer)"
    let isWide = rect.width >= 70
    let title = words.title(.activations) + (isWide ? " · \(words.neuronColumn(layer))" : " \(layer)")
    frame(.activations, title: title, on: &canvas, in: rect)
    for row in geometry.rows {
      let place = geometry.label(row: row)
      let isQuery = row == scene.selection.query
      if isQuery { canvas.write("▸", at: place.origin, style: Style(theme.query, on: theme.panel, .bold)) }
      write(scene.tokens[row], on: &canvas, in: place.splitLeft(1).rest, isSelected: isQuery, alignsRight: true)
    }
    drawNeurons(scene, geometry, on: &canvas, in: rect)
    drawNorms(norms, scene, geometry, on: &canvas, in: rect)
  }

  private func drawNeurons(_ scene: Scene, _ geometry: ActivationsGeometry, on canvas: inout Canvas, in rect: Rect) {
    guard geometry.neurons.width > 0 else { return }
    let pooled = scene.reading.trace.pooledNeurons(layer: scene.selection.layer, columns: geometry.neurons.width)
    let groups = pooled.shape[1]
    let largest = max(pooled.values.reduce(0) { max($0, abs($1)) }, .leastNormalMagnitude)
    let wide = max(1, geometry.neurons.width / groups)
    for row in geometry.rows {
      if (0..<groups).contains(where: { pooled[row, $0].isNaN }) {
        canvas.write(
          "nan", at: Point(geometry.neurons.x, geometry.y(row)), style: Style(theme.bad, on: theme.panel),
          maxWidth: geometry.neurons.width)
        continue
      }
      for group in 0..<groups {
        let area = Rect(
          x: geometry.neurons.x + group * wide, y: geometry.y(row), width: wide, height: geometry.rowHeight)
        drawSigned(pooled[row, group] / largest, on: &canvas, in: area)
      }
    }
    guard largest > .leastNormalMagnitude else { return }
    drawSignedLegend(limit: Figure.axis(largest), groups: groups, geometry, on: &canvas, in: rect)
  }

  /// The scale of signed values on the lower border, with what a column stands for where there is room to say it.
  private func drawSignedLegend(
    limit: String, groups: Int, _ geometry: ActivationsGeometry, on canvas: inout Canvas, in rect: Rect
  ) {
    let neurons = subject.configuration.mlpWidth
    let name = groups < neurons ? words.neuronsPooled(shares(of: neurons, in: groups)) : words.neuronLegend
    let room = geometry.norms.x - rect.x - 4
    let fits = VisibleText.columns(of: name + limit + limit) + 16 <= room
    let (low, high, bar) = ((fits ? " \(name)  -" : " -") + limit + " ", " \(limit) ", fits ? 9 : 5)
    guard VisibleText.columns(of: low + high) + bar <= room else { return }
    let y = rect.maxY - 1
    let start = rect.x + 2 + canvas.write(low, at: Point(rect.x + 2, y), style: theme.label)
    for column in 0..<bar {
      let value = Float(2 * column) / Float(bar - 1) - 1
      drawSigned(value, on: &canvas, in: Rect(x: start + column, y: y, width: 1, height: 1))
    }
    canvas.write(high, at: Point(start + bar, y), style: theme.label)
  }

  /// A value from −1 to 1.
  func drawSigned(_ value: Float, on canvas: inout Canvas, in rect: Rect) {
    let color = theme.adapted(.diverging).color(0.5 + value / 2)
    for y in rect.y..<rect.maxY {
      for x in rect.x..<rect.maxX {
        canvas.setSignedHeat(x: x, y: y, value, color: color)
      }
    }
  }

  /// How many neurons a column stands for: `6`, or `6–7` where they don't divide evenly.
  private func shares(of neurons: Int, in groups: Int) -> String {
    let (least, rest) = neurons.quotientAndRemainder(dividingBy: groups)
    return rest == 0 ? "\(least)" : "\(least)–\(least + 1)"
  }

  private func drawNorms(
    _ norms: Tensor, _ scene: Scene, _ geometry: ActivationsGeometry, on canvas: inout Canvas, in rect: Rect
  ) {
    let largest = max(norms.values.reduce(0, max), .leastNormalMagnitude)
    for stage in geometry.stages {
      drawStageName(stage, isChosen: stage == scene.selection.layer + 1, geometry, on: &canvas, in: rect)
      for row in geometry.rows {
        let value = norms[row, stage]
        let place = geometry.norm(row: row, stage: stage)
        drawValue(value / largest, label: number(value), isHidden: false, on: &canvas, in: place)
      }
    }
    // Whatever layers are out of sight lie beyond.
    let (first, last) = (geometry.stages.lowerBound, geometry.stages.upperBound)
    if first > 0 { canvas.write("‹", at: Point(geometry.norms.x - 1, rect.y), style: theme.label) }
    if last < norms.shape[1] { canvas.write("›", at: Point(geometry.norms.maxX, rect.y), style: theme.label) }
    let scale = Legend(low: "0", high: number(largest), ramp: ramp)
    let width = VisibleText.columns(of: words.residualLegend + scale.low + scale.high) + 6
    let bar = min(9, max(4, geometry.norms.width - width))
    legend(
      words.residualLegend, scale, on: &canvas, in: rect, offset: geometry.norms.maxX - rect.x - width - bar,
      bar: bar)
  }

  /// The heads of the columns stand in the border, where they cost no row.
  private func drawStageName(
    _ stage: Int, isChosen: Bool, _ geometry: ActivationsGeometry, on canvas: inout Canvas, in rect: Rect
  ) {
    let column = geometry.norm(row: geometry.rows.lowerBound, stage: stage)
    let head = Rect(x: column.x, y: rect.y, width: column.width, height: 1)
    canvas.fill(head, style: theme.label)
    let name = stage == 0 ? words.embedding : "L\(stage - 1)"
    canvas.write(
      name, at: Point(head.x + max(0, (head.width - VisibleText.columns(of: name) + 1) / 2), head.y),
      style: Style(isChosen ? theme.accent : theme.muted, on: theme.panel, isChosen ? .bold : []), maxWidth: head.width)
  }

  /// A length with one decimal, without where that takes more than five columns.
  private func number(_ value: Float) -> String {
    let exact = Figure.fixed(value, decimals: 1)
    return exact.utf8.count <= 5 ? exact : Figure.quantity(Double(value), kilo: "k")
  }
}
