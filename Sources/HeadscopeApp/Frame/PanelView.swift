internal import TerminalCanvas

/// A screen of panels: how their boxes and the texts on their borders are drawn.
protocol PanelView {
  associatedtype PanelName

  var theme: Theme { get }

  /// What stands on a panel's border where nothing else is said.
  func title(_ panel: PanelName) -> String
  /// Whether keys go to a panel.
  func hasFocus(_ panel: PanelName) -> Bool
}

extension PanelView {
  /// Draws a panel's box with the first of several contexts that fits whole; returns the room inside.
  @discardableResult
  func frame(
    _ panel: PanelName, title: String? = nil, context: String..., on canvas: inout Canvas, in rect: Rect
  ) -> Rect {
    let title = title ?? self.title(panel)
    let isFocused = hasFocus(panel)
    // Corners and their lines, a blank at either side of both texts, the mark of the focus, a line between.
    let room = rect.width - 9 - VisibleText.columns(of: title) - (isFocused ? 2 : 0)
    let fitting = context.first { VisibleText.columns(of: $0) <= room }
    return Panel(title, context: fitting ?? "", isFocused: isFocused).draw(on: &canvas, in: rect, theme: theme)
  }

  /// Text on the lower border, at the right: a legend's place that costs no row.
  func caption(_ text: String, on canvas: inout Canvas, in rect: Rect, color: Color? = nil) {
    let width = VisibleText.columns(of: text) + 2
    guard !text.isEmpty, width + 4 <= rect.width else { return }
    canvas.write(
      " \(text) ", at: Point(rect.maxX - 2 - width, rect.maxY - 1), style: Style(color ?? theme.muted, on: theme.panel))
  }
}

/// A line that is typed, in a box over a screen.
struct FieldBox {
  let title: String
  /// What may be typed.
  let hint: String
  let line: LineEditor

  func draw(on canvas: inout Canvas, theme: Theme) {
    canvas.fade(canvas.bounds, toward: theme.background, 0.6)
    let screen = Rect(x: 0, y: 1, width: canvas.width, height: canvas.height - 2)
    let box = screen.centered(width: min(canvas.width - 4, 70), height: 4)
    let interior = Panel(title, isFocused: true).draw(on: &canvas, in: box, theme: theme)
    line.draw(prompt: "▸", hint: "", on: &canvas, in: interior.row(0), theme: theme)
    canvas.write(hint, at: interior.row(1).origin, style: theme.label, maxWidth: interior.width, ellipsis: true)
  }
}
