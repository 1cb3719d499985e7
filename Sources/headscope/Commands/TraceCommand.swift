internal import ArgumentParser
internal import Checkpoints
internal import Models
internal import Safetensors
internal import Tokenizers
private import Wording

/// `headscope trace`: a forward pass with every activation, as a safetensors file.
struct TraceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace", abstract: "Write every activation of a forward pass to a safetensors file.")

  @Argument(help: "The sentence.") var text = OpeningText.standard
  @Option(help: "A second sentence beside it, for models that read pairs.") var pair: String?
  @OptionGroup var modelOption: ModelOption
  @Option(name: .shortAndLong, help: "The file to write.") var output: String
  @Option(help: "Token ids instead of a sentence, such as 1,2,3; then the model needs no tokenizer.") var ids: String?
  @Option(help: "The segment of each token, such as 0,0,1, for encoders that tell two texts apart.")
  var tokenTypeIds: String?
  @Option(
    help:
      "What an encoder–decoder's decoder reads: a text; its own translation where neither this nor --target-ids is given."
  )
  var target: String?
  @Option(help: "The same as token ids, the one that a text begins with included.") var targetIds: String?
  @Option(help: "Read at most so many tokens of the text.") var maxTokens: Int?
  @OptionGroup var ablation: AblationOption
  @OptionGroup var threads: ThreadsOption

  func run() throws {
    try requireFile(output, option: "--output")
    if ids != nil, text != OpeningText.standard {
      throw UserError("--ids and a sentence: ids say all that is read; give one of them")
    }
    if ids != nil, pair != nil {
      throw UserError("--ids and --pair: ids say all that is read; their segments are given by --token-type-ids")
    }
    let named = try modelOption.load(tokenizer: ids == nil ? .required : .ignored)
    let encoding = try ids == nil ? named.encode(text, pair: pair) : nil
    let all = try ids.map { try parsedIds($0, "--ids") } ?? encoding?.ids ?? []
    if let maxTokens, maxTokens < 1 { throw UserError("--max-tokens: at least one token has to be read") }
    let tokens = Array(all.prefix(maxTokens ?? .max))
    try check(tokens, named)
    let segments = try segments(encoding, of: tokens.count, named)
    let configuration = named.model.configuration
    let interventions = try ablation.interventions(for: named)
    try requireTraceMemory(configuration, length: tokens.count, weights: named.weightBytes)
    let session = TraceSession(named.model, kernels: try machineKernels(), threads: threads.count)
    guard configuration.encoderLayers != nil else {
      guard target == nil, targetIds == nil else {
        throw UserError("--target: \(plain(named.name)) is no encoder–decoder, so it reads one text alone")
      }
      return try writeTrace(
        session.trace(tokens.map { Int32($0) }, segments: segments, interventions: interventions), to: output,
        following: true)
    }
    let source = tokens.map { Int32($0) }
    let read = try targetIds.map { try parsedIds($0, "--target-ids") } ?? targetTokens(named, source, session)
    try check(read, named)
    try requireTraceMemory(
      configuration, length: read.count, sourceLength: source.count, weights: named.weightBytes)
    try writeTrace(
      session.trace(read.map { Int32($0) }, source: source, interventions: interventions), to: output, following: true)
  }

  /// The segment of each token: those that were given, or what the tokenizer says of two texts.
  private func segments(_ encoding: Encoding?, of count: Int, _ named: NamedModel) throws -> [Int32] {
    let known = named.model.configuration.segments ?? 1
    guard let tokenTypeIds else {
      return encoding.map { $0.segments.prefix(count).map { Int32(min($0, known - 1)) } } ?? []
    }
    let given = try parsedIds(tokenTypeIds, "--token-type-ids")
    guard given.count == count else {
      throw UserError("--token-type-ids: \(counted(given.count, "segment")) for \(counted(count, "token"))")
    }
    if let wrong = given.first(where: { !(0..<known).contains($0) }) {
      throw UserError(
        known > 1
          ? "--token-type-ids: segment \(wrong): \(plain(named.name)) knows segments from 0 to \(known - 1)"
          : "--token-type-ids: segment \(wrong): \(plain(named.name)) tells no segments apart, so that all are 0")
    }
    return given.map { Int32($0) }
  }

  /// What the decoder reads: the text that was given, or its own translation.
  private func targetTokens(
    _ named: NamedModel, _ source: [Int32], _ session: TraceSession
  ) throws -> [Int] {
    let tokenizer = try named.requiredTokenizer()
    guard let bounds = named.bounds else {
      throw UserError(
        "\(plain(named.folder)): says no decoder_start_token_id or bos_token; give --target-ids")
    }
    let begin = Int(bounds.begin)
    guard let target else { return [begin] + session.translation(of: source, bounds).map { Int($0) } }
    return [begin] + tokenizer.encode(target, addSpecialTokens: false).ids
  }

  private func check(_ tokens: [Int], _ named: NamedModel) throws {
    let configuration = named.model.configuration
    guard (1...configuration.contextLength).contains(tokens.count) else {
      throw UserError(
        "\(counted(tokens.count, "token")): \(plain(named.name)) takes from 1 to \(configuration.contextLength)")
    }
    if let wrong = tokens.first(where: { !(0..<configuration.vocabularySize).contains($0) }) {
      throw UserError("token id \(wrong): \(plain(named.name)) knows ids from 0 to \(configuration.vocabularySize - 1)")
    }
  }

  private func parsedIds(_ list: String, _ option: String) throws -> [Int] {
    try list.split(separator: ",", omittingEmptySubsequences: false).map { part in
      guard let id = Int(part.filter { $0 != " " }) else {
        throw UserError("\(option): \(quoted(String(part))) is not a whole number; write ids as 1,2,3")
      }
      return id
    }
  }
}

/// Writes a captured pass as a trace file (docs/Notation.md).
func writeTrace(_ trace: Trace, to path: String, following: Bool = false) throws {
  let activations = trace.entries.map { TensorDeclaration(name: $0.name, type: .float32, shape: $0.shape) }
  // Of an encoder–decoder the source is the input, as in transformers.
  var inputs =
    trace.sourceIDs.isEmpty
    ? [("input_ids", trace.ids)] : [("input_ids", trace.sourceIDs), ("decoder_input_ids", trace.ids)]
  if trace.configuration.segments ?? 1 > 1 {
    inputs.append(("token_type_ids", trace.ids.indices.map { Int32(trace.segment(at: $0)) }))
  }
  let declared = inputs.map { TensorDeclaration(name: $0.0, type: .int64, shape: [$0.1.count]) }
  var writer = try SafetensorsWriter(path: path, following: following, declaring: declared + activations)
  for (_, ids) in inputs { try writer.append(integers: ids.map { Int($0) }) }
  for entry in trace.entries { try writer.append(Array(trace[entry])) }
  try writer.finish()
}
