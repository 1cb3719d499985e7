import KernelTypes
import Kernels
import Models
import Tensors
import Testing

@testable import Analysis

private let families: [ModelConfiguration.Family] = [
  .gpt2, .llama, .bert(segments: 2), .distilBERT, .bart(encoderLayers: 2), .mbart(encoderLayers: 2),
]

extension ModelConfiguration.Family {
  fileprivate var readsSource: Bool {
    switch self {
    case .bart, .mbart: true
    default: false
    }
  }
}

@Suite("Derivations") struct DerivationTests {
  /// A model whose every parameter is random, so that no bias is 0 and no gain 1, and which has of its own what a family
  /// allows.
  static func model(
    layers: Int, heads: Int, tied: Bool = true, family: ModelConfiguration.Family = .gpt2,
    variant: ModelConfiguration.Variant? = nil, labels: [String] = []
  ) -> LanguageModel {
    var own = variant ?? ModelConfiguration.Variant()
    switch family {
    case .llama: if heads.isMultiple(of: 2) { own.keyValueHeads = heads / 2 } else { own.hasMLPBiases = true }
    case .mbart: (own.embeddingScale, own.encoderHeads, own.encoderMLPWidth) = (2.5, 2 * heads, 20)
    default: break
    }
    var model = LanguageModel(
      configuration: ModelConfiguration(
        vocabularySize: 23, contextLength: 16, width: 8 * heads, layers: layers, heads: heads, mlpWidth: 24,
        tiesEmbeddings: tied || family.readsSource, family: family, variant: own, labels: labels), seed: 5)
    var generator = SplitMix64(seed: 9)
    for entry in model.handles.layout.entries {
      let isGain = entry.shape.count == 1 && entry.name.hasSuffix("weight")
      let offset: Double = isGain ? 1 : 0
      model.parameters[entry] = ArraySlice((0..<entry.count).map { _ in Float(offset + 0.4 * generator.normal()) })
    }
    return model
  }

  /// A pass over some tokens; of an encoder–decoder over four of a source besides.
  static func trace(_ model: LanguageModel, _ ids: [Int32], _ interventions: Interventions = .none) -> Trace {
    TraceSession(model, kernels: Kernels.naiveKernelSet()).trace(
      ids, source: model.configuration.family.readsSource ? [2, 17, 8, 5] : [], interventions: interventions)
  }

  static func cases(_ configuration: ModelConfiguration) -> [PassStep] {
    (0..<configuration.stepCount).flatMap { index in
      let attention = PassStep(index: index, in: configuration, head: 0).attention
      return (0..<max(configuration.heads(in: attention).count, 1)).map {
        PassStep(index: index, in: configuration, head: $0)
      }
    }
  }

  @Test(
    "worked out again, every rule gives the trace's number, in every operation, layer and head",
    arguments: [(1, 1, 1, true), (2, 3, 7, true), (3, 2, 16, false)], families)
  func recomputed(
    shape: (layers: Int, heads: Int, length: Int, tied: Bool), family: ModelConfiguration.Family
  ) throws {
    let (layers, heads, length, tied) = shape
    let model = DerivationTests.model(layers: layers, heads: heads, tied: tied, family: family)
    try check(model, DerivationTests.trace(model, (0..<length).map { Int32(($0 * 7 + 3) % 23) }))
  }

  @Test("so it does where scores are scaled in another way, and neurons rectify")
  func variants() throws {
    for (scales, byLayer) in [(false, false), (false, true), (true, true)] {
      var variant = ModelConfiguration.Variant()
      (variant.scalesAttention, variant.scalesByLayer, variant.activation) = (scales, byLayer, .relu)
      let model = DerivationTests.model(layers: 3, heads: 2, variant: variant)
      try check(model, DerivationTests.trace(model, [3, 9, 4, 1]))
    }
    var headless = ModelConfiguration.Variant()
    headless.hasHead = false
    let model = DerivationTests.model(layers: 2, heads: 2, family: .distilBERT, variant: headless)
    try check(model, DerivationTests.trace(model, [3, 9, 4, 1]))
  }

  @Test("so it does in recurrent networks, at the first token too", arguments: RecurrentCell.allCases, [true, false])
  func recurrent(cell: RecurrentCell, tied: Bool) throws {
    let model = LanguageModel(
      configuration: ModelConfiguration(
        cell, vocabularySize: 23, contextLength: 16, width: 9, layers: 2, tiesEmbeddings: tied), seed: 3)
    let trace = DerivationTests.trace(model, [3, 9, 4, 11, 2])
    try check(model, trace)
    try checkInputs(model, trace)
    #expect(model.configuration.stepCount == 3 + 2 * model.configuration.passSections[0].order.inBlock.count)
  }

  @Test(
    "so they do where heads and MLPs are switched off and tokens masked", arguments: families)
  func switchedOff(family: ModelConfiguration.Family) throws {
    let model = DerivationTests.model(layers: 2, heads: 2, family: family)
    let off = Interventions(heads: [HeadPlace(layer: 1, head: 0)], mlps: [0], maskedPositions: [1])
    let trace = DerivationTests.trace(model, [3, 9, 4, 11, 2], off)
    try check(model, trace)
    let z = try #require(
      model.derivation(of: PassStep(.mix, layer: 1, head: 0), row: 3, column: 2, in: trace))
    #expect(z.value == 0)
    guard case .switchedOff = z.rule else {
      Issue.record("the rule of a head that is off is \(z.rule)")
      return
    }
  }

  @Test func `so they do where an encoder–decoder's encoder and cross-attention are switched off in part`() throws {
    let model = DerivationTests.model(layers: 2, heads: 2, family: .bart(encoderLayers: 3))
    let off = Interventions(
      heads: [
        HeadPlace(layer: 2, head: 1, attention: .source), HeadPlace(layer: 0, head: 0, attention: .cross),
      ], mlps: [1], sourceMLPs: [0], maskedPositions: [1, 3])
    let trace = DerivationTests.trace(model, [3, 9, 4], off)
    try check(model, trace)
    func rule(_ step: PassStep, _ column: Int = 1) throws -> Derivation.Rule {
      try #require(model.derivation(of: step, row: 2, column: column, in: trace)).rule
    }
    for step in [
      PassStep(.mix, of: .source, layer: 2, head: 1), PassStep(.crossMix, layer: 0, head: 0),
      PassStep(.mlpOutput, layer: 1), PassStep(.mlpOutput, of: .source, layer: 0),
    ] {
      guard case .switchedOff = try rule(step) else { Issue.record("\(step): \(try rule(step))"); continue }
    }
    for step in [PassStep(.mask, of: .source, layer: 1), PassStep(.crossMask, layer: 1)] {
      guard case .hidden(comesLater: false) = try rule(step) else { Issue.record("\(step)"); continue }
    }
    // What is written is masked by nothing but its order.
    guard case .visible = try rule(PassStep(.mask)) else {
      Issue.record("a written token is hidden")
      return
    }
  }

  @Test("so they do in a classifier, from its pooler to its labels")
  func classifier() throws {
    let model = DerivationTests.model(
      layers: 1, heads: 2, family: .bert(segments: 2), labels: ["bad", "so-so", "good"])
    let order = model.configuration.passSections[0].order
    #expect(order.afterBlocks == [.pooler, .poolerActivation, .logits, .probabilities])
    try check(model, TraceSession(model, kernels: Kernels.naiveKernelSet()).trace([3, 9, 4, 11, 2]))
  }

  private func check(_ model: LanguageModel, _ trace: Trace) throws {
    let configuration = model.configuration
    let tokens = (0..<Int32(configuration.logitCount)).map { $0 }
    for step in DerivationTests.cases(configuration) {
      let tensor = try #require(trace.tensor(of: step, tokens: tokens), "\(step)")
      #expect(tensor.rows == trace.ids(of: step.rows).count)
      let keys = trace.ids(of: step.keys).count
      #expect(
        tensor.columns == configuration.columns(of: step.operation.axis, length: keys, in: step.attention), "\(step)")
      for row in 0..<tensor.rows {
        for column in 0..<tensor.columns {
          let derivation = try #require(model.derivation(of: step, row: row, column: column, in: trace))
          expectClose(derivation.recomputed, derivation.value, step, row, column)
          expectClose(Double(tensor[row, column]), derivation.value, step, row, column)
        }
      }
    }
  }

  /// Single precision, sums of up to some dozens of terms of size 1: five digits.
  private func expectClose(_ found: Double, _ wanted: Float, _ step: PassStep, _ row: Int, _ column: Int) {
    guard wanted.isFinite else {
      #expect(found == Double(wanted), "\(step) at \(row), \(column)")
      return
    }
    let tolerance = 1e-4 * max(1, abs(Double(wanted)))
    #expect(abs(found - Double(wanted)) <= tolerance, "\(step) at \(row), \(column): \(found), \(wanted)")
  }

  @Test("the inputs are the numbers that stand in the cells they name", arguments: families)
  func inputs(family: ModelConfiguration.Family) throws {
    let model = DerivationTests.model(layers: 2, heads: 2, family: family)
    try checkInputs(model, DerivationTests.trace(model, [3, 9, 4, 11, 2]))
  }

  private func checkInputs(_ model: LanguageModel, _ trace: Trace) throws {
    let tokens = (0..<Int32(23)).map { $0 }
    for step in DerivationTests.cases(model.configuration) {
      let derivation = try #require(model.derivation(of: step, row: 3, column: 2, in: trace))
      #expect(!derivation.inputs.isEmpty, "\(step)")
      for input in derivation.inputs {
        switch input.source {
        case .cells(let source, let row, let column):
          let tensor = try #require(trace.tensor(of: source, tokens: tokens))
          #expect(input.values.contains(where: { abs($0 - tensor[row, column]) <= 1e-5 }), "\(step) from \(source)")
        case .column(let source, _, let column):
          let tensor = try #require(trace.tensor(of: source))
          #expect(input.values == (0..<tensor.rows).map { tensor[$0, column] })
        case .parameter(let name): #expect(model.parameters.layout.entry(named: name) != nil)
        }
      }
    }
  }

  @Test("steps are numbered through the pass", arguments: [1, 4, 48], families)
  func numbering(layers: Int, family: ModelConfiguration.Family) {
    let configuration = DerivationTests.model(layers: layers, heads: 1, family: family).configuration
    let encoderLayers = configuration.encoderLayers
    let count = configuration.stepCount
    switch family {
    case .gpt2: #expect(count == 2 + 14 * layers + 3)
    case .llama: #expect(count == 1 + 16 * layers + 3)
    case .bert: #expect(count == 4 + 14 * layers + 5)
    case .distilBERT: #expect(count == 3 + 14 * layers + 5)
    case .mbart(let encoder): #expect(count == 3 + 14 * encoder + 1 + 3 + 24 * layers + 3)
    case .bart(let encoder): #expect(count == 3 + 14 * encoder + 3 + 24 * layers + 2)
    case .recurrent: Issue.record("\(family) is tried on its own")
    }
    let steps = (0..<count).map { PassStep(index: $0, in: configuration, head: 0) }
    #expect(steps.map { $0.index(in: configuration) } == Array(0..<count))
    #expect(Set(steps).count == count)
    let firsts = steps.indices.filter { index in
      steps[index].operation.isInBlock
        && (!steps[index - 1].operation.isInBlock || steps[index - 1].layer != steps[index].layer)
    }
    #expect(Set(firsts).isSubset(of: configuration.blockStarts) && firsts.count == layers + (encoderLayers ?? 0))
  }

  @Test("a trace that holds less gives nil instead of a wrong number")
  func missing() throws {
    let model = DerivationTests.model(layers: 1, heads: 1)
    let trace = Trace(
      configuration: model.configuration, ids: [1], activations: [("logits", Tensor(shape: [1, 23]))])
    #expect(model.derivation(of: PassStep(.scores), row: 0, column: 0, in: trace) == nil)
    #expect(trace.tensor(of: PassStep(.queryKeyValue)) == nil)
    #expect(trace.tensor(of: PassStep(.logits), tokens: [4]) != nil)
  }

  @Test("the likeliest tokens come in the order of their logits, equal ones by id")
  func likeliest() {
    let model = DerivationTests.model(layers: 1, heads: 1)
    var values = [Float](repeating: -1, count: 23)
    (values[4], values[7], values[2], values[9]) = (3, 5, -0.5, 3)
    let trace = Trace(
      configuration: model.configuration, ids: [1],
      activations: [("logits", Tensor(shape: [1, 23], values: values))])
    #expect(trace.likeliestTokens(after: 0, atMost: 5) == [7, 4, 9, 2, 0])
  }

  @Test("colours are not spoiled by one outlier")
  func limit() {
    #expect(PassTensor(rows: 1, columns: 2, values: [1, -2]).limit == 2)
    let tensor = PassTensor(rows: 1, columns: 101, values: [Float](repeating: 1, count: 100) + [1000])
    #expect(tensor.limit < 401)
  }
}
