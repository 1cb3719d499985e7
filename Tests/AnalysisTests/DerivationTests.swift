import KernelTypes
import Kernels
import Models
import Tensors
import Testing

@testable import Analysis

private let families: [ModelConfiguration.Family] = [.gpt2, .bert(segments: 2)]

@Suite("Derivations") struct DerivationTests {
  /// A model whose every parameter is random, so that no bias is 0 and no gain 1.
  static func model(
    layers: Int, heads: Int, tied: Bool = true, family: ModelConfiguration.Family = .gpt2,
    labels: [String] = []
  ) -> LanguageModel {
    var model = LanguageModel(
      configuration: ModelConfiguration(
        vocabularySize: 23, contextLength: 16, width: 8 * heads, layers: layers, heads: heads, mlpWidth: 24,
        tiesEmbeddings: tied, family: family, labels: labels), seed: 5)
    var generator = SplitMix64(seed: 9)
    for entry in model.handles.layout.entries {
      let isGain = entry.shape.count == 1 && entry.name.hasSuffix("weight")
      let offset: Double = isGain ? 1 : 0
      model.parameters[entry] = ArraySlice((0..<entry.count).map { _ in Float(offset + 0.4 * generator.normal()) })
    }
    return model
  }

  static func cases(_ configuration: ModelConfiguration) -> [PassStep] {
    (0..<configuration.stepCount).flatMap { index in
      (0..<configuration.heads).map { PassStep(index: index, in: configuration, head: $0) }
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
    let ids = (0..<length).map { Int32(($0 * 7 + 3) % 23) }
    let trace = TraceSession(model, kernels: Kernels.naiveKernelSet()).trace(ids)
    try check(model, trace)
  }

  @Test(
    "so they do where heads and MLPs are switched off and tokens masked", arguments: families)
  func switchedOff(family: ModelConfiguration.Family) throws {
    let model = DerivationTests.model(layers: 2, heads: 2, family: family)
    let off = Interventions(heads: [HeadPlace(layer: 1, head: 0)], mlps: [0], maskedPositions: [1])
    let trace = TraceSession(model, kernels: Kernels.naiveKernelSet()).trace([3, 9, 4, 11, 2], interventions: off)
    try check(model, trace)
    let z = try #require(
      model.derivation(of: PassStep(.mix, layer: 1, head: 0), row: 3, column: 2, in: trace))
    #expect(z.value == 0)
    guard case .switchedOff = z.rule else {
      Issue.record("the rule of a head that is off is \(z.rule)")
      return
    }
  }

  @Test("so they do in a classifier, from its pooler to its labels")
  func classifier() throws {
    let model = DerivationTests.model(
      layers: 1, heads: 2, family: .bert(segments: 2), labels: ["bad", "so-so", "good"])
    let order = model.configuration.passOrder
    #expect(order.afterBlocks == [.pooler, .poolerActivation, .logits, .probabilities])
    try check(model, TraceSession(model, kernels: Kernels.naiveKernelSet()).trace([3, 9, 4, 11, 2]))
  }

  private func check(_ model: LanguageModel, _ trace: Trace) throws {
    let configuration = model.configuration
    let tokens = (0..<Int32(configuration.logitCount)).map { $0 }
    for step in DerivationTests.cases(configuration) {
      let tensor = try #require(trace.tensor(of: step, tokens: tokens), "\(step)")
      #expect(tensor.rows == trace.length)
      #expect(tensor.columns == configuration.columns(of: step.operation.axis, length: trace.length), "\(step)")
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
    let trace = TraceSession(model, kernels: Kernels.naiveKernelSet()).trace([3, 9, 4, 11, 2])
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
    let count = configuration.stepCount
    #expect(count == (family == .gpt2 ? 2 + 14 * layers + 3 : 4 + 14 * layers + 5))
    let steps = (0..<count).map { PassStep(index: $0, in: configuration, head: 0) }
    #expect(steps.map { $0.index(in: configuration) } == Array(0..<count))
    #expect(Set(steps).count == count)
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
