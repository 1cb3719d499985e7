/// What is done to the tokens of a text once they are there, by Hugging Face's names.
enum PostProcessor: Equatable, Sendable {
  /// Control tokens are put around them: `TemplateProcessing`, `BertProcessing`, `RobertaProcessing`.
  case template(TemplateProcessing)
  /// White space at their ends no longer counts to where they stand: `ByteLevel`, `RobertaProcessing`.
  case trimOffsets(addsSpace: Bool)

  /// The tokens of a text after this stage.
  func apply(to tokens: [EncodedToken], of text: [UInt8], addSpecialTokens: Bool) -> [EncodedToken] {
    switch self {
    case .template(let template): addSpecialTokens ? template.applied(to: tokens) : tokens
    case .trimOffsets(let addsSpace):
      tokens.enumerated().map { index, token in
        var token = token
        token.range = trimmed(token, isFirst: index == 0 || token.range.lowerBound == 0, addsSpace, in: text)
        return token
      }
    }
  }

  /// Where a token stands without the white space that its writing begins and ends with.
  private func trimmed(_ token: EncodedToken, isFirst: Bool, _ addsSpace: Bool, in text: [UInt8]) -> Range<Int> {
    func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar.value == 0x120 || scalar.value.isSpace }
    let written = token.spelling.unicodeScalars
    let leading = written.prefix(while: isBlank).count
    var start = token.range.lowerBound
    // A single space that the pre-tokenizer put in front takes no place in the text.
    for _ in 0..<(isFirst && addsSpace && leading == 1 ? 0 : leading) where start < token.range.upperBound {
      start += CodePoint.first(in: text, at: start).width
    }
    let trailing = written.reversed().prefix(while: isBlank).count
    var end = token.range.upperBound
    for _ in 0..<trailing where end > start {
      end -= 1
      while end > start, text[end] & 0xC0 == 0x80 { end -= 1 }
    }
    return min(start, token.range.upperBound)..<max(start, end)
  }
}

/// A template: control tokens before and after the text.
struct TemplateProcessing: Equatable, Sendable {
  /// A control token as it stands in a template; it may be written as several tokens.
  struct Special: Equatable, Sendable {
    /// How the template names it.
    var name: String
    /// The numbers of its tokens.
    var ids: [Int]
    /// The tokens.
    var tokens: [String]
  }

  /// Control tokens before the text.
  var before: [Special]
  /// Control tokens after the text.
  var after: [Special]

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
