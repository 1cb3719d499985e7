import KernelTypes
import Models
import Tensors
import Testing

@Suite("Writing token by token")
struct GenerationSessionTests {
  private static let families: [ModelConfiguration.Family] = [.gpt2, .bart(encoderLayers: 3)]

  private static func model(_ family: ModelConfiguration.Family) -> LanguageModel {
    let configuration = ModelConfiguration(
      vocabularySize: 31, contextLength: 90, width: 24, layers: 2, heads: 3, mlpWidth: 40, family: family)
    var model = LanguageModel(configuration: configuration, seed: 5)
    // Large enough that every head looks somewhere.
    var generator = SplitMix64(seed: 6)
    for entry in model.parameters.layout.entries where entry.shape.count == 2 {
      model.parameters[entry] = ArraySlice((0..<entry.count).map { _ in Float(generator.normal() * 0.3) })
    }
    return model
  }

  @Test("kept keys and values say what the whole text says", arguments: families, [false, true])
  func cache(family: ModelConfiguration.Family, isAblated: Bool) {
    let model = Self.model(family)
    let source: [Int32] = family == .gpt2 ? [] : [1, 7, 9, 30, 2]
    var off = Interventions(heads: isAblated ? [HeadPlace(layer: 1, head: 2)] : [], mlps: isAblated ? [0] : [])
    if isAblated, family != .gpt2 {
      off.heads.formUnion([
        HeadPlace(layer: 2, head: 0, attention: .source), HeadPlace(layer: 0, head: 1, attention: .cross),
      ])
      off.sourceMLPs = [1]
    }
    let ids: [Int32] = (0..<90).map { Int32($0 * 11 % 31) }
    let session = GenerationSession(
      model, source: source, capacity: 90, interventions: off, kernels: .forThisMachine)
    let whole = TraceSession(model, kernels: .forThisMachine).logits(ids, source: source, interventions: off)
    let largest = whole.values.reduce(1) { max($0, abs($1)) }
    for (position, id) in ids.enumerated() {
      let logits = session.read(id)
      let expected = whole.values[position * 31..<(position + 1) * 31]
      for (own, other) in zip(logits, expected) { #expect(abs(own - other) <= 1e-6 * largest, "\(position)") }
    }
    #expect(session.count == 90)
  }

  @Test("a kept state says what the whole text says", arguments: RecurrentCell.allCases)
  func keptState(cell: RecurrentCell) {
    let model = LanguageModel(
      configuration: ModelConfiguration(cell, vocabularySize: 31, contextLength: 90, width: 24, layers: 2), seed: 5)
    let ids: [Int32] = (0..<90).map { Int32($0 * 11 % 31) }
    // A second text begins from nothing again.
    for _ in 0..<2 {
      let session = GenerationSession(model, capacity: 90, kernels: .forThisMachine)
      let whole = TraceSession(model, kernels: .forThisMachine).logits(ids)
      let largest = whole.values.reduce(1) { max($0, abs($1)) }
      for (position, id) in ids.enumerated() {
        let (logits, expected) = (session.read(id), whole.values[position * 31..<(position + 1) * 31])
        for (own, other) in zip(logits, expected) { #expect(abs(own - other) <= 1e-6 * largest, "\(position)") }
      }
    }
  }

  @Test("a recurrent network is as large as the transformer it is compared with", arguments: RecurrentCell.allCases)
  func size(cell: RecurrentCell) {
    let transformer = ModelConfiguration(vocabularySize: 61, contextLength: 76, width: 64, layers: 2, heads: 4)
    let network = transformer.recurrent(cell)
    let (own, other) = (
      ModelParameters(network).layout.parameterCount, ModelParameters(transformer).layout.parameterCount
    )
    #expect(abs(Double(own) / Double(other) - 1) < 0.02, "\(own) against \(other)")
  }

  @Test("a translation ends with the end, or with what the model can read")
  func translation() {
    let session = TraceSession(Self.model(.bart(encoderLayers: 3)), kernels: .forThisMachine)
    let endless = session.translation(of: [1, 5, 2], TextBounds(begin: 1, end: -1))
    #expect(endless.count == 22)
    #expect(session.translation(of: [Int32](repeating: 5, count: 80), TextBounds(begin: 1, end: -1)).count == 90)
    let end = endless[3]
    let short = session.translation(of: [1, 5, 2], TextBounds(begin: 1, end: end))
    #expect(short == Array(endless.prefix { $0 != end }))
  }

  @Test("an encoder–decoder's stacks are looked at one by one, and no weight is lost")
  func stacks() throws {
    let model = Self.model(.bart(encoderLayers: 3))
    let trace = TraceSession(model, kernels: .forThisMachine).trace([1, 4, 6, 8], source: [1, 7, 9, 2, 5])
    let (encoder, decoder, cross) = (trace.viewed(.encoder), trace.viewed(.decoder), trace.viewed(.cross))
    #expect(encoder.configuration.layers == 3 && !encoder.configuration.isCausal && encoder.ids == [1, 7, 9, 2, 5])
    #expect(decoder.configuration.layers == 2 && decoder.configuration.isCausal && decoder.ids == [1, 4, 6, 8])
    #expect(cross.length == 9 && cross.configuration.layers == 2)
    #expect(
      encoder.tensor(named: "blocks.2.attn.hook_pattern") == trace.tensor(named: "encoder.blocks.2.attn.hook_pattern"))
    #expect(decoder.logits(position: 3) == trace.logits(position: 3))
    #expect(cross.logits(position: 8) == trace.logits(position: 3))
    for query in 0..<9 {
      let row = Array(cross.pattern(layer: 1, head: 2, query: query))
      #expect(abs(row.reduce(0, +) - 1) < 1e-5 && row.suffix(4).allSatisfy { $0 == 0 })
      #expect(cross.scores(layer: 1, head: 2, query: query).suffix(4).allSatisfy { $0 == -.infinity })
    }
    let first = try #require(trace.tensor(named: "decoder.blocks.1.cross_attn.hook_pattern"))
    #expect(Array(cross.pattern(layer: 1, head: 2, query: 5).prefix(5)) == Array(first.values[2 * 20..<2 * 20 + 5]))
  }
}
