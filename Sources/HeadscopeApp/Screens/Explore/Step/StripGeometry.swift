internal import Analysis
internal import TerminalCanvas

/// Where the operations of the pass stand on the strip: side by side like stations of an assembly line, with a gap for
/// the belt between them and a wider one between layers; the current one in the middle where possible.
struct StripGeometry {
  let interior: Rect
  /// Lines of a station's box: 3 with a border, else 1.
  let boxHeight: Int
  /// Columns of each station, its name with a blank at either side.
  private let widths: [Int]
  /// First column of each station from the strip's beginning.
  private let starts: [Int]
  /// How many columns of the strip lie left of the panel.
  let offset: Int

  /// Columns between two stations of a layer.
  static let gap = 3
  /// Columns more where a layer begins.
  static let layerGap = 2

  init(panel: Rect, names: [VisibleText], firstOfLayer: Set<Int>, current: Int) {
    interior = panel.inset(dx: 1, dy: 1)
    boxHeight = interior.height >= 5 ? 3 : 1
    let border = boxHeight == 3 ? 4 : 2
    var (starts, widths, x) = ([Int](), [Int](), 2)
    for (index, name) in names.enumerated() {
      if firstOfLayer.contains(index) { x += StripGeometry.layerGap }
      starts.append(x)
      widths.append(name.columns + border)
      x += name.columns + border + StripGeometry.gap
    }
    let length = x - StripGeometry.gap + 2
    let middle = starts[current] + widths[current] / 2
    offset = min(max(0, middle - interior.width / 2), max(0, length - interior.width))
    self.starts = starts
    self.widths = widths
  }

  /// The signs of the layers, the stations and the belt, from the top.
  var signs: Rect { interior.row(0) }
  private var top: Int { interior.y + 1 }
  var belt: Rect { Rect(x: interior.x, y: top + boxHeight, width: interior.width, height: 1) }

  /// A station's cells; partly outside the panel at its edges.
  func station(_ index: Int) -> Rect {
    Rect(x: interior.x + starts[index] - offset, y: top, width: widths[index], height: boxHeight)
  }

  /// The stations of which anything is in sight.
  var visible: [Int] {
    starts.indices.filter { starts[$0] + widths[$0] > offset && starts[$0] < offset + interior.width }
  }

  /// The station at a point, or the one that the belt passes there.
  func index(at point: Point) -> Int? {
    guard interior.contains(point) else { return nil }
    let x = point.x - interior.x + offset
    return starts.indices.first { x >= starts[$0] - 1 && x <= starts[$0] + widths[$0] }
  }
}
