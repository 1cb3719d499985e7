internal import Models
internal import TerminalCanvas
private import Wording

/// What there is to know of the model: sizes, where it comes from, and every tensor of its file that is not used.
struct InfoOverlay {
  private let subject: Subject
  private let words: Words
  private let theme: Theme

  init(_ app: AppState) { (subject, words, theme) = (app.subject, app.words, app.settings.theme) }

  private static func box(width: Int, height: Int) -> Rect {
    Rect(x: 0, y: 0, width: width, height: height).centered(width: min(width - 4, 96), height: height - 2)
  }

  /// How far it can be scrolled on a screen.
  func scrollLimit(width: Int, height: Int) -> Int {
    let interior = Panel.interior(of: Self.box(width: width, height: height))
    return max(0, lines(width: interior.width).count - interior.height)
  }

  func draw(on canvas: inout Canvas, scroll: Int) {
    canvas.fade(canvas.bounds, toward: theme.background, 0.6)
    let limit = Self.box(width: canvas.width, height: canvas.height)
    let lines = lines(width: Panel.interior(of: limit).width)
    let box = canvas.bounds.centered(width: limit.width, height: min(limit.height, lines.count + 2))
    let shown = Array(lines.dropFirst(scroll).prefix(box.height - 2))
    let isCut = shown.count < lines.count
    let interior = Panel(
      words.info.title, context: isCut ? "\((scroll..<scroll + shown.count).figures)/\(lines.count)" : "",
      isFocused: true
    ).draw(on: &canvas, in: box, theme: theme)
    for (row, line) in shown.enumerated() {
      canvas.write(line.text, at: interior.row(row).origin, style: line.style, maxWidth: interior.width, ellipsis: true)
    }
  }

  private typealias Line = (text: VisibleText, style: Style)

  private func lines(width: Int) -> [Line] {
    let (sizes, info) = (subject.model.configuration, words.info)
    func wrapped(_ text: String, _ style: Style) -> [Line] {
      VisibleText(text).wrapped(columns: width).map { ($0, style) }
    }
    let body = theme.body
    var facts = [info.kind(sizes), words.grid(sizes.layers, sizes.heads)]
    if sizes.heads > 0 {
      facts.append(info.sizes(whole(sizes.width), whole(sizes.headWidth), whole(sizes.mlpWidth)))
    }
    facts += [
      info.tokens(whole(sizes.vocabularySize), whole(sizes.contextLength)),
      info.parameters(whole(subject.parameterCount)),
    ]
    if sizes.keyValueHeads < sizes.heads {
      facts.append(info.sharedKeys(sizes.keyValueHeads, sizes.heads / sizes.keyValueHeads))
    }
    if let segments = sizes.segments { facts.append(info.segments(segments)) }
    var lines = wrapped(subject.name, Style(theme.accent, on: theme.panel, .bold))
    lines += facts.flatMap { wrapped($0, body) }
    guard let origin = subject.origin else { return lines }
    lines += wrapped(info.folder(origin.folder), body)
    if let task = origin.otherTask { lines += wrapped(info.otherTask(task), Style(theme.warning, on: theme.panel)) }
    if let fault = origin.notFinite {
      lines += wrapped(info.notFinite(whole(fault.count), fault.tensor), Style(theme.bad, on: theme.panel))
    }
    lines.append((VisibleText(""), body))
    guard !origin.unusedTensors.isEmpty else { return lines + wrapped(info.noneUnused, theme.label) }
    lines += wrapped(info.unused(origin.unusedTensors.count), Style(theme.accent, on: theme.panel, .bold))
    return lines + origin.unusedTensors.map { (VisibleText("  " + $0), body) }
  }

  private func whole(_ number: Int) -> String { grouped(number) }
}
