/// The patterns that byte-level tokenizers cut text by, matched by hand from left to right: every character belongs to some
/// word.
struct BytePattern {
  /// Whose pattern it is.
  enum Kind: Equatable, Sendable, CaseIterable {
    /// Contractions, then letters, digits or other characters, each with a space before them, then white space.
    ///
    /// - SeeAlso: Radford et al. 2019, as in the authors' code.
    case gpt2
    /// Contractions in any case, letters with any one character before them, up to three digits, other characters with a
    /// space before and line breaks behind them, white space up to a line break.
    ///
    /// - SeeAlso: `cl100k_base` in OpenAI's tiktoken; Grattafiori et al. 2024, section 3.2.
    case llama3
    /// As Llama 3's, but each digit by itself.
    ///
    /// - SeeAlso: Yang et al. 2024, "Qwen2 technical report", section 2.1.
    case qwen2

    /// How it is written in files.
    var expressions: [String] {
      switch self {
      case .gpt2:
        [
          #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#,
          #"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#,
        ]
      case .llama3:
        [
          #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#,
          #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+"#,
          #"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+"#,
        ]
      case .qwen2:
        [
          #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
        ]
      }
    }
  }

  private let kind: Kind
  private let text: ArraySlice<CodePoint>
  private let kinds: [CharacterKind]

  init(_ kind: Kind, _ text: ArraySlice<CodePoint>) {
    (self.kind, self.text) = (kind, text)
    kinds = text.map { CharacterKind($0) }
  }

  /// The words, by index of the slice.
  var words: [Range<Int>] {
    var words: [Range<Int>] = []
    var place = text.startIndex
    while place < text.endIndex {
      let end = endOfContraction(at: place) ?? (kind == .gpt2 ? endOfWord(at: place) : endOfLooseWord(at: place))
      words.append(place..<end)
      place = end
    }
    return words
  }

  private func kind(at place: Int) -> CharacterKind? {
    place < text.endIndex ? kinds[place - text.startIndex] : nil
  }

  /// GPT-2's alternatives but for contractions.
  private func endOfWord(at start: Int) -> Int {
    let hasSpace = text[start] == 0x20 && kind(at: start + 1) != nil && kind(at: start + 1) != .space
    if hasSpace || kind(at: start) != .space { return endOfRun(at: hasSpace ? start + 1 : start) }
    return endOfSpace(at: start, end: endOfRun(at: start))
  }

  /// The others' alternatives but for contractions.
  private func endOfLooseWord(at start: Int) -> Int {
    switch kind(at: start) {
    case .letter: return endOfRun(at: start)
    case .number: return endOfRun(at: start, longest: kind == .qwen2 ? 1 : 3)
    default: break
    }
    if kind(at: start + 1) == .letter, !isLineBreak(start) { return endOfRun(at: start + 1) }
    let hasSpace = text[start] == 0x20 && kind(at: start + 1) == .other
    if hasSpace || kind(at: start) == .other {
      var end = endOfRun(at: hasSpace ? start + 1 : start)
      while isLineBreak(end) { end += 1 }
      return end
    }
    let end = endOfRun(at: start)
    // White space up to its last line break, if it has any.
    if let last = (start..<end).last(where: isLineBreak) { return last + 1 }
    return endOfSpace(at: start, end: end)
  }

  private func isLineBreak(_ place: Int) -> Bool {
    place < text.endIndex && (text[place] == 0x0A || text[place] == 0x0D)
  }

  /// The last white space before something else belongs to what follows, unless it stands alone.
  private func endOfSpace(at start: Int, end: Int) -> Int {
    end < text.endIndex && end - start > 1 ? end - 1 : end
  }

  private func endOfRun(at start: Int, longest: Int = .max) -> Int {
    var end = start + 1
    while end - start < longest, let next = kind(at: end), next == kind(at: start) { end += 1 }
    return end
  }

  private func endOfContraction(at start: Int) -> Int? {
    guard text[start] == 0x27, start + 1 < text.endIndex else { return nil }
    switch letter(at: start + 1) {
    case "s", "d", "m", "t": return start + 2
    default: break
    }
    guard start + 2 < text.endIndex else { return nil }
    switch (letter(at: start + 1), letter(at: start + 2)) {
    case ("l", "l"), ("v", "e"), ("r", "e"): return start + 3
    default: return nil
    }
  }

  /// A letter of a contraction, which GPT-2 wants small.
  private func letter(at place: Int) -> Unicode.Scalar {
    let point = text[place]
    guard kind != .gpt2 else { return point.scalar }
    // U+017F, the long s, is an s in another case.
    if point == 0x17F { return "s" }
    return (0x41...0x5A ~= point ? point + 0x20 : point).scalar
  }
}
