internal import Analysis
internal import Models
internal import Tensors
internal import TerminalCanvas

extension TrainView {
  /// Why there are no heads to see, and nothing that a model says.
  var whyNoHeads: String {
    guard let watch = state.watch else { return words.train.panels.notYet }
    if watch.isBareLog { return words.train.beside.logHasNoWeights }
    return watch.hasLanguage ? words.train.beside.noWeightsYet : words.train.beside.noTokenizer
  }

  /// A model's reading of the probe among others.
  private struct Pane {
    let name: String
    let color: Color
    let reading: TrainState.ProbeState.Reading?
    /// Why there is no reading.
    let excuse: String
  }

  /// The same head of this run and of those beside it, on the same sentence.
  func drawBeside(on canvas: inout Canvas, in rect: Rect) {
    let (layer, head) = (state.heads.layer, state.heads.head)
    let text = "L\(layer) · H\(head) · " + words.quoted(VisibleText(state.probe.sentence.text).description)
    let interior = frame(
      .heads, title: words.train.beside.headsTitle,
      context: VisibleText.columns(of: text) + 30 <= rect.width ? text : "L\(layer) · H\(head)", on: &canvas, in: rect)
    let all = panes
    let count = min(all.count, max(1, interior.width / 16))
    guard count > 0 else { return }
    let width = interior.width / count
    for (index, pane) in all.prefix(count).enumerated() {
      let room = Rect(
        x: interior.x + index * width, y: interior.y,
        width: index == count - 1 ? interior.maxX - interior.x - index * width : width - 2,
        height: interior.height)
      canvas.clipped(to: room) { canvas in draw(pane, layer, head, on: &canvas, in: room) }
    }
    if count < all.count { caption(words.train.beside.moreHidden(all.count - count), on: &canvas, in: rect) }
  }

  private var panes: [Pane] {
    let own = state.model == nil ? whyNoHeads : words.waiting
    return [
      Pane(name: words.train.beside.thisRun, color: theme.series[0], reading: state.probe.reading, excuse: own)
    ]
      + state.beside.shown.map { shown in
        Pane(
          name: "\(shown.letter) \(shown.run.name)", color: shown.color(theme),
          reading: state.beside.readings[shown.run.place],
          excuse: shown.run.model == nil || shown.run.language == nil ? words.train.beside.noModel : words.waiting)
      }
  }

  private func draw(_ pane: Pane, _ layer: Int, _ head: Int, on canvas: inout Canvas, in rect: Rect) {
    let (top, rest) = rect.splitTop(1)
    canvas.write(
      VisibleText(pane.name), at: top.origin, style: style(pane.color, isBold: true), maxWidth: top.width,
      ellipsis: true)
    guard let reading = pane.reading else {
      canvas.writeWrapped(pane.excuse, in: rest, style: theme.label)
      return
    }
    let configuration = reading.trace.configuration
    guard configuration.cell == nil, configuration.heads > 0, configuration.layers > 0 else {
      canvas.writeWrapped(words.train.beside.noHeads, in: rest, style: theme.label)
      return
    }
    let (second, body) = rest.splitTop(1)
    let place = (layer: min(layer, configuration.layers - 1), head: min(head, configuration.heads - 1))
    let isOther = place != (layer, head) ? "L\(place.layer) · H\(place.head) · " : ""
    canvas.write(
      isOther + words.train.step(reading.step), at: second.origin, style: theme.label, maxWidth: second.width,
      ellipsis: true)
    let grid = HeatGrid(
      rows: reading.trace.length, columns: reading.trace.length,
      values: LensedAttention(reading.trace, through: .raw).grid(layer: place.layer, head: place.head).values,
      ramp: ramp)
    let scale = max(1, min(body.width / max(1, grid.columns), body.height * 2 / max(1, grid.rows)))
    grid.drawHalfBlocks(on: &canvas, in: body, theme: theme, scale: (scale, scale))
  }
}
