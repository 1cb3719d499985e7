internal import TerminalCanvas

/// Draws the command palette.
struct PaletteView {
  let box: Rect
  private let palette: CommandPalette
  private let results: [PaletteResult]
  private let words: Words
  private let theme: Theme
  let list: ChoiceList

  init(_ app: AppState, _ palette: CommandPalette) {
    self.palette = palette
    results = app.commands(for: palette)
    words = app.words
    theme = app.settings.theme
    let screen = Rect(x: 0, y: 1, width: app.width, height: app.height - 2)
    box = screen.centered(width: min(app.width - 4, 92), height: min(app.height - 4, 26))
    list = ChoiceList(count: results.count, selected: palette.selected, in: Panel.interior(of: box).splitTop(2).rest)
  }

  func draw(on canvas: inout Canvas) {
    canvas.fade(canvas.bounds, toward: theme.background, 0.6)
    let interior = Panel(words.frame.palette, context: list.place, isFocused: true)
      .draw(on: &canvas, in: box, theme: theme)
    palette.line.draw(
      prompt: ":", hint: words.frame.paletteHint, on: &canvas, in: interior.row(0), theme: theme)
    canvas.fill(interior.row(1), with: "─", style: Style(theme.border, on: theme.panel))
    list.draw(on: &canvas, theme: theme, whenEmpty: words.frame.noCommand) { row, isSelected, ground, canvas, rect in
      draw(results[row], isSelected: isSelected, ground: ground, on: &canvas, in: rect)
    }
  }

  private func draw(
    _ result: PaletteResult, isSelected: Bool, ground: Color, on canvas: inout Canvas, in rect: Rect
  ) {
    let command = result.command
    let keys = VisibleText(command.keys)
    let room = rect.splitRight(keys.columns + 2).rest
    let style = Style(theme.text, on: ground, isSelected ? .bold : [])
    let used = write(
      command.name, places: result.matchesEnglish ? [] : result.places, style: style, on: &canvas, in: room)
    if result.matchesEnglish {
      let rest = room.splitLeft(used + 2).rest
      write(
        command.english, places: result.places, style: Style(theme.muted, on: ground), on: &canvas, in: rest)
    }
    canvas.write(keys, at: Point(rect.maxX - keys.columns, rect.y), style: Style(theme.muted, on: ground))
  }

  /// Writes a name with the matched letters in the accent colour and underlined; returns the columns it took.
  @discardableResult
  private func write(
    _ name: String, places: [Int], style: Style, on canvas: inout Canvas, in rect: Rect
  ) -> Int {
    let text = VisibleText(name)
    let used = canvas.write(text, at: rect.origin, style: style, maxWidth: rect.width, ellipsis: true)
    var column = 0
    for (index, glyph) in text.glyphs.enumerated() {
      guard column + glyph.columns < used || text.columns <= rect.width else { break }
      if places.contains(index) {
        let cell = Rect(x: rect.x + column, y: rect.y, width: glyph.columns, height: 1)
        canvas.restyle(cell, Style(theme.accent, on: nil, .bold.union(.underline)))
      }
      column += glyph.columns
    }
    return used
  }
}

extension LineEditor {
  /// Draws the line behind a prompt, with its cursor; a line too long for its room shows the part before the cursor.
  func draw(prompt: String, hint: String, on canvas: inout Canvas, in rect: Rect, theme: Theme) {
    canvas.write(prompt, at: rect.origin, style: Style(theme.accent, on: theme.panel, .bold))
    let room = rect.splitLeft(VisibleText.columns(of: prompt) + 1).rest
    var widths = scalars.map { VisibleText(String($0)).columns }
    widths.append(1)
    let scroll = max(0, widths[...cursor].reduce(0, +) - room.width)
    var column = -scroll
    canvas.clipped(to: room) { canvas in
      for (index, width) in widths.enumerated() {
        let scalar = index < scalars.count ? String(scalars[index]) : " "
        let style =
          index == cursor ? Style(theme.onAccent, on: theme.accent) : Style(theme.text, on: theme.panel, .bold)
        canvas.write(scalar, at: Point(room.x + column, room.y), style: style)
        column += width
      }
      guard scalars.isEmpty else { return }
      canvas.write(
        hint, at: Point(room.x + 2, room.y), style: theme.label, maxWidth: room.width - 2, ellipsis: true)
    }
  }
}
