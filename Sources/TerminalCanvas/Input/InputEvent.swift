/// What a person did at the terminal.
public enum InputEvent: Hashable, Sendable {
  /// A key was pressed.
  case key(Key)
  /// Text was pasted: never commands. Untrusted, and not yet made visible.
  case paste(Paste)
  /// The mouse was used.
  case mouse(Mouse)
  /// The terminal has another size.
  case resize(width: Int, height: Int)
  /// The terminal got or lost the focus.
  case focus(Bool)
}

/// Pasted text.
public struct Paste: Hashable, Sendable {
  /// The bytes read as UTF-8; invalid ones became U+FFFD.
  public let text: String
  /// Bytes beyond the limit that were dropped, to tell the person.
  public let droppedBytes: Int

  /// Pasted text.
  public init(_ text: String, droppedBytes: Int = 0) {
    self.text = text
    self.droppedBytes = droppedBytes
  }
}

/// A use of the mouse.
public struct Mouse: Hashable, Sendable {
  /// The buttons.
  public enum Button: Hashable, Sendable {
    /// The usual one.
    case left
    /// The wheel pressed.
    case middle
    /// The other one.
    case right
  }

  /// What happened.
  public enum Action: Hashable, Sendable {
    /// A button went down.
    case press(Button)
    /// A button went up.
    case release(Button)
    /// The mouse moved with a button down.
    case drag(Button)
    /// The wheel turned; a step up is −1, a step down +1.
    case wheel(Int)
  }

  /// What happened.
  public let action: Action
  /// The cell.
  public let position: Point
  /// Keys held.
  public let modifiers: Key.Modifiers

  /// A use of the mouse.
  public init(_ action: Action, at position: Point, modifiers: Key.Modifiers = []) {
    self.action = action
    self.position = position
    self.modifiers = modifiers
  }
}
