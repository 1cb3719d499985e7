internal import ArgumentParser
internal import Checkpoints
internal import Models
internal import StrictJSON
internal import Tensors

/// `headscope bench forward`: a forward pass with every activation captured, as the screens ask for it.
struct BenchForwardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forward", abstract: "A forward pass with every activation captured.")

  @OptionGroup var options: BenchOptions
  @OptionGroup var shape: ShapeOptions
  @OptionGroup var modelOption: ModelOption
  @Option(help: "Tokens in the sequence.") var tokens = 16

  func run() throws {
    let model = modelOption.model == nil ? shapedModel() : try modelOption.load(tokenizer: .ignored).model
    guard (1...model.configuration.contextLength).contains(tokens) else {
      throw UserError(
        "--tokens \(tokens): this model takes from 1 to \(model.configuration.contextLength) tokens")
    }
    guard options.threads == 1 else {
      throw UserError("--threads \(options.threads): one sequence runs on one thread; leave the option out")
    }
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

  private func shapedModel() -> Transformer {
    Transformer(configuration: shape.configuration(contextLength: max(shape.context, tokens)), seed: 1)
  }
}
