internal import ArgumentParser
internal import Checkpoints
private import Wording

/// `headscope models`: what `--model` can name here.
struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "List the samples and the models in the local Hugging Face cache.")

  func run() throws {
    let locator = ModelLocator.current()
    for (kind, names) in [("sample", locator.samples), ("cache", locator.cachedModels)] {
      for name in names { print("\(kind)\t\(plain(name))\t\(description(of: name, locator))") }
    }
  }

  /// Sizes, or why the model can't be opened.
  private func description(of name: String, _ locator: ModelLocator) -> String {
    do throws(CheckpointError) {
      return try readConfiguration(folder: try locator.folder(of: name)).summary
    } catch {
      return "can't be opened: \(error)"
    }
  }
}
