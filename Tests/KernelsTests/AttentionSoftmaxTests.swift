import KernelTypes
import Tensors
import Testing

/// Weights are at most 1 and have the relative rounding of an exponential, a sum and a product.
private let weightRounding: Float = 2e-6

@Suite("Attention softmax")
struct AttentionSoftmaxTests {
  @Test("equals its naive twin, masked or not, in place or not", arguments: fastSets)
  func forward(set: String) throws {
    var generator = SplitMix64(seed: 20)
    for keys in awkwardCounts where keys < 200 {
      for (queries, first, keeps, inPlace) in [
        (3, .first(keys), false, true), (3, .first(keys), true, false), (3, .first(keys / 2), false, true),
        (2, .first(0), true, false), (5, .causal(first: 1), false, false),
        (5, .causal(first: max(0, keys - 4)), true, false), (2, .causal(first: 0), false, true),
        (0, .causal(first: 1), true, false), (4, .causal(first: -2), false, false),
      ] as [(Int, VisibleKeys, Bool, Bool)] {
        let stride = keys + 3
        let scores = generator.floats(queries * stride, scale: 20)
        let results = try [set, "naive"].map { name in
          let block = (Guarded(scores), Guarded(scores))
          let weights = inPlace ? block.0 : block.1
          try kernels(name).attentionSoftmax(
            AttentionSoftmax(
              scores: block.0.pointer, weights: weights.pointer, queries: queries, keys: keys, rowStride: stride,
              scale: 0.3, visible: first, keepsScores: keeps))
          let gaps = (0..<queries * stride).filter { $0 % stride >= keys }
          #expect(block.0.isIntact && weights.isIntact && weights.isUnchanged(from: scores, at: gaps))
          return (block.0.values, weights.values)
        }
        #expect(worstError(results[0].1, results[1].1) < weightRounding, "\(set) keys \(keys)")
        #expect(!keeps || results[0].0 == results[1].0, "scaled scores are exact, masked ones −∞")
        for query in 0..<queries {
          let visible =
            switch first {
            case .first(let count): count
            case .causal(let first): max(0, min(keys, first + query))
            }
          let row = results[0].1[query * stride..<query * stride + keys]
          #expect(row.dropFirst(visible).allSatisfy { $0 == 0 })
          #expect(visible == 0 || abs(row.reduce(0, +) - 1) < 1e-5)
        }
      }
    }
  }

  @Test("scores of −∞ weigh exactly 0, and a row of nothing else is all 0", arguments: fastSets + ["naive"])
  func infiniteScores(set: String) throws {
    var row = [Float](repeating: 2, count: 37)
    row[0] = -.infinity
    row[36] = -.infinity
    let block = Guarded(row + [Float](repeating: -.infinity, count: 37))
    try kernels(set).attentionSoftmax(
      AttentionSoftmax(
        scores: block.pointer, weights: block.pointer, queries: 2, keys: 37, rowStride: 37, scale: 1,
        visible: .first(37), keepsScores: false))
    #expect(block.values[0] == 0 && block.values[36] == 0)
    #expect(abs(block.values[1] - 1 / 35) < 1e-7)
    #expect(block.values.suffix(37).allSatisfy { $0 == 0 })
  }

  @Test("what stands in masked places has no effect", arguments: fastSets)
  func maskedGarbage(set: String) throws {
    let keys = 21
    let scores = (0..<keys).map { $0 < 5 ? Float(1) : Float.nan }
    let block = Guarded(scores)
    try kernels(set).attentionSoftmax(
      AttentionSoftmax(
        scores: block.pointer, weights: block.pointer, queries: 1, keys: keys, rowStride: keys, scale: 1,
        visible: .causal(first: 5), keepsScores: false))
    #expect(block.values.prefix(5).allSatisfy { abs($0 - 0.2) < 1e-7 })
    #expect(block.values.dropFirst(5).allSatisfy { $0 == 0 })
  }

  @Test("its pullback equals its naive twin", arguments: fastSets)
  func backward(set: String) throws {
    var generator = SplitMix64(seed: 21)
    for keys in awkwardCounts where keys < 200 {
      for (queries, first) in [
        (3, .first(keys)), (2, .first(keys / 2)), (5, .causal(first: 1)), (0, .first(keys)), (2, .causal(first: 0)),
      ] as [(Int, VisibleKeys)] {
        let weights = Guarded(generator.floats(queries * (keys + 2)).map(abs))
        let gradient = generator.floats(queries * (keys + 1))
        let results = try [set, "naive"].map { name in
          let block = Guarded(gradient)
          try kernels(name).attentionSoftmaxBackward(
            AttentionSoftmaxBackward(
              weights: weights.pointer, gradient: block.pointer, queries: queries, keys: keys, rowStride: keys + 2,
              gradientStride: keys + 1, scale: 0.25, visible: first))
          #expect(block.isIntact && block.isUnchanged(from: gradient, at: (0..<queries).map { $0 * (keys + 1) + keys }))
          return block.values
        }
        #expect(worstError(results[0], results[1]) < 1e-5, "\(set) keys \(keys)")
      }
    }
  }
}
