internal import TerminalCanvas

extension Keymap {
  static let generationRows = [
    Row(topic: .appendToken, hint: .shown, groups: [[Binding(Key(.enter), .generation(.choose))]]),
    Row(topic: .drawToken, hint: .shown, groups: [[Binding(Key(" "), .generation(.draw))]]),
    Row(topic: .drawAll, hint: .shown, groups: [[Binding(Key("r"), .generation(.run))]]),
    Row(topic: .stepBack, hint: .shown, groups: [[Binding(Key(.backspace), .generation(.stepBack))]]),
  ]
}
