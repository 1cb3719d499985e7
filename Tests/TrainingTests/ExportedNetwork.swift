import Corpora
import Glibc
import StrictJSON

/// A network read from its export, computed in double precision by nothing but what stands there.
struct ExportedNetwork {
  private let features: [PlaneFeature]
  private let layers: [(weights: [[Double]], biases: [Double], activation: String)]

  init(_ text: String) throws {
    let object = try JSONValue(parsing: Array(text.utf8)).object(at: "network")
    features = try object.required("features").array(at: "features").compactMap {
      PlaneFeature(rawValue: try $0.string(at: "features"))
    }
    layers = try object.required("layers").array(at: "layers").map { value in
      let layer = try value.object(at: "layers")
      let weights = try layer.required("weights").array(at: "weights").map { row in
        try row.array(at: "weights").map { try $0.number(at: "weights") }
      }
      let biases = try layer.required("biases").array(at: "biases").map { try $0.number(at: "biases") }
      return (weights, biases, try layer.required("activation").string(at: "activation"))
    }
  }

  func output(_ point: PlanePoint) -> Double {
    var values = features.map { Double($0.value(x: point.x, y: point.y)) }
    for layer in layers {
      values = zip(layer.weights, layer.biases).map { row, bias in
        let sum = zip(row, values).reduce(bias) { $0 + $1.0 * $1.1 }
        switch layer.activation {
        case "tanh": return Glibc.tanh(sum)
        case "relu": return max(0, sum)
        case "sigmoid": return 1 / (1 + exp(-sum))
        case "leaky-relu": return sum < 0 ? 0.01 * sum : sum
        default: return sum
        }
      }
    }
    return values[0]
  }
}
