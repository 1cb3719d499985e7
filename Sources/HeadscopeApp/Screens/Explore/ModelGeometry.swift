internal import TerminalCanvas

/// Where the thumbnails of the model view stand: all of them where there is room, else those around the focused head, as many
/// as the zoom says.
struct ModelGeometry {
  /// Layers and heads that are shown.
  let layers: Range<Int>
  let heads: Range<Int>
  /// Pixels of a value; 1 also where patterns are pooled.
  let scale: Int
  /// Cells of a thumbnail.
  let thumbnail: (width: Int, height: Int)
  /// Whether a thumbnail's pixels stand for several values each.
  let isPooled: Bool
  private let pitch: (x: Int, y: Int)
  private let inside: Rect
  private let labelWidth: Int

  /// Heads from one label to the next, where not each has room for its own.
  let labelStep: Int

  /// Columns of a label.
  private let labelRoom: Int

  /// What ``zoom`` can be: from as many thumbnails as there is room for to a few large ones.
  static let zooms = -2...4

  /// Columns, a gap among them, and rows that a thumbnail gets at least.
  private static func least(_ zoom: Int) -> (x: Int, y: Int) {
    switch zoom {
    case ..<(-1): (2, 1)
    case -1: (3, 1)
    default: (4 << zoom, 2 << zoom)
    }
  }

  init(
    panel: Rect, tokens: Int, layerCount: Int, headCount: Int, selection: ExploreState.Selection, zoom: Int = 0
  ) {
    let least = Self.least(zoom)
    inside = panel.inset(dx: 1, dy: 1)
    let digits = "L\(layerCount - 1)".utf8.count
    let rows = max(0, inside.height - 1)
    var room = inside.width - digits
    layers = ScrollWindow.range(count: layerCount, visible: max(1, rows / least.y), around: selection.layer)
    heads = ScrollWindow.range(count: headCount, visible: max(1, room / least.x), around: selection.head)
    let (shownLayers, shownHeads) = zoom > 0 ? (layers.count, heads.count) : (layerCount, headCount)
    var scale = ModelGeometry.scale(tokens: tokens, rows: rows, layers: shownLayers, upTo: zoom > 0 ? 16 : 4)
    while scale > 1, shownHeads * (tokens * scale + 1) >= room { scale -= 1 }
    self.scale = scale
    labelWidth = digits + (room > heads.count * (tokens * scale + 1) ? 1 : 0)
    room = inside.width - labelWidth
    let share = (x: room / max(1, heads.count), y: rows / max(1, layers.count))
    thumbnail = (
      min(tokens * scale, max(1, share.x - 1)), min((tokens * scale + 1) / 2, max(1, share.y))
    )
    isPooled = thumbnail.width < tokens || 2 * thumbnail.height < tokens
    pitch = (min(share.x, thumbnail.width + 4), min(share.y, thumbnail.height + 2))
    let label = "h\(headCount - 1)".utf8.count
    labelStep = label <= thumbnail.width ? 1 : (label + pitch.x) / max(1, pitch.x)
    labelRoom = label <= thumbnail.width ? thumbnail.width : labelStep * pitch.x - 1
  }

  /// How many pixels high and wide a value may be, with a blank row between enlarged thumbnails.
  static func scale(tokens: Int, rows: Int, layers: Int, upTo most: Int = 4) -> Int {
    min(most, max(1, 2 * (rows / max(1, layers) - 1) / max(1, tokens)))
  }

  /// The cells of a head's thumbnail.
  func rect(layer: Int, head: Int) -> Rect {
    Rect(
      x: inside.x + labelWidth + 1 + (head - heads.lowerBound) * pitch.x,
      y: inside.y + 1 + (layer - layers.lowerBound) * pitch.y,
      width: thumbnail.width, height: thumbnail.height)
  }

  /// Where a layer's label goes.
  func label(layer: Int) -> Rect {
    let row = rect(layer: layer, head: heads.lowerBound)
    return Rect(x: inside.x, y: row.y + (row.height - 1) / 2, width: labelWidth, height: 1)
  }

  /// Where a head's label goes.
  func label(head: Int) -> Rect {
    let column = rect(layer: layers.lowerBound, head: head)
    return Rect(x: column.x, y: inside.y, width: min(labelRoom, inside.maxX - column.x), height: 1)
  }

  /// The head whose thumbnail, or whose gap beside it, holds a point.
  func head(at point: Point) -> (layer: Int, head: Int)? {
    for layer in layers {
      for head in heads {
        let rect = rect(layer: layer, head: head)
        let area = Rect(x: rect.x - 1, y: rect.y, width: pitch.x, height: pitch.y)
        if area.contains(point) { return (layer, head) }
      }
    }
    return nil
  }
}
