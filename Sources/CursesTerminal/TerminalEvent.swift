public import TerminalCanvas

/// What happened while the terminal waited.
public enum TerminalEvent: Hashable, Sendable {
  /// A person did something, or the terminal has another size.
  case input(InputEvent)
  /// The mailbox has messages.
  case message
  /// The frame that ``Terminal/present(_:)`` held back can be drawn now.
  case writable
  /// The program must end: SIGTERM, SIGINT, or SIGHUP, which also stands for a terminal that has gone.
  case end(signal: Int32)
}
