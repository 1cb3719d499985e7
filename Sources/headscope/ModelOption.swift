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

  /// Loads the model; its warnings go to stderr.
  func load(tokenizer: TokenizerDemand = .required) throws -> NamedModel {
    let name = model ?? Self.standard
    let folder = try ModelLocator.current().folder(of: name)
    let loaded = try loadModel(folder: folder, tokenizer: tokenizer, converting: .by(machineKernels()))
    for warning in loaded.warnings { standardError("headscope: \(plain(folder)): \(warning)\n") }
    let short = name.split(separator: "/").last.map(String.init) ?? name
    return NamedModel(name: short, folder: folder, model: loaded.model, tokenizer: loaded.tokenizer)
  }
}

/// Compares what a captured pass will take with what the machine has, before anything is allocated.
func checkTraceMemory(_ configuration: TransformerConfiguration, length: Int) throws {
  let (needed, budget) = (TraceSession.bytes(configuration, length: length), physicalMemory() / 4 * 3)
  guard needed <= budget else {
    throw UserError(
      "\(counted(length, "token")) need \(byteSize(needed)) for their activations, and \(byteSize(budget)) of this "
        + "machine's memory may be used; give a shorter text")
  }
}

/// A loaded model and what to call it.
struct NamedModel {
  let name: String
  let folder: String
  let model: Transformer
  let tokenizer: Tokenizer?

  /// The model as the screens see it.
  func subject() throws -> Subject {
    Subject(name: name, model: model, tokenizer: try requiredTokenizer())
  }

  /// The tokenizer, or an error that names the folder.
  func requiredTokenizer() throws -> Tokenizer {
    guard let tokenizer else { throw UserError("\(folder): holds no tokenizer.json; give ids with --ids") }
    return tokenizer
  }
}
