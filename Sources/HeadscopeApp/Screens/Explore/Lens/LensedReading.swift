internal import Analysis
internal import Models
internal import Tensors

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

extension ExploreState {
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
