/// What is done to the tokens of a text once they are there, by Hugging Face's names.
enum PostProcessor: Equatable, Sendable {
  /// Control tokens are put around them: `TemplateProcessing`, `BertProcessing`, `RobertaProcessing`.
  case template(TemplateProcessing)
  /// White space at their ends no longer counts to where they stand: `ByteLevel`, `RobertaProcessing`.
  case trimOffsets(addsSpace: Bool)

  /// The tokens of one or two texts after this stage; a template joins them to one row.
  func apply(to rows: [[EncodedToken]], of texts: [[UInt8]], addSpecialTokens: Bool) -> [[EncodedToken]] {
    switch self {
    case .template(let template): [template.applied(to: rows, addSpecialTokens: addSpecialTokens)]
    case .trimOffsets(let addsSpace):
      rows.map { tokens in
        tokens.enumerated().map { index, token in
          var token = token
          let text = texts[token.isOfSecond && texts.count > 1 ? 1 : 0]
          token.range = trimmed(token, isFirst: index == 0 || token.range.lowerBound == 0, addsSpace, in: text)
          return token
        }
      }
    }
  }

  /// Where a token stands without the white space that its writing begins and ends with.
  private func trimmed(_ token: EncodedToken, isFirst: Bool, _ addsSpace: Bool, in text: [UInt8]) -> Range<Int> {
    func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar.value == 0x120 || scalar.value.isSpace }
    let written = token.text.unicodeScalars
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
