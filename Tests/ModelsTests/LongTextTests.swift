import KernelTypes
import Models
import Tensors
import Testing

/// Texts of several blocks of queries, whose heads' keys and values are packed.
@Suite("Trace of a long text")
struct LongTextTests {
  private static let families: [ModelConfiguration.Family] = [
    .gpt2, .bert(segments: 2), .llama, .bart(encoderLayers: 1),
  ]

  /// Weights of order one, so that attention is far from uniform; heads of an odd width.
  private static func model(_ family: ModelConfiguration.Family) -> LanguageModel {
    let isGrouped = family == .llama
    var variant = ModelConfiguration.Variant()
    if isGrouped { variant.keyValueHeads = 2 }
    var model = LanguageModel(
      configuration: ModelConfiguration(
        vocabularySize: 101, contextLength: 150, width: isGrouped ? 48 : 42, layers: 1, heads: 6, mlpWidth: 30,
        family: family,
        variant: variant),
      seed: 5)
    for entry in model.parameters.layout.entries where entry.shape.count == 2 {
      model.parameters[entry] = ArraySlice(model.parameters[entry].map { $0 * 10 })
    }
    return model
  }

  @Test("is that of the naive kernels", arguments: KernelSet.available.filter { $0.name != "naive" })
  func naive(_ kernels: KernelSet) throws {
    let reference = try KernelSet.forMachine(named: "naive")
    for family in Self.families {
      let model = Self.model(family)
      let source: [Int32] = model.configuration.encoderLayers == nil ? [] : (0..<141).map { $0 * 31 % 101 }
      for length in [65, 147] {
        let ids = (0..<length).map { Int32($0 * 17 % 101) }
        let own = TraceSession(model, kernels: kernels).trace(ids, source: source)
        let expected = TraceSession(model, kernels: reference).trace(ids, source: source)
        #expect(own.entries.map(\.name) == expected.entries.map(\.name))
        for entry in expected.entries {
          let (a, b) = (own[entry], expected[entry])
          let scale = b.lazy.filter(\.isFinite).map(abs).max() ?? 0
          let worst = zip(a, b).lazy.map { $0 == $1 ? 0 : abs($0 - $1) }.max() ?? 0
          #expect(a.count == b.count && worst <= 2e-4 * max(scale, 1), "\(family), \(length) tokens, \(entry.name)")
        }
      }
    }
  }
}
