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
        words.ledger.rankingProgress($0, subject.model.configuration.allHeadPlaces.count)
      } ?? "", on: &canvas,
      in: rect)
    guard let result = ranking.result else {
      canvas.writeWrapped(words.ledger.rankingHint, in: interior, style: theme.label)
      return
    }
    let effects = result.ranked(by: result.measure)
    let rows = rankedRows(result, in: rect)
    let legend =
      ranking.progress != nil
      ? words.ledger.rankingAgain
      : state.isCurrent(result, scene.reading) ? rankingLegend(result, width: interior.width) : words.ledger.rankingOld
    canvas.write(legend, at: interior.origin, style: theme.label, maxWidth: interior.width, ellipsis: true)
    let largest = effects.reduce(Float.leastNormalMagnitude) { max($0, abs(result.amount($1))) }
    for (row, index) in rows.enumerated() {
      let effect = effects[index]
      let isChosen = effect.place == state.selectedHead(subject)
      let style = Style(isChosen ? theme.accent : theme.text, on: theme.panel, isChosen ? .bold : [])
      let (label, rest) = interior.row(row + 1).splitLeft(scene.reading.stacks == nil ? 10 : 18)
      let (bar, figures) = rest.splitRight(9)
      canvas.write(
        "\(isChosen ? "▸" : " ")\(words.ledger.part(.head(effect.place)))", at: label.origin, style: style)
      let amount = result.amount(effect)
      let decimals = result.other == nil ? 1 : 2
      let figure = Figure.fixed(amount, decimals: decimals)
      // What reads as nothing is drawn as nothing, however large beside the others.
      let isNothing = figure == Figure.fixed(Float(0), decimals: decimals)
      let share = isNothing ? 0 : amount / largest
      SignedBar(share: share, color: signedBarColor(share), track: theme.panel)
        .draw(on: &canvas, in: bar, theme: theme)
      canvas.writeRight((amount > 0 && !isNothing ? "+" : "") + figure, in: figures, style: style)
    }
  }

  /// What the figures are.
  private func rankingLegend(_ result: HeadAblation, width: Int) -> String {
    let token = spelling(result.token)
    guard let other = result.other else { return words.ledger.rankingLegend(token) }
    let long = words.ledger.rankingLead(token, spelling(other))
    return VisibleText.columns(of: long) <= width ? long : words.ledger.rankingLeadShort
  }
}
