internal import Analysis
internal import Models
internal import TerminalCanvas

extension ExploreView {
  /// The sizes of the whole model, both stacks of an encoder–decoder.
  private var sizes: ModelConfiguration { subject.model.configuration }

  func stripGeometry(in rect: Rect) -> StripGeometry {
    let count = sizes.stepCount
    let names = (0..<count).map { VisibleText(stationName($0)) }
    let first = Set(sizes.blockStarts)
    return StripGeometry(
      panel: rect, names: names, firstOfLayer: first, current: state.currentStep.index(in: sizes))
  }

  /// A station's name; where a head or an MLP that is switched off would hand on what it made, with a cross.
  private func stationName(_ index: Int) -> String {
    let step = PassStep(index: index, in: sizes, head: state.selection.head)
    let name = words.step.name(step.operation)
    return [.mix, .crossMix, .mlpOutput].contains(step.operation) && isOff(step) ? "× \(name)" : name
  }

  /// The pass as an assembly line: stations, the belt below them, and on it the token that is followed.
  func drawStrip(_ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    let count = sizes.stepCount
    let current = state.currentStep.index(in: sizes)
    let progress = words.step.progress(current + 1, count)
    let play = (state.step.playback.isOn ? "▶ " : "‖ ") + words.step.speed(state.step.playback.rate)
    let place = placeName(state.currentStep)
    frame(
      .strip, context: place.isEmpty ? "\(progress) · \(play)" : "\(place) · \(progress) · \(play)",
      "\(progress) · \(play)", on: &canvas, in: rect)
    let geometry = stripGeometry(in: rect)
    canvas.clipped(to: geometry.interior) { canvas in
      drawBelt(geometry, current: current, on: &canvas)
      for index in geometry.visible {
        drawStation(index, isCurrent: index == current, isDone: index < current, geometry, on: &canvas)
      }
      drawParcel(scene, geometry.station(current), on: geometry.belt, &canvas)
      drawSigns(geometry, on: &canvas)
    }
    drawProgress(Float(current) / Float(count - 1), on: &canvas, in: rect)
  }

  /// Stack, layer and head of an operation, as far as it has them.
  func placeName(_ step: PassStep) -> String {
    let stack = sizes.encoderLayers == nil ? [] : [words.step.stack(step.stream)]
    return (stack + (step.operation.isInBlock ? [headName(step)] : [])).joined(separator: " ")
  }

  /// Layer and head of an operation, as far as it has them.
  func headName(_ step: PassStep) -> String {
    guard step.operation.isInBlock else { return "" }
    return step.operation.isPerHead ? "L\(step.layer) · H\(step.head)" : "L\(step.layer)"
  }

  private func drawBelt(_ geometry: StripGeometry, current: Int, on canvas: inout Canvas) {
    let belt = geometry.belt
    canvas.fill(belt, with: "┈", style: Style(theme.faint, on: theme.panel))
    let end = geometry.station(current).x
    canvas.fill(
      Rect(x: belt.x, y: belt.y, width: end - belt.x, height: 1), with: "━", style: Style(theme.accent, on: theme.panel)
    )
  }

  private func drawStation(
    _ index: Int, isCurrent: Bool, isDone: Bool, _ geometry: StripGeometry, on canvas: inout Canvas
  ) {
    let place = geometry.station(index)
    let name = stationName(index)
    let color = isDone ? theme.text : theme.muted
    let middle = place.row(place.height / 2)
    if isCurrent {
      canvas.fill(place, style: Style(theme.onAccent, on: theme.accent, .bold))
      canvas.write("▐", at: middle.origin, style: Style(theme.accent, on: theme.panel))
      canvas.write("▌", at: Point(middle.maxX - 1, middle.y), style: Style(theme.accent, on: theme.panel))
      if place.height == 3 {
        canvas.fill(place.row(0), with: "▄", style: Style(theme.accent, on: theme.panel))
        canvas.fill(place.row(2), with: "▀", style: Style(theme.accent, on: theme.panel))
      }
      canvas.writeCentered(name, in: middle, style: Style(theme.onAccent, on: theme.accent, .bold))
    } else if place.height == 3 {
      Panel("").draw(on: &canvas, in: place, theme: theme)
      canvas.writeCentered(name, in: middle, style: Style(color, on: theme.panel))
    } else {
      canvas.fill(place, style: Style(color, on: theme.raised))
      canvas.writeCentered(name, in: middle, style: Style(color, on: theme.raised))
    }
    if index + 1 < sizes.stepCount {
      canvas.write("→", at: Point(place.maxX + 1, middle.y), style: Style(theme.faint, on: theme.panel))
    }
  }

  /// The token that is followed, riding on the belt below the current station.
  private func drawParcel(_ scene: Scene, _ station: Rect, on belt: Rect, _ canvas: inout Canvas) {
    let chip = Chip(
      text(scene.query).prefix(columns: 12), foreground: theme.query.readableText, background: theme.query,
      isSelected: true, attributes: .bold)
    let x = station.x + (station.width - chip.columns) / 2
    chip.draw(on: &canvas, at: Point(min(max(belt.x, x), belt.maxX - chip.columns), belt.y))
  }

  /// A layer's sign stands over its first station, and stays in sight as long as any of its stations is.
  private func drawSigns(_ geometry: StripGeometry, on canvas: inout Canvas) {
    let visible = geometry.visible
    var start = visible.startIndex
    while start < visible.endIndex {
      let sign = self.sign(visible[start])
      let end = visible[start...].firstIndex { self.sign($0) != sign } ?? visible.endIndex
      let (left, right) = (geometry.station(visible[start]), geometry.station(visible[end - 1]))
      let area = Rect(
        x: max(geometry.signs.x, left.x - 1), y: geometry.signs.y,
        width: min(geometry.signs.maxX, right.maxX + 1) - max(geometry.signs.x, left.x - 1), height: 1)
      canvas.fill(area, with: "─", style: Style(theme.faint, on: theme.panel))
      let isCurrent = sign == self.sign(state.currentStep.index(in: sizes))
      let text = VisibleText(" \(sign) ")
      if text.columns + 2 <= area.width {
        canvas.write(
          text, at: Point(area.x + 1, area.y),
          style: Style(isCurrent ? theme.accent : theme.muted, on: theme.panel, isCurrent ? .bold : []))
      }
      start = end
    }
  }

  private func sign(_ index: Int) -> String {
    let step = PassStep(index: index, in: sizes, head: 0)
    let section = sizes.passSection(of: step.stream)
    let stack = sizes.encoderLayers == nil ? "" : "\(words.step.stack(step.stream)) · "
    if step.operation.isInBlock { return stack + words.step.layer(step.layer, section.layers) }
    return stack
      + (section.order.beforeBlocks.contains(step.operation) ? words.step.entrance : words.step.exit)
  }

  /// How far the pass has come, on the lower border.
  private func drawProgress(_ share: Float, on canvas: inout Canvas, in rect: Rect) {
    let line = Rect(x: rect.x + 2, y: rect.maxY - 1, width: rect.width - 4, height: 1)
    let done = Int((share * Float(line.width - 1)).rounded())
    canvas.fill(line.splitLeft(done).left, with: "━", style: Style(theme.accent, on: theme.panel))
    canvas.write("●", at: Point(line.x + done, line.y), style: Style(theme.accent, on: theme.panel, .bold))
  }
}
