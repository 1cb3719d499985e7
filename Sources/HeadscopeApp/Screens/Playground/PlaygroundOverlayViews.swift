internal import TerminalCanvas
internal import Training

extension AppState {
  /// A line of the Playground that is typed.
  func box(_ field: PlaygroundField) -> FieldBox {
    let words = self.words.playground
    let (title, hint): (String, String) =
      switch field.purpose {
      case .knob(let knob): (words.knob(knob), words.allowed(knob))
      case .parameter: (words.newValue, words.numberHint)
      case .code: (words.codeTitle, words.pasteHint)
      }
    return FieldBox(title: title, hint: hint, line: field.line)
  }
}

/// The stops of the tour, each with a line on what to look for.
struct TourView {
  let box: Rect
  let list: ChoiceList
  private let app: AppState

  init(_ app: AppState, selected: Int) {
    self.app = app
    let count = PlaygroundPreset.allCases.count
    let screen = Rect(x: 0, y: 1, width: app.width, height: app.height - 2)
    box = screen.centered(width: min(app.width - 4, 100), height: min(app.height - 4, count + 6))
    list = ChoiceList(count: count, selected: selected, in: Panel.interior(of: box).splitBottom(4).rest)
  }

  func draw(on canvas: inout Canvas) {
    let (theme, words) = (app.settings.theme, app.words.playground)
    canvas.fade(canvas.bounds, toward: theme.background, 0.6)
    let interior = Panel(words.tourTitle, context: list.place, isFocused: true).draw(on: &canvas, in: box, theme: theme)
    list.draw(on: &canvas, theme: theme, whenEmpty: "") { row, isSelected, ground, canvas, rect in
      let preset = PlaygroundPreset.allCases[row]
      let column = min(30, rect.width / 2)
      canvas.write(
        "\(row + 1) \(words.presetName(preset))", at: rect.origin,
        style: Style(theme.text, on: ground, isSelected ? .bold : []), maxWidth: column - 1, ellipsis: true)
      canvas.write(
        words.facts(preset.settings), at: Point(rect.x + column, rect.y), style: Style(theme.muted, on: ground),
        maxWidth: rect.width - column, ellipsis: true)
    }
    canvas.writeWrapped(
      words.presetLine(PlaygroundPreset.allCases[list.selected]), in: interior.splitBottom(3).bottom,
      style: Style(theme.special, on: theme.panel, .italic))
  }
}

/// The screen as a line of letters, to be copied.
struct CodeView {
  private let app: AppState
  private let code: String

  init(_ app: AppState, _ code: String) {
    self.app = app
    self.code = code
  }

  func draw(on canvas: inout Canvas) {
    let (theme, words) = (app.settings.theme, app.words.playground)
    canvas.fade(canvas.bounds, toward: theme.background, 0.6)
    let width = min(app.width - 4, 100)
    let rows = (code.utf8.count + width - 5) / (width - 4)
    let screen = Rect(x: 0, y: 1, width: app.width, height: app.height - 2)
    let box = screen.centered(width: width, height: min(screen.height, rows + 5))
    let interior = Panel(words.codeTitle, context: "\(code.utf8.count)", isFocused: true).draw(
      on: &canvas, in: box, theme: theme)
    let (lines, foot) = interior.splitBottom(3)
    let bytes = Array(code.utf8)
    for row in 0..<min(rows, lines.height) {
      let part = bytes[(row * interior.width)..<min(bytes.count, (row + 1) * interior.width)]
      canvas.write(String(decoding: part, as: UTF8.self), at: lines.row(row).origin, style: theme.body)
    }
    canvas.writeWrapped(
      rows > lines.height ? words.codeTooLong : words.codeHint, in: foot.splitTop(1).rest, style: theme.label)
  }
}
