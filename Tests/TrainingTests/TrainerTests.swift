import KernelTypes
import Models
import Tensors
import Testing

@testable import Training

@Suite("Trainer")
struct TrainerTests {
  static let configuration = ModelConfiguration(
    vocabularySize: 23, contextLength: 12, width: 24, layers: 2, heads: 3)

  static func settings(steps: Int, dropout: Float = 0, clip: Float = 1) -> TrainingSettings {
    TrainingSettings(
      batch: 6, length: 12, schedule: LearningRateSchedule(peak: 3e-3, shape: .constant, warmup: 0, steps: steps),
      optimizer: OptimizerSettings(weightDecay: 0.01), clip: clip,
      dropout: DropoutRates(embedding: dropout, attention: dropout, residual: dropout), seed: 4)
  }

  /// Sequences that count upwards from a random start: easy to learn.
  static func batch(_ step: Int) -> Batch {
    var generator = SplitMix64(seed: UInt64(step))
    return Batch(
      sequences: (0..<6).map { _ in
        let start = Int32.random(in: 0..<23, using: &generator)
        return (0...12).map { (start + Int32($0)) % 23 }
      })
  }

  static func trained(steps: Int, threads: Int, dropout: Float) -> (LanguageModel, [StepRecord]) {
    let trainer = Trainer(
      LanguageModel(configuration: configuration, seed: 9), settings: settings(steps: steps, dropout: dropout),
      kernels: .forThisMachine, crew: WorkerCrew(threads: threads))
    let records = (1...steps).map { trainer.step(batch($0)) }
    return (trainer.model, records)
  }

  @Test("the number of threads changes no bit", arguments: [0, 0.2] as [Float])
  func threads(dropout: Float) {
    let (one, recordsOfOne) = Self.trained(steps: 5, threads: 1, dropout: dropout)
    for threads in [2, 3, 7] {
      let (many, records) = Self.trained(steps: 5, threads: threads, dropout: dropout)
      #expect(many == one, "\(threads) threads")
      #expect(records == recordsOfOne, "\(threads) threads")
    }
  }

  @Test("dropout changes what is learnt")
  func dropout() {
    #expect(Self.trained(steps: 2, threads: 1, dropout: 0.2).0 != Self.trained(steps: 2, threads: 1, dropout: 0).0)
  }

  @Test("counting is learnt: the loss falls from ln V to a tenth")
  func learning() throws {
    let (_, records) = Self.trained(steps: 150, threads: 2, dropout: 0)
    let first = try #require(records.first)
    let last = try #require(records.last)
    // The untrained network is near uniform over 23 tokens.
    #expect(abs(first.loss - 3.135) < 0.2)
    #expect(last.loss < 0.3)
    #expect(records.map(\.step) == Array(1...150))
  }

  @Test("a gradient longer than the limit is scaled down to it, and its own length is reported")
  func clipping() {
    func after(clip: Float) -> (LanguageModel, Double) {
      let trainer = Trainer(
        LanguageModel(configuration: Self.configuration, seed: 9), settings: Self.settings(steps: 1, clip: clip),
        kernels: .forThisMachine, crew: WorkerCrew(threads: 1))
      let norm = trainer.step(Self.batch(1)).gradientNorm
      return (trainer.model, norm)
    }
    let (free, norm) = after(clip: 0)
    #expect(after(clip: 0.01).1 == norm)
    #expect(after(clip: 1e6).0 == free)
    #expect(after(clip: 0.01).0 != free)
  }
}
