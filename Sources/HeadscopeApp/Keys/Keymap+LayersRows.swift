internal import TerminalCanvas

extension Keymap {
  static let layersRows: [Row] = []
}
