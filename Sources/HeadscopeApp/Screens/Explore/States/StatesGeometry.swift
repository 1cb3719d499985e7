internal import TerminalCanvas

/// Where the heat rows of a recurrent layer stand: a row a token, a column a unit or several of them.
struct StatesGeometry {
  /// The tokens shown.
  let tokens: Range<Int>
  /// Places for units, each this many columns wide.
  let places: Int
  let wide: Int
  /// Rows of the screen for each token.
  let lines: Int
  let labelWidth: Int
  private let interior: Rect
  private let units: Int

  init(interior: Rect, labelWidth: Int, tokenCount: Int, token: Int, units: Int) {
    self.interior = interior
    self.labelWidth = labelWidth
    self.units = units
    // A line above for the mark of the unit.
    let room = max(1, interior.height - 1)
    lines = max(1, min(3, room / max(1, tokenCount)))
    tokens = ScrollWindow.range(count: tokenCount, visible: room / lines, around: token)
    let width = max(1, interior.width - labelWidth - 2)
    places = min(width, units)
    wide = max(1, width / max(1, units))
  }

  /// The units that a place stands for.
  func units(at place: Int) -> Range<Int> { OperationGeometry.share(place, of: places, units) }

  private var start: Int { interior.x + labelWidth + 2 }

  func label(_ token: Int) -> Rect {
    let y = interior.y + 1 + (token - tokens.lowerBound) * lines
    return Rect(x: interior.x, y: y + (lines - 1) / 2, width: labelWidth + 1, height: 1)
  }

  func cell(_ token: Int, _ place: Int) -> Rect {
    let y = interior.y + 1 + (token - tokens.lowerBound) * lines
    return Rect(x: start + place * wide, y: y, width: wide, height: lines)
  }

  /// Where the mark of a unit stands, above the rows.
  func mark(_ unit: Int) -> Point {
    let place = (0..<places).last { units(at: $0).lowerBound <= unit } ?? 0
    return Point(start + place * wide + wide / 2, interior.y)
  }

  /// Room for a line beside the mark.
  var heading: Rect { Rect(x: start, y: interior.y, width: places * wide, height: 1) }

  /// What stands at a point.
  func hit(_ point: Point) -> (token: Int, unit: Int?)? {
    guard interior.contains(point), point.y > interior.y else { return nil }
    let token = tokens.lowerBound + (point.y - interior.y - 1) / lines
    guard tokens.contains(token) else { return nil }
    let place = (point.x - start) / wide
    return (token, point.x >= start && place < places ? units(at: place).lowerBound : nil)
  }
}
