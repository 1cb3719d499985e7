/// A rounded box with its title and hot keys in the upper border and its context at the right.
public struct Panel: Hashable, Sendable {
  /// What the box shows.
  public var title: String
  /// Keys that act on it, drawn behind the title.
  public var keys: String
  /// Facts about its contents, at the right of the border.
  public var context: String
  /// Whether keys go here: drawn in the accent colour and with ▸ before the title.
  public var isFocused: Bool

  /// A panel.
  public init(_ title: String, keys: String = "", context: String = "", isFocused: Bool = false) {
    self.title = title
    self.keys = keys
    self.context = context
    self.isFocused = isFocused
  }

  /// The room inside the border for contents, one blank column at each side.
  public static func interior(of rect: Rect) -> Rect {
    Rect(x: rect.x + 2, y: rect.y + 1, width: rect.width - 4, height: rect.height - 2)
  }

  /// Draws the box and returns the room inside (``interior(of:)``).
  @discardableResult
  public func draw(on canvas: inout Canvas, in rect: Rect, theme: Theme) -> Rect {
    guard rect.width >= 2, rect.height >= 2 else {
      canvas.fill(rect, style: theme.body)
      return Rect(x: rect.x, y: rect.y, width: 0, height: 0)
    }
    let line = Style(isFocused ? theme.accent : theme.border, on: theme.panel)
    canvas.fill(rect, style: line)
    canvas.clipped(to: rect) { canvas in
      drawBorder(on: &canvas, rect, line)
      drawTexts(on: &canvas, rect, theme)
    }
    return Panel.interior(of: rect)
  }

  private func drawBorder(on canvas: inout Canvas, _ rect: Rect, _ line: Style) {
    let (right, bottom) = (rect.maxX - 1, rect.maxY - 1)
    for y in [rect.y, bottom] {
      canvas.fill(Rect(x: rect.x + 1, y: y, width: rect.width - 2, height: 1), with: "─", style: line)
    }
    for x in [rect.x, right] {
      canvas.fill(Rect(x: x, y: rect.y + 1, width: 1, height: rect.height - 2), with: "│", style: line)
    }
    for (corner, x, y) in [
      ("╭", rect.x, rect.y), ("╮", right, rect.y), ("╰", rect.x, bottom), ("╯", right, bottom),
    ] { canvas.write(corner, at: Point(x, y), style: line) }
  }

  /// Title first, then the context, then the keys, each only where it fits whole (the title may end in …).
  private func drawTexts(on canvas: inout Canvas, _ rect: Rect, _ theme: Theme) {
    var room = rect.row(0).inset(dx: 2)
    guard room.width > 2 else { return }
    let titleStyle = Style(isFocused ? theme.accent : theme.text, on: theme.panel, .bold)
    let shown = isFocused ? "▸ " + title : title
    let used = write(shown, on: &canvas, in: room, style: titleStyle)
    room = room.splitLeft(used + 1).rest
    let contextWidth = VisibleText.columns(of: context) + 2
    if !context.isEmpty, contextWidth <= room.width {
      let (rest, right) = room.splitRight(contextWidth)
      write(context, on: &canvas, in: right, style: Style(isFocused ? theme.accent : theme.muted, on: theme.panel))
      room = rest.splitRight(1).rest
    }
    if !keys.isEmpty, VisibleText.columns(of: keys) + 2 <= room.width {
      write(keys, on: &canvas, in: room, style: Style(theme.faint, on: theme.panel))
    }
  }

  /// Writes ` text ` and returns its columns.
  @discardableResult
  private func write(_ text: String, on canvas: inout Canvas, in room: Rect, style: Style) -> Int {
    guard !text.isEmpty, room.width > 2 else { return 0 }
    let used = canvas.write(
      text, at: Point(room.x + 1, room.y), style: style, maxWidth: room.width - 2, ellipsis: true)
    for x in [room.x, room.x + 1 + used] { canvas.write(" ", at: Point(x, room.y), style: style) }
    return used + 2
  }
}
