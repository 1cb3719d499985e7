internal import Models
internal import TerminalCanvas
internal import Training

/// A line of the Train screen that is typed.
struct TrainFieldView {
  let box: Rect
  private let app: AppState
  private let field: TrainField

  init(_ app: AppState, _ field: TrainField) {
    self.app = app
    self.field = field
    let screen = Rect(x: 0, y: 1, width: app.width, height: app.height - 2)
    box = screen.centered(width: min(app.width - 4, 70), height: 4)
  }

  func draw(on canvas: inout Canvas) {
    let theme = app.settings.theme
    canvas.fade(canvas.bounds, toward: theme.background, 0.6)
    let (title, hint) = texts
    let interior = Panel(title, isFocused: true).draw(on: &canvas, in: box, theme: theme)
    field.line.draw(prompt: "▸", hint: "", on: &canvas, in: interior.row(0), theme: theme)
    canvas.write(hint, at: interior.row(1).origin, style: theme.label, maxWidth: interior.width, ellipsis: true)
  }

  private var texts: (title: String, hint: String) {
    let words = app.words.train
    switch field.purpose {
    case .probe: return (words.key(.trainProbe).help, words.title(.heads) + " · " + words.title(.predictions))
    case .value(let control):
      let ladder = app.shownPlan.ladder(control)
      let (low, high) = (ladder.range.lowerBound, ladder.range.upperBound)
      return (words.control(control), "\(words.typed(control, low)) … \(words.typed(control, high))")
    }
  }
}

/// What can be trained, each with a line on what to look for.
struct PresetsView {
  let box: Rect
  let list: ChoiceList
  private let app: AppState

  init(_ app: AppState, selected: Int) {
    self.app = app
    let count = app.train.setup.presets.count
    let screen = Rect(x: 0, y: 1, width: app.width, height: app.height - 2)
    box = screen.centered(width: min(app.width - 4, 110), height: min(app.height - 4, count + 4))
    list = ChoiceList(count: count, selected: selected, in: Panel.interior(of: box).splitBottom(2).rest)
  }

  func draw(on canvas: inout Canvas) {
    let (theme, words) = (app.settings.theme, app.words.train)
    canvas.fade(canvas.bounds, toward: theme.background, 0.6)
    let interior = Panel(words.presetMenu, context: list.place, isFocused: true).draw(
      on: &canvas, in: box, theme: theme)
    let presets = app.train.setup.presets
    list.draw(on: &canvas, theme: theme, whenEmpty: "") { row, isSelected, ground, canvas, rect in
      let preset = presets[row]
      canvas.write(preset.name, at: rect.origin, style: Style(theme.text, on: ground, isSelected ? .bold : []))
      let model = preset.model
      canvas.write(
        "\(app.words.grid(model.layers, model.heads)) · \(model.width) · \(TrainView.grouped(preset.training.schedule.steps))",
        at: Point(rect.x + 14, rect.y), style: Style(theme.muted, on: ground), maxWidth: rect.width - 14, ellipsis: true
      )
    }
    guard presets.indices.contains(list.selected) else { return }
    let summary = presets[list.selected].summary
    canvas.writeWrapped(
      app.settings.language == .chinese ? summary.chinese : summary.english, in: interior.splitBottom(2).bottom,
      style: Style(theme.special, on: theme.panel, .italic))
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
    let lines = words.question(question == .leave, words.step(app.train.stepsDone))
    let box = canvas.bounds.centered(width: min(canvas.width - 4, 66), height: lines.count + 2)
    let interior = Panel("", isFocused: true).draw(on: &canvas, in: box, theme: theme)
    for (row, line) in lines.enumerated() {
      canvas.writeCentered(
        line, in: interior.row(row),
        style: Style(row == 0 ? theme.text : theme.accent, on: theme.panel, row == 0 ? [] : .bold))
    }
  }
}
