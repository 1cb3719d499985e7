import KernelTypes
import Models
import Tensors
import Testing

@testable import Analysis

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

  @Test(
    "so they do in the other families",
    arguments: [ModelConfiguration.Family.llama, .distilBERT, .mbart(encoderLayers: 2)])
  func addsUpInFamilies(family: ModelConfiguration.Family) throws {
    for heads in [2, 3] {
      let model = DerivationTests.model(layers: 3, heads: heads, family: family)
      let trace = DerivationTests.trace(model, [3, 9, 4, 11, 2, 7])
      for position in 0..<6 {
        for token in Int32(0)..<23 {
          #expect(error(Ledger(trace, model, position: position, token: token)) < Self.tolerance)
        }
      }
    }
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

  @Test("so they do in recurrent networks, step by step", arguments: RecurrentCell.allCases)
  func addsUpInARecurrentNetwork(cell: RecurrentCell) {
    let (model, trace) = Self.recurrent(cell)
    for position in 0..<6 {
      for token in Int32(0)..<23 {
        let ledger = Ledger(trace, model, position: position, token: token)
        #expect(error(ledger) < Self.tolerance)
        #expect(ledger.entries.map(\.part) == (0...position).map { .step(position: $0) } + [.unembeddingBias])
        #expect(
          error(Ledger(trace, model, position: position, token: token, against: 5)) < Self.tolerance || token == 5)
      }
    }
  }

  private static func recurrent(_ cell: RecurrentCell) -> (LanguageModel, Trace) {
    let model = DerivationTests.model(layers: 2, heads: 1, tied: false, family: .recurrent(cell))
    return (model, TraceSession(model, kernels: .forThisMachine).trace([3, 9, 4, 11, 2, 7]))
  }

  @Test(
    "a step's line is what the state lacks where that step writes nothing and all else stays",
    arguments: RecurrentCell.allCases)
  func steps(cell: RecurrentCell) {
    let (model, trace) = Self.recurrent(cell)
    let (position, token, other) = (4, 3, 8)
    let unembedding = model.doubles("decoder.weight")
    func activation(_ name: String, _ step: Int) -> [Double] {
      trace.row([step], of: "blocks.1.cell.hook_\(name)").map(Double.init)
    }
    // The hidden state at the position where one step, or none, writes nothing.
    func hidden(without left: Int?) -> [Double] {
      var state = [Double](repeating: 0, count: 8)
      let (inputs, past) = (model.doubles("rnn.weight_ih_l1"), model.doubles("rnn.weight_hh_l1"))
      let (inputBias, pastBias) = (model.doubles("rnn.bias_ih_l1"), model.doubles("rnn.bias_hh_l1"))
      for step in 0...position {
        let writes = step == left ? 0.0 : 1
        switch cell {
        case .lstm:
          let (i, g, f) = (activation("i", step), activation("g", step), activation("f", step))
          state = (0..<8).map { f[$0] * state[$0] + writes * i[$0] * g[$0] }
        case .gru:
          let (z, n) = (activation("z", step), activation("n", step))
          state = (0..<8).map { z[$0] * state[$0] + writes * (1 - z[$0]) * n[$0] }
        case .elman:
          let x = trace.row([step], of: "blocks.0.cell.hook_h").map(Double.init)
          let h = activation("h", step)
          let before = step > 0 ? activation("h", step - 1) : [Double](repeating: 0, count: 8)
          let earlier = state
          state = (0..<8).map { unit in
            let written = (0..<8).reduce(inputBias[unit] + pastBias[unit]) { $0 + inputs[unit * 8 + $1] * x[$1] }
            func kept(_ state: [Double]) -> Double { (0..<8).reduce(0) { $0 + past[unit * 8 + $1] * state[$1] } }
            return h[unit] / (written + kept(before)) * (writes * written + kept(earlier))
          }
        }
      }
      guard cell == .lstm else { return state }
      let (c, o) = (activation("c", position), activation("o", position))
      return (0..<8).map { o[$0] * Derivation.tangent(c[$0]) / c[$0] * state[$0] }
    }
    let ledger = Ledger(trace, model, position: position, token: Int32(token), against: Int32(other))
    let whole = hidden(without: nil)
    for step in 0...position {
      let lacking = hidden(without: step)
      let expected = (0..<8).reduce(0) {
        $0 + (whole[$1] - lacking[$1]) * (unembedding[token * 8 + $1] - unembedding[other * 8 + $1])
      }
      #expect(abs(Double(ledger.amount(of: .step(position: step)) ?? .nan) - expected) < 1e-4, "step \(step)")
    }
    let bias = model.doubles("decoder.bias")
    #expect(abs(Double(ledger.amount(of: .unembeddingBias) ?? .nan) - (bias[token] - bias[other])) < 1e-6)
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
