internal import TerminalCanvas

extension Keymap {
  static let statesRows = [
    Row(
      topic: .stateQuantity, hint: .shown,
      groups: [[Binding(Key("v"), .states(.quantity(by: 1)))], [Binding(Key("V"), .states(.quantity(by: -1)))]]),
    Row(
      topic: .stateLayer, hint: .shown,
      groups: [[Binding(Key("["), .states(.layer(by: -1))), Binding(Key("]"), .states(.layer(by: 1)))]]),
    Row(topic: .strongestUnit, hint: .shown, groups: [[Binding(Key("w"), .states(.strongest))]]),
  ]
}
