internal import TerminalCanvas

/// A list of which one row is chosen, scrolled so that it is in sight: what the palette and the search share.
struct ChoiceList {
  let rect: Rect
  let count: Int
  let selected: Int
  private let shown: Range<Int>

  init(count: Int, selected: Int, in rect: Rect) {
    self.rect = rect
    self.count = count
    self.selected = selected
    shown = ScrollWindow.range(count: count, visible: rect.height, around: selected)
  }

  /// The chosen row among all, as people count.
  var place: String { count == 0 ? "0" : "\(selected + 1)/\(count)" }

  /// The row that a point is on.
  func row(at point: Point) -> Int? {
    guard rect.contains(point) else { return nil }
    let row = shown.lowerBound + point.y - rect.y
    return shown.contains(row) ? row : nil
  }

  /// Draws the rows in sight, the chosen one raised and with its mark, or says that there are none; `content` draws a
  /// row's text behind the mark, on the ground that it is given.
  func draw(
    on canvas: inout Canvas, theme: Theme, whenEmpty: String,
    content: (_ row: Int, _ isSelected: Bool, _ ground: Color, _ canvas: inout Canvas, _ rect: Rect) -> Void
  ) {
    if count == 0 {
      canvas.write(whenEmpty, at: rect.origin, style: theme.label, maxWidth: rect.width, ellipsis: true)
    }
    for row in shown {
      let line = rect.row(row - shown.lowerBound)
      let isSelected = row == selected
      let ground = isSelected ? theme.raised : theme.panel
      canvas.fill(line, style: Style(theme.text, on: ground))
      if isSelected { canvas.write("▸", at: line.origin, style: Style(theme.accent, on: ground, .bold)) }
      content(row, isSelected, ground, &canvas, line.splitLeft(2).rest)
    }
  }
}
