import Models
import Safetensors
import Tensors
import Testing

@testable import Training

/// A tiny GPT-2 with what PyTorch and `transformers` made of it (Tools/reference/make_fixtures.py).
struct PyTorchFixture: Sendable, CustomTestStringConvertible {
  let folder: String
  let configuration: TransformerConfiguration

  /// Awkward sizes: seven heads of width five, an MLP of fifty, ninety-seven tokens.
  static let tied = PyTorchFixture(
    folder: "tiny-gpt2",
    configuration: TransformerConfiguration(
      vocabularySize: 97, contextLength: 19, width: 35, layers: 2, heads: 7, mlpWidth: 50))
  /// An unembedding of its own.
  static let untied = PyTorchFixture(
    folder: "tiny-gpt2-untied",
    configuration: TransformerConfiguration(
      vocabularySize: 31, contextLength: 13, width: 12, layers: 3, heads: 3, layerNormEpsilon: 0.001,
      tiesEmbeddings: false))

  var testDescription: String { folder }

  private static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2)
    .joined(separator: "/")

  func path(_ file: String) -> String { "\(Self.root)/Fixtures/\(folder)/\(file).safetensors" }

  /// The model at the start.
  func model() throws -> Transformer {
    let file = try SafetensorsFile(path: path("model"))
    var parameters = Parameters(layout: TransformerParameters(configuration).layout)
    for entry in parameters.layout.entries {
      let name = entry.name == "lm_head.weight" ? entry.name : "transformer.\(entry.name)"
      parameters[entry] = try file.tensor(named: name).values[...]
    }
    return Transformer(configuration: configuration, parameters: parameters)
  }

  /// The batches of a file, in order; each of three sequences of eleven tokens.
  func batches(_ file: String, prefix: String) throws -> [Batch] {
    let file = try SafetensorsFile(path: path(file))
    let ids = try file.integers(named: "\(prefix).input_ids").map { Int32($0) }
    let targets = try file.integers(named: "\(prefix).targets").map { Int32($0) }
    return stride(from: 0, to: ids.count, by: 33).map {
      Batch(count: 3, length: 11, ids: Array(ids[$0..<$0 + 33]), targets: Array(targets[$0..<$0 + 33]))
    }
  }
}

/// The largest difference between two runs of numbers, or infinity where they are of different lengths; −∞ equals −∞.
func largestDifference(_ a: some Collection<Float>, _ b: some Collection<Float>) -> Float {
  guard a.count == b.count else { return .infinity }
  return zip(a, b).reduce(0) { largest, pair in
    pair.0 == pair.1 ? largest : max(largest, (pair.0 - pair.1).magnitude.isNaN ? .infinity : abs(pair.0 - pair.1))
  }
}
