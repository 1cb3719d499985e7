import Glibc
public import TerminalCanvas

/// What a full screen would have to work with, found out without taking the terminal.
public struct TerminalFacts: Equatable, Sendable {
  /// The terminal's type, `$TERM`.
  public let type: String?
  /// How many colours it would be drawn in; nil where there can be no full screen.
  public let depth: ColorDepth?
  /// Whether the locale has UTF-8; if not, ASCII is drawn.
  public let hasUTF8: Bool
  /// Columns and rows, where the output is a terminal.
  public let size: (width: Int, height: Int)?

  /// Of the program's standard output.
  public init() {
    type = TerminalSetup.environment("TERM")
    hasUTF8 = TerminalSetup.useUTF8()
    var window = winsize()
    let isTerminal = isatty(STDOUT_FILENO) == 1 && ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0
    size = isTerminal ? (Int(window.ws_col), Int(window.ws_row)) : nil
    guard isTerminal, isatty(STDIN_FILENO) == 1, let type,
      let colors = TerminfoEntry(named: type, environment: TerminalSetup.environment)?.colors
    else {
      depth = nil
      return
    }
    let found: ColorDepth = colors > 256 ? .direct : colors == 256 ? .indexed256 : colors >= 8 ? .ansi16 : .mono
    depth = TerminalSetup.requestedDepth(TerminalSetup.environment) ?? found
  }

  /// Whether both are the same.
  public static func == (a: TerminalFacts, b: TerminalFacts) -> Bool {
    a.type == b.type && a.depth == b.depth && a.hasUTF8 == b.hasUTF8 && a.size?.width == b.size?.width
      && a.size?.height == b.size?.height
  }
}
