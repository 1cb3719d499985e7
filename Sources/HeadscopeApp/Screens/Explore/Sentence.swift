internal import Models

/// A text and its tokens, or two texts side by side, cut to what the model can read at once.
struct Sentence: Equatable, Sendable {
  let text: String
  /// The second of two texts; nil where there is one.
  let second: String?
  /// The tokens that the model reads.
  let tokens: [Token]
  /// Tokens beyond the model's context that it does not read.
  let droppedTokens: Int
  /// The segment of each token; empty where all belong to the first, or the model tells none apart.
  let segments: [Int32]

  init(_ text: String, second: String? = nil, subject: Subject) {
    self.init(
      text, second: second, tokenizer: subject.tokenizer, contextLength: subject.tokenLimit,
      segments: subject.model.configuration.segments ?? 1)
  }

  /// What a stack of an encoder–decoder reads: the source, what was written, or both one after the other.
  init(_ source: Sentence, writing ids: [Int32], _ stack: ModelStack, tokenizer: any SubjectTokenizer) {
    let written = ids.map { id in
      Token(id: id, text: tokenizer.spelling(of: id), isSpecial: tokenizer.text(of: [id]).isEmpty)
    }
    (text, second) = (source.text, source.second)
    tokens = (stack == .decoder ? [] : source.tokens) + (stack == .encoder ? [] : written)
    (droppedTokens, segments) = (source.droppedTokens, [])
  }

  /// - Parameter known: How many segments the model tells apart.
  init(
    _ text: String, second: String? = nil, tokenizer: any SubjectTokenizer, contextLength: Int, segments known: Int = 1
  ) {
    let all = second.map { tokenizer.tokens(of: text, pair: $0) } ?? tokenizer.tokens(of: text)
    (self.text, self.second) = (text, second)
    tokens = Array(all.prefix(contextLength))
    droppedTokens = all.count - tokens.count
    let segments = tokens.map { Int32(min($0.segment, known - 1)) }
    self.segments = segments.contains { $0 != 0 } ? segments : []
  }

  var ids: [Int32] { tokens.map(\.id) }

  /// The text that ends the row of tokens.
  var last: String { second ?? text }

  /// The same with another text at the end.
  func ending(in last: String, subject: Subject) -> Sentence {
    second == nil ? Sentence(last, subject: subject) : Sentence(text, second: last, subject: subject)
  }

  /// The first text, or the second; empty where there is none.
  func text(isSecond: Bool) -> String { isSecond ? second ?? "" : text }

  /// The same with one of the texts changed; a second one that is empty counts for nothing.
  func with(_ text: String, isSecond: Bool, subject: Subject) -> Sentence {
    isSecond
      ? Sentence(self.text, second: text.isEmpty ? nil : text, subject: subject)
      : Sentence(text, second: second, subject: subject)
  }

  /// Whether a model reads the same in both.
  func readsLike(_ other: Sentence) -> Bool { ids == other.ids && segments == other.segments }

  /// How many UTF-8 bytes of a text the model reads: all, unless tokens were dropped.
  func readBytes(ofSecond isSecond: Bool) -> Int {
    let text = isSecond ? second ?? "" : text
    return droppedTokens == 0
      ? text.utf8.count
      : tokens.filter { $0.isOfSecond == isSecond }.compactMap(\.bytes?.upperBound).max() ?? 0
  }

  /// The last token that begins before a byte of a text, so that the query follows the editor's cursor.
  func token(before byte: Int, ofSecond isSecond: Bool) -> Int? {
    tokens.lastIndex { token in
      token.isOfSecond == isSecond && token.bytes.map { $0.lowerBound < byte } ?? false
    } ?? (isSecond ? secondStart : nil)
  }

  /// Where the second text begins among the tokens, with what the tokenizer put around it; nil where there is none.
  var secondStart: Int? {
    guard second != nil else { return nil }
    return tokens.firstIndex { $0.segment > 0 } ?? tokens.firstIndex(where: \.isOfSecond)
  }
}
