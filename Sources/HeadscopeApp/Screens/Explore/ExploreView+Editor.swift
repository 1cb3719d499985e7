internal import Models
internal import TerminalCanvas

extension ExploreView {
  /// The sentence while it is edited: the text itself, each token on a ground of its own, with the cursor.
  func drawEditor(_ editor: ExploreState.Editor, on canvas: inout Canvas, in rect: Rect) {
    editingChip.draw(on: &canvas, at: Point(rect.x + 1, rect.y))
    let isOver = state.sentence.droppedTokens > 0
    let columns = VisibleText.columns(of: tokenFigures)
    canvas.write(
      tokenFigures, at: Point(rect.maxX - 1 - columns, rect.y),
      style: Style(isOver ? theme.bad : theme.muted, on: theme.background, isOver ? .bold : []))
    drawLine(editor, on: &canvas, in: editorRoom(rect))
  }

  private var editingChip: Chip {
    let name =
      state.sentence.second == nil && state.editor?.isSecond != true ? "" : state.editor?.isSecond == true ? " B" : " A"
    return Chip(
      VisibleText(words.editing + name), foreground: theme.onAccent, background: theme.accent, attributes: .bold)
  }

  /// How many tokens there are of those the model can read.
  private var tokenFigures: String {
    words.tokenCount(state.sentence.tokens.count + state.sentence.droppedTokens, subject.tokenLimit)
  }

  /// The room for the text, between the chip and the number of tokens.
  private func editorRoom(_ rect: Rect) -> Rect {
    rect.splitLeft(editingChip.columns + 3).rest.splitRight(VisibleText.columns(of: tokenFigures) + 3).rest
  }

  /// Columns of each scalar, and how many columns of the text are scrolled out at the left.
  private func columns(of line: LineEditor, in room: Rect) -> (widths: [Int], scroll: Int) {
    let widths = line.scalars.map { VisibleText(String($0)).columns }
    return (widths, max(0, widths[..<line.cursor].reduce(0, +) - room.width + 4))
  }

  /// How many scalars stand before a point of the text.
  func scalars(before point: Point, in line: LineEditor) -> Int {
    let room = editorRoom(layout.sentence)
    let (widths, scroll) = columns(of: line, in: room)
    var column = room.x - scroll
    return widths.firstIndex { width in
      column += width
      return column > point.x
    } ?? widths.count
  }

  private func drawLine(_ editor: ExploreState.Editor, on canvas: inout Canvas, in rect: Rect) {
    let line = editor.line
    canvas.fill(rect, style: Style(theme.text, on: theme.background))
    let (widths, scroll) = columns(of: line, in: rect)
    var (column, byte) = (rect.x - scroll, 0)
    for (index, width) in widths.enumerated() {
      if column >= rect.x, column + width <= rect.maxX {
        let style = index == line.cursor ? cursorStyle : lineStyle(byte: byte, ofSecond: editor.isSecond)
        canvas.write(String(line.scalars[index]), at: Point(column, rect.y), style: style)
      }
      column += width
      byte += UTF8.width(line.scalars[index])
    }
    if line.cursor == widths.count, column < rect.maxX {
      canvas.write("▏", at: Point(column, rect.y), style: Style(theme.accent, on: theme.raised, .bold))
    }
    let mark = Style(theme.accent, on: theme.background, .bold)
    if scroll > 0 { canvas.write("‹", at: Point(rect.x - 1, rect.y), style: mark) }
    if column > rect.maxX { canvas.write("›", at: Point(rect.maxX, rect.y), style: mark) }
  }

  private var cursorStyle: Style { Style(theme.onAccent, on: theme.accent, .bold) }

  /// Tokens stand on alternating grounds; unknown ones are underlined; what the model does not read is faint.
  private func lineStyle(byte: Int, ofSecond isSecond: Bool) -> Style {
    guard byte < state.sentence.readBytes(ofSecond: isSecond) else {
      return Style(theme.bad, on: theme.background, [.dim, .italic])
    }
    let place = state.sentence.tokens.firstIndex { token in
      token.isOfSecond == isSecond && token.bytes?.contains(byte) ?? false
    }
    guard let index = place else {
      return Style(theme.text, on: theme.background)
    }
    let token = state.sentence.tokens[index]
    let ground = index.isMultiple(of: 2) ? theme.raised : theme.raised.mixed(with: theme.accent, 0.18)
    return Style(
      token.isUnknown ? theme.warning : theme.text, on: ground, token.isUnknown ? .underline : [])
  }
}
