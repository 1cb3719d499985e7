public import ArgumentParser
internal import Checkpoints
internal import HeadscopeApp
public import KernelTypes
internal import Models
internal import Safetensors
internal import Tensors
internal import Tokenizers
private import Wording

/// `--model`: which folder is meant.
struct ModelName: ParsableArguments {
  @Option(help: "A folder, a sample's name, or a name in the local Hugging Face cache. Nothing is downloaded.")
  var model: String?

  /// The sample that everything begins with.
  static let standard = "cat-decoder"

  /// The folder of the model, of which nothing is read.
  func folder() throws -> String { try ModelLocator.current().folder(of: model ?? Self.standard) }
}

/// `--model` and `--precision`, and how they become a model in memory.
struct ModelOption: ParsableArguments {
  @OptionGroup var name: ModelName
  @Option(
    help: """
      How the weights stand in memory: float32, or float16 or bfloat16, with which a model takes half of it and writes \
      up to twice as fast.
      """)
  var precision = WeightFormat.float32

  /// The model's name where one is given.
  var model: String? { name.model }

  /// Loads the model; its warnings go to stderr.
  func load(tokenizer: TokenizerDemand = .required) throws -> NamedModel {
    try NamedModel(loading: model ?? ModelName.standard, tokenizer: tokenizer, format: precision)
  }
}

extension WeightFormat: ExpressibleByArgument {}

extension NamedModel {
  /// Loads the model of a folder, or of a sample's or a cached model's name; warnings go to stderr.
  init(loading name: String, tokenizer: TokenizerDemand = .required, format: WeightFormat = .float32) throws {
    let folder = try ModelLocator.current().folder(of: name)
    let loaded = try loadModel(folder: folder, tokenizer: tokenizer, format: format, converting: .by(machineKernels()))
    for warning in loaded.warnings { standardError("headscope: \(plain(folder)): \(warning)\n") }
    let short = name.split(separator: "/").last.map(String.init) ?? name
    self.init(
      name: short, folder: folder, model: loaded.model, tokenizer: loaded.tokenizer, bounds: loaded.bounds,
      rules: loaded.rules, warnings: loaded.warnings)
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
  /// By which rules it writes.
  var rules = WritingRules()
  var warnings: [LoadWarning] = []
  /// How many tokens of a text are read at most.
  var maxTokens: Int?
  /// What an encoder–decoder's decoder reads; its own translation where nothing is given.
  var target: String?

  /// The model as the screens see it.
  func subject() throws -> Subject {
    var subject = Subject(name: name, model: model, tokenizer: try requiredTokenizer(), bounds: bounds)
    var origin = Subject.Origin(folder: folder)
    for warning in warnings {
      switch warning {
      case .unusedTensors(let names): origin.unusedTensors = names
      case .nonFinite(let count, let tensor): origin.notFinite = (count, tensor)
      case .otherTask(let name): origin.otherTask = name
      }
    }
    subject.maxTokens = maxTokens
    subject.target = try targetTokens()
    subject.origin = origin
    return subject
  }

  /// The tokens of what the decoder is to read; none where it reads its own translation.
  private func targetTokens() throws -> [Int32] {
    guard let target else { return [] }
    guard model.configuration.encoderLayers != nil else {
      throw UserError("--target: \(plain(name)) is no encoder–decoder, so it reads one text alone")
    }
    guard bounds != nil else {
      throw UserError("\(plain(folder)): says no decoder_start_token_id or bos_token, with which its text begins")
    }
    let ids = try requiredTokenizer().encode(target, addSpecialTokens: false).ids
    guard (1..<model.configuration.contextLength).contains(ids.count) else {
      throw UserError(
        "--target: \(counted(ids.count, "token")); from 1 to \(model.configuration.contextLength - 1) are read after the first"
      )
    }
    return ids.map { Int32(clamping: $0) }
  }

  /// Refuses a sentence of whose activations not even those of one layer would fit into memory; of one that is too long for the
  /// model only the beginning is read.
  func requireMemory(reading text: String, pair: String? = nil, budget: Int = MachineMemory.budget) throws {
    let tokens = try encode(text, pair: pair).ids.count
    guard tokens > 0 else { return }
    let length = min(tokens, model.configuration.contextLength, maxTokens ?? .max)
    let layers = TraceSession.layerBytes(model.configuration, length: length)?.layers(within: budget - weightBytes)
    if layers ?? 0 > 0 { return }
    try requireTraceMemory(model.configuration, length: length, weights: weightBytes, budget: budget)
  }

  /// Bytes that its weights take.
  var weightBytes: Int {
    TraceMemory.weights(model.configuration) / (model.parameters.format == .float32 ? 1 : 2)
  }

  /// The tokens of a text, or of two where the model reads pairs.
  func encode(_ text: String, pair: String?) throws -> Encoding {
    let tokenizer = try requiredTokenizer()
    guard let pair else { return tokenizer.encode(text) }
    guard try subject().readsPairs else {
      throw UserError(
        "--pair: \(plain(name)) reads one text, and its tokenizer has no template for two; give one TEXT")
    }
    return tokenizer.encode(text, pair: pair)
  }

  /// The tokenizer, or an error that names the folder.
  func requiredTokenizer() throws -> Tokenizer {
    guard let tokenizer else { throw UserError("\(folder): holds no tokenizer; give ids with --ids") }
    return tokenizer
  }
}
