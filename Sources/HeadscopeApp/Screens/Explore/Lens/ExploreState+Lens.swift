public import Analysis
public import Models

/// A lens that takes longer than a frame to look through.
public struct AttentionRequest: Equatable, Sendable {
  /// What is looked at.
  public let trace: Trace
  /// The lens.
  public let lens: AttentionLens
  /// What the lens of value norms needs of the model, where it is known already.
  let norms: ValueNorms?
  /// What a filter leaves in sight; nil where that is everything.
  let sight: PairSight?
  /// Goes back with the answer.
  let generation: Int

  /// Does what the request asks for.
  public func answer(from model: LanguageModel) -> Message {
    let norms = lens == .valueNorm ? norms ?? ValueNorms(model) : norms
    return .lensed(LensedReading(trace, lens, norms: norms, sight: sight), norms, generation: generation)
  }
}

/// What is under way for the lens.
struct LensWork: Sendable {
  /// Whether the grids of the reading are still to come.
  var isUnderWay = false
  /// Whether they have been asked for.
  var isAsked = false
  /// Counts looks, so that late answers are recognised.
  var generation = 0
  /// What the lens of value norms needs of the model, once it was asked for.
  var norms: ValueNorms?

  /// Steps of the innermost loops that a keystroke may take: a few milliseconds.
  static let budget = 1 << 22
}

extension ExploreState {
  /// Looks at the reading through a lens; where that takes long, the weights stand in until the grids come.
  mutating func look(through lens: AttentionLens) {
    attentionLens = lens
    lensWork.generation += 1
    lensWork.isUnderWay = false
    guard let reading, reading.trace.configuration.heads > 0 else { return lensed = nil }
    let lens = shownLens(reading)
    if cost(of: lens, reading.trace) <= LensWork.budget {
      lensed = LensedReading(reading.trace, lens, norms: lensWork.norms, sight: sight(reading))
    } else {
      lensed = LensedReading(rowsOf: reading.trace, sight: sight(reading))
      (lensWork.isUnderWay, lensWork.isAsked) = (true, false)
    }
  }

  /// A trace may hold less than everything; then the weights themselves are shown.
  private func shownLens(_ reading: Reading) -> AttentionLens {
    let hasValues = reading.trace.entry(named: "blocks.0.attn.hook_v") != nil
    let isWhole = reading.trace.isWhole || ![.valueNorm, .rollout].contains(attentionLens)
    return attentionLens == .valueNorm && !hasValues || !isWhole ? .raw : attentionLens
  }

  /// Steps that a lens takes over all heads.
  private func cost(of lens: AttentionLens, _ trace: Trace) -> Int {
    let sizes = trace.configuration
    let (length, heads) = (trace.length, sizes.layers * sizes.heads)
    let grids = 2 * heads * length * length
    switch lens {
    case .raw, .log, .sinkRemoved: return grids
    case .rollout: return grids + sizes.layers * length * length * length / 6
    case .valueNorm:
      // The model's share of it is worked out elsewhere, once.
      return lensWork.norms == nil ? .max : grids + heads * length * sizes.headWidth * sizes.headWidth
    }
  }

  /// The work that the lens in sight still wants.
  mutating func lookOn() -> [Effect] {
    guard lensWork.isUnderWay, !lensWork.isAsked, let reading else { return [] }
    lensWork.isAsked = true
    return [
      .attention(
        AttentionRequest(
          trace: reading.trace, lens: shownLens(reading), norms: lensWork.norms, sight: sight(reading),
          generation: lensWork.generation))
    ]
  }

  /// Takes the grids, unless they are late.
  mutating func take(_ lensed: LensedReading, norms: ValueNorms?, generation: Int) {
    lensWork.norms = norms ?? lensWork.norms
    guard generation == lensWork.generation else { return }
    self.lensed = lensed
    lensWork.isUnderWay = false
  }
}
