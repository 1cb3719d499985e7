/// How each word of a grammar is written inside a text, ready to be hashed.
struct Spellings: Sendable {
  private struct Spelling: Sendable {
    /// As it stands after another word, with the space before it.
    let inner: [UInt8]
    /// As it begins a sentence, without.
    let initial: [UInt8]
    let endsSentence: Bool
  }

  private static let space = UInt8(ascii: " ")
  private let spellings: [Spelling]

  init(_ words: [Word]) {
    spellings = words.map { word in
      let isMark = [".", ",", "?"].contains(word.text)
      return Spelling(
        inner: (isMark ? [] : [Self.space]) + word.text.utf8, initial: Array(capitalized(word.text).utf8),
        endsSentence: word.text == "." || word.text == "?")
    }
  }

  /// The hash of the text that ``Document/text`` would be, of words by their numbers.
  func hash(of words: [Int]) -> TextHash {
    var hash = TextHash()
    var isInitial = true
    for (place, word) in words.enumerated() {
      let spelling = spellings[word]
      if isInitial {
        if place > 0 { hash.take([Self.space]) }
        hash.take(spelling.initial)
      } else {
        hash.take(spelling.inner)
      }
      isInitial = spelling.endsSentence
    }
    return hash
  }
}
