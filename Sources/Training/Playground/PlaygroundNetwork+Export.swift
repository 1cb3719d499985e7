internal import Corpora
internal import Files
internal import Models
internal import StrictJSON
internal import Tensors

extension PlaygroundNetwork {
  /// Weights and biases.
  public var parameterCount: Int { parameters.layout.entries.reduce(0) { $0 + $1.count } }

  /// By which two networks are told apart.
  public var checksum: UInt32 {
    var checksum = Checksum()
    for entry in parameters.layout.entries { checksum.add(parameters, entry) }
    return UInt32(truncatingIfNeeded: checksum.value)
  }

  /// The network as JSON that anybody can compute with: features, layers with weights, biases and activations, in their order.
  public var export: String {
    let names = settings.features.map { JSONValue.string($0.rawValue) }
    let activations =
      settings.layers.map(\.activation.rawValue) + [settings.problem == .classification ? "tanh" : "linear"]
    let layers = (0..<layerCount).map { layer -> JSONValue in
      let rows = (0..<layerSizes[layer]).map { unit in
        JSONValue.array(
          (0..<inputCount(layer: layer)).map { .number(shortest: self[index(layer: layer, unit: unit, input: $0)]) })
      }
      let biases = (0..<layerSizes[layer]).map { JSONValue.number(shortest: self[index(layer: layer, unit: $0)]) }
      return .object(
        JSONObject([
          ("weights", .array(rows)), ("biases", .array(biases)), ("activation", .string(activations[layer])),
        ]))
    }
    return JSONValue.object(
      JSONObject([
        ("format", "headscope-network"), ("version", 1), ("problem", .string(settings.problem.rawValue)),
        ("features", .array(names)), ("layers", .array(layers)),
      ])
    ).text() + "\n"
  }
}
