/// Strings of characters, found at a place in a text in time proportional to the longest of them.
struct Trie: Equatable, Sendable {
  /// Longer strings than this are not looked for, so that looking stays cheap.
  static let longest = 1_024

  /// By node: the character that leads to it. A node's children follow one another, in order; node 0 is the root.
  private var labels: [CodePoint] = [0]
  /// By node: its children.
  private var children: [Range<Int32>] = [0..<0]
  /// By node: what ends there, or −1.
  private var values: [Int32] = [-1]
  /// Which characters of ASCII a string can begin with, so that most places cost one look.
  private var isFirst = [Bool](repeating: false, count: 128)

  /// Whether it holds nothing.
  var isEmpty: Bool { labels.count == 1 }

  /// A trie of strings and their values; of equal ones the last counts, and empty ones are left out.
  init(_ strings: [(points: [CodePoint], value: Int)]) {
    let sorted = strings.enumerated().filter { !$0.element.points.isEmpty && $0.element.points.count <= Self.longest }
      .sorted { a, b in
        a.element.points == b.element.points
          ? a.offset < b.offset : a.element.points.lexicographicallyPrecedes(b.element.points)
      }
      .map(\.element)
    // Breadth first: each node with the strings that pass through it.
    var pending: [(strings: Range<Int>, depth: Int)] = [(0..<sorted.count, 0)]
    var node = 0
    while node < pending.count {
      var (rest, depth) = pending[node]
      while let first = rest.first, sorted[first].points.count == depth {
        values[node] = Int32(sorted[first].value)
        rest.removeFirst()
      }
      let begin = labels.count
      while let first = rest.first {
        let label = sorted[first].points[depth]
        let end = rest.first { sorted[$0].points[depth] != label } ?? rest.upperBound
        labels.append(label)
        values.append(-1)
        children.append(0..<0)
        pending.append((first..<end, depth + 1))
        if node == 0, label < 128 { isFirst[Int(label)] = true }
        rest = end..<rest.upperBound
      }
      children[node] = Int32(begin)..<Int32(labels.count)
      node += 1
    }
  }

  /// The strings that begin at a place, short ones first, and where they end.
  func forEachMatch(in text: ArraySlice<CodePoint>, at start: Int, _ body: (_ value: Int, _ end: Int) -> Void) {
    guard text[start] >= 128 || isFirst[Int(text[start])] else { return }
    var node = 0
    var place = start
    while place < text.endIndex, let next = child(of: node, by: text[place]) {
      node = next
      place += 1
      if values[node] >= 0 { body(Int(values[node]), place) }
    }
  }

  /// The longest string that begins at a place, and where it ends.
  func longestMatch(in text: ArraySlice<CodePoint>, at start: Int) -> (value: Int, end: Int)? {
    var best: (value: Int, end: Int)?
    forEachMatch(in: text, at: start) { best = ($0, $1) }
    return best
  }

  private func child(of node: Int, by label: CodePoint) -> Int? {
    var (low, high) = (Int(children[node].lowerBound), Int(children[node].upperBound))
    while low < high {
      let middle = (low + high) / 2
      if labels[middle] < label { low = middle + 1 } else { high = middle }
    }
    return low < children[node].upperBound && labels[low] == label ? low : nil
  }
}
