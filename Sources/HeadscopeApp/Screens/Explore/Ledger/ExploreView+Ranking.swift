internal import Analysis
internal import Models
internal import TerminalCanvas

extension ExploreView {
  /// The ranked heads that are shown.
  func rankedRows(_ result: HeadAblation, in rect: Rect) -> Range<Int> {
    ScrollWindow.range(
      count: result.effects.count, visible: Panel.interior(of: rect).height - 1, around: state.ranking.row)
  }

  /// The heads by what switching them off does to the chosen token.
  func drawRanking(_ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    let ranking = state.ranking
    let interior = frame(
      .ranking,
      context: ranking.progress.map {
        words.ledger.rankingProgress($0, subject.configuration.layers * subject.configuration.heads)
      } ?? "", on: &canvas,
      in: rect)
    guard let result = ranking.result else {
      canvas.writeWrapped(words.ledger.rankingHint, in: interior, style: theme.label)
      return
    }
    let effects = result.ranked(by: .probability)
    let rows = rankedRows(result, in: rect)
    let legend =
      state.isCurrent(result, scene.reading)
      ? words.ledger.rankingLegend(spelling(result.token)) : words.ledger.rankingOld
    canvas.write(legend, at: interior.origin, style: theme.label, maxWidth: interior.width, ellipsis: true)
    let largest = effects.reduce(Float.leastNormalMagnitude) { max($0, abs($1.probability)) }
    for (row, index) in rows.enumerated() {
      let effect = effects[index]
      let isChosen =
        effect.place == HeadPlace(layer: scene.selection.layer, head: scene.selection.head)
      let style = Style(isChosen ? theme.accent : theme.text, on: theme.panel, isChosen ? .bold : [])
      let (label, rest) = interior.row(row + 1).splitLeft(10)
      let (bar, figures) = rest.splitRight(9)
      canvas.write(
        "\(isChosen ? "▸" : " ")L\(effect.place.layer) · H\(effect.place.head)", at: label.origin, style: style)
      let share = effect.probability / largest
      SignedBar(share: share, color: signedBarColor(share), track: theme.panel)
        .draw(on: &canvas, in: bar, theme: theme)
      let points = effect.probability * 100
      canvas.writeRight((points > 0 ? "+" : "") + Figure.fixed(points, decimals: 1), in: figures, style: style)
    }
  }
}
