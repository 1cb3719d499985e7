import Checkpoints
import Files
import Models
import Safetensors
import StrictJSON
import Tensors
import Testing
import Tokenizers

/// The tiny models that Tools/reference/make_fixtures.py and make_encoder_fixtures.py wrote.
enum Fixture {
  static let tied = parentFolder(of: parentFolder(of: #filePath)) + "/Fixtures/tiny-gpt2"
  static let untied = tied + "-untied"
  static let encoder = parentFolder(of: parentFolder(of: #filePath)) + "/Fixtures/tiny-bert"
  static let untiedEncoder = encoder + "-untied"
  static let classifier = encoder + "-classifier"

  /// A file system that does not wait for the disk: nothing here must outlive a power cut.
  static let system = {
    var system = FileSystem.system
    system.sync = { _ in 0 }
    return system
  }()

  /// The tensors of a fixture's weights, under the names in its file.
  static func tensors(_ folder: String) throws -> [(name: String, tensor: Tensor)] {
    let file = try SafetensorsFile(path: folder + "/model.safetensors")
    var tensors: [(name: String, tensor: Tensor)] = []
    for entry in file.header.entries { tensors.append((entry.name, try file.tensor(entry))) }
    return tensors
  }

  /// Writes weights, and the configuration of another folder beside them.
  static func write(
    _ tensors: [(name: String, tensor: Tensor)], like source: String, to folder: String,
    type: ElementType = .float32, file: String = "model.safetensors"
  ) throws {
    var writer = try SafetensorsWriter(
      path: folder + "/" + file,
      declaring: tensors.map { TensorDeclaration(name: $0.name, type: type, shape: $0.tensor.shape) }, using: system)
    for (_, tensor) in tensors { try writer.append(tensor.values) }
    try writer.finish()
    try writeFileAtomically(
      readFile(at: source + "/config.json", limit: 1_000_000), to: folder + "/config.json", using: system)
  }

  /// A tokenizer with as many tokens as the tied fixture has.
  static let tokenizer = Tokenizer.wordLevel(words: (4..<97).map { "w\($0)" })
}

/// The error of loading a folder, or nil where it loads.
func failure(_ folder: String, tokenizer: TokenizerDemand = .ifPresent, memoryBudget: Int? = nil) -> CheckpointError? {
  do throws(CheckpointError) {
    _ = try loadModel(folder: folder, tokenizer: tokenizer, memoryBudget: memoryBudget)
    return nil
  } catch { return error }
}
