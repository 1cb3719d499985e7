internal import Analysis
private import Glibc
internal import Models
internal import Tensors
internal import TerminalCanvas

/// The grids of all heads through the chosen lens, and which values get the ends of the ramp.
struct LensedReading: Sendable {
  let lens: AttentionLens
  /// From the least to the largest value that a cell can have, the same for all heads so that they compare.
  let range: ClosedRange<Float>
  private let attention: LensedAttention
  /// Every head's grid, layer by layer, where they are small enough to be kept between frames.
  private let kept: [[Float]]
  private let heads: Int
  /// Values that are kept at most, four megabytes.
  private static let keptLimit = 1 << 20

  /// - Parameter norms: Of the model; needed for value norms alone.
  init(_ trace: Trace, _ lens: AttentionLens, norms: ValueNorms?) {
    self.lens = lens
    let lengths = norms?.lengths(in: trace)
    attention = LensedAttention(trace, through: lens, valueLengths: lengths)
    let (layers, heads) = (trace.configuration.layers, trace.configuration.heads)
    self.heads = heads
    let isKept = layers * heads * trace.length * trace.length <= Self.keptLimit
    let attention = attention
    kept =
      isKept
      ? (0..<layers * heads).map { attention.grid(layer: $0 / heads, head: $0 % heads).values } : []
    switch lens {
    case .log: range = -7...0  // From a thousandth on; what is less reads as well in figures.
    case .raw, .sinkRemoved, .rollout: range = 0...1
    case .valueNorm: range = 0...max(LensedReading.largest(attention, trace.configuration), .leastNormalMagnitude)
    }
  }

  /// What a head shows from every query (rows) to every key (columns), row by row; NaN where there is nothing to show.
  func grid(layer: Int, head: Int) -> [Float] {
    kept.isEmpty ? attention.grid(layer: layer, head: head).values : kept[layer * heads + head]
  }

  /// What a head shows from one query to every key; NaN where there is nothing to show.
  func row(layer: Int, head: Int, query: Int) -> [Float] {
    guard !kept.isEmpty else { return attention.row(layer: layer, head: head, query: query) }
    let grid = kept[layer * heads + head]
    let length = attention.length
    return Array(grid[query * length..<(query + 1) * length])
  }

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

  private static func largest(_ attention: LensedAttention, _ configuration: TransformerConfiguration) -> Float {
    var largest: Float = 0
    for layer in 0..<configuration.layers {
      for head in 0..<configuration.heads {
        for value in attention.grid(layer: layer, head: head).values where value > largest { largest = value }
      }
    }
    return largest
  }
}

extension AttentionLens {
  /// Whether each row shares out 1, so that what the rows of attention are measured by has a meaning here too.
  var sharesOut: Bool { self == .raw || self == .sinkRemoved || self == .rollout }
}

extension ExploreState {
  /// The position looked at: the selected one, or the strongest as the page shows it; only the overview has lenses.
  func key(_ reading: Reading, _ selection: Selection) -> Int {
    guard selection.key == nil, page == .overview, let lensed, lensed.lens != .raw else {
      return reading.key(selection)
    }
    let row = lensed.row(layer: selection.layer, head: selection.head, query: selection.query)
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

  /// Looks at the reading through a lens.
  mutating func look(through lens: AttentionLens, _ subject: Subject) {
    attentionLens = lens
    if lens == .valueNorm, valueNorms == nil { valueNorms = ValueNorms(subject.model) }
    lensed = reading.map { reading in
      // A trace may hold less than everything; then the weights themselves are shown.
      let hasValues = reading.trace.entry(named: "blocks.0.attn.hook_v") != nil
      let lens = lens == .valueNorm && !hasValues ? .raw : lens
      return LensedReading(reading.trace, lens, norms: lens == .valueNorm ? valueNorms : nil)
    }
  }
}

extension AppState {
  /// Turns the wheel of lenses.
  mutating func turnLens(by step: Int) {
    let all = AttentionLens.allCases
    let index = all.firstIndex(of: explore.attentionLens) ?? 0
    explore.look(through: all[(index + step + all.count) % all.count], subject)
    note = .lens(explore.attentionLens)
  }
}
