internal import StrictJSON

/// Byte-pair encoding: a word falls into its characters, and of all neighbours that may be joined those whose merge was
/// learnt first are joined first, the leftmost first among equals.
///
/// - SeeAlso: Sennrich et al. 2016, "Neural machine translation of rare words with subword units", section 3.2.
struct BytePairs: Equatable, Sendable {
  /// The token that stands for a character that is not in the vocabulary; such characters fall away where nil.
  let unknownToken: String?
  let vocabulary: Vocabulary
  /// The pairs that are joined, first learnt first.
  let merges: [(first: String, second: String)]
  /// From two tokens' numbers to the merge's rank and the number of what they make.
  private let ranks: [Pair: (rank: Int, id: Int)]

  struct Pair: Hashable, Sendable {
    let first: Int
    let second: Int
  }

  /// A model of a vocabulary and merges.
  ///
  /// Returns nil unless every part and every result of a merge, and the unknown token, are in the vocabulary.
  init?(vocabulary: Vocabulary, merges: [(first: String, second: String)], unknownToken: String?) {
    var ranks: [Pair: (rank: Int, id: Int)] = [:]
    for (rank, merge) in merges.enumerated() {
      guard let first = vocabulary.id(of: merge.first), let second = vocabulary.id(of: merge.second),
        let whole = vocabulary.id(of: merge.first + merge.second)
      else { return nil }
      let pair = Pair(first: first, second: second)
      // As in the library, a merge that stands twice counts where it stands last.
      ranks[pair] = (rank, whole)
    }
    if let unknownToken, vocabulary.id(of: unknownToken) == nil { return nil }
    (self.vocabulary, self.merges, self.unknownToken, self.ranks) = (vocabulary, merges, unknownToken, ranks)
  }

  static func == (a: BytePairs, b: BytePairs) -> Bool {
    a.unknownToken == b.unknownToken && a.vocabulary == b.vocabulary
      && a.merges.elementsEqual(b.merges) { haveSameBytes($0.first, $1.first) && haveSameBytes($0.second, $1.second) }
  }

  /// The tokens of a word. Takes time in proportion to n·log n characters.
  func pieces(of word: String) -> [TokenModel.Piece] {
    let scalars = word.unicodeScalars
    let starts = Array(scalars.indices) + [scalars.endIndex]
    var symbols = MergedSymbols(scalars.map { vocabulary.id(of: String($0)) })
    symbols.merge { (a, b) in ranks[Pair(first: a, second: b)] }
    return symbols.runs.compactMap { run in
      if run.id == nil, unknownToken == nil { return nil }
      return TokenModel.Piece(id: run.id, text: word[starts[run.range.lowerBound]..<starts[run.range.upperBound]])
    }
  }
}

/// The characters of a word while neighbours are joined: a list whose members know their neighbours, and a heap of the pairs
/// that may be joined.
private struct MergedSymbols {
  private struct Symbol {
    var id: Int?
    var previous: Int
    var next: Int
    /// Characters; 0 for one that was joined to its left neighbour.
    var count = 1
  }

  private struct Candidate {
    let rank: Int
    let left: Int
    let id: Int
    /// What stood there when it was found; later something else may.
    let pair: BytePairs.Pair

    static func < (a: Candidate, b: Candidate) -> Bool { (a.rank, a.left) < (b.rank, b.left) }
  }

  private var symbols: [Symbol]
  /// A binary heap: each element is no less than its parent.
  private var heap: [Candidate] = []

  init(_ ids: [Int?]) {
    symbols = ids.enumerated().map { index, id in
      Symbol(id: id, previous: index - 1, next: index + 1 < ids.count ? index + 1 : -1)
    }
  }

  /// Numbers and ranges of characters, in order.
  var runs: [(id: Int?, range: Range<Int>)] {
    symbols.enumerated().compactMap { index, symbol in
      symbol.count > 0 ? (symbol.id, index..<index + symbol.count) : nil
    }
  }

  /// Joins until nothing more can be joined.
  mutating func merge(_ rank: (Int, Int) -> (rank: Int, id: Int)?) {
    for left in symbols.indices { propose(left, rank) }
    while let best = pop() {
      let left = best.left
      guard symbols[left].count > 0, symbols[left].next >= 0, symbols[left].id == best.pair.first,
        symbols[symbols[left].next].id == best.pair.second
      else { continue }
      let right = symbols[left].next
      symbols[left].count += symbols[right].count
      symbols[left].id = best.id
      symbols[left].next = symbols[right].next
      symbols[right].count = 0
      if symbols[left].next >= 0 { symbols[symbols[left].next].previous = left }
      if symbols[left].previous >= 0 { propose(symbols[left].previous, rank) }
      propose(left, rank)
    }
  }

  private mutating func propose(_ left: Int, _ rank: (Int, Int) -> (rank: Int, id: Int)?) {
    guard symbols[left].next >= 0, let first = symbols[left].id, let second = symbols[symbols[left].next].id,
      let (rank, id) = rank(first, second)
    else { return }
    push(Candidate(rank: rank, left: left, id: id, pair: BytePairs.Pair(first: first, second: second)))
  }

  private mutating func push(_ candidate: Candidate) {
    heap.append(candidate)
    var child = heap.count - 1
    while child > 0, heap[child] < heap[(child - 1) / 2] {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private mutating func pop() -> Candidate? {
    guard let first = heap.first, let last = heap.popLast() else { return nil }
    guard !heap.isEmpty else { return first }
    heap[0] = last
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child] < heap[least] {
        least = child
      }
      if least == parent { return first }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}
