internal import TerminalCanvas

extension Keymap {
  static let generationRows: [Row] = []
}
