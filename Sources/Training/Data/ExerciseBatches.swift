internal import Corpora
internal import KernelTypes
internal import Tensors

/// Batches of made exercises: each step's are a function of the seed and the step alone.
struct ExerciseBatches: Sendable {
  private let exercises: Exercises
  private let encoder: DocumentEncoder
  private let count: Int
  private let length: Int
  private let accumulation: Int
  private let seed: UInt64

  /// The batches of a preset.
  init(_ exercises: Exercises, _ preset: Preset, encoder: DocumentEncoder) {
    (self.exercises, self.encoder) = (exercises, encoder)
    (count, length) = (preset.training.batch, preset.training.length)
    (accumulation, seed) = (preset.training.accumulation, preset.training.seed)
  }

  /// The batches of a step, counted from 1.
  func batches(_ step: Int) -> [Batch] {
    var generator = SplitMix64(seed: seed, step: step)
    return (0..<accumulation).map { _ in
      Batch(
        exercises.drawn(count, .train, using: &generator).map {
          encoder.example($0).filled(to: length, encoder.padding)
        })
    }
  }
}

extension DocumentEncoder {
  /// What a decoder learns from an exercise: it reads all before the last word that is asked for, and says what is asked.
  func example(_ exercise: Exercise) -> Example {
    let asked = Set(exercise.asked)
    // Up to the last word that is asked for.
    let ids = encode(exercise.words).prefix((exercise.asked.last ?? 0) + 2)
    let targets = ids.indices.dropLast().map { asked.contains($0) ? ids[$0 + 1] : CrossEntropy.ignored }
    return Example(ids: Array(ids.dropLast()), targets: targets, distance: exercise.distance)
  }
}

extension Example {
  /// The example with a filling behind it that counts for nothing, or cut to a length.
  func filled(to length: Int, _ padding: Int32) -> Example {
    let missing = max(length - ids.count, 0)
    return Example(
      ids: ids.prefix(length) + [Int32](repeating: padding, count: missing),
      targets: targets.prefix(length) + [Int32](repeating: CrossEntropy.ignored, count: missing), source: source,
      distance: distance)
  }
}

extension SplitMix64 {
  /// A generator for a step of a run, mixed twice, so that neighbouring seeds don't share their batches shifted by a step.
  init(seed: UInt64, step: Int) {
    var ofSeed = SplitMix64(seed: seed)
    self.init(seed: ofSeed.next() ^ UInt64(step))
  }
}
