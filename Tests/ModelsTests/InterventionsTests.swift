import KernelTypes
import Models
import Tensors
import Testing

@Suite("Interventions") struct InterventionsTests {
  static let ids: [Int32] = [3, 1, 4, 1, 5, 9]
  static let cases: [Interventions] = [
    .none,
    Interventions(heads: [HeadPlace(layer: 0, head: 1)]),
    Interventions(heads: [HeadPlace(layer: 0, head: 0), HeadPlace(layer: 1, head: 2)], mlps: [0]),
    Interventions(mlps: [0, 1]),
    Interventions(maskedPositions: [0]),
    Interventions(maskedPositions: [2, 5]),
    Interventions(heads: [HeadPlace(layer: 1, head: 0)], mlps: [1], maskedPositions: [1, 3, 77]),
    Interventions(heads: Set((0..<3).map { HeadPlace(layer: 0, head: $0) }), maskedPositions: [0, 1, 2, 3, 4, 5]),
  ]

  /// Weights of order one, so that attention is far from uniform, and biases that aren't 0.
  static let model: LanguageModel = {
    let configuration = ModelConfiguration(
      vocabularySize: 11, contextLength: 90, width: 12, layers: 2, heads: 3, mlpWidth: 20)
    var model = LanguageModel(configuration: configuration, seed: 2)
    var generator = SplitMix64(seed: 5)
    for entry in model.parameters.layout.entries {
      model.parameters[entry] = ArraySlice(
        model.parameters[entry].map { entry.shape.count == 2 ? $0 * 20 : $0 + Float(generator.normal()) * 0.3 })
    }
    return model
  }()

  /// Float sums through two blocks of numbers up to 30 lie this close to those in double precision.
  static let tolerance = 1e-3

  @Test("the trace shows what the formulas give with the same things switched off", arguments: cases)
  func naive(interventions: Interventions) throws {
    let naive = NaiveTransformer(Self.model, ids: Self.ids, interventions)
    for kernels in KernelSet.available {
      let trace = TraceSession(Self.model, kernels: kernels).trace(Self.ids, interventions: interventions)
      #expect(trace.interventions == interventions)
      for (name, expected) in naive.activations {
        let found = try #require(trace.tensor(named: name)).values
        let difference = zip(found, expected.joined()).map { abs(Double($0) - $1) }.max() ?? .infinity
        #expect(difference < Self.tolerance, "\(name) with \(kernels.name)")
      }
    }
  }

  @Test("keys are hidden in every block of a long sequence too")
  func longSequence() throws {
    let ids = (0..<90).map { Int32($0 * 7 % 11) }
    let interventions = Interventions(maskedPositions: [0, 63, 64, 70])
    let naive = NaiveTransformer(Self.model, ids: ids, interventions)
    for kernels in KernelSet.available {
      let trace = TraceSession(Self.model, kernels: kernels).trace(ids, interventions: interventions)
      let expected = try #require(naive.activations["logits"])
      let found = try #require(trace.tensor(named: "logits")).values
      #expect(zip(found, expected.joined()).allSatisfy { abs(Double($0) - $1) < Self.tolerance }, "\(kernels.name)")
    }
  }

  @Test("what is off is exactly zero or hidden, and what isn't keeps its numbers")
  func exactly() throws {
    let session = TraceSession(Self.model, kernels: .forThisMachine)
    let plain = session.trace(Self.ids)
    let trace = session.trace(
      Self.ids, interventions: Interventions(heads: [HeadPlace(layer: 0, head: 1)], mlps: [1], maskedPositions: [2]))
    let z = try #require(trace.tensor(named: "blocks.0.attn.hook_z"))
    #expect((0..<6).allSatisfy { row in (0..<4).allSatisfy { z[row, 1, $0] == 0 } })
    #expect((0..<6).allSatisfy { row in (0..<4).contains { z[row, 0, $0] != 0 } })
    #expect(try #require(trace.tensor(named: "blocks.1.hook_mlp_out")).values.allSatisfy { $0 == 0 })
    for query in 3..<6 {
      let scores = Array(trace.scores(layer: 0, head: 0, query: query))
      let weights = Array(trace.pattern(layer: 0, head: 0, query: query))
      #expect(scores[2] == -.infinity && weights[2] == 0)
      #expect(abs(weights.reduce(0, +) - 1) < 1e-5)
    }
    #expect(Array(trace.pattern(layer: 0, head: 0, query: 2))[2] > 0)
    // The first block's queries and keys come before everything that is off.
    #expect(trace.tensor(named: "blocks.0.attn.hook_q") == plain.tensor(named: "blocks.0.attn.hook_q"))
  }

  @Test("switching nothing off gives the same bits, whatever ran before")
  func nothing() {
    let session = TraceSession(Self.model, kernels: .forThisMachine)
    let plain = session.trace(Self.ids)
    #expect(session.trace(Self.ids, interventions: Interventions(maskedPositions: [6])).entries == plain.entries)
    for interventions in Self.cases { _ = session.trace(Self.ids, interventions: interventions) }
    #expect(session.trace(Self.ids, interventions: .none) == plain)
  }

  @Test("logits that are computed from the first change on have the bits of a whole pass")
  func resumed() throws {
    let session = TraceSession(Self.model, kernels: .forThisMachine)
    for interventions in Self.cases + Self.cases.reversed() {
      let fresh = TraceSession(Self.model, kernels: .forThisMachine).trace(Self.ids, interventions: interventions)
      #expect(session.logits(Self.ids, interventions: interventions) == fresh.tensor(named: "logits"))
      #expect(session.logits(Self.ids, interventions: interventions) == fresh.tensor(named: "logits"))
    }
    // Another sequence of the same length starts afresh.
    let other: [Int32] = [3, 1, 4, 1, 5, 2]
    #expect(session.logits(other) == session.trace(other).tensor(named: "logits"))
  }

  /// An encoder–decoder with what is off in each of its parts.
  private static func translator() -> (model: LanguageModel, off: Interventions) {
    let configuration = ModelConfiguration(
      vocabularySize: 11, contextLength: 16, width: 12, layers: 2, heads: 3, mlpWidth: 20,
      family: .bart(encoderLayers: 3))
    var model = LanguageModel(configuration: configuration, seed: 2)
    for entry in model.parameters.layout.entries where entry.shape.count == 2 {
      model.parameters[entry] = ArraySlice(model.parameters[entry].map { $0 * 20 })
    }
    let heads: Set = [
      HeadPlace(layer: 2, head: 1, attention: .source), HeadPlace(layer: 0, head: 2),
      HeadPlace(layer: 1, head: 0, attention: .cross),
    ]
    return (model, Interventions(heads: heads, mlps: [1], sourceMLPs: [0], maskedPositions: [1, 3]))
  }

  @Test func `of an encoder–decoder exactly the heads, MLPs and source tokens that are named are off`() throws {
    let (model, off) = Self.translator()
    let (ids, source): ([Int32], [Int32]) = ([3, 1, 4], [5, 9, 2, 6])
    for kernels in KernelSet.available {
      let trace = TraceSession(model, kernels: kernels).trace(ids, source: source, interventions: off)
      for place in model.configuration.allHeadPlaces {
        let block = "\(place.attention == .source ? "encoder" : "decoder").blocks.\(place.layer)"
        let name = "\(block).\(place.attention == .cross ? "cross_attn" : "attn")"
        let z = try #require(trace.tensor(named: "\(name).hook_z"))
        let isZero = (0..<z.shape[0]).allSatisfy { row in (0..<4).allSatisfy { z[row, place.head, $0] == 0 } }
        #expect(isZero == off.heads.contains(place), "\(place)")
        let pattern = try #require(trace.tensor(named: "\(name).hook_pattern"))
        for query in 0..<pattern.shape[1] {
          for key in 0..<pattern.shape[2] {
            let isHidden =
              switch place.attention {
              case .source: [1, 3].contains(key) && key != query
              case .own: key > query
              case .cross: [1, 3].contains(key)
              }
            #expect((pattern[place.head, query, key] == 0) == isHidden, "\(place) \(query) \(key)")
          }
        }
      }
      for (name, count) in [("encoder", 3), ("decoder", 2)] {
        for layer in 0..<count {
          let isOff = (name == "encoder" ? off.sourceMLPs : off.mlps).contains(layer)
          let output = try #require(trace.tensor(named: "\(name).blocks.\(layer).hook_mlp_out"))
          #expect(output.values.allSatisfy { $0 == 0 } == isOff, "\(name) \(layer)")
        }
      }
    }
    #expect(off.fit(model.configuration) && !off.fit(Self.model.configuration))
  }

  @Test func `an encoder–decoder's logits from the first change on have the bits of a whole pass`() {
    let (model, off) = Self.translator()
    let (ids, source): ([Int32], [Int32]) = ([3, 1, 4], [5, 9, 2, 6])
    let session = TraceSession(model, kernels: .forThisMachine)
    var cases = [Interventions.none, off, Interventions(maskedPositions: [2]), Interventions(sourceMLPs: [2])]
    cases += model.configuration.allHeadPlaces.map { Interventions(heads: [$0]) }
    for interventions in cases + cases.reversed() {
      let fresh = TraceSession(model, kernels: .forThisMachine).trace(
        ids, source: source, interventions: interventions)
      #expect(session.logits(ids, source: source, interventions: interventions) == fresh.tensor(named: "logits"))
    }
  }

  @Test("a head or MLP that the model lacks doesn't fit")
  func fit() {
    let sizes = Self.model.configuration
    #expect(Self.cases.allSatisfy { $0.fit(sizes) })
    #expect(!Interventions(heads: [HeadPlace(layer: 2, head: 0)]).fit(sizes))
    #expect(!Interventions(heads: [HeadPlace(layer: 0, head: 3)]).fit(sizes))
    #expect(!Interventions(mlps: [-1]).fit(sizes))
  }
}
