internal import TerminalCanvas

/// Where the table of keys stands: a row a key, with its vector and its products as cells, one column a dimension, and
/// the figures that follow from them at the right.
struct KeysGeometry {
  /// The lines above the keys: what columns are, and the query's vector.
  static let headRows = 2

  /// Places in the list of keys that are shown.
  let rows: Range<Int>
  /// Dimensions that are shown.
  let dimensions: Range<Int>
  /// Columns of a dimension.
  let cellWidth: Int
  /// Lines from one key to the next.
  let pitch: Int
  /// Whether products stand below the key's vector, not beside it.
  let isStacked: Bool
  /// Whether cells hold numbers.
  var showsNumbers: Bool { cellWidth >= KeysGeometry.numberWidth }

  private let interior: Rect
  private let labelWidth: Int
  private let figuresWidth: Int
  private let gap = 2

  /// Columns in which a number such as `-1.2` stands apart from its neighbour.
  private static let numberWidth = 5

  /// - Parameters:
  ///   - count: Keys in the list.
  ///   - place: The chosen key's place in it.
  ///   - headWidth: Dimensions of the head.
  ///   - dimension: The chosen one.
  init(panel: Rect, labelWidth: Int, count: Int, place: Int, headWidth: Int, dimension: Int) {
    interior = Panel.interior(of: panel)
    self.labelWidth = labelWidth + 2
    let least = 26
    let room = interior.width - self.labelWidth - least - gap
    let height = interior.height - KeysGeometry.headRows
    let fitsStacked = 2 * count <= height
    let (beside, stacked) = ((room - gap) / (2 * headWidth), room / headWidth)
    if beside >= KeysGeometry.numberWidth {
      (isStacked, cellWidth) = (false, min(7, beside))
    } else if stacked >= KeysGeometry.numberWidth, fitsStacked {
      (isStacked, cellWidth) = (true, min(7, stacked))
    } else if beside < 1, stacked >= 1, fitsStacked {
      (isStacked, cellWidth) = (true, min(4, stacked))
    } else {
      (isStacked, cellWidth) = (false, min(4, max(1, beside)))
    }
    let visible = isStacked ? room / cellWidth : (room - gap) / 2 / cellWidth
    dimensions = ScrollWindow.range(count: headWidth, visible: max(1, visible), around: dimension)
    pitch = isStacked ? (3 * count <= height ? 3 : 2) : min(3, max(1, height / max(1, count)))
    rows = ScrollWindow.range(count: count, visible: height / pitch, around: place)
    let used = dimensions.count * cellWidth * (isStacked ? 1 : 2) + (isStacked ? 0 : gap)
    figuresWidth = min(48, interior.width - self.labelWidth - used - gap)
  }

  private func y(_ place: Int) -> Int {
    interior.y + KeysGeometry.headRows + (place - rows.lowerBound) * pitch
  }

  private var keyX: Int { interior.x + labelWidth }
  private var blockWidth: Int { dimensions.count * cellWidth }
  private var productX: Int { isStacked ? keyX : keyX + blockWidth + gap }

  /// The lines of a key that carry cells: all but a blank one between stacked ones.
  private var cellHeight: Int { isStacked ? 1 : pitch == 3 ? 2 : pitch }

  /// The label of a key, its mark in the first column.
  func label(_ place: Int) -> Rect {
    Rect(x: interior.x, y: y(place), width: labelWidth - 1, height: 1)
  }

  /// The label of the products below a key's vector.
  func productLabel(_ place: Int) -> Rect {
    Rect(x: interior.x, y: y(place) + 1, width: labelWidth - 1, height: isStacked ? 1 : 0)
  }

  /// The first line: what the columns are.
  var titles: Rect { interior.row(0) }
  /// The second line: the query.
  var queryRow: Rect { interior.row(1) }

  /// Where the keys' vectors stand, in the first line.
  var keyBlock: Rect { Rect(x: keyX, y: interior.y, width: blockWidth, height: 1) }
  /// Where the products stand, in the first line.
  var productBlock: Rect { Rect(x: productX, y: interior.y, width: blockWidth, height: 1) }

  /// One number of the query.
  func query(_ dimension: Int) -> Rect {
    Rect(x: keyX + (dimension - dimensions.lowerBound) * cellWidth, y: interior.y + 1, width: cellWidth, height: 1)
  }

  /// One number of a key's vector.
  func key(_ place: Int, _ dimension: Int) -> Rect {
    Rect(
      x: keyX + (dimension - dimensions.lowerBound) * cellWidth, y: y(place), width: cellWidth, height: cellHeight)
  }

  /// One product.
  func product(_ place: Int, _ dimension: Int) -> Rect {
    Rect(
      x: productX + (dimension - dimensions.lowerBound) * cellWidth, y: y(place) + (isStacked ? 1 : 0),
      width: cellWidth, height: cellHeight)
  }

  /// The figures of a key: its sum, its score, its weight as bar and per cent.
  func figures(_ place: Int) -> (sum: Rect, score: Rect, bar: Rect, share: Rect) { figures(y: y(place)) }

  /// Where the figures' titles go.
  var figureTitles: (sum: Rect, score: Rect, bar: Rect, share: Rect) { figures(y: interior.y) }

  private func figures(y: Int) -> (sum: Rect, score: Rect, bar: Rect, share: Rect) {
    let line = Rect(x: productX + blockWidth + gap, y: y, width: figuresWidth, height: 1)
    let (sum, rest) = line.splitLeft(6)
    let (score, last) = rest.splitLeft(7)
    let (bar, share) = last.splitLeft(1).rest.splitRight(7)
    return (sum, score, bar, share)
  }

  /// The key at a point, as its place in the list.
  func place(at point: Point) -> Int? {
    let place = (point.y - interior.y - KeysGeometry.headRows) / pitch + rows.lowerBound
    return interior.contains(point) && point.y >= interior.y + KeysGeometry.headRows && rows.contains(place)
      ? place : nil
  }

  /// The dimension at a point.
  func dimension(at point: Point) -> Int? {
    for block in [keyBlock, productBlock] where block.x <= point.x && point.x < block.maxX {
      return (point.x - block.x) / cellWidth + dimensions.lowerBound
    }
    return nil
  }
}
