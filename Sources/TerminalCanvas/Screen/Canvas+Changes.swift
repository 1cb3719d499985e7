extension Canvas {
  /// Cells side by side that differ between two screens.
  public struct Run: Hashable, Sendable {
    /// The row.
    public let y: Int
    /// The columns; never begins or ends inside a wide character of the new screen.
    public let columns: Range<Int>
  }

  /// What must be drawn to turn `old` into this screen: everything where the sizes or the canvases' own colours differ.
  ///
  /// - Parameter gap: Equal cells between two changes that are drawn as well, since moving the cursor costs more.
  public func changes(from old: Canvas, joiningGapsUpTo gap: Int = 4) -> [Run] {
    // Without colour a cell looks as it differs from the canvas's own colours.
    guard old.width == width, old.height == height, old.base == base else {
      return width == 0 ? [] : (0..<height).map { Run(y: $0, columns: 0..<width) }
    }
    var runs: [Run] = []
    for y in 0..<height {
      var open: Range<Int>?
      for x in 0..<width where !looksEqual(y * width + x, old) {
        if let range = open, x - range.upperBound <= gap {
          open = range.lowerBound..<x + 1
        } else {
          if let open { runs.append(whole(open, y)) }
          open = x..<x + 1
        }
      }
      if let open { runs.append(whole(open, y)) }
    }
    return runs
  }

  /// The range widened to whole characters.
  private func whole(_ range: Range<Int>, _ y: Int) -> Run {
    let startsInside = range.lowerBound > 0 && self[range.lowerBound, y].scalar == nil
    let endsInside = range.upperBound < width && self[range.upperBound, y].scalar == nil
    return Run(y: y, columns: range.lowerBound - (startsInside ? 1 : 0)..<range.upperBound + (endsInside ? 1 : 0))
  }
}
