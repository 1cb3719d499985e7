/// The model that cuts a word such that the product of its pieces' probabilities is greatest, found by Viterbi's algorithm.
///
/// - SeeAlso: Kudo 2018, "Subword regularization", section 3.2.
struct Unigram: Equatable, Sendable {
  let vocabulary: Vocabulary
  /// The logarithm of each token's probability, by number.
  let scores: [Double]
  /// What stands for runs of unknown characters; they fall away where nil.
  let unknownId: Int?
  /// Whether unknown characters are spelled in bytes.
  let fallsBackToBytes: Bool
  /// Whether it is SentencePiece's own, which reckons in single precision where the library takes double.
  let isSingle: Bool
  /// The tokens that text is cut into.
  private let trie: Trie
  private let unknownScore: Double
  private let byteTokens: ByteTokens

  /// How much less likely an unknown character is than any token; SentencePiece's number.
  private static let penalty = 10.0

  /// A model of given pieces.
  ///
  /// - Parameters:
  ///   - vocabulary: All tokens, numbered from 0 without gaps.
  ///   - scores: By number.
  ///   - unknownId: What stands for unknown characters.
  ///   - fallsBackToBytes: Whether they are spelled in bytes.
  ///   - isSingle: Whether it is SentencePiece's own.
  ///   - isPiece: Whether text is cut into a token; control tokens of SentencePiece never stand in text.
  init(
    vocabulary: Vocabulary, scores: [Double], unknownId: Int?, fallsBackToBytes: Bool, isSingle: Bool = false,
    isPiece: (Int) -> Bool = { _ in true }
  ) {
    (self.vocabulary, self.scores) = (vocabulary, scores)
    (self.unknownId, self.fallsBackToBytes, self.isSingle) = (unknownId, fallsBackToBytes, isSingle)
    let pieces = vocabulary.entries.filter { isPiece($0.id) }
    trie = Trie(pieces.map { ($0.token.points, $0.id) })
    let unknownScore = (pieces.map { scores[$0.id] }.min() ?? 0) - Self.penalty
    self.unknownScore = isSingle ? Double(Float(unknownScore)) : unknownScore
    byteTokens = ByteTokens(vocabulary)
  }

  static func == (a: Self, b: Self) -> Bool {
    a.vocabulary == b.vocabulary && a.scores == b.scores && a.unknownId == b.unknownId
      && a.fallsBackToBytes == b.fallsBackToBytes
  }

  /// The best way to get to a place in the word: by which token, from where, and how likely.
  private struct Step {
    var id: Int?
    var start = -1
    var score = 0.0
  }

  /// The pieces of a word. Takes time in proportion to the word's length times the longest token's.
  func pieces(of word: ArraySlice<CodePoint>) -> [TokenModel.Piece] {
    let first = word.startIndex
    var steps = [Step](repeating: Step(), count: word.count + 1)
    for place in word.indices {
      let score = steps[place - first].score
      func propose(_ id: Int?, _ end: Int, _ own: Double) {
        let (known, new) = (steps[end - first], isSingle ? Double(Float(score + own)) : score + own)
        if known.start < 0 || new > known.score { steps[end - first] = Step(id: id, start: place, score: new) }
      }
      var knowsCharacter = false
      trie.forEachMatch(in: word, at: place) { id, end in
        propose(id, end, scores[id])
        if end == place + 1 { knowsCharacter = true }
      }
      if !knowsCharacter { propose(nil, place + 1, unknownScore) }
    }
    var pieces: [TokenModel.Piece] = []
    var end = word.endIndex
    while end > first {
      let step = steps[end - first]
      let isUnknown = step.id == nil || step.id == unknownId
      if isUnknown, let last = pieces.last, last.id == nil, last.range.lowerBound == end {
        pieces[pieces.count - 1].range = step.start..<last.range.upperBound
      } else {
        pieces.append(TokenModel.Piece(id: isUnknown ? nil : step.id, range: step.start..<end))
      }
      end = step.start
    }
    return pieces.reversed().flatMap { spelled($0, in: word) }
  }

  private func spelled(_ piece: TokenModel.Piece, in word: ArraySlice<CodePoint>) -> [TokenModel.Piece] {
    guard piece.id == nil else { return [piece] }
    // The library looks a run up before it spells it, so that the unknown token's own writing is that token.
    if !isSingle, let id = vocabulary.id(of: word[piece.range].text) {
      return [TokenModel.Piece(id: id, range: piece.range)]
    }
    if fallsBackToBytes, let ids = byteTokens.ids(of: word[piece.range]) {
      guard isSingle else { return ids.map { TokenModel.Piece(id: $0, range: piece.range) } }
      // The library lets each byte of a run stand for the whole run, SentencePiece for its character.
      let places = piece.range.flatMap { repeatElement($0..<$0 + 1, count: word[$0].width) }
      return zip(ids, places).map { TokenModel.Piece(id: $0, range: $1) }
    }
    return unknownId == nil ? [] : [piece]
  }
}
