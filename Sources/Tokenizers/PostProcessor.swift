/// What is put around the tokens of a text.
public enum PostProcessor: Equatable, Sendable {
  /// Nothing.
  case none
  /// The tokens of a template such as `<s> $A`, by Hugging Face's name `TemplateProcessing`.
  case template(TemplateProcessing)
}

/// A template: control tokens before and after the text.
public struct TemplateProcessing: Equatable, Sendable {
  /// A control token as it stands in a template; it may be written as several tokens.
  public struct Special: Equatable, Sendable {
    /// How the template names it.
    public var name: String
    /// The numbers of its tokens.
    public var ids: [Int]
    /// The tokens.
    public var tokens: [String]
  }

  /// Control tokens before the text.
  public var before: [Special]
  /// Control tokens after the text.
  public var after: [Special]

  /// The tokens with those of the template around them.
  func applied(to tokens: [EncodedToken]) -> [EncodedToken] {
    before.flatMap(inserted) + tokens + after.flatMap(inserted)
  }

  private func inserted(_ special: Special) -> [EncodedToken] {
    zip(special.ids, special.tokens).map { id, text in
      EncodedToken(
        id: id, text: text, source: "", range: 0..<0, isSpecial: true, isInserted: true, isUnknown: false)
    }
  }
}
