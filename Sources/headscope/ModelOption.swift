internal import ArgumentParser
internal import Checkpoints
internal import HeadscopeApp
internal import Models
internal import Safetensors
internal import Tensors
internal import Tokenizers
private import Wording

/// `--model`, and how it becomes a model in memory.
struct ModelOption: ParsableArguments {
  @Option(help: "A folder, a sample's name, or a name in the local Hugging Face cache. Nothing is downloaded.")
  var model: String?

  /// The sample that everything begins with.
  static let standard = "cat-decoder"

  /// The folder of the model, of which nothing is read.
  func folder() throws -> String { try ModelLocator.current().folder(of: model ?? Self.standard) }

  /// Loads the model; its warnings go to stderr.
  func load(tokenizer: TokenizerDemand = .required) throws -> NamedModel {
    try NamedModel(loading: model ?? Self.standard, tokenizer: tokenizer)
  }
}

extension NamedModel {
  /// Loads the model of a folder, or of a sample's or a cached model's name; warnings go to stderr.
  init(loading name: String, tokenizer: TokenizerDemand = .required) throws {
    let folder = try ModelLocator.current().folder(of: name)
    let loaded = try loadModel(folder: folder, tokenizer: tokenizer, converting: .by(machineKernels()))
    for warning in loaded.warnings { standardError("headscope: \(plain(folder)): \(warning)\n") }
    let short = name.split(separator: "/").last.map(String.init) ?? name
    self.init(name: short, folder: folder, model: loaded.model, tokenizer: loaded.tokenizer, bounds: loaded.bounds)
  }
}

/// A loaded model and what to call it.
struct NamedModel {
  let name: String
  let folder: String
  let model: LanguageModel
  let tokenizer: Tokenizer?
  /// What its own texts begin and end with.
  var bounds: TextBounds?

  /// The model as the screens see it.
  func subject() throws -> Subject {
    Subject(name: name, model: model, tokenizer: try requiredTokenizer(), bounds: bounds)
  }

  /// Refuses a sentence whose activations would not fit into the machine's memory; of one that is too long for the model
  /// only the beginning is read.
  func requireMemory(reading text: String) throws {
    let tokens = try requiredTokenizer().encode(text).ids.count
    guard tokens > 0 else { return }
    try requireTraceMemory(model.configuration, length: min(tokens, model.configuration.contextLength))
  }

  /// The tokenizer, or an error that names the folder.
  func requiredTokenizer() throws -> Tokenizer {
    guard let tokenizer else { throw UserError("\(folder): holds no tokenizer; give ids with --ids") }
    return tokenizer
  }
}
