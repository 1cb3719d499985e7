public import Tokenizers

extension Tokenizer: SubjectTokenizer {
  /// The tokens of a text, with the special ones that the model expects around it.
  public func tokens(of text: String) -> [Token] {
    encode(text).tokens.map { token in
      Token(
        id: Int32(clamping: token.id), text: token.isUnknown ? token.source : token.text, isSpecial: token.isSpecial,
        isUnknown: token.isUnknown, bytes: token.isInserted ? nil : token.range)
    }
  }

  /// How a token reads; empty where the id is unknown.
  public func spelling(of id: Int32) -> String { token(Int(id)) ?? "" }
}
