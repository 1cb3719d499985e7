private import Glibc
internal import Models
internal import TerminalCanvas

extension ExploreView {
  /// The softmax with the numbers of this query, a key a line; powers are taken of the distance to the largest score,
  /// as the engine does, so that none overflows.
  func drawSoftmax(_ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    guard rect.height >= 3, rect.width >= 40 else { return }
    let selection = scene.selection
    let scores = Array(
      scene.reading.trace.scores(layer: selection.layer, head: selection.head, query: selection.query))
    let weights = Array(
      scene.reading.trace.pattern(layer: selection.layer, head: selection.head, query: selection.query))
    let largest = scores.max() ?? 0
    let order = keyOrder(scene).filter { scores[$0] > -.infinity }
    let chosen = scene.reading.key(selection)
    let shown = ScrollWindow.range(
      count: order.count, visible: rect.height - 2, around: order.firstIndex(of: chosen) ?? 0)
    let width = labelWidth(order.map { scene.tokens[$0] }, atMost: 10)
    writeSoftmax(
      [words.neuron.softmax, words.neuron.score, words.neuron.minusLargest, words.neuron.power, words.neuron.share],
      labelWidth: width, style: theme.label, on: &canvas, in: rect.row(0))
    for (row, place) in shown.enumerated() {
      let (position, line) = (order[place], rect.row(row + 1))
      let distance = scores[position] - largest
      let style = Style(
        position == chosen ? theme.accent : theme.text, on: theme.panel, position == chosen ? .bold : [])
      if position == chosen { canvas.write("▸", at: line.origin, style: style) }
      let bar = writeSoftmax(
        [
          "", Figure.fixed(scores[position], decimals: 2), Figure.fixed(distance, decimals: 2),
          Figure.fixed(exp(distance), decimals: 4), percent(weights[position]),
        ], labelWidth: width, style: style, on: &canvas, in: line)
      write(
        scene.tokens[position], on: &canvas, in: Rect(x: line.x + 1, y: line.y, width: width, height: 1),
        isSelected: false, alignsRight: true)
      Bar(weights[position], color: barColor(weights[position]), track: theme.raised)
        .draw(on: &canvas, in: bar, theme: theme)
    }
    let sum = order.reduce(Float(0)) { $0 + exp(scores[$1] - largest) }
    writeSoftmax(
      [shown.count < order.count ? "…" : "Σ", "", "", Figure.fixed(sum, decimals: 4), Figure.percent(1, decimals: 1)],
      labelWidth: width, style: theme.label, on: &canvas, in: rect.row(shown.count + 1))
  }

  /// A label and four figures of a line; returns the room for a bar at its end.
  @discardableResult
  private func writeSoftmax(
    _ texts: [String], labelWidth: Int, style: Style, on canvas: inout Canvas, in line: Rect
  ) -> Rect {
    canvas.write(texts[0], at: Point(line.x + 1, line.y), style: style, maxWidth: labelWidth + 6)
    var room = line.splitLeft(labelWidth + 1).rest
    for (text, width) in zip(texts.dropFirst(), [8, 9, 11, 8]) {
      let (place, rest) = room.splitLeft(width)
      canvas.writeRight(text, in: place, style: style)
      room = rest
    }
    return room.splitLeft(1).rest
  }
}
