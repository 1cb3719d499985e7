internal import TerminalCanvas
internal import Training

/// The list of runs that can be drawn beside the one on the screen.
struct BesideView {
  let box: Rect
  let list: ChoiceList
  private let app: AppState
  private let choices: [AppState.BesideChoice]

  init(_ app: AppState, selected: Int) {
    self.app = app
    choices = app.besideChoices
    let screen = Rect(x: 0, y: 1, width: app.width, height: app.height - 2)
    box = screen.centered(width: min(app.width - 4, 90), height: min(app.height - 4, choices.count + 5))
    list = ChoiceList(count: choices.count, selected: selected, in: Panel.interior(of: box).splitBottom(3).rest)
  }

  func draw(on canvas: inout Canvas) {
    let (theme, words) = (app.settings.theme, app.words.train.beside)
    canvas.fade(canvas.bounds, toward: theme.background, 0.6)
    let interior = Panel(words.title, context: list.place, isFocused: true).draw(on: &canvas, in: box, theme: theme)
    list.draw(on: &canvas, theme: theme, whenEmpty: "") { row, isSelected, ground, canvas, rect in
      let line = line(row)
      let column = min(40, rect.width / 2)
      canvas.write(
        VisibleText(line.name), at: rect.origin, style: Style(line.color, on: ground, isSelected ? .bold : []),
        maxWidth: column - 1, ellipsis: true)
      canvas.write(
        line.facts, at: Point(rect.x + column, rect.y), style: Style(theme.muted, on: ground),
        maxWidth: rect.width - column, ellipsis: true)
    }
    canvas.writeWrapped(
      words.about, in: interior.splitBottom(3).bottom, style: Style(theme.special, on: theme.panel, .italic))
  }

  private func line(_ row: Int) -> (name: String, facts: String, color: Color) {
    let (words, theme) = (app.words.train, app.settings.theme)
    switch choices[row] {
    case .loaded(let index):
      let run = app.train.beside.runs[index]
      let isShown = app.train.beside.isShown(run.place)
      let loss = run.curve.points.last?.smoothed ?? run.curve.validations.last?.loss
      let facts = [
        isShown ? "● " + words.beside.isOn : "○ " + words.beside.isOff, words.step(run.curve.lastStep),
        loss.map { words.panels.loss + " " + TrainView.loss($0) } ?? "",
      ]
      return (
        BesideState.letter(index) + " " + run.name, facts.filter { !$0.isEmpty }.joined(separator: " · "),
        isShown ? BesideState.color(index, theme) : theme.muted
      )
    case .saved(let run):
      let facts = words.menu.saved(words.step(run.step), Figure.fixed(run.loss, decimals: 3))
      return ("  " + OverlaidRun.name(ofRunIn: run.folder), facts, theme.text)
    case .elsewhere: return ("  " + words.beside.elsewhere, "", theme.text)
    }
  }
}
