import TerminalCanvas

/// Why there can be no full-screen terminal; the plain-text screen can be shown instead.
public enum TerminalError: Error, Hashable, Sendable {
  /// Standard input or output isn't a terminal.
  case notATerminal(stream: String)
  /// TERM is empty.
  case noTerminalType
  /// The terminal's type isn't in the terminfo database.
  case unknownType(name: String)
  /// The terminal's type has no way to move the cursor.
  case cannotMoveCursor(name: String)
  /// The system refused something that a terminal needs.
  case system(operation: String, code: Int32)
}

extension TerminalError: CustomStringConvertible {
  /// The fault and what to do, in one line.
  public var description: String {
    switch self {
    case .notATerminal(let stream):
      "\(stream) is not a terminal, so the screen is printed as text; run headscope in a terminal without a pipe"
    case .noTerminalType: "TERM is not set, so the screen is printed as text; try TERM=xterm-256color"
    case .unknownType(let name):
      "the terminal type “\(VisibleText(name))” is not in the terminfo database, so the screen is printed as text; "
        + "try TERM=xterm-256color"
    case .cannotMoveCursor(let name):
      "the terminal type “\(VisibleText(name))” cannot move its cursor, so the screen is printed as text; "
        + "try TERM=xterm-256color"
    case .system(let operation, let code): "\(operation) failed (error \(code)), so the screen is printed as text"
    }
  }
}
