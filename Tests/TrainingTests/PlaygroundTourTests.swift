import Corpora
import Kernels
import Tensors
import Testing

@testable import Training

@Suite("What the stops of the Playground's tour show") struct PlaygroundTourTests {
  private static let seeds: [UInt64] = [1, 2, 3]

  private static func run(_ preset: PlaygroundPreset, seed: UInt64, epochs: Int) -> PlaygroundRun {
    var settings = preset.settings
    settings.seed = seed
    let run = PlaygroundRun(settings, kernels: .forThisMachine)
    while run.epochs < epochs, run.epoch() {}
    return run
  }

  @Test("what needs no hidden layer is learnt without one, and exclusive-or is not", arguments: seeds)
  func lines(seed: UInt64) {
    for preset in [PlaygroundPreset.line, .xorProduct, .circleSquares] {
      #expect(Self.run(preset, seed: seed, epochs: 200).scores.test.accuracy ?? 0 > 0.99, "\(preset)")
    }
    #expect(Self.run(.xorLine, seed: seed, epochs: 1_000).scores.test.accuracy ?? 1 < 0.75)
    #expect(Self.run(.xorHidden, seed: seed, epochs: 1_000).scores.test.accuracy ?? 0 > 0.9)
    #expect(Self.run(.plane, seed: seed, epochs: 30).scores.test.rSquared ?? 0 > 0.999)
  }

  @Test("neurons close around the circle, features unwind the spiral, and build hills", arguments: seeds)
  func layers(seed: UInt64) {
    #expect(Self.run(.first, seed: seed, epochs: 200).scores.test.accuracy ?? 0 > 0.98)
    #expect(Self.run(.spiralFeatures, seed: seed, epochs: 1_000).scores.test.accuracy ?? 0 > 0.97)
    #expect(Self.run(.hills, seed: seed, epochs: 300).scores.test.rSquared ?? 0 > 0.85)
  }

  @Test("the spiral with x₁ and x₂ alone comes below a test loss of 0.02", arguments: [1, 2, 3, 4, 5] as [UInt64])
  func depth(seed: UInt64) {
    var settings = PlaygroundPreset.spiralDepth.settings
    settings.seed = seed
    #expect(settings.features == [.x1, .x2])
    let run = PlaygroundRun(settings, kernels: .forThisMachine)
    while run.epochs < 3_000, run.stopReason == nil { run.epoch() }
    #expect(run.stopReason == .testLoss && run.losses.test < 0.02)
  }

  @Test("L1 leaves less than half of the features' weights alive, and the circle is learnt", arguments: seeds)
  func sparse(seed: UInt64) {
    let run = Self.run(.sparse, seed: seed, epochs: 400)
    let network = run.network
    let first = (0..<network.layerSizes[0]).flatMap { unit in
      (0..<7).map { network.index(layer: 0, unit: unit, input: $0) }
    }
    #expect(first.count { network.dead.contains($0) } > first.count / 2)
    #expect(run.scores.test.accuracy ?? 0 > 0.98)
  }

  @Test("without a brake the test loss turns up while the training loss falls; L2 holds both", arguments: seeds)
  func overfitting(seed: UInt64) {
    let early = Self.run(.overfit, seed: seed, epochs: 30).losses
    let late = Self.run(.overfit, seed: seed, epochs: 1_000).losses
    #expect(late.training < early.training / 2 && late.test > 1.2 * early.test)
    #expect(Self.run(.regularized, seed: seed, epochs: 1_000).losses.test < 0.75 * late.test)
  }
}
