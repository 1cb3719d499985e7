internal import TerminalCanvas
internal import Training

/// What the settings of several runs differ in: a row a setting, a column a run.
struct SettingDifferences: Equatable {
  /// A setting with its value in each run; nil where a run doesn't say.
  struct Row: Equatable {
    let name: String
    let values: [String?]
  }

  let rows: [Row]

  /// - Parameter runs: The settings of each; a run of which none is known says nothing and differs from none.
  init(_ runs: [[RunSetting]]) {
    var names: [String] = []
    var known: Set<String> = []
    for setting in runs.joined() where known.insert(setting.name).inserted { names.append(setting.name) }
    let tables = runs.map { settings in
      Dictionary(settings.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    }
    rows = names.compactMap { name in
      let values = tables.map { $0[name] }
      let said = zip(values, tables).filter { !$0.1.isEmpty }.map(\.0)
      return Set(said).count > 1 ? Row(name: name, values: values) : nil
    }
  }
}

/// The settings in which this run and those beside it differ.
struct DifferencesView {
  private let app: AppState
  private let box: Rect
  private let differences: SettingDifferences

  init(_ app: AppState) {
    self.app = app
    differences = SettingDifferences([app.train.settings] + app.train.beside.shown.map(\.run.settings))
    let screen = Rect(x: 0, y: 1, width: app.width, height: app.height - 2)
    let count = app.train.beside.shown.count
    box = screen.centered(
      width: min(app.width - 4, max(60, 34 + 22 * (1 + count))),
      height: min(app.height - 4, max(3, differences.rows.count + 1) + 2))
  }

  private var visibleRows: Int { Panel.interior(of: box).height - 1 }

  /// How far the rows can be scrolled.
  var scrollLimit: Int { max(0, differences.rows.count - visibleRows) }

  func draw(on canvas: inout Canvas, scroll: Int) {
    let (theme, words) = (app.settings.theme, app.words.train.beside)
    canvas.fade(canvas.bounds, toward: theme.background, 0.6)
    let rows = differences.rows
    let last = min(rows.count, scroll + visibleRows)
    let context = rows.count > visibleRows ? "\(scroll + 1)–\(last)/\(rows.count)" : ""
    let interior = Panel(words.differences, context: context, isFocused: true).draw(on: &canvas, in: box, theme: theme)
    guard !rows.isEmpty else {
      let isAlone = app.train.beside.shown.isEmpty
      canvas.writeWrapped(
        isAlone ? words.nothingBeside : words.noDifferences, in: interior, style: theme.label)
      return
    }
    let places = columns(in: interior)
    drawHead(on: &canvas, in: interior.row(0), places)
    for (index, row) in rows[min(scroll, rows.count)..<last].enumerated() {
      let line = interior.row(index + 1)
      canvas.write(
        VisibleText(row.name), at: line.origin, style: theme.label, maxWidth: places[0].start - 1, ellipsis: true)
      for (place, value) in zip(places, row.values) {
        let text = VisibleText(value ?? "–")
        let isOwn = value == row.values[0]
        canvas.write(
          text, at: Point(line.x + place.start, line.y),
          style: Style(isOwn ? theme.text : theme.accent, on: theme.panel, isOwn ? [] : .bold), maxWidth: place.width,
          ellipsis: true)
      }
    }
  }

  private func drawHead(on canvas: inout Canvas, in line: Rect, _ places: [(start: Int, width: Int)]) {
    let (theme, words) = (app.settings.theme, app.words.train.beside)
    let shown = app.train.beside.shown
    canvas.write(words.setting, at: line.origin, style: theme.label)
    let names =
      [(words.thisRun, theme.series[0])] + shown.map { ("\($0.letter) \($0.run.name)", $0.color(theme)) }
    for (place, name) in zip(places, names) {
      canvas.write(
        VisibleText(name.0), at: Point(line.x + place.start, line.y), style: Style(name.1, on: theme.panel, .bold),
        maxWidth: place.width, ellipsis: true)
    }
  }

  /// A third for the names, the rest in equal columns of at least eight; those that find no room are left out.
  private func columns(in rect: Rect) -> [(start: Int, width: Int)] {
    let count = 1 + app.train.beside.shown.count
    let names = min(28, rect.width / 3)
    let width = max(9, (rect.width - names) / count)
    return (0..<count).map { (names + $0 * width, width - 1) }.filter { $0.0 + $0.1 <= rect.width }
  }
}
