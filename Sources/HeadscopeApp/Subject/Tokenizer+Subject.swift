public import Models
public import Tokenizers

extension Tokenizer: SubjectTokenizer {
  /// The tokens of a text, with the special ones that the model expects around it.
  public func tokens(of text: String) -> [Token] { encode(text).tokens.map(shown) }

  /// The tokens of two texts, joined as the template says.
  public func tokens(of text: String, pair: String) -> [Token] { encode(text, pair: pair).tokens.map(shown) }

  private func shown(_ token: EncodedToken) -> Token {
    var shown = Token(
      id: Int32(clamping: token.id),
      text: token.isUnknown || readsBytes && !token.isSpecial ? token.source : self.token(token.id) ?? token.text,
      isSpecial: token.isSpecial,
      isUnknown: token.isUnknown, bytes: token.isInserted ? nil : token.range)
    (shown.segment, shown.isOfSecond) = (token.segment, token.isOfSecond)
    return shown
  }

  /// The token that the tokenizer's configuration names as its mask, or BERT's.
  public var maskID: Int32? { (roles.mask ?? id(of: "[MASK]")).map { Int32(clamping: $0) } }

  /// What the tokenizer's configuration says of it.
  public var textBounds: TextBounds? {
    guard let begin = roles.beginning, let end = roles.end else { return nil }
    return TextBounds(begin: Int32(clamping: begin), end: Int32(clamping: end))
  }

  /// How a token reads; empty where the id is unknown.
  public func spelling(of id: Int32) -> String {
    readsBytes && !isSpecial(Int(id)) ? decode([Int(id)]) : token(Int(id)) ?? ""
  }

  /// Tokens as a text, without control tokens.
  public func text(of ids: [Int32]) -> String { decode(ids.map { Int($0) }) }

  /// A text with a token put behind it, such that the tokens of the result are those of the text and this one.
  public func continuation(of text: String, with id: Int32) -> String? {
    guard !decode([Int(id)]).isEmpty else { return nil }
    // What the token adds depends on what stands before it; a few tokens tell.
    let before = encode(text).tokens.suffix(4).map(\.id)
    let (short, long) = (decode(before), decode(before + [Int(id)]))
    let separate = text + " " + spelling(of: id)
    guard long.hasPrefix(short) else { return separate }
    let joined = text + long.dropFirst(short.count)
    return encode(joined).tokens.last?.id == Int(id) ? joined : separate
  }
}
