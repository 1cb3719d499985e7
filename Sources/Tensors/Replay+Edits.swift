internal import KernelTypes

extension Replay {
  /// Zeroes columns of what a node has just computed.
  func zero(_ zeroing: Edits.Zeroing) {
    let width = width(zeroing.value)
    precondition(
      zeroing.columns.lowerBound >= 0 && zeroing.columns.upperBound <= width,
      "columns \(zeroing.columns) of rows of \(width)")
    let y = result(zeroing.value) + zeroing.columns.lowerBound
    for row in 0..<rows(zeroing.value) { (y + row * width).update(repeating: 0, count: zeroing.columns.count) }
  }

  /// Hides keys from a block of one head's score rows before the softmax, all but from the query at the key's place.
  ///
  /// - Parameters:
  ///   - scores: Rows of queries from `first` on, at a distance of the attention's keys.
  ///   - rows: How many.
  func hide(
    _ keys: [Int], of attention: Attention, in scores: UnsafeMutablePointer<Float>, first: Int, rows: Int
  ) {
    for key in keys where (0..<attention.keys).contains(key) {
      // A causal query before the key doesn't see it anyway.
      for query in first..<first + rows where attention.isCross || query != key {
        scores[(query - first) * attention.keys + key] = -.infinity
      }
    }
  }
}
