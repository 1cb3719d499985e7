internal import TerminalCanvas

extension Keymap {
  static let stepRows: [Row] = []
}
