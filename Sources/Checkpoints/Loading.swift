internal import Files
public import KernelTypes
public import Models
public import Safetensors
internal import StrictJSON
internal import Tensors
internal import Tokenizers

/// Reads a model from a folder as Hugging Face's `save_pretrained` writes it: `config.json`, `model.safetensors` (or its
/// shards) and, where asked for, the tokenizer's files.
///
/// The configuration is compared with the tensors that are there before anything is allocated.
/// - Parameters:
///   - folder: The folder.
///   - demand: Whether a tokenizer is needed.
///   - format: How matrices shall stand in memory; what the files hold is converted on its way.
///   - memoryBudget: How many bytes the weights may take; what the machine has to give if nil.
///   - half: How half precision becomes single.
public func loadModel(
  folder: String, tokenizer demand: TokenizerDemand = .required, format: WeightFormat = .float32,
  memoryBudget: Int? = nil,
  converting half: HalfConversion = .portable
) throws(CheckpointError) -> LoadedModel {
  var (configuration, task): (ModelConfiguration, String?)
  do throws(CheckpointError) { (configuration, task) = try readTask(folder: folder) } catch {
    // A folder with weights for another program alone need not hold the configuration either.
    guard case .file(.missing) = error, let conversion = WeightConversion(folder: folder), conversion.format == .gguf
    else { throw error }
    throw .missingWeights(folder: folder, conversion, incomplete: nil)
  }
  let files = try WeightFiles(folder: folder)
  configuration.variant.hasHead = files.haveHead(of: configuration)
  let tokenizer = try loadTokenizer(folder: folder, demand: demand, rows: configuration.vocabularySize)
  let weights = WeightNames(configuration: configuration, files: files)
  try weights.check()

  let needed = ModelParameters(configuration).layout.bytes(format)
  let budget = memoryBudget ?? MachineMemory.budget
  guard needed <= budget else { throw .memory(folder: folder, needed: needed, budget: budget) }
  let (model, nonFinite) = try weights.read(as: format, converting: half)
  let unused = weights.unused
  let settings = try GenerationSettings(folder: folder, configuration)
  return LoadedModel(
    model: model, tokenizer: tokenizer, bounds: settings.bounds(configuration, tokenizer),
    rules: settings.rules(tokenizer),
    warnings: [task.map { .otherTask($0) }, nonFinite, unused.isEmpty ? nil : .unusedTensors(unused)].compactMap(\.self)
  )
}

/// Reads and checks a folder's `config.json` alone.
public func readConfiguration(folder: String) throws(CheckpointError) -> ModelConfiguration {
  try readTask(folder: folder).configuration
}

/// The same, and the class that saved the model where it is one whose head is not read.
private func readTask(
  folder: String
) throws(CheckpointError) -> (configuration: ModelConfiguration, otherTask: String?) {
  let path = folder + "/" + ConfigurationFile.name
  let bytes: [UInt8]
  do throws(FileError) { bytes = try readFile(at: path, limit: ConfigurationFile.longest) } catch {
    throw .file(error)
  }
  do throws(ConfigurationProblem) {
    let configuration = try ConfigurationFile.read(bytes)
    return (configuration, configuration.isClassifier ? nil : try ConfigurationFile.otherTask(bytes))
  } catch {
    throw .configuration(file: path, error)
  }
}

private func loadTokenizer(
  folder: String, demand: TokenizerDemand, rows: Int
) throws(CheckpointError) -> Tokenizer? {
  switch demand {
  case .ignored: return nil
  case .ifPresent where !Tokenizer.stands(in: folder): return nil
  case .ifPresent, .required: break
  }
  let tokenizer: Tokenizer
  do throws(TokenizerError) { tokenizer = try Tokenizer.load(folder: folder) } catch { throw .tokenizer(error) }
  guard tokenizer.vocabularySize <= rows else {
    throw .tokenizerTooLarge(folder: folder, tokens: tokenizer.vocabularySize, rows: rows)
  }
  return tokenizer
}
