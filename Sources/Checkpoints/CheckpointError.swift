public import Files
public import Safetensors
public import StrictJSON
public import Tokenizers

/// Why a model's folder cannot be read or written.
public enum CheckpointError: Error, Equatable, Sendable {
  /// No model of a name was found; where it was looked for, and the nearest name of a sample.
  case unknownModel(name: String, searched: [String], nearest: String?)
  /// What was named is a file, where a folder is wanted.
  case modelIsFile(path: String)
  /// The cache holds the beginning of a model alone.
  case incompleteDownload(name: String)
  /// No revision of a cached model is the one that was named, or the main one.
  case noMainRevision(name: String, choices: [String])
  /// The folder holds no weights that can be read; there may be some in another format, or a download of `model` of which not
  /// all arrived.
  case missingWeights(folder: String, WeightConversion?, incomplete: String?)
  /// The folder's safetensors are none that it is looked up for: their names are others, or their index is missing.
  case namelessWeights(folder: String, files: [String])
  /// A file could not be read or written.
  case file(FileError)
  /// `config.json` is not what it should be.
  case configuration(file: String, ConfigurationProblem)
  /// The weights are not what they should be.
  case weights(SafetensorsError)
  /// The list of the weights' files is not what it should be.
  case index(file: String, IndexProblem)
  /// The tokenizer is not what it should be.
  case tokenizer(TokenizerError)
  /// The tokenizer knows more tokens than the embedding has rows.
  case tokenizerTooLarge(folder: String, tokens: Int, rows: Int)
  /// `config.json` ties the unembedding to the embedding, and the file holds another one.
  case tiedWeightsDiffer(file: String, name: String, original: String)
  /// All is there but the head of a model whose head isn't its embedding.
  case missingHead(file: String, name: String)
  /// The model needs more memory than there is.
  case memory(folder: String, needed: Int, budget: Int)
}

/// What can be wrong with a `config.json`.
public enum ConfigurationProblem: Error, Equatable, Sendable {
  /// It is not JSON.
  case json(JSONError)
  /// A value is missing, of the wrong kind, or out of range.
  case mismatch(JSONMismatch)
  /// Two names of the same setting hold different values.
  case aliasesDisagree(first: String, Int, second: String, Int)
  /// The width is no multiple of the number of heads.
  case indivisibleWidth(width: Int, setting: String, heads: Int, headsSetting: String)
  /// A setting has a value that the engine does not know.
  case unsupported(setting: String, found: String, supported: [String])
}

/// What can be wrong with a `model.safetensors.index.json`.
public enum IndexProblem: Error, Equatable, Sendable {
  /// It is not JSON.
  case json(JSONError)
  /// A value is missing or of the wrong kind.
  case mismatch(JSONMismatch)
  /// It lists no tensor.
  case listsNothing
  /// A shard holds a tensor that the index doesn't list.
  case unlisted(tensor: String, file: String)
  /// A file's name could lead out of the folder.
  case invalidFileName(String)
  /// A tensor stands in another file than the index says, or in none.
  case misplaced(tensor: String, file: String)
}
