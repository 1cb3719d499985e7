import KernelTypes
import Models
import Tensors
import Testing

@Suite("Trace")
struct TraceTests {
  static let configuration = ModelConfiguration(
    vocabularySize: 11, contextLength: 9, width: 12, layers: 2, heads: 3, mlpWidth: 20)
  static let ids: [Int32] = [3, 1, 4, 1, 5, 9]

  static func trace(_ ids: [Int32] = ids) -> Trace {
    // Weights of order one, so that attention is far from uniform.
    var model = LanguageModel(configuration: configuration, seed: 2)
    for entry in model.parameters.layout.entries where entry.shape.count == 2 {
      model.parameters[entry] = ArraySlice(model.parameters[entry].map { $0 * 20 })
    }
    return TraceSession(model, kernels: .forThisMachine).trace(ids)
  }

  @Test("every activation has the name and the shape of docs/Notation.md, in the order of computation")
  func names() {
    let (T, D, F, H, E) = (6, 12, 20, 3, 4)
    func norm(_ name: String) -> [(String, [Int])] {
      [("\(name).hook_scale", [T, 1]), ("\(name).hook_normalized", [T, D]), ("\(name).hook_out", [T, D])]
    }
    func block(_ name: String) -> [(String, [Int])] {
      [("\(name).hook_resid_pre", [T, D])] + norm("\(name).ln1") + [
        ("\(name).attn.hook_q", [T, H, E]), ("\(name).attn.hook_k", [T, H, E]), ("\(name).attn.hook_v", [T, H, E]),
        ("\(name).attn.hook_attn_scores", [H, T, T]), ("\(name).attn.hook_pattern", [H, T, T]),
        ("\(name).attn.hook_z", [T, H, E]), ("\(name).hook_attn_out", [T, D]), ("\(name).hook_resid_mid", [T, D]),
      ] + norm("\(name).ln2") + [
        ("\(name).mlp.hook_pre", [T, F]), ("\(name).mlp.hook_post", [T, F]), ("\(name).hook_mlp_out", [T, D]),
        ("\(name).hook_resid_post", [T, D]),
      ]
    }
    let expected =
      [("hook_embed", [T, D]), ("hook_pos_embed", [T, D])] + block("blocks.0") + block("blocks.1") + norm("ln_final")
      + [("logits", [T, 11])]
    let trace = Self.trace()
    #expect(trace.entries.map(\.name) == expected.map(\.0))
    #expect(trace.entries.map(\.shape) == expected.map(\.1))
    #expect(trace.ids == Self.ids)
  }

  @Test("an encoder adds the row of each token's segment; one that knows one segment, or a decoder, adds none")
  func segments() throws {
    let (ids, segments): ([Int32], [Int32]) = ([3, 1, 4, 1, 5, 9], [0, 0, 0, 1, 1, 1])
    func model(_ family: ModelConfiguration.Family) -> LanguageModel {
      LanguageModel(
        configuration: ModelConfiguration(
          vocabularySize: 11, contextLength: 9, width: 12, layers: 2, heads: 3, mlpWidth: 20, family: family), seed: 2)
    }
    let bert = model(.bert(segments: 2))
    let session = TraceSession(bert, kernels: .forThisMachine)
    let trace = session.trace(ids, segments: segments)
    let entry = try #require(bert.parameters.layout.entries.first { $0.name.hasSuffix("token_type_embeddings.weight") })
    let table = Array(bert.parameters[entry])
    for (position, segment) in segments.enumerated() {
      let row = table[Int(segment) * 12..<(Int(segment) + 1) * 12]
      #expect(trace.row([position], of: "hook_token_type_embed") == row)
      #expect(trace.segment(at: position) == Int(segment))
    }
    #expect(trace.segments == segments && session.logits(ids, segments: segments) == trace.tensor(named: "logits"))
    // What was computed for other segments is computed again.
    #expect(session.logits(ids) == session.trace(ids).tensor(named: "logits"))
    #expect(session.trace(ids, segments: [0, 0, 0, 0, 0, 0]) == session.trace(ids))
    #expect(session.trace(ids) != trace)
    for family in [ModelConfiguration.Family.bert(segments: 1), .gpt2] {
      let session = TraceSession(model(family), kernels: .forThisMachine)
      #expect(session.trace(ids, segments: segments) == session.trace(ids))
    }
  }

  @Test(
    "a trace that keeps some layers holds what a whole one does, bit for bit",
    arguments: [
      ModelConfiguration.Family.gpt2, .bert(segments: 2), .llama, .distilBERT,
    ])
  func layers(_ family: ModelConfiguration.Family) throws {
    let configuration = ModelConfiguration(
      vocabularySize: 11, contextLength: 9, width: 12, layers: 4, heads: 3, mlpWidth: 20, family: family)
    let model = LanguageModel(configuration: configuration, seed: 3)
    let off = Interventions(heads: [HeadPlace(layer: 2, head: 1)], mlps: [1], maskedPositions: [2])
    for interventions in [Interventions.none, off] {
      let session = TraceSession(model, kernels: .forThisMachine)
      let whole = session.trace(Self.ids, segments: [0, 0, 1, 1, 1, 1], interventions: interventions)
      var kept = session.trace(
        Self.ids, segments: [0, 0, 1, 1, 1, 1], interventions: interventions, keeping: 1..<3)
      for layers in [1..<3, 0..<1, 2..<4, 0..<4] {
        kept = session.trace(kept, keeping: layers)
        #expect(kept.keptLayers == Array(layers) && kept.isWhole == (layers.count == 4))
        #expect(kept.ids == whole.ids && kept.segments == whole.segments)
        for entry in kept.entries {
          let other = try #require(whole.entry(named: entry.name))
          #expect(kept[entry].map(\.bitPattern) == whole[other].map(\.bitPattern), "\(entry.name)")
        }
        for name in ["blocks.0.hook_resid_pre", "blocks.3.hook_resid_post", "logits"] {
          #expect(kept.entry(named: name) != nil, "\(name)")
        }
        for layer in 0..<4 where !layers.contains(layer) {
          let row = kept.pattern(layer: layer, head: 1, query: 2)
          #expect(row.count == 6 && row.allSatisfy(\.isNaN) && !kept.holds(layer: layer))
        }
      }
      #expect(kept.entries.map(\.name) == whole.entries.map(\.name))
      #expect(session.trace(Self.ids) == TraceSession(model, kernels: .forThisMachine).trace(Self.ids))
    }
    let bytes = try #require(TraceSession.layerBytes(configuration, length: 6))
    #expect(bytes.layers(within: bytes.bytes(layers: 3)) == 3 && bytes.layers(within: bytes.bytes(layers: 3) - 1) == 2)
    #expect(bytes.layers(within: 0) == 0)
  }

  @Test(
    "memory that served other sequences leaves no trace in the next one",
    arguments: KernelSet.available)
  func reusedMemory(_ kernels: KernelSet) {
    // Longer than a block of query rows, so that some scores are never multiplied.
    let long = ModelConfiguration(
      vocabularySize: 11, contextLength: 140, width: 12, layers: 2, heads: 3, mlpWidth: 20)
    let model = LanguageModel(configuration: long, seed: 4)
    let session = TraceSession(model, kernels: kernels)
    for length in [137, 5, 129, 1, 70, 140] {
      let ids = (0..<length).map { Int32(($0 * 7 + length) % 11) }
      #expect(session.trace(ids) == TraceSession(model, kernels: kernels).trace(ids), "\(length) tokens")
    }
  }

  @Test("each row of a pattern sums to one and looks at no later token")
  func patterns() {
    let trace = Self.trace()
    for layer in 0..<2 {
      for head in 0..<3 {
        for query in 0..<6 {
          let row = Array(trace.pattern(layer: layer, head: head, query: query))
          #expect(abs(row.reduce(0, +) - 1) < 1e-5)
          #expect(row[(query + 1)...].allSatisfy { $0 == 0 })
          #expect(
            trace.scores(layer: layer, head: head, query: query).dropFirst(query + 1).allSatisfy { $0 == -.infinity })
        }
      }
    }
  }

  @Test("the residual stream is the sum of what the blocks add")
  func residuals() throws {
    let trace = Self.trace()
    func values(_ name: String) throws -> [Float] { try #require(trace.tensor(named: name)).values }
    func sum(_ a: [Float], _ b: [Float]) -> [Float] { zip(a, b).map { $0 + $1 } }
    #expect(try values("blocks.0.hook_resid_pre") == sum(values("hook_embed"), values("hook_pos_embed")))
    for layer in 0..<2 {
      let name = "blocks.\(layer)"
      #expect(
        try values("\(name).hook_resid_mid") == sum(values("\(name).hook_resid_pre"), values("\(name).hook_attn_out")))
      #expect(
        try values("\(name).hook_resid_post") == sum(values("\(name).hook_resid_mid"), values("\(name).hook_mlp_out")))
    }
    #expect(try values("blocks.1.hook_resid_pre") == values("blocks.0.hook_resid_post"))
  }

  @Test("a token changes nothing before it")
  func causality() {
    let whole = Self.trace()
    let other = Self.trace([3, 1, 4, 1, 5, 2])
    let prefix = Self.trace([3, 1, 4, 1, 5])
    for position in 0..<5 {
      #expect(whole.logits(position: position) == other.logits(position: position))
      // Another length may round differently.
      let difference = zip(whole.logits(position: position), prefix.logits(position: position)).map { abs($0 - $1) }
      #expect((difference.max() ?? 1) < 1e-4)
    }
    #expect(whole.logits(position: 5) != other.logits(position: 5))
  }

  @Test("a session gives the same trace whatever it ran before")
  func session() {
    let model = LanguageModel(configuration: Self.configuration, seed: 2)
    let session = TraceSession(model, kernels: .forThisMachine)
    let first = session.trace(Self.ids)
    _ = session.trace([1])
    _ = session.trace([9, 8, 7, 6, 5, 4])
    #expect(session.trace(Self.ids) == first)
  }
}
