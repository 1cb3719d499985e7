internal import ArgumentParser
internal import Checkpoints
internal import KernelTypes
internal import Models
internal import StrictJSON
internal import Tensors
internal import Training
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
    let model = modelOption.model == nil ? try shapedModel() : try modelOption.load(tokenizer: .ignored).model
    try requireTokens(tokens, model.configuration)
    let kernels = try machineKernels()
    let session = TraceSession(model, kernels: kernels, threads: options.threads)
    let ids = (0..<tokens).map { Int32($0 * 7 % model.configuration.vocabularySize) }
    let work = Double(
      model.configuration.record(
        batch: 1, length: tokens, sourceLength: model.configuration.encoderLayers.map { _ in tokens }, withLoss: false
      ).tape.forwardOperations)
    var length = 0
    let comparison = PeakComparison(
      seconds: options.seconds, operations: work, kernels, WorkerCrew(threads: options.threads)
    ) { length = session.trace(ids, source: model.configuration.encoderLayers == nil ? [] : ids).length }
    precondition(length == tokens)
    let shares = shares(of: session, ids)
    let fields: [(String, JSONValue)] = [
      ("shape", .string(model.configuration.summary)), ("tokens", .integer(tokens)),
      ("threads", .integer(options.threads)),
      ("instruction_set", .string(kernels.name)), ("milliseconds", comparison.milliseconds(operations: work)),
      ("tokens_per_second", comparison.work.report(per: work / Double(tokens))),
    ]
    let report = JSONValue.object(JSONObject(fields + comparison.fields + [("by_operation", shares.report)]))
    switch options.format {
    case .json: print(report.text())
    case .table:
      printTable(
        [report], columns: ["shape", "tokens", "milliseconds", "tokens_per_second", "gflops", "fma_peak_share"])
      shares.printTable()
    }
  }

  /// Where the time of some further passes goes.
  private func shares(of session: TraceSession, _ ids: [Int32]) -> OperationShares {
    let times = session.measureTimes()
    let clock = ContinuousClock()
    let start = clock.now
    repeat { _ = session.trace(ids) } while (clock.now - start).seconds < options.seconds / 2
    return OperationShares([times], wall: (clock.now - start).seconds, rest: "copy")
  }

  private func shapedModel() throws -> LanguageModel {
    let longest = ShapeOptions.longestContext
    guard (1...longest).contains(tokens) else {
      throw UserError("--tokens \(tokens): from 1 to \(grouped(longest)) are allowed")
    }
    let configuration = shape.configuration(contextLength: max(shape.context, tokens))
    var bytes = ByteCount()
    // The weights stand in memory twice: as they are, and as the products read them.
    bytes.add([2, ModelParameters(configuration).layout.count, MemoryLayout<Float>.stride])
    bytes.add([TraceSession.bytes(configuration, length: tokens, sourceLength: tokens)])
    try requireMemory(
      bytes.value, for: "a pass of this shape",
      otherwise: "try a smaller --width, --layers, --context or --vocab, or fewer --tokens")
    return LanguageModel(configuration: configuration, seed: 1).converted(to: modelOption.precision)
  }
}
