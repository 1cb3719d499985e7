internal import Analysis
internal import Models
internal import TerminalCanvas

/// What an encoder without a head has to say: which tokens it takes to be alike.
extension ExploreView {
  /// The sentence's other tokens, those first that the last layer turns into the likeliest vectors.
  func drawAlike(_ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    let query = text(scene.query)
    let interior = frame(
      .predictions, context: words.alikeTo(query.description),
      words.alikeTo(query.prefix(columns: 6).description + "…"), on: &canvas, in: rect)
    let (list, foot) = interior.splitBottom(interior.height > 3 ? 1 : 0)
    let others = scene.alike
    let first = min(state.predictionScroll, max(0, others.count - list.height))
    let shown = Array(others.dropFirst(first).prefix(list.height))
    let labels = shown.map { text(scene.tokens[$0.position]) }
    let labelWidth = min(max(4, list.width / 3), labels.reduce(1) { max($0, $1.columns) })
    for (row, (other, label)) in zip(shown, labels).enumerated() {
      let (left, rest) = list.row(row).splitLeft(labelWidth + 2)
      let (bar, figure) = rest.splitRight(7)
      let style = Style(theme.text, on: theme.panel)
      canvas.write(label, at: Point(left.x + 1, left.y), style: style, maxWidth: labelWidth, ellipsis: true)
      let share = max(0, other.cosine)
      Bar(share, color: barColor(share), track: theme.raised).draw(on: &canvas, in: bar, theme: theme)
      canvas.writeRight(Figure.fixed(other.cosine, decimals: 3), in: figure, style: style)
    }
    if first > 0 { caption("\(first + 1)–\(first + shown.count)", on: &canvas, in: rect) }
    guard foot.height > 0 else { return }
    canvas.write(
      words.alikeNote, at: foot.origin, style: Style(theme.muted, on: theme.panel), maxWidth: foot.width, ellipsis: true
    )
  }
}

extension ExploreView.Scene {
  /// The other tokens by how alike they are to the chosen one, the most alike first; equal ones in the sentence's order.
  var alike: [(position: Int, cosine: Float)] {
    let cosines = reading.trace.likeness(to: selection.query)
    return cosines.indices.filter { $0 != selection.query && !cosines[$0].isNaN }
      .sorted { (cosines[$0], $1) > (cosines[$1], $0) }
      .map { ($0, cosines[$0]) }
  }
}
