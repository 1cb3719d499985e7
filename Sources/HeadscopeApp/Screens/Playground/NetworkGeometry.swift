internal import Corpora
internal import TerminalCanvas
internal import Training

/// Where features, neurons and weights stand in the drawing of a network.
struct NetworkGeometry: Equatable {
  /// A place of the drawing: a column with the thumbnails of a layer.
  struct Column: Equatable {
    let layer: PlaygroundSelection.Layer
    /// Where each thumbnail stands.
    let units: [Rect]
  }

  let columns: [Column]
  /// Rows of pixels of a thumbnail, two in a row of cells; one is left free where thumbnails would touch.
  let pixelRows: Int
  private let settings: PlaygroundSettings

  /// - Parameter rect: The room; its first row is for the layers' names.
  init(_ settings: PlaygroundSettings, in rect: Rect) {
    self.settings = settings
    let (_, room) = rect.splitTop(1)
    let layers = [PlaygroundSelection.Layer.features] + settings.layers.indices.map { .hidden($0) } + [.output]
    let most = layers.map { PlaygroundSelection(layer: $0, unit: 0).count(of: settings) }.max() ?? 1
    // As many rows for each thumbnail as the fullest layer allows, twice as wide as high.
    let pitch = Swift.max(1, Swift.min(6, room.height / most))
    let height = Swift.max(1, pitch > 2 ? pitch - 1 : pitch)
    let gap = 3
    // Features have their names beside them.
    let names = Swift.min(8, room.width / 10)
    let widest = (room.width - names - gap * (layers.count - 2)) / layers.count
    let width = Swift.max(2, Swift.min(Swift.max(2 * height, 6), widest))
    pixelRows = pitch == 2 ? 3 : 2 * height
    columns = layers.enumerated().map { place, layer in
      let count = PlaygroundSelection(layer: layer, unit: 0).count(of: settings)
      // The others share what is left, evenly where that leaves the names room.
      let even = place * (room.width - width) / (layers.count - 1)
      let beside = width + names + (place - 1) * (room.width - 2 * width - names) / Swift.max(1, layers.count - 2)
      let x = room.x + (place == 0 ? 0 : Swift.max(even, place == layers.count - 1 ? 0 : beside))
      let used = Swift.min(room.height, count * pitch)
      let top = room.y + (room.height - used) / 2
      return Column(
        layer: layer,
        units: (0..<count).map { Rect(x: x, y: top + $0 * pitch, width: width, height: height) })
    }
  }

  /// The thumbnail of a place.
  func rect(of selection: PlaygroundSelection) -> Rect? {
    guard let column = columns.first(where: { $0.layer == selection.layer }),
      column.units.indices.contains(selection.unit)
    else { return nil }
    return column.units[selection.unit]
  }

  /// What a click chooses: a thumbnail, or the nearest line between two.
  func selection(at point: Point) -> PlaygroundSelection? {
    for column in columns {
      if let unit = column.units.firstIndex(where: { $0.contains(point) }) {
        return PlaygroundSelection(layer: column.layer, unit: unit)
      }
    }
    return nearestWeight(to: point)
  }

  private func nearestWeight(to point: Point) -> PlaygroundSelection? {
    var best: (distance: Float, selection: PlaygroundSelection)?
    for (before, column) in zip(columns, columns.dropFirst()) {
      guard let from = before.units.first, let to = column.units.first, (from.maxX..<to.x).contains(point.x) else {
        continue
      }
      for unit in column.units.indices {
        for (input, place) in inputs(of: before).enumerated() {
          let (start, end) = Self.ends(before.units[place], column.units[unit])
          let t =
            Float(point.x - before.units[place].maxX)
            / Float(Swift.max(1, column.units[unit].x - before.units[place].maxX))
          let ease = t * t * (3 - 2 * t)
          let y = (start.y + (end.y - start.y) * ease) / 4
          let distance = abs(y - Float(point.y) - 0.5)
          if distance < best?.distance ?? 1.5 {
            best = (distance, PlaygroundSelection(layer: column.layer, unit: unit, part: .weight(input)))
          }
        }
      }
    }
    return best?.selection
  }

  /// Places in a column that feed the next layer: of the features only those that are used.
  func inputs(of column: Column) -> [Int] {
    guard column.layer == .features else { return Array(column.units.indices) }
    return settings.features.compactMap { PlaneFeature.allCases.firstIndex(of: $0) }
  }

  /// Where the line from one thumbnail to another begins and ends, in dots of the screen.
  static func ends(_ from: Rect, _ to: Rect) -> (start: (x: Float, y: Float), end: (x: Float, y: Float)) {
    func middle(_ rect: Rect) -> Float { Float(4 * rect.y) + Float(4 * rect.height) / 2 - 0.5 }
    return ((Float(2 * from.maxX), middle(from)), (Float(2 * to.x - 1), middle(to)))
  }
}
