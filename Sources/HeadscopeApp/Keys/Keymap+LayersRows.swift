internal import TerminalCanvas

extension Keymap {
  static let layersRows = [
    Row(topic: .measure, hint: .shown, groups: [[Binding(Key("r"), .layers(.nextMeasure))]]),
    Row(
      topic: .layerSteps, hint: .shown,
      groups: [[Binding(Key("["), .layers(.layer(by: -1))), Binding(Key("]"), .layers(.layer(by: 1)))]]),
    Row(topic: .sortNeurons, hint: .shown, groups: [[Binding(Key("w"), .layers(.sortNeurons))]]),
    Row(
      topic: .neuronThreshold, hint: .shown,
      groups: [
        [Binding(Key("<"), .layers(.threshold(by: -1))), Binding(Key(">"), .layers(.threshold(by: 1)))],
        [Binding(Key("-"), .layers(.threshold(by: -1))), Binding(Key("+"), .layers(.threshold(by: 1)))],
      ]),
  ]
}
