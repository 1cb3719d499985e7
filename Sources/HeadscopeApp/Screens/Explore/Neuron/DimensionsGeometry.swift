internal import TerminalCanvas

/// Where the dimensions of one dot product stand: in as many columns as let all of them show at once, read downwards.
struct DimensionsGeometry {
  /// Places in the list of dimensions that are shown.
  let places: Range<Int>
  /// Where the entries stand.
  let list: Rect
  /// Where the sum stands, below them; on the border where it has no line of its own.
  let sum: Rect
  /// Where the softmax is worked out, right of the entries; empty where there is no room.
  let workings: Rect
  /// Whether titles stand above the entries.
  let showsTitles: Bool
  /// Lines of an entry.
  let pitch: Int
  private let columns: Int
  private let rowsInColumn: Int

  /// Columns that an entry needs: mark, dimension, both factors, their product and a bar.
  private static let leastWidth = 37
  /// Columns in which a softmax can be worked out.
  private static let workingsWidth = 50

  init(panel: Rect, count: Int, place: Int) {
    let whole = Panel.interior(of: panel)
    // Where one column holds all dimensions, the right half shows how the sum becomes a weight.
    let isHalved = whole.width >= 2 * DimensionsGeometry.workingsWidth && whole.height >= min(count, 16) + 1
    let interior =
      isHalved ? whole.splitLeft(whole.width - max(DimensionsGeometry.workingsWidth, whole.width * 2 / 5)).left : whole
    workings = whole.splitLeft(isHalved ? interior.width + 3 : whole.width).rest
    let most = max(1, interior.width / DimensionsGeometry.leastWidth)
    func rows(_ columns: Int) -> Int { (count + columns - 1) / columns }
    let foot = isHalved ? 0 : 1
    let columns = (1...most).first { rows($0) + foot + 1 <= interior.height } ?? most
    let fitsSum = rows(columns) + 1 <= interior.height || rows(columns) > interior.height
    showsTitles = rows(columns) + foot + 1 <= interior.height
    let room = interior.splitTop(showsTitles ? 1 : 0).rest
    let height = max(1, room.height - (fitsSum ? foot : 0))
    pitch = min(2, max(1, height / max(1, rows(columns))))
    rowsInColumn = min(rows(columns), max(1, height / pitch))
    self.columns = columns
    list = room.splitTop(rowsInColumn * pitch).top
    let border = Rect(x: panel.x + 2, y: panel.maxY - 1, width: panel.width - 4, height: 1)
    sum = isHalved ? workings.row(0) : fitsSum ? room.splitTop(rowsInColumn * pitch).rest.row(0) : border
    places = ScrollWindow.range(count: count, visible: columns * rowsInColumn, around: place)
  }

  /// The line of an entry.
  func entry(_ place: Int) -> Rect {
    let index = place - places.lowerBound
    let column = list.columns(Array(repeating: 1, count: columns))[min(columns - 1, index / rowsInColumn)]
    let y = list.y + index % rowsInColumn * pitch
    return Rect(x: column.x, y: y, width: column.width - (columns > 1 ? 2 : 0), height: 1)
  }

  /// Where a column's titles go.
  var titles: [Rect] {
    guard showsTitles else { return [] }
    return stride(from: places.lowerBound, to: places.upperBound, by: rowsInColumn).map { place in
      let first = entry(place)
      return Rect(x: first.x, y: list.y - 1, width: first.width, height: 1)
    }
  }

  /// The place at a point.
  func place(at point: Point) -> Int? {
    guard list.contains(point) else { return nil }
    return places.first { place in
      let line = entry(place)
      return point.x >= line.x && point.x < line.maxX && point.y >= line.y && point.y < line.y + pitch
    }
  }
}
