/// One token of an encoded text.
public struct EncodedToken: Equatable, Sendable {
  /// Its number in the vocabulary: the row of the embedding.
  public var id: Int
  /// The library's writing of it: as the vocabulary has it, for an unknown word the unknown token. Two kinds stand as the model
  /// saw them, with the white space that they took: added tokens found in the text, and what a `Unigram` does not know.
  public var text: String
  /// What stands in the text, byte for byte; empty for a token that the template put in.
  public var source: String
  /// Where it stands in the text, of a pair in its own of the two, in UTF-8 bytes; empty at 0 for a token that the template
  /// put in.
  public var range: Range<Int>
  /// Whether it is a control token like `<s>`, put in by the template or written in the text.
  public var isSpecial: Bool
  /// Whether the template put it in, rather than the text.
  public var isInserted: Bool
  /// Whether the vocabulary does not know the word.
  public var isUnknown: Bool
  /// The segment that it belongs to, for models that tell two texts apart (`token_type_ids`).
  public var segment = 0
  /// Whether it stands in the second of two texts.
  public var isOfSecond = false

  /// A token of a text.
  public init(
    id: Int, text: String, source: String, range: Range<Int>, isSpecial: Bool = false, isInserted: Bool = false,
    isUnknown: Bool = false
  ) {
    self.id = id
    self.text = text
    self.source = source
    self.range = range
    self.isSpecial = isSpecial
    self.isInserted = isInserted
    self.isUnknown = isUnknown
  }
}

/// A text as tokens, or two.
public struct Encoding: Equatable, Sendable {
  /// The text; bytes that were not UTF-8 are U+FFFD here.
  public let text: String
  /// The bytes that the ranges refer to: the text's, or those given, where the tokenizer reads every byte as it is.
  public let utf8: [UInt8]
  /// The second of two texts; nil where there is one.
  public let second: String?
  /// The tokens, in order.
  public var tokens: [EncodedToken]

  /// A text as given tokens.
  public init(text: String, tokens: [EncodedToken]) {
    self.init(text: text, utf8: Array(text.utf8), tokens: tokens)
  }

  init(text: String, utf8: [UInt8], second: String? = nil, tokens: [EncodedToken]) {
    self.text = text
    self.utf8 = utf8
    self.second = second
    self.tokens = tokens
  }

  /// The number of each token.
  public var ids: [Int] { tokens.map(\.id) }

  /// The segment of each token (`token_type_ids`).
  public var segments: [Int] { tokens.map(\.segment) }
}
