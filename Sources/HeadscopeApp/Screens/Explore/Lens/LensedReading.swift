internal import Analysis
private import Glibc
internal import Models
internal import Tensors
internal import TerminalCanvas

/// A trace's attention through the chosen lens: rows where they are asked for, and every head's grid for thumbnails.
public struct LensedReading: Sendable {
  let lens: AttentionLens
  /// From the least to the largest value that a cell can have, the same for all heads so that they compare.
  let range: ClosedRange<Float>
  private let attention: LensedAttention
  /// Every head's grid, layer by layer, pooled to at most ``side`` rows and columns; empty while they are worked out.
  private let grids: [[Float]]
  private let heads: Int
  /// Rows and columns of ``grids``.
  let side: Int
  /// What of two texts side by side is in sight; nil where that is everything.
  let sight: PairSight?

  /// Most rows and columns of a grid that is kept: no thumbnail has more pixels, and 144 heads take 38 megabytes.
  static let largestSide = 256

  /// Looks at a trace.
  ///
  /// - Parameter norms: Of the model; needed for value norms alone.
  init(_ trace: Trace, _ lens: AttentionLens, norms: ValueNorms?, sight: PairSight? = nil) {
    let attention = LensedAttention(trace, through: lens, valueLengths: norms?.lengths(in: trace))
    let (layers, heads) = (trace.configuration.layers, trace.configuration.heads)
    let side = min(trace.length, Self.largestSide)
    let grids = (0..<layers * heads).map { place -> [Float] in
      // Heads of a layer that show the same share their grid.
      let whole = attention.grid(layer: place / heads, head: place % heads).values
      let grid = sight.map { Self.filtered(whole, length: trace.length, $0) } ?? whole
      return side == trace.length ? grid : Self.pooled(grid, from: trace.length, to: side)
    }
    let largest = lens == .valueNorm ? grids.joined().reduce(Float.leastNormalMagnitude) { $1 > $0 ? $1 : $0 } : 1
    self.init(attention, grids: grids, side: side, heads: heads, largest: largest, sight: sight)
  }

  /// The weights themselves without thumbnails, while those are worked out elsewhere.
  init(rowsOf trace: Trace, sight: PairSight? = nil) {
    self.init(
      LensedAttention(trace, through: .raw), grids: [], side: min(trace.length, Self.largestSide),
      heads: trace.configuration.heads, largest: 1, sight: sight)
  }

  private init(
    _ attention: LensedAttention, grids: [[Float]], side: Int, heads: Int, largest: Float, sight: PairSight?
  ) {
    (lens, self.attention, self.grids, self.side, self.heads) = (attention.lens, attention, grids, side, heads)
    self.sight = sight
    // A logarithm's scale begins at a thousandth; what is less reads as well in figures.
    range = lens == .log ? -7...0 : 0...largest
  }

  /// The grid without what is out of sight.
  private static func filtered(_ grid: [Float], length: Int, _ sight: PairSight) -> [Float] {
    grid.indices.map { sight.shows(query: $0 / length, key: $0 % length) ? grid[$0] : .nan }
  }

  /// The strongest value of each area.
  private static func pooled(_ grid: [Float], from length: Int, to side: Int) -> [Float] {
    var pooled = [Float](repeating: .nan, count: side * side)
    grid.withUnsafeBufferPointer { grid in
      pooled.withUnsafeMutableBufferPointer { pooled in
        let places = (0..<length).map { $0 * side / length }
        for row in 0..<length {
          let start = places[row] * side
          for column in 0..<length {
            let value = grid[row * length + column]
            // Nothing is larger than what has no value, so that it gives way to anything.
            if !(value <= pooled[start + places[column]]), !value.isNaN { pooled[start + places[column]] = value }
          }
        }
      }
    }
    return pooled
  }

  /// What a head shows from every query (rows) to every key (columns), row by row, pooled where the sentence is longer
  /// than ``side``; NaN where there is nothing to show, and `nil` while it is worked out.
  func grid(layer: Int, head: Int) -> [Float]? { grids.isEmpty ? nil : grids[layer * heads + head] }

  /// What a head shows from one query to every key; NaN where there is nothing to show.
  func row(layer: Int, head: Int, query: Int) -> [Float] {
    guard let grid = grid(layer: layer, head: head), side == attention.length, sight == nil else {
      return attention.row(layer: layer, head: head, query: query)
    }
    return Array(grid[query * side..<(query + 1) * side])
  }

  /// The same without what the filter takes out of sight.
  func shownRow(layer: Int, head: Int, query: Int) -> [Float] {
    let row = row(layer: layer, head: head, query: query)
    guard let sight else { return row }
    return row.indices.map { sight.shows(query: query, key: $0) ? row[$0] : .nan }
  }

  /// Whether the filter takes a weight out of sight.
  func hides(query: Int, key: Int) -> Bool { sight.map { !$0.shows(query: query, key: key) } ?? false }

  /// A value as the share that a threshold is compared with: of the row, or of the largest value that there is.
  func share(_ value: Float) -> Float {
    guard !value.isNaN else { return 0 }
    return lens == .log ? exp(value) : position(value)
  }

  /// A value in at most five columns.
  func figure(_ value: Float) -> String {
    guard !value.isNaN else { return "–" }
    switch lens {
    case .log: return Figure.fixed(0 - value, decimals: 1)
    case .valueNorm: return Figure.short(value)
    case .raw, .sinkRemoved, .rollout: return Figure.percent(value)
    }
  }

  /// A value as a position on the ramp.
  func position(_ value: Float) -> Float {
    value.isNaN ? .nan : (value - range.lowerBound) / (range.upperBound - range.lowerBound)
  }
}

extension AttentionLens {
  /// Whether each row shares out 1, so that what the rows of attention are measured by has a meaning here too.
  var sharesOut: Bool { self == .raw || self == .sinkRemoved || self == .rollout }
}

extension ExploreState {
  /// The position looked at: the selected one, or the strongest as the page shows it; only the overview has lenses.
  func key(_ reading: Reading, _ selection: Selection) -> Int {
    guard selection.key == nil, page == .overview, let lensed, lensed.lens != .raw || lensed.sight != nil else {
      return reading.key(selection)
    }
    let row = lensed.shownRow(layer: selection.layer, head: selection.head, query: selection.query)
    return row.indices.filter { !row[$0].isNaN }.max { row[$0] < row[$1] } ?? reading.key(selection)
  }

  /// The keys that the page shows for a query, the strongest first; what they weigh is what the lens shows.
  func attendedKeys(_ reading: Reading, _ selection: Selection) -> [AttendedKey] {
    let keys = reading.trace.attendedKeys(
      layer: selection.layer, head: selection.head, query: selection.query)
    guard page == .overview, let lensed, lensed.lens != .raw else { return keys }
    let row = lensed.row(layer: selection.layer, head: selection.head, query: selection.query)
    return keys.filter { !row[$0.position].isNaN }
      .map { AttendedKey(position: $0.position, weight: row[$0.position], score: $0.score) }
      .sorted { ($0.weight, -$0.position) > ($1.weight, -$1.position) }
  }
}

extension AppState {
  /// Turns the wheel of lenses.
  mutating func turnLens(by step: Int) {
    // What follows attention through a whole model, or through its values, knows nothing of two stacks.
    let all = subject.stack == nil && explore.kept == nil ? AttentionLens.allCases : [.raw, .log, .sinkRemoved]
    let index = all.firstIndex(of: explore.attentionLens) ?? 0
    explore.look(through: all[(index + step + all.count) % all.count])
    note = .lens(explore.attentionLens)
  }
}
