internal import ArgumentParser
internal import Checkpoints
internal import KernelTypes
internal import Models
internal import StrictJSON
internal import Tensors
private import Wording

/// `headscope bench generate`: one token after another, each read and its successor's logits computed.
struct BenchGenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate", abstract: "Token after token of a text, as generate writes it.",
    discussion: "Each token reads every weight once, so what counts is how fast they come from memory.")

  @OptionGroup var options: BenchOptions
  @OptionGroup var shape: ShapeOptions
  @OptionGroup var modelOption: ModelOption
  @Option(help: "Tokens in the text.") var tokens = 64

  func run() throws {
    let model = modelOption.model == nil ? try shapedModel() : try modelOption.load(tokenizer: .ignored).model
    let configuration = model.configuration
    guard configuration.continuesTexts else {
      throw UserError("\(configuration.kindInWords) doesn't go on from a text")
    }
    try requireTokens(tokens, configuration)
    let kernels = try machineKernels()
    let timing = Timing(seconds: options.seconds) {
      let session = GenerationSession(model, capacity: tokens, kernels: kernels, threads: options.threads)
      for token in 0..<tokens { _ = session.read(Int32(token * 7 % configuration.vocabularySize)) }
    }
    // A table of tokens gives one row, unless its rows are the unembedding.
    let layout = model.parameters.layout
    let unread = configuration.tiesEmbeddings ? 0 : configuration.vocabularySize * configuration.width
    let read = layout.bytes(model.parameters.format) - unread * model.parameters.format.bytes
    let report: JSONValue = [
      "shape": .string(configuration.summary), "tokens": .integer(tokens), "threads": .integer(options.threads),
      "instruction_set": .string(kernels.name), "precision": .string(model.parameters.format.rawValue),
      "tokens_per_second": timing.rate(of: Double(tokens)),
      "gigabytes_per_second": timing.rate(of: Double(read * tokens), per: 1e9),
      "timings": .integer(timing.sorted.count),
    ]
    switch options.format {
    case .json: print(report.text())
    case .table:
      printTable([report], columns: ["shape", "precision", "threads", "tokens_per_second", "gigabytes_per_second"])
    }
  }

  private func shapedModel() throws -> LanguageModel {
    let configuration = shape.configuration(contextLength: max(shape.context, min(tokens, ShapeOptions.longestContext)))
    var bytes = ByteCount()
    // The weights are drawn as singles first.
    bytes.add([2, ModelParameters(configuration).layout.count, MemoryLayout<Float>.stride])
    try requireMemory(
      bytes.value, for: "a model of this shape", otherwise: "try a smaller --width, --layers, --context or --vocab")
    return LanguageModel(configuration: configuration, seed: 1).converted(to: modelOption.precision)
  }
}
