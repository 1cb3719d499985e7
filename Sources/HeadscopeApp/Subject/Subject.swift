public import Models
internal import Tensors

/// The model that the screens look at, and how text becomes its tokens.
public struct Subject: Sendable {
  /// The name to show, such as `cat-decoder`. Untrusted: it may come from a folder.
  public let name: String
  /// The model itself: its sizes, and the weights that findings are computed from.
  public let model: LanguageModel
  /// Text to tokens, and ids to text.
  public let tokenizer: any SubjectTokenizer
  /// What a text of the model's own begins and ends with; nil where that isn't known.
  let bounds: TextBounds?
  /// How many tokens of a text are read at most, beside what the model can read; nil where nothing else limits them.
  public var maxTokens: Int?
  /// How many tokens of a text are read.
  var tokenLimit: Int { min(configuration.contextLength, maxTokens ?? .max) }
  /// What an encoder–decoder's decoder reads after the token that a text begins with; empty where it reads its own translation.
  public var target: [Int32] = []
  /// The files that it came from; nil for a model in training.
  public var origin: Origin?
  /// The part of an encoder–decoder that is looked at; nil for other models.
  var stack: ModelStack?

  /// The files that a model came from.
  public struct Origin: Sendable {
    /// Where they stand. Untrusted.
    public let folder: String
    /// Tensors that the model has no use for. Untrusted.
    public var unusedTensors: [String]
    /// How many weights are infinite or not a number, and the first tensor that holds one; nil where none is.
    public var notFinite: (count: Int, tensor: String)?
    /// The class that saved it, where that class's head is not read. Untrusted.
    public var otherTask: String?

    /// Files.
    public init(folder: String, unusedTensors: [String] = []) {
      (self.folder, self.unusedTensors) = (folder, unusedTensors)
    }
  }

  /// A model to look at.
  ///
  /// - Parameter bounds: What a text of its own begins and ends with; what the tokenizer says if nil.
  public init(name: String, model: LanguageModel, tokenizer: any SubjectTokenizer, bounds: TextBounds? = nil) {
    self.name = name
    self.model = model
    self.tokenizer = tokenizer
    self.bounds = bounds ?? tokenizer.textBounds
    stack = model.configuration.encoderLayers == nil ? nil : .cross
  }

  /// The model's sizes, or those of the part that is looked at.
  public var configuration: ModelConfiguration {
    stack.map { model.configuration.viewed($0) } ?? model.configuration
  }
  /// How an answer of the model reads, by its number among the logits: a token, or a classifier's label. Untrusted.
  func answer(_ id: Int32) -> String { model.configuration.answer(id, tokenizer) }
  /// Whether it can be given two texts: an encoder reads them side by side, others where their tokenizer joins them.
  public var readsPairs: Bool { !model.configuration.isCausal || tokenizer.takesPairs }
  /// Numbers that training sets.
  public var parameterCount: Int { model.parameters.layout.parameterCount }
}

extension ModelConfiguration {
  /// How an answer reads, by its number among the logits: a token, or a classifier's label. Untrusted.
  func answer(_ id: Int32, _ tokenizer: any SubjectTokenizer) -> String {
    guard isClassifier else { return tokenizer.spelling(of: id) }
    return labels.indices.contains(Int(id)) ? labels[Int(id)] : ""
  }
}

/// What the screens ask of a tokenizer.
public protocol SubjectTokenizer: Sendable {
  /// The tokens of a text, with the special ones that the model expects around it. Never fails: what it does not
  /// know becomes an unknown token.
  func tokens(of text: String) -> [Token]

  /// The tokens of two texts, joined as the model expects them.
  func tokens(of text: String, pair: String) -> [Token]

  /// Whether it says how two texts are joined.
  var takesPairs: Bool { get }

  /// How a token reads, for lists of candidates; empty where the id is unknown.
  func spelling(of id: Int32) -> String

  /// Tokens as a text, without those that stand for no text.
  func text(of ids: [Int32]) -> String

  /// A text with a token put behind it; `nil` for a token that stands for no text, such as the end of a text.
  func continuation(of text: String, with id: Int32) -> String?

  /// What a text of the model's own begins and ends with; `nil` where that isn't known.
  var textBounds: TextBounds? { get }

  /// The token that stands for a word which an encoder is to guess; `nil` where there is none.
  var maskID: Int32? { get }
}

extension SubjectTokenizer {
  /// One text behind the other.
  public func tokens(of text: String, pair: String) -> [Token] {
    tokens(of: text)
      + tokens(of: pair).map { token in
        var token = token
        token.isOfSecond = !token.isSpecial
        return token
      }
  }
  /// No.
  public var takesPairs: Bool { false }
  /// Unknown.
  public var textBounds: TextBounds? { nil }
  /// None.
  public var maskID: Int32? { nil }
}

/// A token of the sentence on the screen.
public struct Token: Equatable, Sendable {
  /// Its number in the vocabulary.
  public let id: Int32
  /// How it reads; for an unknown word the word itself, as it stands in the text. Untrusted.
  public let text: String
  /// Whether it stands for no text of the sentence, such as `<s>`.
  public let isSpecial: Bool
  /// Whether the vocabulary lacks it, so that the model reads a substitute.
  public let isUnknown: Bool
  /// Where it stands in the sentence's UTF-8 bytes; `nil` for what the tokenizer added.
  public let bytes: Range<Int>?
  /// The segment that it belongs to, for models that tell two texts apart.
  public var segment = 0
  /// Whether it stands in the second of two texts.
  public var isOfSecond = false

  /// A token.
  public init(id: Int32, text: String, isSpecial: Bool = false, isUnknown: Bool = false, bytes: Range<Int>? = nil) {
    self.id = id
    self.text = text
    self.isSpecial = isSpecial
    self.isUnknown = isUnknown
    self.bytes = bytes
  }
}
