internal import Corpora
internal import KernelTypes
internal import Tensors

/// Batches of English documents with their Chinese, for a translator: each step's are a function of the seed and the step
/// alone.
struct ParallelBatches: Sendable {
  private let encoder: DocumentEncoder
  private let count: Int
  private let length: Int
  private let accumulation: Int
  private let seed: UInt64

  /// The batches of a preset.
  init(_ preset: Preset, encoder: DocumentEncoder) {
    self.encoder = encoder
    (count, length) = (preset.training.batch, preset.training.length)
    (accumulation, seed) = (preset.training.accumulation, preset.training.seed)
  }

  /// The batches of a step, counted from 1.
  func batches(_ step: Int) -> [Batch] {
    var generator = SplitMix64(seed: seed, step: step)
    var corpus = GrammarCorpus(split: .train, seed: generator.next())
    return (0..<accumulation).map { _ in
      var examples: [Example] = []
      while examples.count < count, let document = corpus.next() {
        let example = encoder.translation(of: document)
        guard max(example.ids.count, example.source.count) <= length else { continue }
        examples.append(example.filled(to: length, encoder.padding))
      }
      return Batch(examples, sourceLength: length)
    }
  }
}

extension DocumentEncoder {
  /// What a translator learns from a document: it reads the English, and says the Chinese word by word, then the end.
  func translation(of document: Document) -> Example {
    let chinese = encode(document.chinese)
    return Example(
      ids: Array(chinese.dropLast()), targets: Array(chinese.dropFirst()), source: encode(document.tokens))
  }
}
