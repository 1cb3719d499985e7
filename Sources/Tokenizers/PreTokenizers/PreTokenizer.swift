/// Cuts text into words before the model sees it, by Hugging Face's names.
public enum PreTokenizer: Equatable, Sendable {
  /// `Whitespace`, `\w+|[^\w\s]+`: runs of word characters and runs of punctuation; white space falls away.
  case whitespace
  /// `WhitespaceSplit`: cuts at white space alone.
  case whitespaceSplit
  /// `ByteLevel`: GPT-2's pattern where wanted, and words go to the model byte by byte (``ByteAlphabet``).
  case bytes(addsSpace: Bool, cuts: Bool)
  /// `BertPreTokenizer`: cuts at white space, and each mark of punctuation stands alone.
  case bert
  /// `Metaspace`: spaces become a mark, words begin with it.
  case metaspace(Metaspace)
  /// `Punctuation`: cuts at punctuation.
  case punctuation(CutRule)
  /// `Digits`: cuts at numbers, each by itself or runs of them.
  case digits(areSingle: Bool)
  /// `CharDelimiterSplit`: cuts at a character, which falls away.
  case delimiter(Unicode.Scalar)
  /// `Split`: cuts at a pattern.
  case split(CutRule)

  /// GPT-2's own.
  public static let byteLevel = PreTokenizer.bytes(addsSpace: false, cuts: true)

  /// What is cut at, and what becomes of it.
  public struct CutRule: Equatable, Sendable {
    /// What is looked for; nil for a kind of character.
    var pattern: TextPattern?
    var behavior: CutText.Behavior
    /// Whether what is between counts as looked for.
    var isInverted = false
  }

  /// A mark in the place of spaces.
  public struct Metaspace: Equatable, Sendable {
    /// Where a text begins with the mark although no space stands there.
    enum Scheme: String, Equatable, Sendable, CaseIterable {
      case always, first, never
    }

    var mark: Unicode.Scalar = "▁"
    var scheme = Scheme.always
    /// Whether words are cut before each mark.
    var cuts = true
  }

  /// Cuts the words of a text. Takes time in proportion to the text.
  func apply(to words: inout CutText) {
    switch self {
    case .whitespace: words.cut(.removed, inverted: true, by: Self.classes)
    case .whitespaceSplit: words.cut(.removed) { $0.isSpace }
    case .bytes(let addsSpace, let cuts):
      if addsSpace { words.prepend([0x20]) { word, _ in word.first != 0x20 } }
      if cuts { words.cut(.isolated) { BytePattern(.gpt2, $0).words } }
      words.spellBytes()
    case .bert:
      words.cut(.removed) { $0.isSpace }
      words.cut(.isolated) { $0.isPunctuation }
    case .metaspace(let metaspace): metaspace.apply(to: &words)
    case .punctuation(let rule): words.cut(rule.behavior) { $0.isPunctuation }
    case .digits(let areSingle): words.cut(areSingle ? .isolated : .contiguous) { $0.isNumber }
    case .delimiter(let scalar): words.cut(.removed) { $0 == scalar.value }
    case .split(let rule):
      guard let pattern = rule.pattern else { return }
      words.cut(rule.behavior, inverted: rule.isInverted) { pattern.matches(in: $0) }
    }
  }

  /// Runs of characters of one class, but for white space.
  private static func classes(in text: ArraySlice<CodePoint>) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start = text.startIndex
    var current = CharacterClass.space
    for (place, point) in zip(text.indices, text) {
      let found = CharacterClass(point)
      if found != current {
        if current != .space { runs.append(start..<place) }
        start = place
        current = found
      }
    }
    if current != .space { runs.append(start..<text.endIndex) }
    return runs
  }
}

extension PreTokenizer.Metaspace {
  func apply(to words: inout CutText) {
    words.text.map { $0 == 0x20 ? mark.value : $0 }
    if scheme != .never {
      words.prepend([mark.value]) { word, origin in word.first != mark.value && (scheme == .always || origin == 0) }
    }
    if cuts { words.cut(.mergedWithNext) { $0 == mark.value } }
  }
}
