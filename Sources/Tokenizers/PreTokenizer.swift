/// Cuts text into words before the model sees it, by Hugging Face's names.
public enum PreTokenizer: String, Equatable, Sendable, CaseIterable {
  /// `\w+|[^\w\s]+`: runs of word characters and runs of punctuation; white space falls away.
  case whitespace = "Whitespace"
  /// Cuts at white space alone.
  case whitespaceSplit = "WhitespaceSplit"
  /// GPT-2's pattern: contractions, then letters, digits or other characters, each with a space before them, then white
  /// space. Words go to the model byte by byte (``ByteAlphabet``).
  case byteLevel = "ByteLevel"
  /// The whole text is one word.
  case none = "null"

  /// The ranges of the words, in bytes of the text. Takes time in proportion to the text.
  func words(in text: Substring) -> [Range<Int>] {
    switch self {
    case .none: text.isEmpty ? [] : [0..<text.utf8.count]
    case .byteLevel: BytePattern(text).words
    case .whitespace, .whitespaceSplit: classes(in: text)
    }
  }

  private func classes(in text: Substring) -> [Range<Int>] {
    var words: [Range<Int>] = []
    var start = 0
    var end = 0
    var current = CharacterClass.space
    for scalar in text.unicodeScalars {
      let found = CharacterClass(scalar)
      let next = self == .whitespaceSplit && found == .other ? .word : found
      if next != current {
        if current != .space { words.append(start..<end) }
        start = end
        current = next
      }
      end += UTF8.width(scalar)
    }
    if current != .space { words.append(start..<end) }
    return words
  }
}
