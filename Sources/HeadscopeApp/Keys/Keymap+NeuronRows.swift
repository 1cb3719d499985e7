internal import TerminalCanvas

extension Keymap {
  static let neuronRows: [Row] = []
}
