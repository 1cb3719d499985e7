import KernelTypes
import Kernels
import Models
import Tensors
import Testing

@testable import Analysis

@Suite("Derivations") struct DerivationTests {
  /// A model whose every parameter is random, so that no bias is 0 and no gain 1.
  static func model(layers: Int, heads: Int, tied: Bool = true) -> Transformer {
    var model = Transformer(
      configuration: TransformerConfiguration(
        vocabularySize: 23, contextLength: 16, width: 8 * heads, layers: layers, heads: heads, mlpWidth: 24,
        tiesEmbeddings: tied), seed: 5)
    var generator = SplitMix64(seed: 9)
    for entry in model.handles.layout.entries {
      let offset: Double = entry.name.contains("ln_") && entry.name.hasSuffix("weight") ? 1 : 0
      model.parameters[entry] = ArraySlice((0..<entry.count).map { _ in Float(offset + 0.4 * generator.normal()) })
    }
    return model
  }

  static func cases(layers: Int, heads: Int) -> [PassStep] {
    (0..<PassStep.count(layers: layers)).flatMap { index in
      (0..<heads).map { PassStep(index: index, layers: layers, head: $0) }
    }
  }

  @Test(
    "worked out again, every rule gives the trace's number, in every operation, layer and head",
    arguments: [(1, 1, 1, true), (2, 3, 7, true), (3, 2, 16, false)])
  func recomputed(layers: Int, heads: Int, length: Int, tied: Bool) throws {
    let model = DerivationTests.model(layers: layers, heads: heads, tied: tied)
    let ids = (0..<length).map { Int32(($0 * 7 + 3) % 23) }
    let trace = TraceSession(model, kernels: Kernels.naiveKernelSet()).trace(ids)
    try check(model, trace, heads: heads)
  }

  @Test("so they do where heads and MLPs are switched off and tokens masked")
  func switchedOff() throws {
    let model = DerivationTests.model(layers: 2, heads: 2)
    let off = Interventions(heads: [HeadPlace(layer: 1, head: 0)], mlps: [0], maskedPositions: [1])
    let trace = TraceSession(model, kernels: Kernels.naiveKernelSet()).trace([3, 9, 4, 11, 2], interventions: off)
    try check(model, trace, heads: 2)
    let z = try #require(
      model.derivation(of: PassStep(.mix, layer: 1, head: 0), row: 3, column: 2, in: trace))
    #expect(z.value == 0)
    guard case .switchedOff = z.rule else {
      Issue.record("the rule of a head that is off is \(z.rule)")
      return
    }
  }

  private func check(_ model: Transformer, _ trace: Trace, heads: Int) throws {
    let configuration = model.configuration
    let tokens = (0..<Int32(configuration.vocabularySize)).map { $0 }
    for step in DerivationTests.cases(layers: configuration.layers, heads: heads) {
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

  @Test("the inputs are the numbers that stand in the cells they name")
  func inputs() throws {
    let model = DerivationTests.model(layers: 2, heads: 2)
    let trace = TraceSession(model, kernels: Kernels.naiveKernelSet()).trace([3, 9, 4, 11, 2])
    let tokens = (0..<Int32(23)).map { $0 }
    for step in DerivationTests.cases(layers: 2, heads: 2) {
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

  @Test("steps are numbered through the pass", arguments: [1, 4, 48])
  func numbering(layers: Int) {
    let count = PassStep.count(layers: layers)
    #expect(count == 2 + 14 * layers + 3)
    for index in 0..<count {
      #expect(PassStep(index: index, layers: layers, head: 0).index(layers: layers) == index)
    }
    #expect(Set((0..<count).map { PassStep(index: $0, layers: layers, head: 0) }).count == count)
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
