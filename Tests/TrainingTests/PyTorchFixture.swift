import KernelTypes
import Models
import Safetensors
import Tensors
import Testing

@testable import Training

/// A tiny GPT-2, BERT, BART or recurrent network with what PyTorch and `transformers` made of it (Tools/reference/make_fixtures.py,
/// make_encoder_fixtures.py, make_translator_fixtures.py, make_recurrent_fixtures.py).
struct PyTorchFixture: Sendable, CustomTestStringConvertible {
  let folder: String
  let configuration: ModelConfiguration

  /// Awkward sizes: seven heads of width five, an MLP of fifty, ninety-seven tokens.
  static let tied = PyTorchFixture(
    folder: "tiny-gpt2",
    configuration: ModelConfiguration(
      vocabularySize: 97, contextLength: 19, width: 35, layers: 2, heads: 7, mlpWidth: 50))
  /// An unembedding of its own.
  static let untied = PyTorchFixture(
    folder: "tiny-gpt2-untied",
    configuration: ModelConfiguration(
      vocabularySize: 31, contextLength: 13, width: 12, layers: 3, heads: 3, layerNormEpsilon: 0.001,
      tiesEmbeddings: false))

  /// Three heads of width seven.
  static let encoder = PyTorchFixture(
    folder: "tiny-bert",
    configuration: ModelConfiguration(
      vocabularySize: 97, contextLength: 19, width: 21, layers: 2, heads: 3, mlpWidth: 50, layerNormEpsilon: 1e-12,
      family: .bert(segments: 2)))
  /// Three segments and an unembedding of its own.
  static let untiedEncoder = PyTorchFixture(
    folder: "tiny-bert-untied",
    configuration: ModelConfiguration(
      vocabularySize: 31, contextLength: 13, width: 12, layers: 3, heads: 2, tiesEmbeddings: false,
      family: .bert(segments: 3)))

  /// Three labels.
  static let classifier = PyTorchFixture(
    folder: "tiny-bert-classifier",
    configuration: ModelConfiguration(
      vocabularySize: 97, contextLength: 19, width: 21, layers: 2, heads: 3, mlpWidth: 50, layerNormEpsilon: 1e-12,
      family: .bert(segments: 2), labels: ["bad", "so-so", "good"]))

  /// An encoder of one block, a decoder of two; three heads of width seven.
  static let translator = PyTorchFixture(
    folder: "tiny-bart",
    configuration: ModelConfiguration(
      vocabularySize: 97, contextLength: 19, width: 21, layers: 2, heads: 3, mlpWidth: 50,
      family: .bart(encoderLayers: 1)))
  /// An encoder of two blocks, a decoder of one.
  static let deepTranslator = PyTorchFixture(
    folder: "tiny-bart-deep",
    configuration: ModelConfiguration(
      vocabularySize: 31, contextLength: 13, width: 12, layers: 1, heads: 2, family: .bart(encoderLayers: 2)))

  /// An Elman network with an unembedding of its own, a GRU and an LSTM of two layers.
  static let recurrent = [
    PyTorchFixture(
      folder: "tiny-elman",
      configuration: ModelConfiguration(
        .elman, vocabularySize: 31, contextLength: 13, width: 10, layers: 1, tiesEmbeddings: false)),
    PyTorchFixture(
      folder: "tiny-gru",
      configuration: ModelConfiguration(.gru, vocabularySize: 31, contextLength: 13, width: 13, layers: 2)),
    PyTorchFixture(
      folder: "tiny-lstm",
      configuration: ModelConfiguration(.lstm, vocabularySize: 97, contextLength: 19, width: 21, layers: 2)),
  ]

  var testDescription: String { folder }

  private static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2)
    .joined(separator: "/")

  func path(_ file: String) -> String { "\(Self.root)/Fixtures/\(folder)/\(file).safetensors" }

  /// The model at the start.
  func model() throws -> LanguageModel {
    let file = try SafetensorsFile(path: path("model"))
    var parameters = Parameters(layout: ModelParameters(configuration).layout)
    for entry in parameters.layout.entries {
      parameters[entry] = try fileNames(entry.name).flatMap { try file.tensor(named: $0).values }[...]
    }
    return LanguageModel(configuration: configuration, parameters: parameters)
  }

  /// What a parameter is called in `transformers`' files: an encoder's queries, keys and values by themselves.
  private func fileNames(_ name: String) -> [String] {
    switch configuration.family {
    case .recurrent: return [name]
    case .gpt2: return [name == "lm_head.weight" ? name : "transformer.\(name)"]
    case .bert:
      let isOwnBias = name == "cls.predictions.bias" && !configuration.tiesEmbeddings
      if isOwnBias { return ["cls.predictions.decoder.bias"] }
      guard let range = name.firstRange(of: "query_key_value") else {
        return [name.hasPrefix("cls.") || name.hasPrefix("classifier.") ? name : "bert.\(name)"]
      }
      return ["query", "key", "value"].map { "bert.\(name[..<range.lowerBound])\($0)\(name[range.upperBound...])" }
    case .bart:
      for (joined, parts) in [("query_key_value", ["q", "k", "v"]), ("key_value", ["k", "v"])] {
        guard let range = name.firstRange(of: ".\(joined).") else { continue }
        return parts.map { "model.\(name[..<range.lowerBound]).\($0)_proj.\(name[range.upperBound...])" }
      }
      return [name == "final_logits_bias" ? name : "model.\(name)"]
    case .distilBERT, .llama, .mbart: preconditionFailure("no fixture of \(configuration.family)")
    }
  }

  /// The batches of a file, in order; each of three sequences of eleven tokens.
  func batches(_ file: String, prefix: String) throws -> [Batch] {
    let file = try SafetensorsFile(path: path(file))
    let ids = try file.integers(named: "\(prefix).input_ids").map { Int32($0) }
    let targets = try file.integers(named: "\(prefix).targets").map { Int32($0) }
    let hasSource = file.header.entry(named: "\(prefix).source_ids") != nil
    let sources = hasSource ? try file.integers(named: "\(prefix).source_ids").map { Int32($0) } : []
    let lengths = hasSource ? try file.integers(named: "\(prefix).source_lengths") : []
    return stride(from: 0, to: ids.count, by: 33).map {
      var batch = Batch(count: 3, length: 11, ids: Array(ids[$0..<$0 + 33]), targets: Array(targets[$0..<$0 + 33]))
      if hasSource { (batch.sourceIDs, batch.sourceLengths) = (Array(sources[$0..<$0 + 33]), lengths) }
      return batch
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
