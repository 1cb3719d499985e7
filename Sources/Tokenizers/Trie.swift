/// Byte strings, found at a place in a text in time proportional to the longest of them.
struct Trie: Equatable, Sendable {
  /// From (node, byte) to the next node; node 0 is the root.
  private var edges: [Int: Int] = [:]
  /// What ends at a node.
  private var values: [Int?] = [nil]
  /// Which bytes a string can begin with, so that most places cost one look.
  private var isFirst = [Bool](repeating: false, count: 256)

  /// Whether it holds nothing.
  var isEmpty: Bool { edges.isEmpty }

  /// The contents of the tokens at the given indices; empty ones are left out.
  init(_ indices: [Int], of tokens: [AddedToken]) {
    for index in indices {
      var node = 0
      for byte in tokens[index].content.utf8 {
        let edge = node << 8 | Int(byte)
        if node == 0 { isFirst[Int(byte)] = true }
        if let next = edges[edge] {
          node = next
        } else {
          edges[edge] = values.count
          node = values.count
          values.append(nil)
        }
      }
      if node > 0 { values[node] = index }
    }
  }

  /// The longest string that begins at a place, and where it ends.
  func longestMatch(in text: ArraySlice<UInt8>, at start: Int) -> (value: Int, end: Int)? {
    guard isFirst[Int(text[start])] else { return nil }
    var node = 0
    var best: (value: Int, end: Int)?
    for position in start..<text.endIndex {
      guard let next = edges[node << 8 | Int(text[position])] else { break }
      node = next
      if let value = values[node] { best = (value, position + 1) }
    }
    return best
  }
}
