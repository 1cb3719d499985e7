internal import ArgumentParser
internal import Corpora
internal import StrictJSON
internal import Tensors
internal import Training

/// `headscope evaluate`: how well a model predicts the grammar's validation documents.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "Loss, perplexity and accuracy on the grammar's validation documents.")

  @OptionGroup var modelOption: ModelOption
  @Option(help: "table or json.") var format = OutputFormat.table

  func run() throws {
    throw UserError("not yet")
  }
}
