/// The characters of a word while neighbours are joined: a list whose members know their neighbours, and a heap of the pairs
/// that may be joined.
struct MergedSymbols {
  private struct Symbol {
    var id: Int?
    var range: Range<Int>
    var previous: Int
    var next: Int
    /// Whether it was joined to its left neighbour.
    var isGone = false
  }

  private struct Candidate {
    let rank: Int
    let left: Int
    /// What the pair that stood there when it was found makes; later something else may stand there.
    let id: Int

    static func < (a: Candidate, b: Candidate) -> Bool { (a.rank, a.left) < (b.rank, b.left) }
  }

  private var symbols: [Symbol]
  /// A binary heap: each element is no less than its parent.
  private var heap: [Candidate] = []

  init(_ pieces: [TokenModel.Piece]) {
    symbols = pieces.enumerated().map { index, piece in
      Symbol(
        id: piece.id, range: piece.range, previous: index - 1, next: index + 1 < pieces.count ? index + 1 : -1)
    }
  }

  /// What there is, in order.
  var pieces: [TokenModel.Piece] {
    symbols.compactMap { $0.isGone ? nil : TokenModel.Piece(id: $0.id, range: $0.range) }
  }

  /// Joins until nothing more can be joined.
  mutating func merge(_ rank: (Int, Int) -> (rank: Int, id: Int)?) {
    for left in symbols.indices { propose(left, rank) }
    while let best = pop() {
      let left = best.left
      guard !symbols[left].isGone, symbols[left].next >= 0, let first = symbols[left].id,
        let second = symbols[symbols[left].next].id, rank(first, second)?.id == best.id
      else { continue }
      let right = symbols[left].next
      symbols[left].range = symbols[left].range.lowerBound..<symbols[right].range.upperBound
      symbols[left].id = best.id
      symbols[left].next = symbols[right].next
      symbols[right].isGone = true
      if symbols[left].next >= 0 { symbols[symbols[left].next].previous = left }
      if symbols[left].previous >= 0 { propose(symbols[left].previous, rank) }
      propose(left, rank)
    }
  }

  private mutating func propose(_ left: Int, _ rank: (Int, Int) -> (rank: Int, id: Int)?) {
    guard symbols[left].next >= 0, let first = symbols[left].id, let second = symbols[symbols[left].next].id,
      let (rank, id) = rank(first, second)
    else { return }
    push(Candidate(rank: rank, left: left, id: id))
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
