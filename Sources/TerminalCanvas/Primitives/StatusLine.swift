/// A key and what it does, for the status line and the help.
public struct KeyHint: Hashable, Sendable {
  /// The key's name or names.
  public var key: String
  /// What it does, in a word or two.
  public var action: String

  /// A hint.
  public init(_ key: String, _ action: String) {
    self.key = key
    self.action = action
  }

  /// Columns it takes.
  public var columns: Int { VisibleText.columns(of: key) + VisibleText.columns(of: action) + 3 }

  /// Draws `▐key▌ action` without its trailing gap; draws nothing at all where it doesn't fit whole.
  @discardableResult
  public func draw(on canvas: inout Canvas, in rect: Rect, theme: Theme, background: Color) -> Rect {
    guard columns <= rect.width, rect.height > 0 else { return Rect(x: rect.x, y: rect.y, width: 0, height: 1) }
    let chip = Chip(VisibleText(key), foreground: theme.onKeyChip, background: theme.keyChip, attributes: .bold)
    let place = chip.draw(on: &canvas, at: rect.origin)
    canvas.write(action, at: Point(place.maxX + 1, rect.y), style: Style(theme.muted, on: background))
    return Rect(x: rect.x, y: rect.y, width: columns, height: 1)
  }
}

/// The last line: key chips, most important first; a hint that doesn't fit whole is left out, never cut.
public struct StatusLine: Hashable, Sendable {
  /// Hints in order of importance.
  public var hints: [KeyHint]
  /// Hints that stay visible at the right end whatever the width, such as help and quit.
  public var pinned: [KeyHint]

  /// A status line.
  public init(_ hints: [KeyHint], pinned: [KeyHint] = []) {
    self.hints = hints
    self.pinned = pinned
  }

  /// Where each hint that fits stands in the rectangle's first row, pinned ones last.
  public func places(in rect: Rect) -> [(hint: KeyHint, rect: Rect)] {
    let gap = 2
    let reserved = pinned.reduce(0) { $0 + $1.columns + gap }
    var room = rect.row(0).splitLeft(1).rest
    var places: [(hint: KeyHint, rect: Rect)] = []
    for (hints, reserve) in [(hints, reserved), (pinned, 0)] {
      for hint in hints {
        guard hint.columns <= room.width - reserve, room.height > 0 else { break }
        let (place, rest) = room.splitLeft(hint.columns)
        places.append((hint, place))
        room = rest.splitLeft(gap).rest
      }
    }
    return places
  }

  /// Draws the line over the rectangle's first row.
  public func draw(on canvas: inout Canvas, in rect: Rect, theme: Theme) {
    canvas.fill(rect.row(0), style: Style(theme.muted, on: theme.background))
    for (hint, place) in places(in: rect) {
      hint.draw(on: &canvas, in: place, theme: theme, background: theme.background)
    }
  }
}
