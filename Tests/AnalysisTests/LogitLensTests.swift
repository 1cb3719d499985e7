import Analysis
import Glibc
import Models
import Tensors
import Testing

@Suite("The logit lens") struct LogitLensTests {
  let model = AnalysisModels.wild
  let trace = AnalysisModels.trace()

  /// softmax(W_U·LN_f(h)) as it reads, in double precision.
  private func naive(_ residual: ArraySlice<Float>) -> [Double] {
    let h = residual.map(Double.init)
    let mean = h.reduce(0, +) / 12
    let scale = (h.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 12 + 1e-5).squareRoot()
    let (gain, bias) = (model.doubles("ln_f.weight"), model.doubles("ln_f.bias"))
    let unembedding = model.doubles("lm_head.weight")
    let logits = (0..<11).map { token in
      (0..<12).reduce(0.0) { $0 + unembedding[token * 12 + $1] * ((h[$1] - mean) / scale * gain[$1] + bias[$1]) }
    }
    let powers = logits.map { exp($0) }
    return powers.map { $0 / powers.reduce(0, +) }
  }

  @Test("every stage reads the residual stream with the final norm and the unembedding")
  func stages() {
    #expect(
      LogitLens.Stage.all(layers: 2) == [
        .embedding, .middle(layer: 0), .end(layer: 0), .middle(layer: 1), .end(layer: 1),
      ])
    for position in 0..<6 {
      let found = LogitLens.distributions(trace, model, position: position)
      for (stage, next) in zip(LogitLens.Stage.all(layers: 2), found) {
        let expected = naive(trace.row([position], of: stage.activation))
        #expect(zip(next.probabilities, expected).allSatisfy { abs(Double($0) - $1) < 1e-4 }, "\(stage)")
      }
      #expect(found.last == trace.nextTokens(after: position))
    }
  }

  @Test("a reading tells the likeliest tokens and how the followed one stands")
  func readings() {
    let lens = LogitLens(trace, model, following: 7, top: 3)
    let last = LogitLens(trace, model, positions: 4..<6)
    #expect(lens.positions == 0..<6 && last.positions == 4..<6)
    for position in 4..<6 {
      let stages = LogitLens.distributions(trace, model, position: position)
      for (stage, next) in stages.enumerated() {
        #expect(lens[stage, position].top == next.top(3))
        #expect(lens[stage, position].followed.id == 7)
        #expect(lens[stage, position].followed.probability == next.probability(of: 7))
        #expect(lens[stage, position].rank == next.rank(of: 7))
        // With nothing said, the model's own choice is followed.
        #expect(last[stage, position].followed.id == stages.last?.top(1).first?.id)
      }
      #expect(last[4, position].rank == 1)
    }
  }

  @Test(
    "an encoder's stage says what an encoder that ends there says, a classifier's what a classifier does",
    arguments: [[], ["bad", "so-so", "good"]])
  func encoder(labels: [String]) {
    let whole = DerivationTests.model(layers: 2, heads: 2, family: .bert(segments: 2), labels: labels)
    var first = DerivationTests.model(layers: 1, heads: 2, family: .bert(segments: 2), labels: labels)
    for entry in first.parameters.layout.entries {
      if let same = whole.parameters.layout.entry(named: entry.name) {
        first.parameters[entry] = whole.parameters[same]
      }
    }
    let ids: [Int32] = [3, 9, 4, 11, 2]
    let trace = TraceSession(whole, kernels: .forThisMachine).trace(ids)
    let short = TraceSession(first, kernels: .forThisMachine).trace(ids)
    for position in ids.indices {
      let found = LogitLens.distributions(trace, whole, position: position)[2].probabilities
      let expected = short.nextTokens(after: position).probabilities
      #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-5 })
    }
  }
}
