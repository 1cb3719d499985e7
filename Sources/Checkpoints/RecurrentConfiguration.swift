internal import KernelTypes
internal import Models
internal import StrictJSON
internal import Tokenizers

/// `config.json` of a recurrent network, read and written. `transformers` has no such model; the settings have the names that
/// its models use, and the weights those of a PyTorch module (``ModelParameters``).
enum RecurrentConfiguration {
  static func read(
    _ reader: ConfigurationReader, _ cell: RecurrentCell
  ) throws(ConfigurationProblem) -> ModelConfiguration {
    let mostTokens = ConfigurationReader.mostTokens
    return ModelConfiguration(
      cell, vocabularySize: try reader.size(["vocab_size"], upTo: mostTokens),
      contextLength: try reader.size(["max_position_embeddings"], upTo: mostTokens),
      width: try reader.size(["hidden_size"], upTo: ConfigurationReader.greatestWidth),
      layers: try reader.size(["num_hidden_layers"], upTo: ConfigurationReader.mostLayers),
      tiesEmbeddings: try reader.flag("tie_word_embeddings", default: true))
  }

  static func json(
    _ configuration: ModelConfiguration, _ cell: RecurrentCell, roles: Tokenizer.Roles, precision: WeightPrecision
  ) -> JSONValue {
    func id(_ id: Int?) -> JSONValue { id.map { .integer($0) } ?? .null }
    return [
      "bos_token_id": id(roles.beginning),
      "dtype": .string(precision.rawValue),
      "eos_token_id": id(roles.end),
      "hidden_size": .integer(configuration.width),
      "max_position_embeddings": .integer(configuration.contextLength),
      "model_type": .string(cell.rawValue),
      "num_hidden_layers": .integer(configuration.layers),
      "pad_token_id": id(roles.padding),
      "tie_word_embeddings": .bool(configuration.tiesEmbeddings),
      "vocab_size": .integer(configuration.vocabularySize),
    ]
  }
}
