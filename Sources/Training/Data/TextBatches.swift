internal import Tensors

/// Batches of stretches of a text file: each step's are a function of the seed, the step and the file alone.
struct TextBatches: Sendable {
  let corpus: TextCorpus
  private let count: Int
  private let length: Int
  private let accumulation: Int
  private let seed: UInt64

  /// The batches of a preset.
  init(_ corpus: TextCorpus, _ preset: Preset) {
    self.corpus = corpus
    (count, length) = (preset.training.batch, preset.training.length)
    (accumulation, seed) = (preset.training.accumulation, preset.training.seed)
  }

  /// The batches of a step, counted from 1.
  func batches(_ step: Int) throws(TrainingError) -> [Batch] {
    var generator = SplitMix64(seed: seed, step: step)
    var batches: [Batch] = []
    for _ in 0..<accumulation {
      var rows: [[Int32]] = []
      for _ in 0..<count { rows.append(try corpus.row(of: length, using: &generator)) }
      batches.append(Batch(sequences: rows))
    }
    return batches
  }
}
