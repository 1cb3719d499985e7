internal import ArgumentParser
internal import Checkpoints
internal import Models
internal import StrictJSON
internal import Tensors
private import Wording

/// `headscope bench forward`: a forward pass with every activation captured, as the screens ask for it.
struct BenchForwardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forward", abstract: "A forward pass with every activation captured.")

  @OptionGroup var options: BenchOptions
  @OptionGroup var shape: ShapeOptions
  @OptionGroup var modelOption: ModelOption
  @Option(help: "Tokens in the sequence.") var tokens = 16

  func run() throws {
    try options.requireOneThread()
    let model = modelOption.model == nil ? try shapedModel() : try modelOption.load(tokenizer: .ignored).model
    try requireTokens(tokens, model.configuration)
    let session = TraceSession(model, kernels: try machineKernels())
    let ids = (0..<tokens).map { Int32($0 * 7 % model.configuration.vocabularySize) }
    var length = 0
    let timing = Timing(seconds: options.seconds) { length = session.trace(ids).length }
    precondition(length == tokens)
    let work = Double(
      model.configuration.record(batch: 1, length: tokens, withLoss: false).tape.forwardOperations)
    let report: JSONValue = [
      "shape": .string(model.configuration.summary), "tokens": .integer(tokens), "threads": .integer(1),
      "milliseconds": ["best": .number(rounded(timing.best * 1e3)), "median": .number(rounded(timing.median * 1e3))],
      "tokens_per_second": timing.rate(of: Double(tokens)), "gflops": timing.rate(of: work, per: 1e9),
    ]
    switch options.format {
    case .json: print(report.text())
    case .table: printTable([report], columns: ["shape", "tokens", "milliseconds", "tokens_per_second", "gflops"])
    }
  }

  private func shapedModel() throws -> Transformer {
    let longest = ShapeOptions.longestContext
    guard (1...longest).contains(tokens) else {
      throw UserError("--tokens \(tokens): from 1 to \(grouped(longest)) are allowed")
    }
    let configuration = shape.configuration(contextLength: max(shape.context, tokens))
    var bytes = ByteCount()
    // The weights stand in memory twice: as they are, and as the products read them.
    bytes.add([2, TransformerParameters(configuration).layout.count, MemoryLayout<Float>.stride])
    bytes.add([TraceSession.bytes(configuration, length: tokens)])
    try requireMemory(
      bytes.value, for: "a pass of this shape",
      otherwise: "try a smaller --width, --layers, --context or --vocab, or fewer --tokens")
    return Transformer(configuration: configuration, seed: 1)
  }
}
