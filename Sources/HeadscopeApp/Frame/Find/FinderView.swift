internal import Analysis
internal import TerminalCanvas

/// Draws the search at the lower left, so that the screen above shows what is found.
struct FinderView {
  let box: Rect
  private let finder: Finder
  private let targets: [FindTarget]
  private let app: AppState
  private let view: ExploreView
  let list: ChoiceList

  init(_ app: AppState, _ finder: Finder) {
    self.app = app
    self.finder = finder
    targets = app.targets(of: finder)
    view = ExploreView(app, width: app.width, height: app.height)
    box = Rect(x: 0, y: app.height - 10, width: min(app.width, 60), height: 9)
    list = ChoiceList(count: targets.count, selected: finder.selected, in: Panel.interior(of: box).splitTop(1).rest)
  }

  func draw(on canvas: inout Canvas) {
    let (words, theme) = (app.words.frame, app.settings.theme)
    let interior = Panel(words.find, context: list.place, isFocused: true).draw(on: &canvas, in: box, theme: theme)
    finder.line.draw(prompt: "/", hint: words.findHint, on: &canvas, in: interior.row(0), theme: theme)
    list.draw(on: &canvas, theme: theme, whenEmpty: words.nothingFound) { row, isSelected, ground, canvas, rect in
      draw(targets[row], isSelected: isSelected, ground: ground, on: &canvas, in: rect)
    }
  }

  private func draw(
    _ target: FindTarget, isSelected: Bool, ground: Color, on canvas: inout Canvas, in rect: Rect
  ) {
    let theme = app.settings.theme
    let (number, rest) = rect.splitLeft(9)
    let strong = Style(isSelected ? theme.accent : theme.text, on: ground, .bold)
    switch target {
    case .head(let layer, let head):
      canvas.write("L\(layer) · H\(head)", at: number.origin, style: strong)
      canvas.write(
        look(layer: layer, head: head), at: rest.origin, style: Style(theme.muted, on: ground), maxWidth: rest.width,
        ellipsis: true)
    case .token(let index):
      canvas.write("\(index + 1)", at: number.origin, style: Style(theme.muted, on: ground))
      var x = rest.x
      // The token with its neighbours, since the same word may occur often.
      let tokens = app.explore.shown.tokens
      for near in max(0, index - 2)...min(tokens.count - 1, index + 3) {
        let style = near == index ? strong : Style(theme.muted, on: ground)
        x += canvas.write(
          view.text(tokens[near]), at: Point(x, rest.y), style: style, maxWidth: rest.maxX - x, ellipsis: true)
        x += 1
      }
    }
  }

  /// Where the chosen query looks most in a head, in words.
  private func look(layer: Int, head: Int) -> String {
    guard let reading = app.explore.reading else { return "" }
    let query = reading.clamped(app.explore.selection).query
    guard let key = reading.trace.attendedKeys(layer: layer, head: head, query: query).first else { return "" }
    return app.words.looksAt(reading.tokens[query].text, reading.tokens[key.position].text, Figure.percent(key.weight))
  }
}
