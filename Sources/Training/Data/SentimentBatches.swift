internal import Corpora
internal import KernelTypes
internal import Tensors

/// Batches of labelled documents for a classifier: each step's are a function of the seed and the step alone.
struct SentimentBatches: Sendable {
  /// Labelled documents where nothing is said.
  static let standardCount = 300
  /// All that there are to learn from; longer ones than a sequence are cut.
  let examples: [Example]
  private let encoder: DocumentEncoder
  private let training: TrainingSettings
  private let documents: Int?

  /// The batches of a preset.
  init(_ preset: Preset, encoder: DocumentEncoder) {
    let count = min(preset.documents ?? Self.standardCount, SentimentSet.most)
    let judged = SentimentSet(count, split: .train, seed: preset.training.seed).documents
    let examples = judged.map { encoder.example($0, upTo: preset.training.length) }
    self.init(examples: examples, encoder: encoder, preset)
  }

  private init(examples: [Example], encoder: DocumentEncoder, _ preset: Preset) {
    (self.examples, self.encoder) = (examples, encoder)
    (training, documents) = (preset.training, preset.documents)
  }

  /// The same documents under other settings, where those don't ask for others.
  func changed(to preset: Preset) -> SentimentBatches {
    let (old, new) = (training, preset.training)
    guard new.seed == old.seed, new.length == old.length, preset.documents == documents else {
      return SentimentBatches(preset, encoder: encoder)
    }
    return SentimentBatches(examples: examples, encoder: encoder, preset)
  }

  /// The batches of a step, counted from 1.
  func batches(_ step: Int) -> [Batch] {
    var generator = SplitMix64(seed: training.seed, step: step)
    return (0..<training.accumulation).map { _ in
      let drawn = (0..<training.batch).map { _ in examples[Int.random(in: examples.indices, using: &generator)] }
      var batch = Batch(drawn.map { $0.filled(to: training.length, encoder.padding) })
      batch.lengths = drawn.map(\.ids.count)
      return batch
    }
  }
}

extension DocumentEncoder {
  /// What a classifier learns from a document: it reads all of it, and says the label's number at the first token.
  func example(_ judged: JudgedDocument, upTo length: Int) -> Example {
    let ids = Array(encode(judged.document.tokens).prefix(length))
    let label = SentimentSet.labels.firstIndex(of: judged.sentiment).map { Int32($0) } ?? CrossEntropy.ignored
    return Example(ids: ids, targets: [label] + [Int32](repeating: CrossEntropy.ignored, count: ids.count - 1))
  }
}
