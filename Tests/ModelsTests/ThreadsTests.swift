import KernelTypes
import Models
import Tensors
import Testing

@Suite("One sequence on several threads") struct ThreadsTests {
  private static func models() -> [LanguageModel] {
    // Odd sizes, large enough that every kind of operation is spread.
    let families: [ModelConfiguration.Family] = [.gpt2, .bert(segments: 2), .bart(encoderLayers: 1)]
    return families.map {
      let configuration = ModelConfiguration(
        vocabularySize: 5003, contextLength: 150, width: 132, layers: 2, heads: 6, mlpWidth: 530, family: $0)
      return LanguageModel(configuration: configuration, seed: 5)
    }
  }

  @Test("gives the very numbers of one", arguments: KernelSet.available.filter { $0.name != "naive" })
  func traces(_ kernels: KernelSet) {
    for model in Self.models() {
      let source: [Int32] = model.configuration.encoderLayers == nil ? [] : (0..<90).map { $0 * 31 % 5003 }
      let one = TraceSession(model, kernels: kernels)
      for threads in [2, 3, 7] {
        let several = TraceSession(model, kernels: kernels, threads: threads)
        for length in [147, 16, 1] {
          let ids = (0..<length).map { Int32($0 * 17 % 5003) }
          #expect(
            several.trace(ids, source: source) == one.trace(ids, source: source),
            "\(model.configuration.family), \(threads) threads, \(length) tokens")
          #expect(several.logits(ids, source: source) == one.logits(ids, source: source))
        }
      }
    }
  }

  @Test("writes the same text", arguments: KernelSet.available.filter { $0.name != "naive" })
  func generation(_ kernels: KernelSet) {
    let model = Self.models()[0]
    let one = GenerationSession(model, capacity: 40, kernels: kernels)
    let several = GenerationSession(model, capacity: 40, kernels: kernels, threads: 3)
    for id in (0..<40).map({ Int32($0 * 29 % 5003) }) { #expect(several.read(id) == one.read(id)) }
  }

  @Test("keeps the numbers of a trace that somebody has, while it computes the next ones")
  func memory() throws {
    let model = Self.models()[1]
    let session = TraceSession(model, kernels: .forThisMachine, threads: 2)
    let fresh = { (ids: [Int32]) in TraceSession(model, kernels: .forThisMachine).trace(ids) }
    let sentences: [[Int32]] = (1...5).map { (start: Int) -> [Int32] in
      (0..<40).map { (place: Int) -> Int32 in Int32((place * 7 + start * 100) % 5003) }
    }
    var kept = session.trace(sentences[0])
    let row = kept.residual(before: 1, position: 3)
    for ids in sentences.dropFirst() {
      let next = session.trace(ids)
      _ = session.logits(ids)
      #expect(next == fresh(ids))
      #expect(kept != next)
      kept = next
    }
    // A row outlives its trace.
    #expect(row == fresh(sentences[0]).residual(before: 1, position: 3))
    #expect(kept == fresh(sentences[4]))
  }
}
