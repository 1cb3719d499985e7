internal import Corpora
internal import KernelTypes
internal import Models
internal import Training

/// What every feature and every neuron of a network makes of the plane, as pictures of one size.
struct NodeMaps {
  private let settings: PlaygroundSettings
  private let picture: PlaygroundPicture

  init(_ network: PlaygroundNetwork, width: Int, height: Int, kernels: KernelSet) {
    settings = network.settings
    picture = PlaygroundMaps(kernels: kernels).maps(of: network, width: width, height: height)
  }

  /// The picture of a feature, a neuron or the output.
  func map(of selection: PlaygroundSelection, isDiscrete: Bool) -> SignedMap {
    let values: [Float]
    var isBounded = true
    switch selection.layer {
    case .features:
      values = self.values(of: PlaneFeature.allCases[selection.unit])
      isBounded = false
    case .hidden(let layer):
      values = Array(picture.neuron(layer: layer, unit: selection.unit))
      let activation = settings.layers[layer].activation
      isBounded = activation == .tanh || activation == .sigmoid
    case .output: values = Array(picture.output)
    }
    // What has no bounds is as strong as its strongest place.
    let scale = isBounded ? 1 : values.reduce(1e-6) { max($0, $1.isFinite ? abs($1) : 0) }
    return SignedMap(
      width: picture.width, height: picture.height, values: values, scale: scale, isDiscrete: isDiscrete)
  }

  /// A feature's values; of those that the network is not told, the picture knows none.
  private func values(of feature: PlaneFeature) -> [Float] {
    if let place = settings.features.firstIndex(of: feature) { return Array(picture.feature(place)) }
    return (0..<picture.height).flatMap { row in
      let y = PlaygroundPicture.y(row: row, of: picture.height)
      return (0..<picture.width).map { feature.value(x: PlaygroundPicture.x(column: $0, of: picture.width), y: y) }
    }
  }
}
