import Analysis
import Glibc
import Models
import Tensors
import Testing

@Suite("Attention through lenses") struct AttentionLensTests {
  let trace = AnalysisModels.trace()
  let norms = ValueNorms(AnalysisModels.wild)

  private func grid(_ lens: AttentionLens, _ trace: Trace, layer: Int = 1, head: Int = 2) -> Tensor {
    LensedAttention(trace, through: lens, valueLengths: norms.lengths(in: trace)).grid(layer: layer, head: head)
  }

  private func row(_ grid: Tensor, _ query: Int) -> [Float] {
    (0..<grid.shape[1]).map { grid[query, $0] }
  }

  @Test("what a query can't see has no value", arguments: AttentionLens.allCases)
  func hidden(lens: AttentionLens) {
    let masked = AnalysisModels.trace(Interventions(maskedPositions: [2]))
    for trace in [trace, masked] {
      let grid = grid(lens, trace)
      #expect(grid.shape == [6, 6])
      for query in 0..<6 {
        for key in 0..<6 {
          let isHidden = key > query || (trace == masked && key == 2 && query != 2)
          let isSink = lens == .sinkRemoved && (key == 0 || query == 0)
          #expect(grid[query, key].isNaN == (isHidden || isSink), "\(lens) \(query) \(key)")
        }
      }
    }
  }

  @Test("a row is the grid's", arguments: AttentionLens.allCases)
  func rows(lens: AttentionLens) {
    let lensed = LensedAttention(trace, through: lens, valueLengths: norms.lengths(in: trace))
    for query in 0..<6 {
      let (found, expected) = (lensed.row(layer: 0, head: 1, query: query), row(lensed.grid(layer: 0, head: 1), query))
      #expect(zip(found, expected).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) } && found.count == 6)
    }
  }

  @Test("a row's measures are those of attention where the row is attention's")
  func measures() throws {
    let raw = LensedAttention(trace, through: .raw)
    for query in 1..<6 {
      let row = raw.row(layer: 1, head: 0, query: query)
      let entropy = try #require(trace.entropy(layer: 1, head: 0, query: query))
      #expect(abs(try #require(LensedAttention.entropy(of: row)) - entropy) < 1e-6)
      let distance = trace.distance(layer: 1, head: 0, query: query)
      #expect(abs(LensedAttention.distance(of: row, query: query) - distance) < 1e-6)
    }
    #expect(LensedAttention.entropy(of: [.nan, 1, .nan]) == nil)
    #expect(LensedAttention.entropy(of: [.nan, 0.5, 0.5]) == 1)
    #expect(LensedAttention.distance(of: [.nan, 0.5, 0.5, .nan], query: 2) == 0.5)
  }

  @Test("raw shows the pattern, log its logarithm down to a floor")
  func rawAndLog() {
    let (raw, log) = (grid(.raw, trace), grid(.log, trace))
    for query in 0..<6 {
      #expect(row(raw, query).prefix(query + 1) == trace.pattern(layer: 1, head: 2, query: query).prefix(query + 1))
      for key in 0...query where raw[query, key] > 1e-5 {
        #expect(abs(exp(Double(log[query, key])) - Double(raw[query, key])) < 1e-5)
      }
    }
    #expect(log.values.allSatisfy { $0.isNaN || ($0 >= AttentionLens.logFloor && $0 <= 0) })
  }

  @Test("without the sink the other weights keep their ratios and sum to one")
  func sinkRemoved() {
    let (raw, rest) = (grid(.raw, trace), grid(.sinkRemoved, trace))
    for query in 1..<6 {
      let whole: Float = row(rest, query).filter { !$0.isNaN }.reduce(0, +)
      #expect(abs(whole - 1) < 1e-5)
      let sum = row(raw, query).dropFirst().filter { !$0.isNaN }.reduce(0, +)
      for key in 1...query { #expect(abs(rest[query, key] - raw[query, key] / sum) < 1e-5) }
    }
  }

  @Test("value norms are the lengths of the weighted vectors that a head takes from a token")
  func valueNorms() throws {
    let model = AnalysisModels.wild
    let (D, E) = (12, 4)
    for layer in 0..<2 {
      let output_DD = model.doubles("h.\(layer).attn.c_proj.weight")
      for head in 0..<3 {
        let grid = grid(.valueNorm, trace, layer: layer, head: head)
        for key in 0..<6 {
          let value = trace.row([key, head], of: "blocks.\(layer).attn.hook_v").map(Double.init)
          let vector = (0..<D).map { column in
            (0..<E).reduce(0.0) { $0 + value[$1] * output_DD[(head * E + $1) * D + column] }
          }
          let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
          for query in key..<6 {
            let weights = Array(trace.pattern(layer: layer, head: head, query: query))
            let expected = Double(weights[key]) * length
            #expect(abs(Double(grid[query, key]) - expected) <= 1e-4 * max(1, length))
          }
        }
      }
    }
  }

  @Test("rollout multiplies the layers' mean patterns with the residual path")
  func rollout() {
    var expected = (0..<6).map { row in (0..<6).map { $0 == row ? 1.0 : 0 } }
    for (layer, rolled) in trace.rollout().enumerated() {
      let mixing = (0..<6).map { query in
        (0..<6).map { key in
          let weights = (0..<3).map { Double(Array(trace.pattern(layer: layer, head: $0, query: query))[key]) }
          return 0.5 * weights.reduce(0, +) / 3 + (key == query ? 0.5 : 0)
        }
      }
      expected = (0..<6).map { (row: Int) -> [Double] in
        (0..<6).map { (column: Int) -> Double in
          (0..<6).reduce(0.0) { (sum: Double, inner: Int) in sum + mixing[row][inner] * expected[inner][column] }
        }
      }
      #expect(zip(rolled.values, expected.joined()).allSatisfy { abs(Double($0) - $1) < 1e-5 })
      for query in 0..<6 { #expect(abs(row(rolled, query).reduce(0, +) - 1) < 1e-5) }
      #expect(
        grid(.rollout, trace, layer: layer, head: 0).values.filter { !$0.isNaN }
          == grid(.rollout, trace, layer: layer, head: 2).values.filter { !$0.isNaN })
    }
  }

  @Test("rollout of two layers over two tokens, by hand")
  func rolloutByHand() {
    let configuration = ModelConfiguration(
      vocabularySize: 4, contextLength: 8, width: 2, layers: 2, heads: 2, mlpWidth: 5)
    func pattern(_ name: String, _ weight: Float) -> (name: String, tensor: Tensor) {
      (name, Tensor(shape: [2, 2, 2], values: [1, 0, weight, 1 - weight, 1, 0, weight, 1 - weight]))
    }
    let trace = Trace(
      configuration: configuration, ids: [0, 1],
      activations: [pattern("blocks.0.attn.hook_pattern", 1), pattern("blocks.1.attn.hook_pattern", 0.5)])
    // Â⁰ = [[1, 0], [½, ½]], Â¹ = [[1, 0], [¼, ¾]], so R¹ = [[1, 0], [¼ + ¾·½, ¾·½]].
    #expect(trace.rollout().map(\.values) == [[1, 0, 0.5, 0.5], [1, 0, 0.625, 0.375]])
  }
}
