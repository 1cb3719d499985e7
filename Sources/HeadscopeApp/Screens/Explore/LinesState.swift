internal import Models

/// What the head view shows besides the focused head.
struct LinesState: Equatable, Sendable {
  /// A head that stays in the picture, in a colour of its own, whichever head has the focus.
  struct Pin: Hashable, Sendable {
    let layer: Int
    let head: Int
    /// Its place among the theme's colours for several lines.
    let color: Int
  }

  /// Most heads that are told apart by colour.
  static let capacity = 8
  /// The shares of attention that ``threshold`` steps through.
  static let thresholds: [Float] = [0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7, 0.9]

  /// Pinned heads, in the order in which they came.
  private(set) var pins: [Pin] = []
  /// Those of the stacks of an encoder–decoder that are out of sight.
  private var pinsOutOfSight: [ModelStack: [Pin]] = [:]
  /// Which of ``thresholds`` holds.
  private(set) var thresholdIndex = 3
  /// Whether only the selected token's lines are drawn.
  var isAlone = false

  /// Weights below it are not drawn.
  var threshold: Float { LinesState.thresholds[thresholdIndex] }

  /// Shows the pins of a stack instead of another's, whose heads are others.
  mutating func turn(from old: ModelStack?, to new: ModelStack) {
    guard old != new else { return }
    if let old { pinsOutOfSight[old] = pins }
    pins = pinsOutOfSight[new] ?? []
  }

  /// The pin of a head, if it has one.
  func pin(layer: Int, head: Int) -> Pin? { pins.first { $0.layer == layer && $0.head == head } }

  /// Pins a head with the first free colour, or unpins it; returns false where all colours are taken.
  mutating func togglePin(layer: Int, head: Int) -> Bool {
    if let pin = pin(layer: layer, head: head) {
      pins.removeAll { $0 == pin }
      return true
    }
    let taken = Set(pins.map(\.color))
    guard let color = (0..<LinesState.capacity).first(where: { !taken.contains($0) }) else { return false }
    pins.append(Pin(layer: layer, head: head, color: color))
    return true
  }

  mutating func unpinAll() { pins = [] }

  /// Raises or lowers the threshold; returns false at its ends.
  mutating func moveThreshold(by step: Int) -> Bool {
    guard LinesState.thresholds.indices.contains(thresholdIndex + step) else { return false }
    thresholdIndex += step
    return true
  }
}

/// What the head view's own keys ask for.
enum LinesAction: Hashable, Sendable {
  /// Pins the focused head, or unpins it.
  case pin
  case unpinAll
  case threshold(by: Int)
  /// Only the selected token's lines, or all.
  case alone
}

/// What the head view's keys did, or why they could not.
enum LinesNote: Equatable, Sendable {
  case pinned(String), unpinned(String), noPins, unpinnedAll(Int), tooManyPins(Int)
  case lowestThreshold, highestThreshold
  case alone(String), all
}
