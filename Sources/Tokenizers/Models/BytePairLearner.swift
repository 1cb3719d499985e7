/// Learns which neighbours to join: again and again the pair that stands most often in all words together; of equal ones that
/// which sorts first, so that one text gives one tokenizer.
///
/// - SeeAlso: Sennrich et al. 2016, algorithm 1.
struct BytePairLearner {
  private struct Pair: Hashable {
    let first: Int
    let second: Int
  }

  /// Each word as symbols' numbers, and how often it was seen.
  private var words: [(symbols: [Int], count: Int)] = []
  private var symbols: [String] = []
  private var numbers: [String: Int] = [:]
  private var counts: [Pair: Int] = [:]
  /// The words that a pair may stand in.
  private var places: [Pair: Set<Int>] = [:]

  /// - Parameter words: Words, whose characters are what is joined, and how often they were seen.
  init(_ words: [(word: String, count: Int)]) {
    // A fixed order, whatever order the words came in.
    for (word, count) in words.sorted(by: { Array($0.word.utf8).lexicographicallyPrecedes(Array($1.word.utf8)) }) {
      self.words.append((word.unicodeScalars.map { number(of: String($0)) }, count))
    }
    for index in self.words.indices { add(index, sign: 1) }
  }

  private mutating func number(of symbol: String) -> Int {
    if let number = numbers[symbol] { return number }
    numbers[symbol] = symbols.count
    symbols.append(symbol)
    return symbols.count - 1
  }

  private mutating func add(_ index: Int, sign: Int) {
    let (symbols, count) = words[index]
    for (first, second) in zip(symbols, symbols.dropFirst()) {
      let pair = Pair(first: first, second: second)
      counts[pair, default: 0] += sign * count
      if sign > 0 { places[pair, default: []].insert(index) }
    }
  }

  /// The next merges, at most so many; fewer where no pair stands twice.
  mutating func merges(count: Int) -> [(first: String, second: String)] {
    var merges: [(first: String, second: String)] = []
    while merges.count < count, let best = mostFrequent() {
      merges.append((symbols[best.first], symbols[best.second]))
      join(best)
    }
    return merges
  }

  private func mostFrequent() -> Pair? {
    var best: (pair: Pair, count: Int)?
    for (pair, count) in counts where count > 1 {
      guard let (other, most) = best else {
        best = (pair, count)
        continue
      }
      if count > most || count == most && precedes(pair, other) { best = (pair, count) }
    }
    return best?.pair
  }

  private func precedes(_ a: Pair, _ b: Pair) -> Bool {
    let (x, y) = ((symbols[a.first], symbols[a.second]), (symbols[b.first], symbols[b.second]))
    return x.0 != y.0 ? x.0 < y.0 : x.1 < y.1
  }

  private mutating func join(_ pair: Pair) {
    let joined = number(of: symbols[pair.first] + symbols[pair.second])
    for index in places[pair] ?? [] {
      add(index, sign: -1)
      let old = words[index].symbols
      var new: [Int] = []
      var place = 0
      while place < old.count {
        if place + 1 < old.count, old[place] == pair.first, old[place + 1] == pair.second {
          new.append(joined)
          place += 2
        } else {
          new.append(old[place])
          place += 1
        }
      }
      words[index].symbols = new
      add(index, sign: 1)
    }
    counts[pair] = nil
    places[pair] = nil
  }
}
