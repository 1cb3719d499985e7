import Analysis
import Kernels
import Models
import Tensors
import Testing

/// One head over three tokens, with weights that can be worked out by hand.
private func smallTrace(
  pattern: [Float] = [1, 0, 0, 0.5, 0.5, 0, 0.25, 0.25, 0.5], masks: Bool = true
) -> Trace {
  let configuration = ModelConfiguration(
    vocabularySize: 4, contextLength: 8, width: 2, layers: 1, heads: 1, mlpWidth: 5)
  let hidden: Float = masks ? -.infinity : -2
  return Trace(
    configuration: configuration, ids: [0, 1, 2],
    activations: [
      ("blocks.0.hook_resid_pre", Tensor(shape: [3, 2], values: [3, 4, 0, 1, -1, 0])),
      (
        "blocks.0.attn.hook_attn_scores",
        Tensor(shape: [1, 3, 3], values: [1, hidden, hidden, 0.5, 0.5, hidden, 1, 1.5, 2])
      ),
      ("blocks.0.attn.hook_pattern", Tensor(shape: [1, 3, 3], values: pattern)),
      ("blocks.0.mlp.hook_post", Tensor(shape: [3, 5], values: [1, -3, 2, 0, 0.5, 0, 0, 0, 0, 0, -1, 1, 4, -5, 2])),
      ("blocks.0.hook_resid_post", Tensor(shape: [3, 2], values: [6, 8, 5, 12, 0, 0])),
      ("logits", Tensor(shape: [3, 4], values: [0, 0, 0, 0, 100, 0, 0, 0, 0.5, 2, 2, -1])),
    ])
}

/// Sums of a few Floats near 1 differ from the exact value by less.
private let tolerance: Float = 1e-6

@Suite("Attention in figures") struct AttentionTests {
  @Test("entropy is 1 where all visible keys get the same, and absent where there is one key")
  func entropyOfARow() throws {
    let trace = smallTrace()
    #expect(trace.visibleKeys(layer: 0, head: 0, query: 1) == 2)
    #expect(trace.entropy(layer: 0, head: 0, query: 0) == nil)
    #expect(abs(try #require(trace.entropy(layer: 0, head: 0, query: 1)) - 1) < tolerance)
    // −(2 · ¼ ln ¼ + ½ ln ½) / ln 3 = 1.5 · ln 2 / ln 3
    #expect(abs(try #require(trace.entropy(layer: 0, head: 0, query: 2)) - 0.946_394_6) < tolerance)
    #expect(abs(try #require(trace.entropy(layer: 0, head: 0)) - 0.973_197_3) < tolerance)
  }

  @Test("a head that looks at one token has entropy 0")
  func entropyOfCertainty() throws {
    let trace = smallTrace(pattern: [1, 0, 0, 0, 1, 0, 1, 0, 0])
    #expect(try #require(trace.entropy(layer: 0, head: 0)) == 0)
  }

  @Test("without a mask every key counts")
  func visibleWithoutMask() {
    #expect(smallTrace(masks: false).visibleKeys(layer: 0, head: 0, query: 0) == 3)
  }

  @Test("distance is the mean number of tokens between query and key")
  func distance() {
    let trace = smallTrace()
    #expect(abs(trace.distance(layer: 0, head: 0, query: 1) - 0.5) < tolerance)
    #expect(abs(trace.distance(layer: 0, head: 0, query: 2) - 0.75) < tolerance)
    #expect(abs(trace.distance(layer: 0, head: 0) - 1.25 / 3) < tolerance)
  }

  @Test("the most decided head looks hardest at one token between the first and the query")
  func mostDecidedHead() {
    // Of two layers and two heads only the last rows differ; looks at the first token and at oneself don't count.
    func head(_ row: [Float]) -> [Float] { [1, 0, 0, 0.5, 0.5, 0] + row }
    let trace = Trace(
      configuration: ModelConfiguration(
        vocabularySize: 4, contextLength: 8, width: 2, layers: 2, heads: 2, mlpWidth: 5),
      ids: [0, 1, 2],
      activations: [
        (
          "blocks.0.attn.hook_pattern",
          Tensor(shape: [2, 3, 3], values: head([0.98, 0.01, 0.01]) + head([0.01, 0.01, 0.98]))
        ),
        (
          "blocks.1.attn.hook_pattern",
          Tensor(shape: [2, 3, 3], values: head([0.3, 0.4, 0.3]) + head([0.2, 0.6, 0.2]))
        ),
      ])
    #expect(trace.mostDecidedHead(query: 2) == (1, 1))
    // Nothing lies between the first token and the second.
    #expect(trace.mostDecidedHead(query: 1) == (0, 0))
  }

  @Test("attended keys come strongest first, equal ones in the sentence's order, hidden ones not at all")
  func attendedKeys() {
    let trace = smallTrace()
    #expect(
      trace.attendedKeys(layer: 0, head: 0, query: 2) == [
        AttendedKey(position: 2, weight: 0.5, score: 2), AttendedKey(position: 0, weight: 0.25, score: 1),
        AttendedKey(position: 1, weight: 0.25, score: 1.5),
      ])
    #expect(trace.attendedKeys(layer: 0, head: 0, query: 0).map(\.position) == [0])
  }
}

@Suite("Next tokens") struct NextTokensTests {
  @Test("probabilities are the softmax of the logits, also of huge ones")
  func softmax() {
    let trace = smallTrace()
    #expect(trace.nextTokens(after: 0).probabilities == [0.25, 0.25, 0.25, 0.25])
    #expect(trace.nextTokens(after: 1).probabilities.first == 1)
    let sum = trace.nextTokens(after: 2).probabilities.reduce(0, +)
    #expect(abs(sum - 1) < tolerance)
  }

  @Test("top gives the likeliest first and the lower id among equals")
  func top() {
    let next = smallTrace().nextTokens(after: 2)
    #expect(next.top(3).map(\.id) == [1, 2, 0])
    #expect(next.top(0).isEmpty)
    #expect(next.top(9).count == 4)
  }

  @Test("top agrees with sorting everything")
  func topAgainstSorting() {
    var generator = SplitMix64(seed: 7)
    for count in [1, 2, 17, 300] {
      let next = NextTokens(logits: (0..<count).map { _ in Float(Int(generator.unit() * 20)) / 4 })
      let sorted = next.probabilities.indices.sorted {
        (next.probabilities[$0], -$0) > (next.probabilities[$1], -$1)
      }
      for k in [1, 5, count] {
        #expect(next.top(k).map(\.id) == sorted.prefix(k).map(Int32.init))
      }
    }
  }

  @Test("rank counts what is likelier; equal tokens share the better place; unknown ids have none")
  func rank() {
    let next = smallTrace().nextTokens(after: 2)
    #expect((0..<4).map { next.rank(of: $0) } == [3, 1, 1, 4])
    #expect(next.rank(of: 4) == nil)
    #expect(next.probability(of: -1) == nil)
  }
}

@Suite("Activations") struct ActivationTests {
  @Test("norms are the lengths of the residual stream before and after each block")
  func norms() {
    let norms = smallTrace().residualNorms()
    #expect(norms == Tensor(shape: [3, 2], values: [5, 10, 1, 13, 1, 0]))
  }

  @Test("pooling keeps each group's strongest neuron with its sign")
  func pooling() {
    let trace = smallTrace()
    #expect(
      trace.pooledNeurons(layer: 0, columns: 2) == Tensor(shape: [3, 2], values: [-3, 2, 0, 0, -1, -5]))
    #expect(trace.pooledNeurons(layer: 0, columns: 1).values == [-3, 0, -5])
    #expect(trace.pooledNeurons(layer: 0, columns: 99).shape == [3, 5])
  }
}

@Suite("A computed trace") struct ComputedTraceTests {
  @Test("every measure finds what it needs in a trace of the engine, and lies within its bounds")
  func measures() throws {
    let configuration = ModelConfiguration(
      vocabularySize: 11, contextLength: 8, width: 12, layers: 2, heads: 3, mlpWidth: 20)
    let session = TraceSession(LanguageModel(configuration: configuration, seed: 3), kernels: kernelSet())
    let trace = session.trace([1, 4, 2, 9, 4])
    for layer in 0..<2 {
      for head in 0..<3 {
        for query in 0..<5 {
          #expect(trace.visibleKeys(layer: layer, head: head, query: query) == query + 1)
          #expect((0...Float(query)).contains(trace.distance(layer: layer, head: head, query: query)))
        }
        #expect((0...1.000_01).contains(try #require(trace.entropy(layer: layer, head: head))))
      }
    }
    #expect(trace.residualNorms().values.allSatisfy { $0 > 0 })
    #expect(trace.pooledNeurons(layer: 1, columns: 6).shape == [5, 6])
    #expect(trace.nextTokens(after: 4).probabilities.count == 11)
  }
}
