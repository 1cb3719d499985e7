internal import Models
internal import TerminalCanvas
internal import Training
private import Wording

extension AppState {
  /// A line of the Train screen that is typed.
  func box(_ field: TrainField) -> FieldBox {
    let (title, hint) = texts(field)
    return FieldBox(title: title, hint: hint, line: field.line)
  }

  private func texts(_ field: TrainField) -> (title: String, hint: String) {
    let words = self.words.train
    switch field.purpose {
    case .folder: return (words.menu.folderTitle, words.menu.folderHint)
    case .fork: return (words.past.forkTitle, words.past.forkHint)
    case .beside: return (words.beside.fieldTitle, words.beside.fieldHint)
    case .probe: return (words.key(.trainProbe).help, words.title(.heads) + " · " + words.title(.predictions))
    case .value(let control):
      let ladder = shownPlan.ladder(control)
      let (low, high) = (ladder.range.lowerBound, ladder.range.upperBound)
      return (words.control(control), "\(words.typed(control, low)) … \(words.typed(control, high))")
    }
  }
}

/// What can be trained and which runs can be opened, each with a line on what to look for.
struct PresetsView {
  let box: Rect
  let list: ChoiceList
  private let app: AppState

  init(_ app: AppState, selected: Int) {
    self.app = app
    let count = app.menuCount
    let screen = Rect(x: 0, y: 1, width: app.width, height: app.height - 2)
    box = screen.centered(width: min(app.width - 4, 110), height: min(app.height - 4, count + 4))
    list = ChoiceList(count: count, selected: selected, in: Panel.interior(of: box).splitBottom(2).rest)
  }

  func draw(on canvas: inout Canvas) {
    let (theme, words) = (app.settings.theme, app.words.train)
    canvas.fade(canvas.bounds, toward: theme.background, 0.6)
    let interior = Panel(words.menu.title, context: list.place, isFocused: true).draw(
      on: &canvas, in: box, theme: theme)
    list.draw(on: &canvas, theme: theme, whenEmpty: "") { row, isSelected, ground, canvas, rect in
      let (name, facts) = line(row)
      let column = min(24, rect.width / 3)
      canvas.write(
        VisibleText(name), at: rect.origin, style: Style(theme.text, on: ground, isSelected ? .bold : []),
        maxWidth: column - 1,
        ellipsis: true)
      canvas.write(
        facts, at: Point(rect.x + column, rect.y), style: Style(theme.muted, on: ground),
        maxWidth: rect.width - column, ellipsis: true)
    }
    canvas.writeWrapped(
      summary, in: interior.splitBottom(2).bottom, style: Style(theme.special, on: theme.panel, .italic))
  }

  /// The saved run in a line of the list.
  private func run(_ row: Int) -> RunSummary? {
    let (runs, index) = (app.train.savedRuns, row - app.train.setup.presets.count)
    return runs.indices.contains(index) ? runs[index] : nil
  }

  private func line(_ row: Int) -> (name: String, facts: String) {
    let (words, presets) = (app.words, app.train.setup.presets)
    if presets.indices.contains(row) {
      let preset = presets[row].preset
      let (model, steps) = (preset.model, preset.training.schedule.steps)
      return (
        preset.name, "\(words.grid(model.layers, model.heads)) · \(model.width) · \(grouped(steps))"
      )
    }
    guard let run = run(row) else { return (words.train.menu.elsewhere, "") }
    let step = words.train.step(run.step)
    return (OverlaidRun.name(ofRunIn: run.folder), words.train.menu.saved(step, Figure.fixed(run.loss, decimals: 3)))
  }

  private var summary: String {
    let (words, presets) = (app.words.train.menu, app.train.setup.presets)
    if presets.indices.contains(list.selected) {
      let summary = presets[list.selected].preset.summary
      return app.settings.language == .chinese ? summary.chinese : summary.english
    }
    return run(list.selected) == nil ? words.aboutElsewhere : words.aboutSaved
  }
}

/// Something would be lost.
struct QuestionView {
  private let app: AppState
  private let question: TrainQuestion

  init(_ app: AppState, _ question: TrainQuestion) {
    self.app = app
    self.question = question
  }

  func draw(on canvas: inout Canvas) {
    let (theme, words) = (app.settings.theme, app.words.train)
    canvas.fade(canvas.bounds, toward: theme.background, 0.6)
    let saved = app.train.savedStep.flatMap { $0 > 0 ? words.step($0) : nil }
    let lines = words.question(question.next, words.step(app.train.stepsDone), saved)
    let width = lines.reduce(66) { max($0, VisibleText.columns(of: $1) + 4) }
    let box = canvas.bounds.centered(width: min(canvas.width - 4, width), height: lines.count + 2)
    let interior = Panel(words.questionTitle, isFocused: true).draw(on: &canvas, in: box, theme: theme)
    for (row, line) in lines.enumerated() {
      canvas.writeCentered(
        line, in: interior.row(row),
        style: Style(row == 0 ? theme.text : theme.accent, on: theme.panel, row == 0 ? [] : .bold))
    }
  }
}
