internal import KernelTypes
internal import Models
internal import StrictJSON
internal import Tensors
internal import Tokenizers

/// A model's `config.json`, whichever family it is of.
enum ConfigurationFile {
  static let name = "config.json"
  static let longest = 1_000_000

  /// Checks a `config.json` and takes from it what the engine needs.
  static func read(_ bytes: [UInt8]) throws(ConfigurationProblem) -> ModelConfiguration {
    let reader = try ConfigurationReader(bytes)
    switch reader.modelType {
    case "gpt2": return try GPT2Configuration.read(reader)
    case "bert": return try BERTConfiguration.read(reader)
    case "distilbert": return try DistilBERTConfiguration.read(reader)
    case "llama": return try LLaMAConfiguration.read(reader)
    case "bart": return try BARTConfiguration.read(reader, family: { .bart(encoderLayers: $0) })
    case "mbart": return try BARTConfiguration.read(reader, family: { .mbart(encoderLayers: $0) })
    case let type:
      if let cell = RecurrentCell(rawValue: type) { return try RecurrentConfiguration.read(reader, cell) }
      throw .unsupported(
        setting: "model_type", found: JSONValue.string(reader.modelType).summary,
        supported: (["bart", "bert", "distilbert", "gpt2", "llama", "mbart"] + RecurrentCell.allCases.map(\.rawValue))
          .sorted().map { "\"\($0)\"" })
    }
  }

  /// The class that saved the model, where it is one whose head says something else than words.
  static func otherTask(_ bytes: [UInt8]) throws(ConfigurationProblem) -> String? {
    let tasks = [
      "ForSequenceClassification", "ForTokenClassification", "ForQuestionAnswering", "ForMultipleChoice",
      "ForNextSentencePrediction",
    ]
    return try ConfigurationReader(bytes).architectures().first { name in tasks.contains { name.hasSuffix($0) } }
  }

  /// The `config.json` with which `transformers` builds the same model, if it knows such models.
  static func json(
    _ configuration: ModelConfiguration, roles: Tokenizer.Roles, precision: WeightPrecision
  ) -> JSONValue {
    switch configuration.family {
    case .gpt2: GPT2Configuration.json(configuration, roles: roles, precision: precision)
    case .bert(let segments):
      BERTConfiguration.json(configuration, segments: segments, roles: roles, precision: precision)
    case .bart(let encoderLayers):
      BARTConfiguration.json(configuration, encoderLayers: encoderLayers, roles: roles, precision: precision)
    case .mbart(let encoderLayers):
      BARTConfiguration.json(configuration, encoderLayers: encoderLayers, roles: roles, precision: precision)
    case .distilBERT: DistilBERTConfiguration.json(configuration, roles: roles, precision: precision)
    case .llama: LLaMAConfiguration.json(configuration, roles: roles, precision: precision)
    case .recurrent(let cell):
      RecurrentConfiguration.json(configuration, cell, roles: roles, precision: precision)
    }
  }
}
