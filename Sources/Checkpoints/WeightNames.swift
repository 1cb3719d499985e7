internal import Models
internal import Safetensors
internal import StrictJSON
internal import Tensors

/// Which tensor of the files is which parameter: with or without the prefix `transformer.`, with or without a head of its
/// own.
struct WeightNames {
  private static let prefix = "transformer."
  private static let head = "lm_head.weight"

  private let files: WeightFiles
  private let layout: ParameterLayout
  private let tiesEmbeddings: Bool
  private let prefix: String

  init(configuration: TransformerConfiguration, files: WeightFiles) {
    self.files = files
    layout = TransformerParameters(configuration).layout
    tiesEmbeddings = configuration.tiesEmbeddings
    let bare = layout.entries.count { files.contains($0.name) }
    let prefixed = layout.entries.count { files.contains(Self.prefix + $0.name) }
    prefix = bare > prefixed ? "" : Self.prefix
  }

  /// The name that a parameter has in the files. The head stands outside of what the prefix names.
  private func fileName(_ parameter: String) -> String { parameter == Self.head ? parameter : prefix + parameter }

  /// Checks names and shapes of all parameters.
  func check(_ configuration: TransformerConfiguration) throws(CheckpointError) {
    let suspects = unused
    for entry in layout.entries { try files.check(fileName(entry.name), shape: entry.shape, suspects: suspects) }
    if tiesEmbeddings, files.contains(Self.head) {
      try files.check(Self.head, shape: [configuration.vocabularySize, configuration.width])
    }
  }

  /// Tensors that are no parameter. The causal masks that older files hold (`h.0.attn.bias`) are left unsaid.
  var unused: [String] {
    let known = Set(layout.entries.map { ByteKey(fileName($0.name)) } + [ByteKey(Self.head)])
    return files.names.filter { name in
      !known.contains(ByteKey(name)) && !name.hasSuffix(".attn.bias") && !name.hasSuffix(".attn.masked_bias")
    }
  }

  /// Reads all parameters, and says how many are not finite.
  ///
  /// - Precondition: ``check(_:)`` passed.
  func read(
    _ configuration: TransformerConfiguration, converting half: HalfConversion
  ) throws(CheckpointError) -> (Transformer, LoadWarning?) {
    var parameters = Parameters(layout: layout)
    var bad = (count: 0, first: "")
    try parameters.withUnsafeMutablePointer { base throws(CheckpointError) in
      for entry in layout.entries {
        let name = fileName(entry.name)
        try files.read(name, into: base + entry.offset, converting: half)
        let count = nonFiniteCount(UnsafeBufferPointer(start: base + entry.offset, count: entry.count))
        if count > 0, bad.count == 0 { bad.first = name }
        bad.count += count
      }
    }
    if tiesEmbeddings, files.contains(Self.head) { try checkHead(equals: parameters, converting: half) }
    return (
      Transformer(configuration: configuration, parameters: parameters),
      bad.count > 0 ? .nonFinite(count: bad.count, firstTensor: bad.first) : nil
    )
  }

  /// A tied head that stands in the file all the same must be the embedding, bit for bit.
  private func checkHead(equals parameters: Parameters, converting half: HalfConversion) throws(CheckpointError) {
    let embedding = layout.entries[0]
    var head = [Float](repeating: 0, count: embedding.count)
    try head.withUnsafeMutableBufferPointer { buffer throws(CheckpointError) in
      guard let base = buffer.baseAddress else { return }
      try files.read(Self.head, into: base, converting: half)
    }
    guard head.elementsEqual(parameters[embedding], by: { $0.bitPattern == $1.bitPattern }) else {
      throw .tiedWeightsDiffer(
        file: files.file(of: Self.head), name: Self.head, embedding: fileName(embedding.name))
    }
  }
}
