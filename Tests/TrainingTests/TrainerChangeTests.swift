import KernelTypes
import Models
import Tensors
import Testing

@testable import Training

@Suite("What can change while a trainer is at work")
struct TrainerChangeTests {
  static func trainer(threads: Int = 2, _ change: (inout TrainingSettings) -> Void = { _ in }) -> Trainer {
    var settings = TrainerTests.settings(steps: 10)
    change(&settings)
    return Trainer(
      LanguageModel(configuration: TrainerTests.configuration, seed: 9), settings: settings, kernels: .forThisMachine,
      crew: WorkerCrew(threads: threads))
  }

  /// The six sequences of ``TrainerTests/batch(_:)`` in several batches.
  static func batches(_ step: Int, _ count: Int) -> [Batch] {
    let whole = TrainerTests.batch(step)
    let size = 6 / count
    return (0..<count).map { part in
      let feed = whole.feed(part * size..<(part + 1) * size)
      return Batch(count: size, length: 12, ids: feed.ids, targets: feed.targets)
    }
  }

  @Test(
    "batches whose gradients are averaged learn what one batch of all their sequences learns", arguments: [2, 3, 6])
  func accumulation(count: Int) {
    let whole = Self.trainer { $0.dropout = DropoutRates(embedding: 0.1, attention: 0.1, residual: 0.1) }
    let parts = Self.trainer {
      $0.dropout = DropoutRates(embedding: 0.1, attention: 0.1, residual: 0.1)
      $0.batch = 6 / count
      $0.accumulation = count
    }
    for step in 1...3 {
      // Some targets count for nothing, so that the batches differ in how many they have.
      var one = TrainerTests.batch(step)
      one.targets[3] = CrossEntropy.ignored
      var several = Self.batches(step, count)
      several[0].targets[3] = CrossEntropy.ignored
      let (a, b) = (whole.step(one), parts.step(several))
      #expect(abs(a.loss - b.loss) < 1e-6 && abs(a.gradientNorm - b.gradientNorm) < 1e-5 && a.tokens == b.tokens)
    }
    // AdamW's first steps hang on the gradient's sign alone, so an element near 0 may turn its whole step around.
    let far = zip(whole.model.parameters.values, parts.model.parameters.values).filter { abs($0 - $1) > 1e-5 }
    #expect(far.count * 200 < whole.model.parameters.layout.parameterCount, "\(far.count)")
  }

  @Test("frozen blocks don't move by a bit, the others do, and nothing hangs on the threads")
  func frozen() {
    func trained(threads: Int) -> (LanguageModel, StepRecord) {
      let trainer = Self.trainer(threads: threads) { $0.frozenLayers = [0] }
      _ = trainer.step(TrainerTests.batch(1))
      return (trainer.model, trainer.step(TrainerTests.batch(2)))
    }
    let start = LanguageModel(configuration: TrainerTests.configuration, seed: 9)
    let (model, record) = trained(threads: 1)
    for (entry, part) in zip(start.handles.layout.entries, start.handles.partOfEntry) {
      #expect((model.parameters[entry] == start.parameters[entry]) == (part == .block(0)), "\(entry.name)")
    }
    #expect(record.layerGradientNorms[1] == 0 && record.layerGradientNorms[2] > 0)
    for threads in [2, 3] { #expect(trained(threads: threads).0 == model) }
  }

  @Test(
    "what is not frozen gets the same gradient, to the bit, and what is frozen none",
    arguments: [
      [.block(0)], [.block(1)], [.embeddings], [.embeddings, .block(0)], [.block(0), .block(1)],
      [.embeddings, .block(0), .block(1)],
    ] as [Set<ModelPart>])
  func frozenGradients(parts: Set<ModelPart>) throws {
    func gradient(_ change: (inout TrainingSettings) -> Void) throws -> [Float] {
      let fresh = Self.trainer(change)
      _ = fresh.step(TrainerTests.batch(1))
      let count = fresh.model.parameters.layout.count
      return try #require(fresh.withGradient { Array(UnsafeBufferPointer(start: $0, count: count)) })
    }
    let whole = try gradient {
      $0.dropout = DropoutRates(embedding: 0.1, attention: 0.1, residual: 0.1)
    }
    let some = try gradient {
      $0.dropout = DropoutRates(embedding: 0.1, attention: 0.1, residual: 0.1)
      $0.freezesEmbeddings = parts.contains(.embeddings)
      $0.frozenLayers = Set([0, 1].filter { parts.contains(.block($0)) })
    }
    let handles = ModelParameters(TrainerTests.configuration)
    for (entry, part) in zip(handles.layout.entries, handles.partOfEntry) {
      let expected = parts.contains(part) ? [Float](repeating: 0, count: entry.count) : Array(whole[entry.range])
      #expect(Array(some[entry.range]) == expected, "\(entry.name)")
    }
  }

  @Test("what is frozen from below takes less memory")
  func frozenMemory() {
    var settings = Self.trainer().settings
    func bytes() -> Int { TrainingMemory(TrainerTests.configuration, settings, threads: 1).total }
    let whole = bytes()
    settings.frozenLayers = [0]
    let block = bytes()
    settings.freezesEmbeddings = true
    #expect(bytes() < block && block < whole)
  }

  @Test("the parts' gradients make the whole one; measuring an update changes no bit")
  func norms() throws {
    let (plain, measured) = (Self.trainer(), Self.trainer())
    measured.measuresUpdate = true
    let (a, b) = (plain.step(TrainerTests.batch(1)), measured.step(TrainerTests.batch(1)))
    #expect(a.layerGradientNorms.count == ModelPart.all(of: TrainerTests.configuration).count)
    let whole = a.layerGradientNorms.reduce(0) { $0 + $1 * $1 }.squareRoot()
    #expect(abs(whole - a.gradientNorm) < 1e-9 * whole)
    #expect(a.updateRatio == nil && a.gradientNorm == b.gradientNorm)
    #expect(plain.model == measured.model)
    let start = LanguageModel(configuration: TrainerTests.configuration, seed: 9).parameters.values
    let change = zip(start, measured.model.parameters.values).reduce(0) {
      $0 + Double($1.1 - $1.0) * Double($1.1 - $1.0)
    }
    let size = start.reduce(0) { $0 + Double($1) * Double($1) }
    let ratio = try #require(b.updateRatio)
    // Squares are summed in single precision over blocks.
    #expect(abs(ratio - (change / size).squareRoot()) < 1e-5 * ratio)
  }

  @Test("a change takes effect at the next step, as if the step had always been so")
  func change() {
    let (changed, always) = (Self.trainer(), Self.trainer())
    _ = (changed.step(TrainerTests.batch(1)), always.step(TrainerTests.batch(1)))
    var settings = changed.settings
    settings.batch = 3
    settings.accumulation = 2
    settings.clip = 0.5
    settings.schedule.peak = 1e-3
    changed.change(settings)
    let record = changed.step(Self.batches(2, 2))
    #expect(record.learningRate == 1e-3 && record.step == 2)
    #expect(changed.model != always.model)
    // And back: the same step once more has the shape of the first.
    settings.batch = 6
    settings.accumulation = 1
    settings.optimizer = OptimizerSettings(kind: .sgd)
    settings.frozenLayers = [0, 1]
    settings.dropout = DropoutRates(residual: 0.5)
    changed.change(settings)
    #expect(changed.step(TrainerTests.batch(3)).step == 3)
    #expect(changed.settings == settings)
  }

  @Test("every optimiser learns to count", arguments: OptimizerSettings.Kind.allCases)
  func optimizers(kind: OptimizerSettings.Kind) {
    let trainer = Self.trainer {
      $0.optimizer = OptimizerSettings(kind: kind)
      $0.schedule.peak = kind == .sgd ? 0.3 : 3e-3
    }
    let losses = (1...80).map { trainer.step(TrainerTests.batch($0)).loss }
    #expect(losses[79] < losses[0] / 2, "\(losses[0]) → \(losses[79])")
  }
}

extension Parameters {
  /// All numbers in the layout's order, without the gaps.
  var values: [Float] { layout.entries.flatMap { self[$0] } }
}
