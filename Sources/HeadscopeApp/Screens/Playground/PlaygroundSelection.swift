internal import Corpora
internal import Training

/// A feature, a neuron, the output, or one of a neuron's weights.
struct PlaygroundSelection: Equatable, Sendable {
  /// What of a neuron is chosen beside itself.
  enum Part: Equatable, Sendable {
    /// The weight of an input, by its place in the layer before.
    case weight(Int)
    case bias
  }

  /// A layer of the drawing.
  enum Layer: Equatable, Sendable {
    /// All seven features, whether they are used or not.
    case features
    /// A layer between, from 0 on.
    case hidden(Int)
    case output
  }

  var layer: Layer
  /// Its place there.
  var unit: Int
  var part: Part?

  static let output = PlaygroundSelection(layer: .output, unit: 0)

  init(layer: Layer, unit: Int, part: Part? = nil) {
    self.layer = layer
    self.unit = unit
    self.part = part
  }
}

extension PlaygroundSelection {
  /// The selection of a scene, checked when it is used; nil where it has none.
  init?(_ view: PlaygroundScene.View) {
    guard let layer = view.layer else { return nil }
    let part = view.input.map { $0 == Self.biasPlace ? Part.bias : .weight($0) }
    let last = PlaygroundSettings.layerCounts.upperBound + 1
    self.init(
      layer: layer == 0 ? .features : layer == last ? .output : .hidden(layer - 1), unit: view.unit,
      part: layer == 0 ? nil : part)
  }

  /// As a scene keeps it.
  var place: (layer: Int?, unit: Int, input: Int?) {
    let input: Int? =
      switch part {
      case .weight(let input): input
      case .bias: Self.biasPlace
      case nil: nil
      }
    return switch layer {
    case .features: (0, unit, nil)
    case .hidden(let index): (index + 1, unit, input)
    case .output: input == nil ? (nil, 0, nil) : (PlaygroundSettings.layerCounts.upperBound + 1, 0, input)
    }
  }

  private static let biasPlace = 8

  /// The nearest one that a network has.
  func clamped(to settings: PlaygroundSettings) -> PlaygroundSelection {
    var own = self
    switch layer {
    case .features: own.unit = min(max(0, unit), PlaneFeature.allCases.count - 1)
    case .hidden(let index):
      guard !settings.layers.isEmpty else { return .output }
      let index = min(index, settings.layers.count - 1)
      (own.layer, own.unit) = (.hidden(index), min(max(0, unit), settings.layers[index].units - 1))
    case .output: own.unit = 0
    }
    if case .weight(let input) = own.part, input >= own.inputs(of: settings) { own.part = nil }
    if own.layer == .features { own.part = nil }
    return own
  }

  /// Numbers that go into it.
  func inputs(of settings: PlaygroundSettings) -> Int {
    switch layer {
    case .features: 0
    case .hidden(0): settings.features.count
    case .hidden(let index): settings.layers[index - 1].units
    case .output: settings.layers.last?.units ?? settings.features.count
    }
  }

  /// The layer of neurons that it is in, as the network counts them: hidden layers from 0 on, then the output.
  func neuronLayer(of settings: PlaygroundSettings) -> Int? {
    switch layer {
    case .features: nil
    case .hidden(let index): index
    case .output: settings.layers.count
    }
  }

  /// So many layers to the right, as near as can be to where it was.
  func moved(layers step: Int, in settings: PlaygroundSettings) -> PlaygroundSelection? {
    let columns = [Layer.features] + settings.layers.indices.map { .hidden($0) } + [.output]
    guard let column = columns.firstIndex(of: layer), columns.indices.contains(column + step) else { return nil }
    let (from, to) = (count(of: settings), Self(layer: columns[column + step], unit: 0).count(of: settings))
    let share = (Float(unit) + 0.5) / Float(from)
    return PlaygroundSelection(layer: columns[column + step], unit: min(to - 1, Int(share * Float(to))))
  }

  /// So many places further down; nil past an end.
  func moved(units step: Int, in settings: PlaygroundSettings) -> PlaygroundSelection? {
    guard (0..<count(of: settings)).contains(unit + step) else { return nil }
    return PlaygroundSelection(layer: layer, unit: unit + step)
  }

  /// The next of its weights, after the last one the bias, and then itself again.
  func moved(parts step: Int, in settings: PlaygroundSettings) -> PlaygroundSelection? {
    let parts: [Part?] = [nil] + (0..<inputs(of: settings)).map { .weight($0) } + [.bias]
    guard layer != .features, let place = parts.firstIndex(of: part) else { return nil }
    return PlaygroundSelection(layer: layer, unit: unit, part: parts[(place + step + parts.count) % parts.count])
  }

  /// Places in its layer.
  func count(of settings: PlaygroundSettings) -> Int {
    switch layer {
    case .features: PlaneFeature.allCases.count
    case .hidden(let index): settings.layers[index].units
    case .output: 1
    }
  }
}

extension PlaygroundNetwork {
  /// The flat place of what is chosen; nil for a feature or a whole neuron.
  func index(of selection: PlaygroundSelection) -> Int? {
    guard let layer = selection.neuronLayer(of: settings), let part = selection.part else { return nil }
    return switch part {
    case .bias: index(layer: layer, unit: selection.unit)
    case .weight(let input): index(layer: layer, unit: selection.unit, input: input)
    }
  }
}
