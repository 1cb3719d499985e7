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

  @Argument(help: "The sentence.") var text = ExploreCommand.standardText
  @OptionGroup var modelOption: ModelOption
  @Option(name: .shortAndLong, help: "The file to write.") var output: String
  @Option(help: "Token ids instead of a sentence, such as 1,2,3; then the model needs no tokenizer.") var ids: String?
  @OptionGroup var ablation: AblationOption

  func run() throws {
    try requireFile(output, option: "--output")
    let named = try modelOption.load(tokenizer: ids == nil ? .required : .ignored)
    let tokens = try ids.map(parsedIds) ?? named.requiredTokenizer().encode(text).ids
    let configuration = named.model.configuration
    guard (1...configuration.contextLength).contains(tokens.count) else {
      throw UserError(
        "\(counted(tokens.count, "token")): \(plain(named.name)) takes from 1 to \(configuration.contextLength)")
    }
    if let wrong = tokens.first(where: { !(0..<configuration.vocabularySize).contains($0) }) {
      throw UserError("token id \(wrong): \(plain(named.name)) knows ids from 0 to \(configuration.vocabularySize - 1)")
    }
    let interventions = try ablation.interventions(for: named)
    try requireTraceMemory(configuration, length: tokens.count)
    let session = TraceSession(named.model, kernels: try machineKernels())
    let trace = session.trace(tokens.map { Int32($0) }, interventions: interventions)
    try writeTrace(trace, to: output)
  }

  private func parsedIds(_ list: String) throws -> [Int] {
    try list.split(separator: ",", omittingEmptySubsequences: false).map { part in
      guard let id = Int(part.filter { $0 != " " }) else {
        throw UserError("--ids: \(quoted(String(part))) is not a whole number; write ids as 1,2,3")
      }
      return id
    }
  }

}

/// Writes a captured pass as a trace file (docs/Notation.md).
func writeTrace(_ trace: Trace, to path: String) throws {
  let activations = trace.entries.map { TensorDeclaration(name: $0.name, type: .float32, shape: $0.shape) }
  let ids = TensorDeclaration(name: "input_ids", type: .int64, shape: [trace.length])
  var writer = try SafetensorsWriter(path: path, declaring: [ids] + activations)
  try writer.append(integers: trace.ids.map { Int($0) })
  for entry in trace.entries { try writer.append(Array(trace[entry])) }
  try writer.finish()
}
