internal import TerminalCanvas

extension Keymap {
  static let ledgerRows = [
    Row(topic: .rankHeads, hint: .shown, groups: [[Binding(Key("r"), .ledger(.rank))]]),
    Row(topic: .against, hint: .shown, groups: [[Binding(Key("b"), .ledger(.against))]]),
    Row(topic: .ledgerOrder, hint: .shown, groups: [[Binding(Key("z"), .ledger(.order))]]),
  ]
}
