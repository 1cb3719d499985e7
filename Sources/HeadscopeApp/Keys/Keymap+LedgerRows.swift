internal import TerminalCanvas

extension Keymap {
  static let ledgerRows: [Row] = []
}
