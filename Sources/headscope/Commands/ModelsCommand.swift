internal import ArgumentParser
internal import Checkpoints
internal import Models
internal import StrictJSON
internal import TerminalCanvas
private import Wording

/// `headscope models`: what `--model` can name here.
struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "List the samples and the models in the local Hugging Face cache.",
    discussion: """
      Of each: where it comes from, what --model calls it, its model_type, how many numbers it has learnt, bytes on the disk, and its \
      sizes or why it can't be opened. The weights are not read.
      """)

  @Option(help: "table or json.") var format = OutputFormat.table

  func run() throws {
    let locator = ModelLocator.current()
    let entries =
      locator.samples.map { Entry(sample: $0, locator) } + locator.cache.map { Entry(cached: $0) }
    switch format {
    case .table: for entry in entries { print(entry.row) }
    case .json: print(JSONValue.object(["models": .array(entries.map(\.json))]).text())
    }
  }

  /// A model of the list.
  private struct Entry {
    let source: String
    let name: String
    var revision: String?
    var folder: String?
    var report: ModelReport?
    /// Why it can't be opened.
    let obstacle: String?

    init(sample: String, _ locator: ModelLocator) {
      (source, name) = ("sample", sample)
      folder = try? locator.folder(of: sample)
      report = folder.map { ModelReport(folder: $0) }
      obstacle = report?.obstacle
    }

    init(cached model: CachedModel) {
      (source, name, revision, folder) = ("cache", model.argument, model.revision, model.folder)
      report = model.folder.map { ModelReport(folder: $0) }
      obstacle =
        report == nil
        ? (model.isIncomplete ? "download incomplete" : "no snapshot") + "; hf download \(plain(model.name))"
        : report?.obstacle
    }

    /// A line with tabs between its columns.
    var row: String {
      let sizes = obstacle.map { "can't be opened: \($0)" } ?? report?.configuration?.summary ?? ""
      return [
        source, plain(name), plain(report?.family ?? "–"),
        report?.parameters.map { Figure.quantity(Double($0)) } ?? "–", report.map { byteSize($0.bytes) } ?? "–", sizes,
      ].joined(separator: "\t")
    }

    var json: JSONValue {
      func number(_ value: Int?) -> JSONValue { value.map { .integer($0) } ?? .null }
      func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
      let sizes = report?.configuration
      return [
        "source": .string(source), "name": .string(name), "revision": text(revision), "folder": text(folder),
        "family": text(report?.family), "parameters": number(report?.parameters), "bytes": number(report?.bytes),
        "layers": number(sizes?.layers), "encoder_layers": number(sizes?.encoderLayers), "heads": number(sizes?.heads),
        "width": number(sizes?.width), "context": number(sizes?.contextLength),
        "vocabulary": number(sizes?.vocabularySize), "opens": .bool(obstacle == nil), "reason": text(obstacle),
      ]
    }
  }
}
