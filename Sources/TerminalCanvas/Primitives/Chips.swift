/// A word in a box of its own: tokens, buttons, the state of a run.
///
/// A selected chip has half-block edges (▐mat▌), so that it stands out without colour as well.
public struct Chip: Hashable, Sendable {
  /// What it says.
  public var text: VisibleText
  /// Text colour.
  public var foreground: Color
  /// The box's colour.
  public var background: Color
  /// Whether it is the one that is selected.
  public var isSelected: Bool
  /// Bold, dim, italic, underline.
  public var attributes: Attributes

  /// A chip.
  public init(
    _ text: VisibleText, foreground: Color, background: Color, isSelected: Bool = false, attributes: Attributes = []
  ) {
    self.text = text
    self.foreground = foreground
    self.background = background
    self.isSelected = isSelected
    self.attributes = attributes
  }

  /// A token tinted by how strongly it is attended to, from 0 to 1; from half on it is bold.
  public static func token(
    _ text: VisibleText, weight: Float, isSelected: Bool = false, theme: Theme
  ) -> Chip {
    if isSelected {
      return Chip(
        text, foreground: theme.query.readableText, background: theme.query, isSelected: true, attributes: .bold)
    }
    let tint = theme.raised.mixed(with: theme.accent, weight)
    let strong = weight >= 0.5
    return Chip(
      text, foreground: strong ? tint.readableText : theme.text, background: tint, attributes: strong ? .bold : [])
  }

  /// A button or a choice.
  public static func button(_ text: String, isActive: Bool = false, theme: Theme) -> Chip {
    isActive
      ? Chip(
        VisibleText(text), foreground: theme.onAccent, background: theme.accent, isSelected: true, attributes: .bold)
      : Chip(VisibleText(text), foreground: theme.text, background: theme.raised)
  }

  /// Columns it takes: the text and one at each side.
  public var columns: Int { text.columns + 2 }

  /// Draws the chip and returns the cells it took; it may be cut at `maxWidth`, then the text ends in `…`.
  @discardableResult
  public func draw(on canvas: inout Canvas, at point: Point, maxWidth: Int = .max) -> Rect {
    let width = min(columns, maxWidth)
    let rect = Rect(x: point.x, y: point.y, width: width, height: 1)
    guard width > 2 else { return Rect(x: point.x, y: point.y, width: 0, height: 1) }
    let style = Style(foreground, on: background, attributes)
    let inside = rect.inset(dx: 1)
    if isSelected {
      canvas.write("▐", at: point, style: Style(background))
      canvas.write("▌", at: Point(rect.maxX - 1, point.y), style: Style(background))
      canvas.fill(inside, style: style)
    } else {
      canvas.fill(rect, style: style)
    }
    canvas.write(text, at: inside.origin, style: style, maxWidth: inside.width, ellipsis: true)
    return rect
  }
}

/// Chips in a row, wrapped where there are more rows.
public struct ChipRow: Hashable, Sendable {
  /// The chips in order.
  public var chips: [Chip]
  /// Blank columns between two.
  public var gap: Int

  /// A row of chips.
  public init(_ chips: [Chip], gap: Int = 1) {
    self.chips = chips
    self.gap = gap
  }

  /// Where each chip goes: as many as fit, with `visible` (such as the selected one) always among them.
  ///
  /// - Returns: Rectangles by chip; `nil` for a chip that has no room.
  public func layout(in rect: Rect, keepingVisible visible: Int? = nil) -> [Rect?] {
    for start in chips.indices {
      let places = layout(in: rect, from: start)
      guard let visible, chips.indices.contains(visible), places[visible] == nil, visible > start else {
        return places
      }
    }
    return Array(repeating: nil, count: chips.count)
  }

  private func layout(in rect: Rect, from start: Int) -> [Rect?] {
    var places: [Rect?] = Array(repeating: nil, count: chips.count)
    var (x, y) = (rect.x, rect.y)
    for index in start..<chips.count {
      let width = min(chips[index].columns, rect.width)
      if x > rect.x, x + width > rect.maxX { (x, y) = (rect.x, y + 1) }
      guard y < rect.maxY, width > 2 else { break }
      places[index] = Rect(x: x, y: y, width: width, height: 1)
      x += width + gap
    }
    return places
  }

  /// Draws the chips and returns where each is, for the mouse.
  @discardableResult
  public func draw(on canvas: inout Canvas, in rect: Rect, keepingVisible visible: Int? = nil) -> [Rect?] {
    let places = layout(in: rect, keepingVisible: visible)
    for (chip, place) in zip(chips, places) {
      if let place { chip.draw(on: &canvas, at: place.origin, maxWidth: place.width) }
    }
    return places
  }
}
