/// A sentence's structure: phrases with their parts, down to the words.
///
/// It is the one source of the English words, the Chinese words and the labels.
public struct Tree: Sendable {
  /// The phrase's name in a bracketed parse; for a word, its part of speech.
  public let label: String
  /// What it does in the phrase above.
  var role: Role
  let word: Word?
  /// Its parts, from left to right; none for a word.
  public let children: [Tree]

  /// The word, for a leaf.
  public var text: String? { word?.text }

  /// The words from left to right, as the rules have them (no capitals but in names).
  var words: [Word] {
    if let word { return [word] }
    return children.flatMap(\.words)
  }
}
