internal import Models
internal import TerminalCanvas

/// The keys and how to read the screen, over whatever is there; made from the key table.
struct HelpOverlay {
  private let words: Words
  private let model: ModelConfiguration

  /// - Parameter model: The one in sight; what it has nothing for is left out.
  init(_ words: Words, on model: ModelConfiguration) { (self.words, self.model) = (words, model) }

  /// A row of the help.
  private enum Line {
    case heading(String)
    case key(caps: [String], help: VisibleText)
    case text(VisibleText)
    case blank
  }

  private static func box(width: Int, height: Int) -> Rect {
    Rect(x: 0, y: 0, width: width, height: height).centered(width: min(width - 4, 96), height: height - 2)
  }

  /// How far the help can be scrolled on a screen.
  func scrollLimit(width: Int, height: Int) -> Int {
    let interior = Panel.interior(of: HelpOverlay.box(width: width, height: height))
    return max(0, lines(width: interior.width).count - interior.height)
  }

  func draw(on canvas: inout Canvas, scroll: Int, theme: Theme) {
    canvas.fade(canvas.bounds, toward: theme.background, 0.6)
    let limit = HelpOverlay.box(width: canvas.width, height: canvas.height)
    let lines = lines(width: Panel.interior(of: limit).width)
    let box = canvas.bounds.centered(width: limit.width, height: min(limit.height, lines.count + 2))
    let shown = Array(lines.dropFirst(scroll).prefix(box.height - 2))
    let isCut = shown.count < lines.count
    let interior = Panel(
      words.help, context: isCut ? "\((scroll..<scroll + shown.count).figures)/\(lines.count)" : "", isFocused: true
    ).draw(on: &canvas, in: box, theme: theme)
    for (row, line) in shown.enumerated() { draw(line, on: &canvas, in: interior.row(row), theme: theme) }
  }

  private func draw(_ line: Line, on canvas: inout Canvas, in rect: Rect, theme: Theme) {
    switch line {
    case .blank: break
    case .heading(let text):
      canvas.write(text, at: rect.origin, style: Style(theme.accent, on: theme.panel, .bold), maxWidth: rect.width)
    case .text(let text): canvas.write(text, at: rect.origin, style: theme.body, maxWidth: rect.width)
    case .key(let caps, let help):
      var x = rect.x
      for cap in caps {
        let chip = Chip(VisibleText(cap), foreground: theme.onKeyChip, background: theme.keyChip, attributes: .bold)
        guard x + chip.columns < rect.x + capsWidth else { break }
        x = chip.draw(on: &canvas, at: Point(x, rect.y)).maxX + 1
      }
      let room = rect.splitLeft(capsWidth).rest
      canvas.write(help, at: room.origin, style: theme.body, maxWidth: room.width)
    }
  }

  private var capsWidth: Int { 28 }

  private func lines(width: Int) -> [Line] {
    var lines: [Line] = [.heading(words.reading)]
    for text in words.readingLines {
      lines += VisibleText(text).wrapped(columns: width).map(Line.text)
    }
    for section in Keymap.Section.all {
      let rows = Keymap.rows(in: section, on: model)
      guard !rows.isEmpty else { continue }
      lines += [.blank, .heading(words.helpSections(section))]
      for row in rows {
        let help = VisibleText(words.key(row.topic).help).wrapped(columns: width - capsWidth)
        for (index, line) in help.enumerated() {
          lines.append(.key(caps: index == 0 ? row.caps(words) : [], help: line))
        }
      }
    }
    return lines
  }
}
