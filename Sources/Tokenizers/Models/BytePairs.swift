internal import StrictJSON

/// Byte-pair encoding: a word falls into its characters, and of all neighbours that may be joined those whose merge was
/// learnt first are joined first, the leftmost first among equals.
///
/// - SeeAlso: Sennrich et al. 2016, "Neural machine translation of rare words with subword units", section 3.2.
struct BytePairs: Equatable, Sendable {
  /// What differs between families, by Hugging Face's names.
  struct Options: Equatable, Sendable {
    /// `unk_token`, which stands for a character that is not in the vocabulary; such characters fall away where nil.
    var unknownToken: String?
    /// `continuing_subword_prefix`: what a piece that doesn't begin its word is written with.
    var prefix = ""
    /// `end_of_word_suffix`: what a piece that ends its word is written with.
    var suffix = ""
    /// `fuse_unk`: whether unknown neighbours are one token.
    var fusesUnknown = false
    /// Whether unknown characters stand among the tokens as the text writes them, as SentencePiece has them.
    var showsUnknown = false
    /// `byte_fallback`: whether unknown characters are spelled in bytes.
    var fallsBackToBytes = false
    /// `ignore_merges`: whether a word that is a token is that token, whatever the merges make of it.
    var ignoresMerges = false
  }

  let options: Options
  let vocabulary: Vocabulary
  /// The pairs that are joined, first learnt first.
  let merges: [(first: String, second: String)]
  /// From two tokens' numbers to the merge's rank and the number of what they make.
  private let ranks: [Pair: (rank: Int, id: Int)]
  /// The tokens of a single character.
  private let letters: [CodePoint: Int]
  private let byteTokens: ByteTokens

  struct Pair: Hashable, Sendable {
    let first: Int
    let second: Int
  }

  /// The token that stands for unknown characters.
  var unknownToken: String? { options.unknownToken }

  /// A model of a vocabulary and merges. Every part and every result of a merge, and the unknown token, must be in the
  /// vocabulary.
  ///
  /// - Parameter ranks: By merge, where they are not simply counted: merges of equal rank are joined from left to right.
  init(
    vocabulary: Vocabulary, merges: [(first: String, second: String)], options: Options = Options(),
    ranks given: [Int]? = nil
  ) throws(TokenizerError.Problem) {
    func id(_ token: String) throws(TokenizerError.Problem) -> Int {
      guard let id = vocabulary.id(of: token) else { throw .missingToken(token, role: "merged") }
      return id
    }
    var ranks: [Pair: (rank: Int, id: Int)] = [:]
    ranks.reserveCapacity(merges.count)
    let prefix = options.prefix.utf8.count
    for (rank, merge) in merges.enumerated() {
      let second = prefix == 0 ? merge.second : String(decoding: merge.second.utf8.dropFirst(prefix), as: UTF8.self)
      let pair = Pair(first: try id(merge.first), second: try id(merge.second))
      // As in the library, a merge that stands twice counts where it stands last.
      ranks[pair] = (given?[rank] ?? rank, try id(merge.first + second))
    }
    if let unknown = options.unknownToken, vocabulary.id(of: unknown) == nil {
      throw .missingToken(unknown, role: "unknown")
    }
    (self.vocabulary, self.merges, self.options, self.ranks) = (vocabulary, merges, options, ranks)
    letters = vocabulary.entries.reduce(into: [:]) { letters, entry in
      let scalars = entry.token.unicodeScalars
      if let first = scalars.first, scalars.dropFirst().isEmpty { letters[first.value] = entry.id }
    }
    byteTokens = ByteTokens(vocabulary)
  }

  static func == (a: BytePairs, b: BytePairs) -> Bool {
    a.options == b.options && a.vocabulary == b.vocabulary
      && a.merges.elementsEqual(b.merges) { haveSameBytes($0.first, $1.first) && haveSameBytes($0.second, $1.second) }
  }

  /// The tokens of a word. Takes time in proportion to n·log n characters.
  func pieces(of word: ArraySlice<CodePoint>) -> [TokenModel.Piece] {
    if options.ignoresMerges, let id = vocabulary.id(of: word.text) {
      return [TokenModel.Piece(id: id, range: word.indices)]
    }
    var symbols = MergedSymbols(self.symbols(of: word))
    symbols.merge { (a, b) in ranks[Pair(first: a, second: b)] }
    return symbols.pieces
  }

  /// The characters of a word as tokens.
  private func symbols(of word: ArraySlice<CodePoint>) -> [TokenModel.Piece] {
    var symbols: [TokenModel.Piece] = []
    symbols.reserveCapacity(word.count)
    for (place, point) in zip(word.indices, word) {
      let range = place..<place + 1
      if let id = id(of: point, isFirst: place == word.startIndex, isLast: place + 1 == word.endIndex) {
        symbols.append(TokenModel.Piece(id: id, range: range))
      } else if options.fallsBackToBytes, let ids = byteTokens.ids(of: CollectionOfOne(point)) {
        symbols += ids.map { TokenModel.Piece(id: $0, range: range) }
      } else if options.fusesUnknown, let last = symbols.last, last.id == nil {
        symbols[symbols.count - 1].range = last.range.lowerBound..<range.upperBound
      } else if options.unknownToken != nil {
        symbols.append(TokenModel.Piece(id: nil, range: range))
      }
    }
    return symbols
  }

  private func id(of point: CodePoint, isFirst: Bool, isLast: Bool) -> Int? {
    let (prefix, suffix) = (isFirst ? "" : options.prefix, isLast ? options.suffix : "")
    guard !prefix.isEmpty || !suffix.isEmpty else { return letters[point] }
    return vocabulary.id(of: prefix + CollectionOfOne(point).text + suffix)
  }
}
