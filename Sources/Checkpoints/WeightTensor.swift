internal import Models
internal import Tensors

/// One tensor of a model's files and where its numbers stand in the engine's flat run of parameters.
struct WeightTensor {
  /// Its name as `save_pretrained` writes it, prefix included.
  let name: String
  /// Its shape in the files.
  let shape: [Int]
  /// Index of its first number in the flat run.
  let offset: Int
  /// Whether it is 0 where a file hasn't got it.
  var mayBeMissing = false

  var count: Int { shape.reduce(1, *) }

  /// The prefix of a family's names: what stands outside of it is the head.
  static func prefix(_ family: ModelConfiguration.Family) -> String {
    switch family {
    case .gpt2: "transformer."
    case .bert: "bert."
    case .distilBERT: "distilbert."
    case .llama, .bart, .mbart: "model."
    case .recurrent: ""
    }
  }

  /// The tensors of a model, in the order of its parameters.
  static func all(of configuration: ModelConfiguration) -> [WeightTensor] {
    let layout = ModelParameters(configuration).layout
    switch configuration.family {
    case .gpt2:
      return layout.entries.map { entry in
        let name = entry.name == "lm_head.weight" ? entry.name : "transformer." + entry.name
        return WeightTensor(name: name, shape: entry.shape, offset: entry.offset)
      }
    case .bert: return layout.entries.flatMap { bert($0, configuration) }
    case .distilBERT: return layout.entries.flatMap { distilBERT($0) }
    case .llama: return layout.entries.flatMap { llama($0, configuration) }
    case .bart, .mbart: return layout.entries.flatMap { bart($0) }
    case .recurrent:
      return layout.entries.map { WeightTensor(name: $0.name, shape: $0.shape, offset: $0.offset) }
    }
  }

  /// The tensors of a file that transformers opens without a warning: an untied BERT has its head's bias twice.
  static func saved(of configuration: ModelConfiguration) -> [WeightTensor] {
    let tensors = all(of: configuration)
    guard let bias = tensors.first(where: { $0.name == ownBias }) else { return tensors }
    return tensors + [WeightTensor(name: "cls.predictions.bias", shape: bias.shape, offset: bias.offset)]
  }

  /// The bias that transformers adds in an untied BERT's head.
  private static let ownBias = "cls.predictions.decoder.bias"

  /// BERT's queries, keys and values are three tensors, one after the other in the engine's one.
  private static func bert(
    _ entry: ParameterLayout.Entry, _ configuration: ModelConfiguration
  ) -> [WeightTensor] {
    let isHead = entry.name.hasPrefix("cls.") || entry.name.hasPrefix("classifier.")
    let name = isHead ? entry.name : "bert." + entry.name
    guard let range = name.firstRange(of: ".query_key_value.") else {
      let isOwnBias = name == "cls.predictions.bias" && !configuration.tiesEmbeddings
      return [
        WeightTensor(
          name: isOwnBias ? ownBias : name, shape: entry.shape, offset: entry.offset)
      ]
    }
    return parts(["query", "key", "value"], of: entry, named: name, in: range)
  }

  /// BART's queries, keys and values are three tensors, of cross-attention keys and values two.
  private static func bart(_ entry: ParameterLayout.Entry) -> [WeightTensor] {
    let isHead = entry.name == "final_logits_bias" || entry.name == "lm_head.weight"
    let name = isHead ? entry.name : "model." + entry.name
    if let range = name.firstRange(of: ".query_key_value.") {
      return parts(["q_proj", "k_proj", "v_proj"], of: entry, named: name, in: range)
    }
    if let range = name.firstRange(of: ".key_value.") {
      return parts(["k_proj", "v_proj"], of: entry, named: name, in: range)
    }
    return [
      WeightTensor(
        name: name, shape: entry.shape, offset: entry.offset, mayBeMissing: entry.name == "final_logits_bias")
    ]
  }

  /// DistilBERT's queries, keys and values are three tensors.
  private static func distilBERT(_ entry: ParameterLayout.Entry) -> [WeightTensor] {
    let name = entry.name.hasPrefix("vocab_") ? entry.name : "distilbert." + entry.name
    guard let range = name.firstRange(of: ".query_key_value.") else {
      return [WeightTensor(name: name, shape: entry.shape, offset: entry.offset)]
    }
    return parts(["q_lin", "k_lin", "v_lin"], of: entry, named: name, in: range)
  }

  /// LLaMA's queries, keys and values are three tensors, the first with more rows where heads share the others.
  private static func llama(_ entry: ParameterLayout.Entry, _ configuration: ModelConfiguration) -> [WeightTensor] {
    let name = entry.name == "lm_head.weight" ? entry.name : "model." + entry.name
    guard let range = name.firstRange(of: ".query_key_value.") else {
      return [WeightTensor(name: name, shape: entry.shape, offset: entry.offset)]
    }
    let (heads, shared) = (configuration.heads, configuration.keyValueHeads)
    return parts(["q_proj", "k_proj", "v_proj"], of: entry, named: name, in: range, shares: [heads, shared, shared])
  }

  /// Tensors that stand one after the other in one of the engine's.
  private static func parts(
    _ names: [String], of entry: ParameterLayout.Entry, named name: String, in range: Range<String.Index>,
    shares: [Int]? = nil
  ) -> [WeightTensor] {
    let shares = shares ?? names.map { _ in 1 }
    let all = shares.reduce(0, +)
    var tensors: [WeightTensor] = []
    var first = 0
    for (part, share) in zip(names, shares) {
      tensors.append(
        WeightTensor(
          name: name.replacingCharacters(in: range, with: ".\(part)."),
          shape: [entry.shape[0] / all * share] + entry.shape.dropFirst(),
          offset: entry.offset + first * entry.count / all))
      first += share
    }
    return tensors
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<Index>, with other: String) -> String {
    self[..<range.lowerBound] + other + self[range.upperBound...]
  }
}
