import Analysis
import Models
import Tensors
import Testing

@Suite("The ledger") struct LedgerTests {
  /// What the parts' sum may differ from the whole by, in relation to it.
  static let tolerance: Float = 1e-4

  /// The sum's difference from the whole in relation to the larger of the whole and the largest part: the difference of
  /// two logits, and the logit of a token that nothing speaks for, may be next to nothing while its parts are not.
  private func error(_ ledger: Ledger) -> Float {
    let largest = ledger.entries.map { abs($0.amount) }.max() ?? 0
    return abs(ledger.sum - ledger.whole) / max(abs(ledger.whole), largest)
  }

  @Test("on a thousand random sentences of the sample the parts add up to the whole")
  func addsUp() throws {
    let model = try AnalysisModels.catDecoder()
    let session = TraceSession(model, kernels: .forThisMachine)
    var generator = SplitMix64(seed: 3)
    func below(_ limit: Int) -> Int { Int(generator.next() % UInt64(limit)) }
    var worst = (chosen: Float(0), any: Float(0), difference: Float(0))
    for sentence in 0..<1_000 {
      // Fifty of each length, one after the other, since a session keeps the memory of one length.
      let ids = [1] + (0...sentence / 50).map { _ in Int32(below(model.configuration.vocabularySize)) }
      let trace = session.trace(ids)
      let position = below(ids.count)
      let likeliest = try #require(trace.nextTokens(after: position).top(1).first?.id)
      let other = Int32(below(model.configuration.vocabularySize))
      let chosen = Ledger(trace, model, position: position, token: likeliest)
      worst.chosen = max(worst.chosen, abs(chosen.sum - chosen.whole) / abs(chosen.whole))
      worst.any = max(worst.any, error(Ledger(trace, model, position: position, token: other)))
      worst.difference = max(
        worst.difference, error(Ledger(trace, model, position: position, token: likeliest, against: other)))
    }
    #expect(worst.chosen < Self.tolerance)
    #expect(worst.any < Self.tolerance)
    #expect(worst.difference < Self.tolerance)
  }

  @Test("so they do in an encoder, through every norm and the head")
  func addsUpInAnEncoder() throws {
    let model = DerivationTests.model(layers: 3, heads: 2, family: .bert(segments: 2))
    let trace = TraceSession(model, kernels: .forThisMachine).trace([3, 9, 4, 11, 2, 7])
    for position in 0..<6 {
      for token in Int32(0)..<23 {
        #expect(error(Ledger(trace, model, position: position, token: token)) < Self.tolerance)
        #expect(
          error(Ledger(trace, model, position: position, token: token, against: 5)) < Self.tolerance || token == 5)
      }
    }
    let parts = Ledger(trace, model, position: 2, token: 4).entries.map(\.part)
    #expect(
      parts.prefix(4) == [.tokenEmbedding, .segmentEmbedding, .positionEmbedding, .head(HeadPlace(layer: 0, head: 0))])
    #expect(parts.count == 3 + 3 * 4 + 1 && parts.last == .biases)
  }

  @Test func `so they do in an encoder–decoder, cross-attention included, whatever is off`() {
    let model = DerivationTests.model(layers: 3, heads: 2, family: .bart(encoderLayers: 2))
    let off = Interventions(
      heads: [HeadPlace(layer: 1, head: 0, attention: .cross), HeadPlace(layer: 0, head: 1, attention: .source)],
      mlps: [2], maskedPositions: [1])
    for interventions in [Interventions.none, off] {
      let trace = DerivationTests.trace(model, [3, 9, 4, 11, 2, 7], interventions)
      for position in 0..<6 {
        for token in Int32(0)..<23 {
          #expect(error(Ledger(trace, model, position: position, token: token)) < Self.tolerance)
          #expect(
            error(Ledger(trace, model, position: position, token: token, against: 5)) < Self.tolerance || token == 5)
        }
      }
      let ledger = Ledger(trace, model, position: 2, token: 4)
      let cross = ledger.amount(of: .head(HeadPlace(layer: 1, head: 0, attention: .cross)))
      #expect(interventions.isEmpty ? cross != 0 : cross == 0)
      func attention(_ layer: Int, _ kind: AttentionKind) -> [Ledger.Part] {
        (0..<2).map { .head(HeadPlace(layer: layer, head: $0, attention: kind)) }
          + [.attentionBias(layer: layer, attention: kind)]
      }
      let blocks = (0..<3).flatMap { attention($0, .own) + attention($0, .cross) + [.mlp(layer: $0)] }
      #expect(ledger.entries.map(\.part) == [.tokenEmbedding, .positionEmbedding] + blocks + [.biases])
    }
  }

  @Test("so they do in a classifier, through its pooler")
  func addsUpInAClassifier() throws {
    let model = DerivationTests.model(layers: 2, heads: 2, family: .bert(segments: 2), labels: ["bad", "good"])
    let trace = TraceSession(model, kernels: .forThisMachine).trace([3, 9, 4, 11, 2, 7])
    for position in 0..<6 {
      #expect(error(Ledger(trace, model, position: position, token: 1)) < Self.tolerance)
      #expect(error(Ledger(trace, model, position: position, token: 0, against: 1)) < Self.tolerance)
    }
  }

  @Test("every component has its line, in the order of computation")
  func lines() {
    let ledger = Ledger(AnalysisModels.trace(), AnalysisModels.wild, position: 5, token: 3)
    func block(_ layer: Int) -> [Ledger.Part] {
      (0..<3).map { .head(HeadPlace(layer: layer, head: $0)) } + [.attentionBias(layer: layer), .mlp(layer: layer)]
    }
    #expect(
      ledger.entries.map(\.part) == [.tokenEmbedding, .positionEmbedding] + block(0) + block(1) + [.finalNormBias])
    #expect(ledger.sorted.map { abs($0.amount) } == ledger.entries.map { abs($0.amount) }.sorted(by: >))
    #expect(ledger.amount(of: .mlp(layer: 7)) == nil)
  }

  @Test("a line is what the component's own vector gives through the frozen norm and the unembedding")
  func naive() throws {
    let model = AnalysisModels.wild
    let trace = AnalysisModels.trace()
    let (position, token, other) = (4, 3, 8)
    let (gain, bias) = (model.doubles("ln_f.weight"), model.doubles("ln_f.bias"))
    let unembedding = model.doubles("lm_head.weight")
    let scale = Double(try #require(trace.row([position], of: "ln_final.hook_scale").first))
    let speaks = (0..<12).map { unembedding[token * 12 + $0] - unembedding[other * 12 + $0] }
    func amount(_ component: [Double]) -> Double {
      let mean = component.reduce(0, +) / 12
      return (0..<12).reduce(0) { $0 + (component[$1] - mean) / scale * gain[$1] * speaks[$1] }
    }
    let ledger = Ledger(trace, model, position: position, token: Int32(token), against: Int32(other))
    func expect(_ part: Ledger.Part, _ expected: Double) {
      #expect(abs(Double(ledger.amount(of: part) ?? .nan) - expected) < 1e-4, "\(part)")
    }
    func activation(_ name: String) -> [Double] { trace.row([position], of: name).map(Double.init) }
    expect(.tokenEmbedding, amount(activation("hook_embed")))
    expect(.positionEmbedding, amount(activation("hook_pos_embed")))
    expect(.finalNormBias, (0..<12).reduce(0) { $0 + bias[$1] * speaks[$1] })
    for layer in 0..<2 {
      expect(.mlp(layer: layer), amount(activation("blocks.\(layer).hook_mlp_out")))
      expect(.attentionBias(layer: layer), amount(model.doubles("h.\(layer).attn.c_proj.bias")))
      let output = model.doubles("h.\(layer).attn.c_proj.weight")
      for head in 0..<3 {
        let z = trace.row([position, head], of: "blocks.\(layer).attn.hook_z").map(Double.init)
        let vector = (0..<12).map { column in
          (0..<4).reduce(0.0) { $0 + z[$1] * output[(head * 4 + $1) * 12 + column] }
        }
        expect(.head(HeadPlace(layer: layer, head: head)), amount(vector))
      }
    }
    #expect(error(ledger) < Self.tolerance)
  }

  @Test("what is switched off adds nothing, and the rest still adds up")
  func interventions() {
    let off = Interventions(heads: [HeadPlace(layer: 1, head: 1)], mlps: [0], maskedPositions: [0])
    let ledger = Ledger(AnalysisModels.trace(off), AnalysisModels.wild, position: 5, token: 2)
    #expect(ledger.amount(of: .head(HeadPlace(layer: 1, head: 1))) == 0)
    #expect(ledger.amount(of: .mlp(layer: 0)) == 0)
    #expect(ledger.amount(of: .mlp(layer: 1)) != 0)
    #expect(error(ledger) < Self.tolerance)
  }
}
