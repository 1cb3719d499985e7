import Analysis
import Glibc
import Models
import Tensors
import Testing

@Suite("Ranking heads by switching them off") struct HeadAblationTests {
  let ids = AnalysisModels.sentence

  private func session() -> TraceSession { TraceSession(AnalysisModels.wild, kernels: .forThisMachine) }

  /// Loss, logit and probability from a whole trace.
  private func outcome(_ trace: Trace, position: Int, token: Int32) throws -> [Float] {
    let losses = try ids.indices.dropLast().map { index in
      -log(try #require(trace.nextTokens(after: index).probability(of: ids[index + 1])))
    }
    let logits = trace.logits(position: position)
    return [
      losses.reduce(0, +) / Float(losses.count), logits[logits.startIndex + Int(token)],
      try #require(trace.nextTokens(after: position).probability(of: token)),
    ]
  }

  @Test("a classifier's heads are ranked by its verdict, since it says nothing of the words")
  func classifier() throws {
    let model = DerivationTests.model(layers: 2, heads: 2, family: .bert(segments: 2), labels: ["bad", "good"])
    let session = TraceSession(model, kernels: .forThisMachine)
    let ablation = try #require(HeadAblation.run(session, [22, 9, 4, 11], position: 0))
    #expect((0...1).contains(ablation.token) && ablation.intact.loss.isNaN && ablation.intact.probability >= 0.5)
    let without = session.trace(
      [22, 9, 4, 11], interventions: Interventions(heads: [HeadPlace(layer: 0, head: 1)])
    ).nextTokens(after: 0)
    let expected = try #require(without.probability(of: ablation.token)) - ablation.intact.probability
    #expect(abs(ablation.effects[1].probability - expected) < 1e-5)
  }

  @Test(
    "each effect is the difference that a whole pass without the head makes",
    arguments: [Interventions.none, Interventions(heads: [HeadPlace(layer: 0, head: 2)], mlps: [1])])
  func effects(base: Interventions) throws {
    let ablation = try #require(HeadAblation.run(session(), ids, base: base, position: 3, token: 6))
    #expect(ablation.token == 6 && ablation.position == 3 && ablation.base == base)
    #expect(ablation.effects.map(\.place) == (0..<6).map { HeadPlace(layer: $0 / 3, head: $0 % 3) })
    let intact = try outcome(session().trace(ids, interventions: base), position: 3, token: 6)
    for effect in ablation.effects {
      var off = base
      off.heads.insert(effect.place)
      let without = try outcome(session().trace(ids, interventions: off), position: 3, token: 6)
      for (found, pair) in zip([effect.loss, effect.logit, effect.probability], zip(without, intact)) {
        #expect(abs(found - (pair.0 - pair.1)) < 1e-4)
      }
      if base.heads.contains(effect.place) { #expect(effect.logit == 0 && effect.loss == 0) }
    }
  }

  @Test("heads are ranked by the size of the change", arguments: HeadAblation.Measure.allCases)
  func ranking(measure: HeadAblation.Measure) throws {
    let ablation = try #require(HeadAblation.run(session(), ids, position: 5))
    let ranked = ablation.ranked(by: measure)
    let sizes = ranked.map { effect in
      switch measure {
      case .loss: abs(effect.loss)
      case .logit: abs(effect.logit)
      case .probability: abs(effect.probability)
      }
    }
    #expect(sizes == sizes.sorted(by: >))
    #expect(ranked.count == 6 && Set(ranked.map(\.place)).count == 6)
    #expect(ablation.token == session().trace(ids).nextTokens(after: 5).top(1).first?.id)
  }

  @Test("progress counts every head and can end the work")
  func progress() {
    var seen: [Int] = []
    let whole = HeadAblation.run(session(), ids, position: 0) { done, all in
      seen.append(done)
      return all == 6
    }
    #expect(seen == Array(1...6) && whole != nil)
    #expect(HeadAblation.run(session(), ids, position: 0) { done, _ in done < 2 } == nil)
  }

  @Test("a single token has no loss, but a prediction")
  func singleToken() throws {
    let ablation = try #require(HeadAblation.run(session(), [4], position: 0))
    #expect(ablation.intact.loss.isNaN && ablation.intact.probability > 0)
    #expect(ablation.ranked(by: .loss).map(\.place) == ablation.effects.map(\.place))
  }
}
