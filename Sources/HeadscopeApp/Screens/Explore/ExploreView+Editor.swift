internal import Models
internal import TerminalCanvas

extension ExploreView {
  /// The sentence while it is edited: the text itself, each token on a ground of its own, with the cursor.
  func drawEditor(_ editor: ExploreState.Editor, on canvas: inout Canvas, in rect: Rect) {
    let label = Chip(
      VisibleText(words.editing), foreground: theme.onAccent, background: theme.accent, attributes: .bold)
    let used = label.draw(on: &canvas, at: Point(rect.x + 1, rect.y)).width
    var room = rect.splitLeft(used + 3).rest.splitRight(1).rest
    let count = state.sentence.tokens.count + state.sentence.droppedTokens
    let figures = words.tokenCount(count, subject.configuration.contextLength)
    let isOver = state.sentence.droppedTokens > 0
    let columns = VisibleText.columns(of: figures)
    canvas.write(
      figures, at: Point(room.maxX - columns, room.y),
      style: Style(isOver ? theme.bad : theme.muted, on: theme.background, isOver ? .bold : []))
    room = room.splitRight(columns + 2).rest
    drawLine(editor.line, on: &canvas, in: room)
  }

  private func drawLine(_ line: LineEditor, on canvas: inout Canvas, in rect: Rect) {
    canvas.fill(rect, style: Style(theme.text, on: theme.background))
    let cells = line.scalars.map { VisibleText(String($0)) }
    let widths = cells.map(\.columns)
    let cursorColumn = widths[..<line.cursor].reduce(0, +)
    let scroll = max(0, cursorColumn - rect.width + 4)
    var (column, byte) = (0, 0)
    for (index, cell) in cells.enumerated() {
      let place = Point(rect.x + column - scroll, rect.y)
      if place.x >= rect.x, place.x + widths[index] <= rect.maxX {
        var style = lineStyle(byte: byte)
        if index == line.cursor { style = Style(theme.onAccent, on: theme.accent, .bold) }
        canvas.write(cell, at: place, style: style)
      }
      column += widths[index]
      byte += UTF8.width(line.scalars[index])
    }
    if line.cursor == cells.count, column - scroll < rect.width {
      canvas.write(
        "▏", at: Point(rect.x + column - scroll, rect.y), style: Style(theme.accent, on: theme.raised, .bold))
    }
    if scroll > 0 { canvas.write("‹", at: Point(rect.x - 1, rect.y), style: Style(theme.accent, .bold)) }
    if column - scroll > rect.width {
      canvas.write("›", at: Point(rect.maxX, rect.y), style: Style(theme.accent, .bold))
    }
  }

  /// Tokens stand on alternating grounds; unknown ones are underlined; what the model does not read is faint.
  private func lineStyle(byte: Int) -> Style {
    guard byte < state.sentence.readBytes else { return Style(theme.bad, on: theme.background, [.dim, .italic]) }
    guard let index = state.sentence.tokens.firstIndex(where: { $0.bytes?.contains(byte) ?? false }) else {
      return Style(theme.text, on: theme.background)
    }
    let token = state.sentence.tokens[index]
    let ground = index.isMultiple(of: 2) ? theme.raised : theme.raised.mixed(with: theme.accent, 0.18)
    return Style(
      token.isUnknown ? theme.warning : theme.text, on: ground, token.isUnknown ? .underline : [])
  }
}
