internal import TerminalCanvas

/// Where one layer's neurons are listed, and at the right the sentence's tokens with what the chosen neuron does there.
struct NeuronsGeometry {
  /// Places in the list that are shown.
  let places: Range<Int>
  /// Tokens that are shown at the right.
  let tokens: Range<Int>
  private let list: Rect
  private let right: Rect
  private let columns: Int

  /// Columns of a neuron: its mark, number and value, and a bar.
  private static let leastWidth = 25

  init(panel: Rect, count: Int, place: Int, tokenCount: Int, query: Int) {
    let interior = Panel.interior(of: panel)
    let (left, rest) = interior.splitLeft(interior.width >= 90 ? interior.width * 3 / 5 : interior.width / 2)
    list = left.splitTop(1).rest.splitRight(2).rest
    right = rest
    let needed = (count + list.height - 1) / max(1, list.height)
    columns = max(1, min(needed, list.width / NeuronsGeometry.leastWidth))
    places = ScrollWindow.range(count: count, visible: columns * list.height, around: place)
    tokens = ScrollWindow.range(count: tokenCount, visible: max(0, right.height - 1), around: query)
  }

  /// The line above the list.
  var title: Rect { Rect(x: list.x, y: list.y - 1, width: list.width, height: 1) }
  /// The line above the tokens.
  var tokensTitle: Rect { right.row(0) }

  /// The line of a neuron, read downwards.
  func neuron(_ place: Int) -> Rect {
    let index = place - places.lowerBound
    let column = list.columns(Array(repeating: 1, count: columns))[min(columns - 1, index / max(1, list.height))]
    return Rect(
      x: column.x, y: list.y + index % max(1, list.height), width: column.width - (columns > 1 ? 2 : 0), height: 1)
  }

  /// The line of a token.
  func token(_ token: Int) -> Rect { right.row(1 + token - tokens.lowerBound) }

  /// The place in the list at a point.
  func place(at point: Point) -> Int? { places.first { neuron($0).contains(point) } }

  /// The token at a point.
  func token(at point: Point) -> Int? { tokens.first { token($0).contains(point) } }
}
