@testable import HeadscopeApp

/// Pages that look inside the model.
extension ScreenCase {
  static let headView: [ScreenCase] = [
    ScreenCase(
      name: "heads-120x40", width: 120, height: 40, keys: "b l b l b l l j b tab tab < <", isReal: true),
    ScreenCase(name: "heads-80x24", keys: "b l b l b i"),
    ScreenCase(
      name: "heads-zh-200x60-long", text: long, width: 200, height: 60, language: .chinese,
      keys: "b l b l b l b j b tab tab >", isReal: true),
  ]

  static let neuron: [ScreenCase] = [
    ScreenCase(name: "neuron-80x24", keys: "n", isReal: true),
    ScreenCase(name: "neuron-120x40", width: 120, height: 40, keys: "n ] ] w tab w down", isReal: true),
    ScreenCase(name: "neuron-200x60", width: 200, height: 60, keys: "n } up up", isReal: true),
    ScreenCase(
      name: "neuron-zh-120x40", text: chinese, width: 120, height: 40, language: .chinese, keys: "n , ,", isReal: true),
    ScreenCase(name: "neuron-zh-80x24", text: chinese, language: .chinese, keys: "n tab w", isReal: true),
    ScreenCase(name: "neuron-120x40-masked", width: 120, height: 40, keys: "home . . m end n , , x", isReal: true),
    ScreenCase(name: "neuron-80x24-masked", keys: "home . . m end n home down down", isReal: true),
    ScreenCase(name: "neuron-80x24-long", text: long, keys: "n w", isReal: true),
    ScreenCase(name: "neuron-200x60-long", text: long, width: 200, height: 60, keys: "n , , ,", isReal: true),
  ]

  static let layers: [ScreenCase] = [
    ScreenCase(name: "layers-80x24", keys: "a", isReal: true),
    ScreenCase(name: "layers-80x24-residual", keys: "a tab r", isReal: true),
    ScreenCase(name: "layers-120x40", width: 120, height: 40, keys: "a ] down r r", isReal: true),
    ScreenCase(name: "layers-200x60", width: 200, height: 60, keys: "a ] ] r r r tab tab down", isReal: true),
    ScreenCase(
      name: "layers-zh-120x40", text: chinese, width: 120, height: 40, language: .chinese, keys: "a r r r r",
      isReal: true),
    ScreenCase(name: "layers-zh-80x24", text: chinese, language: .chinese, keys: "a", isReal: true),
    ScreenCase(name: "layers-80x24-off", keys: "a X x", isReal: true),
    ScreenCase(name: "layers-80x24-long", text: long, keys: "a , , ,", isReal: true),
    ScreenCase(name: "layers-200x60-long", text: long, width: 200, height: 60, keys: "a home . . .", isReal: true),
    ScreenCase(name: "layers-120x40-deep", width: 120, height: 40, layers: 24, heads: 4, keys: "a ] ] ]", isReal: true),
  ]
}
