internal import Models

/// A text and its tokens, cut to what the model can read at once.
struct Sentence: Equatable, Sendable {
  let text: String
  /// The tokens that the model reads.
  let tokens: [Token]
  /// Tokens beyond the model's context that it does not read.
  let droppedTokens: Int

  init(_ text: String, subject: Subject) {
    self.init(text, tokenizer: subject.tokenizer, contextLength: subject.configuration.contextLength)
  }

  /// What a stack of an encoder–decoder reads: the source, what was written, or both one after the other.
  init(_ source: Sentence, writing ids: [Int32], _ stack: ModelStack, tokenizer: any SubjectTokenizer) {
    let written = ids.map { id in
      Token(id: id, text: tokenizer.spelling(of: id), isSpecial: tokenizer.text(of: [id]).isEmpty)
    }
    text = source.text
    tokens = (stack == .decoder ? [] : source.tokens) + (stack == .encoder ? [] : written)
    droppedTokens = source.droppedTokens
  }

  init(_ text: String, tokenizer: any SubjectTokenizer, contextLength: Int) {
    let all = tokenizer.tokens(of: text)
    self.text = text
    tokens = Array(all.prefix(contextLength))
    droppedTokens = all.count - tokens.count
  }

  var ids: [Int32] { tokens.map(\.id) }

  /// How many UTF-8 bytes of the text the model reads: all, unless tokens were dropped.
  var readBytes: Int {
    droppedTokens == 0 ? text.utf8.count : tokens.compactMap(\.bytes?.upperBound).max() ?? 0
  }

  /// The last token that begins before a byte of the text, so that the query follows the editor's cursor.
  func token(before byte: Int) -> Int? {
    tokens.lastIndex { token in token.bytes.map { $0.lowerBound < byte } ?? false }
  }
}
