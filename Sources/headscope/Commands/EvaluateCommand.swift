internal import ArgumentParser
internal import Corpora
internal import Models
internal import StrictJSON
internal import Tensors
internal import Tokenizers
internal import Training
private import Wording

/// `headscope evaluate`: what a model knows of the grammar of simple English.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Loss, perplexity, accuracy and agreement on held-out sentences of the built-in grammar.")

  @OptionGroup var modelOption: ModelOption
  @Flag(help: "The test split instead of the validation split.") var test = false
  @OptionGroup var threads: ThreadsOption
  @Option(help: "table or json.") var format = OutputFormat.table

  func run() throws {
    let named = try modelOption.load()
    let tokenizer = try named.requiredTokenizer()
    let vocabulary = (0..<tokenizer.vocabularySize).map { tokenizer.token($0) ?? "" }
    let missing = DocumentEncoder.missingWords(in: vocabulary)
    guard missing.isEmpty else {
      throw UserError(
        "\(plain(named.folder)): its tokenizer lacks \(counted(missing.count, "word")) of the built-in grammar, such as "
          + "\(quoted(missing[0])); evaluate works on models trained on that grammar")
    }
    let encoder = DocumentEncoder(vocabulary: vocabulary)
    let crew = threads.crew()
    let length = named.model.configuration.contextLength
    let documents = GrammarReport.Documents(
      test ? .test : .validation, contextLength: length, encoder: encoder, crew: crew)
    guard !documents.examples.isEmpty else {
      throw UserError(
        "\(plain(named.folder)): reads at most \(counted(length, "token")), fewer than any held-out document")
    }
    let report = GrammarReport(
      of: named.model, on: documents, encoder: encoder, kernels: try machineKernels(), crew: crew)
    let facts = facts(report)
    switch format {
    case .json: print(JSONValue.object(JSONObject(facts)).text())
    case .table:
      let width = facts.map(\.0.count).max() ?? 0
      for (name, value) in facts {
        print(name + String(repeating: " ", count: width - name.count + 2) + value.text())
      }
    }
  }

  private func facts(_ report: GrammarReport) -> [(String, JSONValue)] {
    let evaluation = report.evaluation
    let agreement = report.agreement.sorted { $0.key.rawValue < $1.key.rawValue }
    return [
      ("documents", .integer(evaluation.sequences)), ("loss", .measured(evaluation.loss)),
      ("perplexity", .measured(evaluation.perplexity)), ("accuracy", .measured(evaluation.accuracy)),
      ("loss_per_document", .measured(evaluation.lossPerSequence)),
      ("entropy_per_document", report.entropy.map { .measured($0) } ?? .null),
      ("entropy_ratio", report.entropyRatio.map { .measured($0) } ?? .null),
      ("agreement", .measured(report.agreementShare)),
    ] + agreement.map { ("agreement_\(snakeCase($0.key.rawValue))", .measured($0.value.share)) }
  }

  private func snakeCase(_ name: String) -> String {
    name.reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
  }
}

extension JSONValue {
  /// A measured figure with four significant digits; what isn't finite as a string, since JSON has no number for it.
  static func measured(_ value: Double) -> JSONValue {
    value.isFinite ? .number(rounded(value)) : .string(value.isNaN ? "NaN" : value > 0 ? "Infinity" : "-Infinity")
  }
}
