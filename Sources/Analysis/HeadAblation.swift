public import Models
internal import Tensors

/// What each head is good for on one sentence: what changes when it alone is switched off.
///
///     Δ_h = measure(head h off) − measure(intact)
///
/// Switched off means zero ablation: z of the head is 0 before the output matrix (``Interventions/heads``).
///
/// - SeeAlso: Michel et al. 2019, "Are sixteen heads really better than one?", section 2.2.
public struct HeadAblation: Equatable, Sendable {
  /// What is measured of one forward pass.
  public struct Outcome: Equatable, Sendable {
    /// Mean −ln p(next token) over the positions that have a next token in the sentence; NaN for a single token. Of an
    /// encoder, mean −ln p(token in its own place) over all positions but the chosen one.
    public let loss: Float
    /// The chosen token's logit at the chosen position, less that of the token it is compared with.
    public let logit: Float
    /// Its probability there.
    public let probability: Float
  }

  /// One head's effect: the outcome without the head minus the intact one.
  public struct Effect: Equatable, Sendable {
    /// The head that was off.
    public let place: HeadPlace
    /// Δ of the loss; positive where the sentence is harder to foresee without the head.
    public let loss: Float
    /// Δ of the logit; negative where the head speaks for the token.
    public let logit: Float
    /// Δ of the probability; likewise.
    public let probability: Float
  }

  /// What heads are ranked by, the largest change in size first.
  public enum Measure: String, CaseIterable, Sendable {
    /// Of the whole sentence.
    case loss
    /// Of the chosen token.
    case logit
    /// Of the chosen token.
    case probability
  }

  /// The chosen token.
  public let token: Int32
  /// The token whose logit is taken off the chosen one's; `nil` where that stands alone.
  public let other: Int32?
  /// The position that is to foresee it.
  public let position: Int
  /// What was off throughout; a head that was off already has no effect.
  public let base: Interventions
  /// The outcome with every head but those that were off throughout.
  public let intact: Outcome
  /// Every head's effect, in the order of computation.
  public let effects: [Effect]

  /// Switches one head after another off.
  ///
  /// The last heads come first, so that everything before them need not be computed again.
  ///
  /// - Parameters:
  ///   - session: Of the model.
  ///   - ids: The sentence; of an encoder–decoder what its decoder reads.
  ///   - source: What its encoder reads; none for other models.
  ///   - segments: The segment of each token, for an encoder that tells two texts apart; none where all belong to the first.
  ///   - base: What is off throughout.
  ///   - position: Where the token is foreseen.
  ///   - token: The chosen token; the likeliest one there where nil.
  ///   - other: The token that its logit is compared with.
  ///   - progress: Called after each head with the number of heads done and of all; false ends the work.
  /// - Returns: nil where `progress` has ended the work.
  public static func run(
    _ session: TraceSession, _ ids: [Int32], source: [Int32] = [], segments: [Int32] = [],
    base: Interventions = .none, position: Int, token: Int32? = nil, against other: Int32? = nil,
    progress: (_ done: Int, _ all: Int) -> Bool = { _, _ in true }
  ) -> HeadAblation? {
    let sizes = session.model.configuration
    precondition(ids.indices.contains(position), "position \(position) of \(ids.count)")
    let logits_TV = session.logits(ids, source: source, segments: segments, interventions: base)
    let token = token ?? NextTokens(logits: row(logits_TV, position)).top(1).first?.id ?? 0
    let intact = Outcome(logits_TV, ids, sizes, position: position, token: token, against: other)
    var effects: [Effect] = []
    let places = sizes.allHeadPlaces
    for place in places.reversed() {
      var interventions = base
      interventions.heads.insert(place)
      let logits_TV = session.logits(ids, source: source, segments: segments, interventions: interventions)
      let outcome = Outcome(logits_TV, ids, sizes, position: position, token: token, against: other)
      effects.append(
        Effect(
          place: place, loss: outcome.loss - intact.loss, logit: outcome.logit - intact.logit,
          probability: outcome.probability - intact.probability))
      guard progress(effects.count, places.count) else { return nil }
    }
    return HeadAblation(
      token: token, other: other, position: position, base: base, intact: intact, effects: effects.reversed())
  }

  /// The effects, the largest change of a measure first; equal ones in the order of computation.
  public func ranked(by measure: Measure) -> [Effect] {
    zip(effects, 0...).sorted { (size($0.0, measure), -$0.1) > (size($1.0, measure), -$1.1) }.map(\.0)
  }

  /// How large a change is; a loss that doesn't exist is none.
  private func size(_ effect: Effect, _ measure: Measure) -> Float {
    let change =
      switch measure {
      case .loss: effect.loss
      case .logit: effect.logit
      case .probability: effect.probability
      }
    return change.isNaN ? 0 : abs(change)
  }

  static func row(_ logits_TV: Tensor, _ position: Int) -> ArraySlice<Float> {
    let width = logits_TV.shape[1]
    return logits_TV.values[position * width..<(position + 1) * width]
  }
}
