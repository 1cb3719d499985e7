internal import KernelTypes
internal import Models
internal import Safetensors
internal import StrictJSON
internal import Tensors
private import Wording

/// Which tensor of the files is which parameter: with or without the family's prefix, with or without a head of its own.
struct WeightNames {
  private let files: WeightFiles
  private let configuration: ModelConfiguration
  private let tensors: [WeightTensor]
  private let isPrefixed: Bool
  /// Whether norms are named as TensorFlow names them: gamma and beta.
  private let hasGammas: Bool
  /// Where tied embeddings stand once more in some files.
  private let head: String

  init(configuration: ModelConfiguration, files: WeightFiles) {
    self.files = files
    self.configuration = configuration
    tensors = WeightTensor.all(of: configuration)
    let prefix = WeightTensor.prefix(configuration.family)
    let prefixed = tensors.filter { $0.name.hasPrefix(prefix) }
    isPrefixed =
      prefixed.count { files.contains($0.name) }
      >= prefixed.count { files.contains(String($0.name.dropFirst(prefix.count))) }
    hasGammas = files.names.contains { $0.hasSuffix("LayerNorm.gamma") }
    head =
      switch configuration.family {
      case .gpt2, .llama, .bart, .mbart: "lm_head.weight"
      case .distilBERT: "vocab_projector.weight"
      case .bert: "cls.predictions.decoder.weight"
      case .recurrent: "decoder.weight"
      }
  }

  /// The name that a tensor has in these files.
  private func fileName(_ name: String) -> String {
    let prefix = WeightTensor.prefix(configuration.family)
    let found = isPrefixed || !name.hasPrefix(prefix) ? name : String(name.dropFirst(prefix.count))
    guard hasGammas else { return found }
    if found.hasSuffix("LayerNorm.weight") { return found.dropLast("weight".count) + "gamma" }
    return found.hasSuffix("LayerNorm.bias") ? found.dropLast("bias".count) + "beta" : found
  }

  /// Tied weights that stand there once more, and the parameters that they must be: the embedding as a head, BERT's bias.
  private var twins: [(name: String, parameter: ParameterLayout.Entry)] {
    guard configuration.tiesEmbeddings, !configuration.isClassifier, configuration.hasHead else { return [] }
    let entries = ModelParameters(configuration).layout.entries
    let bias = entries.first { $0.name == "cls.predictions.bias" }
    let all = [(head, entries[0])] + (bias.map { [("cls.predictions.decoder.bias", $0)] } ?? [])
    return all.filter { files.contains($0.0) }
  }

  /// Checks names and shapes of all parameters.
  func check() throws(CheckpointError) {
    let suspects = unused
    let missing = tensors.filter { !$0.mayBeMissing && !files.contains(fileName($0.name)) }.map(\.name)
    if missing == [head], nearestName(to: head, among: suspects) == nil {
      throw .missingHead(file: files.file(of: head), name: head)
    }
    for tensor in tensors where !(tensor.mayBeMissing && !files.contains(fileName(tensor.name))) {
      try files.check(
        fileName(tensor.name), shape: tensor.shape, suspects: suspects, others: missing.count - 1)
    }
    for twin in twins { try files.check(twin.name, shape: twin.parameter.shape) }
  }

  /// Tensors that are no parameter. Those that stand there once more are left unsaid.
  var unused: [String] {
    let known = Set((tensors.map { fileName($0.name) } + twins.map(\.name)).map { ByteKey($0) })
    return files.names.filter { name in
      guard !known.contains(ByteKey(name)) else { return false }
      switch configuration.family {
      case .recurrent, .distilBERT, .llama: return true
      // The causal mask as older files hold it.
      case .gpt2: return !name.hasSuffix(".attn.bias") && !name.hasSuffix(".attn.masked_bias")
      case .bart, .mbart: return !name.hasSuffix("coder.embed_tokens.weight")
      // One of the two, as embeddings are tied or not.
      case .bert:
        let biases = ["cls.predictions.bias", "cls.predictions.decoder.bias"]
        return !configuration.hasHead || configuration.isClassifier || !biases.contains(name)
      }
    }
  }

  /// Reads all parameters, and says how many are not finite.
  ///
  /// - Precondition: ``check()`` passed.
  func read(
    as format: WeightFormat, converting half: HalfConversion
  ) throws(CheckpointError) -> (LanguageModel, LoadWarning?) {
    let layout = ModelParameters(configuration).layout
    var parameters = Parameters(unsetUnder: layout, format: format)
    var bad = (count: 0, first: "")
    // Tensors follow each other as the parameters do; queries, keys and values, say, are parts of one.
    var rest = tensors[...]
    for entry in layout.entries {
      let parts = rest.prefix { entry.range.contains($0.offset) }
      rest = rest.dropFirst(parts.count)
      try parameters.withPlace(of: entry) { place throws(CheckpointError) in
        for tensor in parts {
          let name = fileName(tensor.name)
          let part = place + (tensor.offset - entry.offset)
          guard !tensor.mayBeMissing || files.contains(name) else {
            part.clear(tensor.count)
            continue
          }
          try files.read(name, into: part, as: format, converting: half)
          let count = part.nonFiniteCount(tensor.count, format)
          if count > 0, bad.count == 0 { bad.first = name }
          bad.count += count
        }
      }
    }
    for twin in twins { try check(twin, in: &parameters, converting: half) }
    return (
      LanguageModel(configuration: configuration, parameters: parameters),
      bad.count > 0 ? .nonFinite(count: bad.count, firstTensor: bad.first) : nil
    )
  }

  /// A tied weight that stands in the file all the same must be what it is tied to, bit for bit.
  private func check(
    _ twin: (name: String, parameter: ParameterLayout.Entry), in parameters: inout Parameters,
    converting half: HalfConversion
  ) throws(CheckpointError) {
    let (entry, format) = (twin.parameter, parameters.format)
    // The twin, by itself.
    var layout = ParameterLayout()
    let handle = layout.add(entry.name, shape: entry.shape)
    let own = layout[handle]
    var copy = Parameters(layout: layout, format: format)
    try copy.withPlace(of: own) { place throws(CheckpointError) in
      try files.read(twin.name, into: place, as: format, converting: half)
    }
    let isSame = copy.withPlace(of: own) { copy in
      parameters.withPlace(of: entry) { copy.isEqual(to: $0, count: entry.count) }
    }
    guard isSame else {
      let original = tensors.first { $0.offset == entry.offset }.map { fileName($0.name) } ?? entry.name
      throw .tiedWeightsDiffer(file: files.file(of: twin.name), name: twin.name, original: original)
    }
  }
}

extension Parameters.Place {
  /// The place so many numbers further on.
  fileprivate static func + (place: Self, offset: Int) -> Self {
    switch place {
    case .singles(let start): .singles(start + offset)
    case .halves(let start): .halves(start + offset)
    }
  }

  /// Sets so many numbers to 0.
  fileprivate func clear(_ count: Int) {
    switch self {
    case .singles(let start): start.update(repeating: 0, count: count)
    case .halves(let start): start.update(repeating: 0, count: count)
    }
  }

  /// How many of the numbers are infinite or not a number.
  fileprivate func nonFiniteCount(_ count: Int, _ format: WeightFormat) -> Int {
    switch self {
    case .singles(let start): return Safetensors.nonFiniteCount(UnsafeBufferPointer(start: start, count: count))
    case .halves(let start):
      // A number is finite unless all bits of its exponent are set.
      let exponent: UInt16 = format == .float16 ? 0x7C00 : 0x7F80
      return (0..<count).count { start[$0] & exponent == exponent }
    }
  }

  /// Whether both hold the same bits.
  fileprivate func isEqual(to other: Self, count: Int) -> Bool {
    switch (self, other) {
    case (.singles(let a), .singles(let b)): (0..<count).allSatisfy { a[$0].bitPattern == b[$0].bitPattern }
    case (.halves(let a), .halves(let b)): (0..<count).allSatisfy { a[$0] == b[$0] }
    default: false
    }
  }
}
