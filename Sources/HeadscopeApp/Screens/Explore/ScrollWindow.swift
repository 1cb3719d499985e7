/// Which items of many are shown: as many as fit, around the one that matters.
enum ScrollWindow {
  /// A range of at most `visible` items of `count` that holds `focus`, in its middle where possible.
  static func range(count: Int, visible: Int, around focus: Int) -> Range<Int> {
    let size = min(max(0, visible), max(0, count))
    let start = min(max(0, focus - size / 2), max(0, count) - size)
    return start..<start + size
  }
}

extension Range<Int> {
  /// The range in figures as people count, from 1: `3–7`.
  var figures: String { count == 1 ? "\(lowerBound + 1)" : "\(lowerBound + 1)–\(upperBound)" }
}
