import Analysis
import Models
import Tensors
import Testing

/// Three tokens, one block, one head, with numbers that can be worked out by hand.
private let trace = Trace(
  configuration: ModelConfiguration(
    vocabularySize: 4, contextLength: 8, width: 2, layers: 1, heads: 1, mlpWidth: 3),
  ids: [0, 1, 2],
  activations: [
    ("blocks.0.hook_resid_pre", Tensor(shape: [3, 2], values: [3, 4, 0, 1, -1, 0])),
    ("blocks.0.attn.hook_pattern", Tensor(shape: [1, 3, 3], values: [1, 0, 0, 0.75, 0.25, 0, 0.125, 0.375, 0.5])),
    ("blocks.0.mlp.hook_post", Tensor(shape: [3, 3], values: [1, -3, 2, 0, 0.5, 3, 0.25, 0, 2])),
    ("blocks.0.hook_resid_post", Tensor(shape: [3, 2], values: [6, 8, 1, 0, 0, 0])),
    ("ln_final.hook_scale", Tensor(shape: [3, 1], values: [1, 0.5, 0.25])),
    ("ln_final.hook_out", Tensor(shape: [3, 2], values: [-1, 1, 3, 4, 0, 0])),
  ])

@Suite("Activations in figures") struct ActivationMeasureTests {
  @Test("the cosine is 1 where a block keeps the direction, 0 where it turns it, and absent for a vector of zeros")
  func cosines() {
    let cosines = trace.residualCosines()
    #expect(cosines.shape == [3, 1])
    #expect(cosines[0, 0] == 1 && cosines[1, 0] == 0 && cosines[2, 0].isNaN)
  }

  @Test("a norm's effect is told by lengths before and after and the scale between")
  func norms() {
    let effects = trace.normEffects(.final)
    #expect(effects.map(\.before) == [10, 1, 0])
    #expect(effects.map(\.scale) == [1, 0.5, 0.25])
    #expect(effects.map(\.after) == [Float(2).squareRoot(), 5, 0])
    #expect(NormPlace.all(layers: 1) == [.beforeAttention(layer: 0), .beforeMLP(layer: 0), .final])
  }

  @Test("neurons come strongest first whatever the sign, down to the threshold")
  func neurons() {
    #expect(trace.neuronsFiring(layer: 0, position: 0).map(\.neuron) == [1, 2, 0])
    #expect(trace.neuronsFiring(layer: 0, position: 0, threshold: 2).map(\.activation) == [-3, 2])
    #expect(trace.neuronsFiring(layer: 0, position: 1, threshold: 4).isEmpty)
  }

  @Test("the tokens that fire a neuron come strongest first, equal ones in the sentence's order")
  func tokens() {
    #expect(trace.tokensFiring(layer: 0, neuron: 2).map(\.position) == [1, 0, 2])
    #expect(trace.tokensFiring(layer: 0, neuron: 1, threshold: 1).map(\.position) == [0])
  }

  @Test("shares of previous, own and first token are means over the rows that can look elsewhere")
  func shares() {
    #expect(trace.attentionShares(layer: 0, head: 0, query: 0) == nil)
    #expect(
      trace.attentionShares(layer: 0, head: 0, query: 2)
        == AttentionShares(previous: 0.375, itself: 0.5, first: 0.125))
    #expect(
      trace.attentionShares(layer: 0, head: 0) == AttentionShares(previous: 0.5625, itself: 0.375, first: 0.4375))
  }

  @Test("every measure finds what it needs in a trace of the engine")
  func computed() {
    let trace = AnalysisModels.trace()
    #expect(trace.residualCosines().values.allSatisfy { (-1.000_01...1.000_01).contains($0) })
    for norm in NormPlace.all(layers: 2) {
      #expect(trace.normEffects(norm).allSatisfy { $0.before > 0 && $0.scale > 0 && $0.after > 0 })
    }
    #expect(trace.neuronsFiring(layer: 1, position: 5).count == 20)
    #expect(trace.tokensFiring(layer: 1, neuron: 19).count == 6)
  }
}
