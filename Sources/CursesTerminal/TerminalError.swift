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
  /// The fault, what follows, and what to do, in one line.
  public var description: String { "\(fault), so the screen is printed as text\(remedy.map { "; \($0)" } ?? "")" }

  /// The fault, as part of a line.
  public var fault: String {
    switch self {
    case .notATerminal(let stream): "\(stream) is not a terminal"
    case .noTerminalType: "TERM is not set"
    case .unknownType(let name): "the terminal type “\(VisibleText(name))” is not in the terminfo database"
    case .cannotMoveCursor(let name): "the terminal type “\(VisibleText(name))” cannot move its cursor"
    case .system(let operation, let code): "\(operation) failed (error \(code))"
    }
  }

  private var remedy: String? {
    switch self {
    case .notATerminal: "run headscope in a terminal without a pipe"
    case .noTerminalType, .unknownType, .cannotMoveCursor: "try TERM=xterm-256color"
    case .system: nil
    }
  }
}
