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

  /// Draws the line over the rectangle's first row and returns where each hint (pinned ones last) went.
  @discardableResult
  public func draw(on canvas: inout Canvas, in rect: Rect, theme: Theme) -> [(hint: KeyHint, rect: Rect)] {
    let line = rect.row(0)
    canvas.fill(line, style: Style(theme.muted, on: theme.background))
    let gap = 2
    let reserved = pinned.reduce(0) { $0 + $1.columns + gap }
    var places: [(hint: KeyHint, rect: Rect)] = []
    func draw(_ hints: [KeyHint], in room: Rect) -> Rect {
      var room = room
      for hint in hints {
        let place = hint.draw(on: &canvas, in: room, theme: theme, background: theme.background)
        guard place.width > 0 else { break }
        places.append((hint, place))
        room = room.splitLeft(place.width + gap).rest
      }
      return room
    }
    let room = line.splitLeft(1).rest
    let rest = draw(hints, in: Rect(x: room.x, y: room.y, width: room.width - reserved, height: 1))
    _ = draw(pinned, in: Rect(x: rest.x, y: rest.y, width: room.maxX - rest.x, height: 1))
    return places
  }
}
