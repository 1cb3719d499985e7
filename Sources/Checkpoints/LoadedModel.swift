public import Models
public import Tokenizers
internal import Wording

/// A model as it came from its folder.
public struct LoadedModel: Sendable {
  /// The model.
  public let model: LanguageModel
  /// Its tokenizer, where one was asked for and found.
  public let tokenizer: Tokenizer?
  /// What an encoder–decoder's own texts begin and end with; nil where its folder doesn't say.
  public let bounds: TextBounds?
  /// By which rules it writes, and what ends its texts.
  public let rules: WritingRules
  /// What is odd about the folder without keeping it from loading.
  public let warnings: [LoadWarning]
}

/// Something odd about a model's folder.
public enum LoadWarning: Equatable, Sendable, CustomStringConvertible {
  /// Weights that are infinite or not a number: how many, and the first tensor that holds one.
  case nonFinite(count: Int, firstTensor: String)
  /// Tensors that the model has no use for.
  case unusedTensors([String])
  /// It was trained for a task whose head is not read, by the name of the class that saved it.
  case otherTask(String)

  /// The warning in one line.
  public var description: String {
    switch self {
    case .nonFinite(let count, let tensor):
      "\(counted(count, "weight is", "weights are")) infinite or not a number, the first in \(quoted(tensor))"
    case .otherTask(let name):
      "saved as \(quoted(name)), whose head is not read; what it says of words is not what it was trained for last"
    case .unusedTensors(let names):
      "\(counted(names.count, "tensor is", "tensors are")) not used: "
        + names.prefix(4).map { quoted($0) }.joined(separator: ", ") + (names.count > 4 ? ", …" : "")
    }
  }
}

/// What to do about the tokenizer of a folder.
public enum TokenizerDemand: Sendable {
  /// Without one the folder is of no use.
  case required
  /// It is read where it stands.
  case ifPresent
  /// It is not looked at: raw numbers of tokens will do.
  case ignored
}

/// How weights are stored.
public enum WeightPrecision: String, Sendable, CaseIterable {
  /// Four bytes a number, exactly.
  case float32
  /// Two bytes a number, rounded to 11 significant bits.
  case float16
}
