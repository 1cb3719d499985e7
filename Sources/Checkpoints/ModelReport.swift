internal import Files
public import Models
internal import StrictJSON
internal import Tensors
internal import Tokenizers
internal import Wording

/// What stands in a model's folder, and whether it can be opened, as its `config.json` and the headers of its weights say: the
/// weights themselves are not read.
public struct ModelReport: Equatable, Sendable {
  /// `model_type`; nil where no `config.json` says it. Untrusted.
  public let family: String?
  /// Its sizes, where the engine knows such models.
  public let configuration: ModelConfiguration?
  /// How many numbers it has learnt; nil where no header says it.
  public let parameters: Int?
  /// Bytes that the folder's files take on the disk.
  public let bytes: Int
  /// Why it can't be opened, in a few words; nil where it can.
  public let obstacle: String?

  /// Looks at a folder.
  ///
  /// - Parameter memoryBudget: How many bytes the weights may take; what the machine has to give if nil.
  public init(folder: String, memoryBudget: Int? = nil) {
    let files = names(inFolder: folder)
    bytes = files.reduce(0) { sum, name in
      let path = folder + "/" + name
      return sum + (isFile(path) ? FileStamp(path: path)?.size ?? 0 : 0)
    }
    let facts = Facts(folder: folder)
    family = facts.family
    var (sizes, weights): (ModelConfiguration?, WeightFiles?)
    do throws(CheckpointError) {
      var known = try readConfiguration(folder: folder)
      sizes = known
      let headers = try WeightFiles(folder: folder)
      weights = headers
      known.variant.hasHead = headers.haveHead(of: known)
      sizes = known
      obstacle = try Self.obstacle(folder, known, headers, memoryBudget ?? MachineMemory.budget)
    } catch {
      obstacle = facts.obstacle(error, folder, files)
    }
    configuration = sizes
    // What is not supported still says how large it is.
    weights = weights ?? (sizes == nil ? try? WeightFiles(folder: folder) : nil)
    parameters = sizes.map { ModelParameters($0).layout.parameterCount } ?? weights?.numberCount
  }

  /// What is wrong with a folder whose files can be read.
  private static func obstacle(
    _ folder: String, _ configuration: ModelConfiguration, _ weights: WeightFiles, _ budget: Int
  ) throws(CheckpointError) -> String? {
    try WeightNames(configuration: configuration, files: weights).check()
    let needed = ModelParameters(configuration).layout.count * MemoryLayout<Float>.stride
    guard needed <= budget else {
      return "needs \(byteSize(needed)) of memory, and \(byteSize(budget)) may be used"
    }
    return Tokenizer.stands(in: folder) ? nil : "no tokenizer; trace --ids alone works"
  }

  /// What a `config.json` says of models that the engine does not know.
  private struct Facts {
    var family: String?
    var quantisation: String?

    init(folder: String) {
      guard let bytes = try? readFile(at: folder + "/" + ConfigurationFile.name, limit: ConfigurationFile.longest),
        let value = try? JSONValue(parsing: bytes, limits: JSONLimits(bytes: ConfigurationFile.longest, depth: 32)),
        let object = try? value.object(at: "")
      else { return }
      if case .string(let type)? = object["model_type"] { family = type }
      guard let quantised = object["quantization_config"], quantised != .null else { return }
      quantisation = "quantised"
      if let fields = try? quantised.object(at: ""), case .string(let method)? = fields["quant_method"] {
        quantisation = "quantised (\(plain(method)))"
      }
    }

    /// An error in a few words.
    func obstacle(_ error: CheckpointError, _ folder: String, _ files: [String]) -> String {
      if let quantisation { return quantisation }
      let isIncomplete = ModelLocator.isIncomplete(snapshot: folder)
      switch error {
      case .missingWeights(_, let conversion, _):
        if let conversion { return "weights as \(conversion.format.rawValue.dropFirst()) only" }
        return isIncomplete ? "download incomplete" : "model.safetensors is missing"
      case .configuration(_, .unsupported("model_type", _, _)):
        return "model_type \(quoted(family ?? "")) is not supported"
      case .file(.missing), .file(.brokenLink), .weights:
        if isIncomplete { return "download incomplete" }
        if case .file(.missing(let path)) = error, lastComponent(of: path) == ConfigurationFile.name {
          if files.contains(where: { $0.hasSuffix(".gguf") }) { return "weights as gguf only" }
          return files.contains("adapter_config.json") ? "an adapter without its model" : "config.json is missing"
        }
      default: break
      }
      let text = error.description
      for start in [plain(folder) + "/", plain(folder) + ": "] where text.hasPrefix(start) {
        return String(text.dropFirst(start.count))
      }
      return text
    }
  }
}
