/// A text and the words that it is cut into so far.
struct CutText {
  var text: AlignedText
  /// In characters of the text, in order, without overlap, none empty.
  private(set) var words: [Range<Int>]

  /// A text as one word.
  init(_ text: AlignedText) {
    self.text = text
    words = text.count > 0 ? [0..<text.count] : []
  }

  /// What becomes of a stretch that a pre-tokenizer looks for, by Hugging Face's names.
  enum Behavior: String, Equatable, Sendable, CaseIterable {
    /// It falls away.
    case removed = "Removed"
    /// It is a word of its own.
    case isolated = "Isolated"
    /// It ends the word before it.
    case mergedWithPrevious = "MergedWithPrevious"
    /// It begins the word behind it.
    case mergedWithNext = "MergedWithNext"
    /// Neighbours that are looked for are one word.
    case contiguous = "Contiguous"
  }

  /// Cuts each word at the characters of a kind.
  mutating func cut(_ behavior: Behavior, at isSought: (CodePoint) -> Bool) {
    cut(behavior) { word in word.indices.filter { isSought(word[$0]) }.map { $0..<$0 + 1 } }
  }

  /// Cuts each word at the stretches that are found in it, or, if inverted, at what is between them.
  mutating func cut(
    _ behavior: Behavior, inverted: Bool = false, by find: (ArraySlice<CodePoint>) -> [Range<Int>]
  ) {
    let points = text.points
    words = words.flatMap { word in
      var stretches: [(range: Range<Int>, isSought: Bool)] = []
      var end = word.lowerBound
      for match in find(points[word]) {
        if end < match.lowerBound { stretches.append((end..<match.lowerBound, inverted)) }
        stretches.append((match, !inverted))
        end = match.upperBound
      }
      if end < word.upperBound { stretches.append((end..<word.upperBound, inverted)) }
      return pieces(stretches, behavior)
    }
  }

  private func pieces(_ stretches: [(range: Range<Int>, isSought: Bool)], _ behavior: Behavior) -> [Range<Int>] {
    switch behavior {
    case .removed: return stretches.filter { !$0.isSought }.map(\.range)
    case .isolated: return stretches.map(\.range)
    case .contiguous:
      return joined(stretches) { $0 == $1 }
    case .mergedWithPrevious:
      return joined(stretches) { !$0 && $1 }
    case .mergedWithNext:
      // The same from right to left.
      return joined(stretches.reversed()) { !$0 && $1 }.reversed()
    }
  }

  /// Joins stretches to the one before where that is wanted, by whether each of the two was looked for.
  private func joined(
    _ stretches: some Sequence<(range: Range<Int>, isSought: Bool)>, _ joins: (Bool, Bool) -> Bool
  ) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var wasSought = false
    for (range, isSought) in stretches {
      if let last = pieces.last, joins(wasSought, isSought) {
        pieces[pieces.count - 1] =
          min(last.lowerBound, range.lowerBound)..<max(last.upperBound, range.upperBound)
      } else {
        pieces.append(range)
      }
      wasSought = isSought
    }
    return pieces
  }

  /// Puts characters before some of the words.
  mutating func prepend(_ content: [CodePoint], where wants: (_ word: ArraySlice<CodePoint>, _ origin: Int) -> Bool) {
    let wanting = words.map { wants(text.points[$0], text.origins[$0.lowerBound].lowerBound) }
    text.insert(content, before: zip(words, wanting).filter(\.1).map(\.0.lowerBound))
    var shift = 0
    words = zip(words, wanting).map { word, isWanting in
      let start = word.lowerBound + shift
      if isWanting { shift += content.count }
      return start..<word.upperBound + shift
    }
  }

  /// Writes each byte as a character.
  mutating func spellBytes() {
    var shift = 0
    var next = 0
    let points = text.points
    words = words.map { word in
      shift += points[next..<word.lowerBound].reduce(0) { $0 + $1.width - 1 }
      let start = word.lowerBound + shift
      shift += points[word].reduce(0) { $0 + $1.width - 1 }
      next = word.upperBound
      return start..<word.upperBound + shift
    }
    text.flatMap { ByteAlphabet.points(of: $0) }
  }
}
