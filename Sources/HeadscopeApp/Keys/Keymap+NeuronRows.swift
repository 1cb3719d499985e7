internal import TerminalCanvas

extension Keymap {
  static let neuronRows = [
    Row(
      topic: .headStep, hint: .shown,
      groups: [[Binding(Key("["), .neuron(.head(by: -1))), Binding(Key("]"), .neuron(.head(by: 1)))]]),
    Row(
      topic: .layerStep, hint: .shown,
      groups: [[Binding(Key("{"), .neuron(.layer(by: -1))), Binding(Key("}"), .neuron(.layer(by: 1)))]]),
    Row(topic: .sortRows, hint: .shown, groups: [[Binding(Key("w"), .neuron(.sort))]]),
  ]
}
