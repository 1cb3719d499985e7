internal import Corpora
public import KernelTypes
public import Models
internal import Tensors

/// What each head of a model is good for, with the baselines that a claim must beat.
///
/// - SeeAlso: docs/Notation.md for the measures; Clark et al. 2019, sections 3 and 4; Olsson et al. 2022; Xiao et al. 2023.
public struct HeadRoles: Sendable {
  /// Every head's score in every role that the texts show: by role, then by head.
  public let scores: [HeadRoleScore]

  /// Times that the texts are drawn anew for an interval.
  private static let resamples = 1_000

  /// Measures a model.
  ///
  /// - Parameters:
  ///   - texts: What it reads; at least one.
  ///   - untrained: The same network before it learnt anything.
  ///   - progress: Told the share that is done, 0…1, on the calling thread; what it returns says whether to go on.
  /// - Returns: Nil where `progress` ended it.
  public init?(
    of model: LanguageModel, untrained: LanguageModel, on texts: [RoleText], kernels: KernelSet,
    progress: (Double) -> Bool = { _ in true }
  ) {
    precondition(!texts.isEmpty, "heads measured on no text")
    guard let own = Self.findings(of: model, texts, kernels, { progress($0 / 2) }),
      let before = Self.findings(of: untrained, texts, kernels, { progress(0.5 + $0 / 2) })
    else { return nil }
    self.init(own, before, of: model.configuration, on: texts, resamples: Self.resamples)
  }

  /// What was found of a model and of the untrained one.
  init(
    _ own: [RoleFindings], _ before: [RoleFindings], of configuration: ModelConfiguration, on texts: [RoleText],
    resamples: Int
  ) {
    let draws = Self.draws(resamples, of: texts.count)
    let places = configuration.headPlaces
    scores = HeadRole.all.flatMap { role -> [HeadRoleScore] in
      let untrained = places.indices.map { head in before.reduce(into: Tally()) { $0 += $1[role, head] }.mean }
      let fixedOffset = FixedOffsets(role, texts, isCausal: configuration.isCausal)
      return places.indices.compactMap { head in
        let parts = own.map { $0[role, head] }
        let whole = parts.reduce(into: Tally()) { $0 += $1 }
        guard whole.count > 0 else { return nil }
        let chance = own.reduce(into: Tally()) { $0 += $1.chance(role, head) }.mean
        return HeadRoleScore(
          place: places[head], role: role, score: whole.mean, interval: Self.interval(parts, draws),
          baselines: [
            ("untrained", untrained.max() ?? 0), (role.chanceName, fixedOffset.map(\.share) ?? chance),
          ], count: Int(whole.count))
      }
    }
  }

  /// The best head of each role, earned ones first; of a relation from the end that does better.
  public var best: [HeadRoleScore] {
    let byName = Dictionary(grouping: scores, by: \.role.name)
    return HeadRole.all.map(\.name).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
      .compactMap { name in
        byName[name]?.max { a, b in
          (a.isEarned ? 1 : 0, a.score - (a.best?.value ?? 0)) < (b.isEarned ? 1 : 0, b.score - (b.best?.value ?? 0))
        }
      }
  }

  /// What the heads of a model do on each text.
  static func findings(
    of model: LanguageModel, _ texts: [RoleText], _ kernels: KernelSet, _ progress: (Double) -> Bool = { _ in true }
  ) -> [RoleFindings]? {
    var findings: [RoleFindings] = []
    // Texts of one length share a session's memory.
    let order = texts.indices.sorted { (texts[$0].ids.count, $0) < (texts[$1].ids.count, $1) }
    let session = TraceSession(model, kernels: kernels)
    for (done, index) in order.enumerated() {
      guard done % 16 > 0 || progress(Double(done) / Double(texts.count)) else { return nil }
      findings.append(RoleFindings(session.trace(texts[index].ids), of: texts[index]))
    }
    return zip(order, findings).sorted { $0.0 < $1.0 }.map(\.1)
  }

  /// Texts drawn with replacement, the same at each call.
  private static func draws(_ resamples: Int, of count: Int) -> [[Int]] {
    var generator = SplitMix64(seed: 0xB007)
    return (0..<resamples).map { _ in (0..<count).map { _ in Int.random(in: 0..<count, using: &generator) } }
  }

  /// The middle 95 % of the means over drawn texts.
  ///
  /// - SeeAlso: Efron & Tibshirani 1993, "An Introduction to the Bootstrap", section 13.3 (percentile interval).
  private static func interval(_ parts: [Tally], _ draws: [[Int]]) -> ClosedRange<Double> {
    let means = draws.map { draw in draw.reduce(into: Tally()) { $0 += parts[$1] }.mean }.sorted()
    let tail = means.count / 40
    return means[tail]...means[means.count - 1 - tail]
  }
}

/// A sum of scores and how many there were.
struct Tally {
  var sum = 0.0
  var count = 0.0

  var mean: Double { count > 0 ? sum / count : 0 }

  init() {}

  /// So many equal scores.
  init(of score: Float, count: Int) { add(score, count: Double(count)) }

  /// Adds equal scores; what is no number is a look at nothing.
  mutating func add(_ score: Float, count new: Double = 1) {
    sum += score.isNaN ? 0 : Double(score) * new
    count += new
  }

  static func += (all: inout Tally, more: Tally) {
    all.sum += more.sum
    all.count += more.count
  }
}

/// The best that always looking equally far would score in a relation, on the pairs that a head is scored on.
struct FixedOffsets {
  /// Share of the pairs at the commonest distance.
  let share: Double

  /// Nil for roles that are no relation.
  init?(_ role: HeadRole, _ texts: [RoleText], isCausal: Bool) {
    guard case .relation(let relation, let end) = role else { return nil }
    var counts: [Int: Int] = [:]
    for text in texts {
      for pair in text.pairs where pair.relation == relation {
        let (from, to) = pair.ends(from: end)
        if !isCausal || to < from { counts[to - from, default: 0] += 1 }
      }
    }
    share = Double(counts.values.max() ?? 0) / Double(max(counts.values.reduce(0, +), 1))
  }
}

extension RelationPair {
  /// The word that looks and the one that it should look at.
  func ends(from end: HeadRole.End) -> (from: Int, to: Int) {
    end == .dependent ? (dependent, head) : (head, dependent)
  }
}
