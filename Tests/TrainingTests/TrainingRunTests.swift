import KernelTypes
import Models
import Tensors
import Testing

@testable import Training

@Suite("A run step by step")
struct TrainingRunTests {
  static func run(_ change: (inout Preset) -> Void = { _ in }) throws -> TrainingRun {
    var preset = ReproducibilityTests.preset(dropout: 0)
    preset.validationInterval = 3
    change(&preset)
    return try TrainingRun(
      TrainingPlan(preset: preset), on: .grammar(vocabulary: GrammarTrainingTests.vocabulary), kernels: .forThisMachine,
      crew: WorkerCrew(threads: 2))
  }

  @Test("a validation is due after each interval and at the end, once")
  func due() throws {
    let run = try Self.run()
    var due: [Int] = []
    while run.stopReason(seconds: 0) == nil {
      _ = try run.step()
      if run.isValidationDue {
        due.append(run.stepsDone)
        #expect(run.validate() != nil)
        #expect(!run.isValidationDue)
      }
    }
    #expect(due == [3, 6, 8])
  }

  /// Under such settings the numbers soon leave what a Float can hold.
  static func diverge(_ preset: inout Preset) {
    preset.training.optimizer = OptimizerSettings(kind: .sgd)
    preset.training.schedule = LearningRateSchedule(peak: 1_000, shape: .constant, warmup: 0, steps: 1_000)
    preset.training.clip = 0
  }

  @Test("weights that are no numbers end the training at the first step, since no later one could mend them")
  func lostWeights() throws {
    let plan = TrainingPlan(preset: CheckpointTests.preset())
    var model = plan.preset.untrainedModel
    let entry = try #require(model.parameters.layout.entries.last)
    model.parameters.withUnsafeMutablePointer { $0[entry.offset] = .nan }
    let run = try TrainingRun(
      plan, from: model, on: .grammar(vocabulary: GrammarTrainingTests.vocabulary), kernels: .forThisMachine,
      crew: WorkerCrew(threads: 1))
    let error = TrainingError.lostWeights(step: 1, tensor: entry.name)
    #expect(throws: error) { try run.train { _ in true } }
    #expect(run.lostWeights == entry.name && !run.isWorthKeeping && run.stepsDone == 1)
    #expect("\(error)".hasPrefix("step 1: weights are infinite or not a number, the first in \(entry.name)"))
  }

  @Test("a step without finite numbers is skipped and named; five in a row end the training")
  func notFinite() throws {
    let run = try Self.run(Self.diverge)
    var records: [StepRecord] = []
    var models: [LanguageModel] = []
    var failure: TrainingError?
    do {
      try run.train { event in
        guard case .step(let record, _, _) = event else { return true }
        records.append(record)
        models.append(run.model)
        return true
      }
    } catch let error as TrainingError { failure = error }
    let skipped = records.filter { $0.notFinite != nil }
    #expect(skipped.suffix(5).map(\.step) == Array(records.count - 4...records.count))
    #expect(skipped.allSatisfy { !$0.loss.isFinite || !$0.gradientNorm.isFinite || $0.notFinite == "update" })
    #expect(failure == .notFinite(step: records.count, what: try #require(records.last?.notFinite)))
    // What was skipped changed nothing, and every parameter is a number still.
    for (record, pair) in zip(records.dropFirst(), zip(models, models.dropFirst())) {
      #expect((pair.0 == pair.1) == (record.notFinite != nil), "step \(record.step)")
    }
    #expect(run.model.parameters.layout.entries.allSatisfy { run.model.parameters[$0].allSatisfy(\.isFinite) })
    #expect(run.stepsDone == records.count)
  }

  @Test("an update beyond what a parameter can hold is not made; the next ones are, under other settings")
  func endlessUpdate() throws {
    let run = try Self.run { preset in
      Self.diverge(&preset)
      preset.training.schedule.peak = 1e32
    }
    let before = run.model
    let faults = try (1...4).map { _ in try run.step().notFinite }
    #expect(faults == Array(repeating: "update", count: 4))
    #expect(run.model == before && !run.isStuck)
    #expect(try run.step().notFinite == "update" && run.isStuck)
    var settings = run.settings
    settings.schedule.peak = 1e-3
    run.change(settings, validationInterval: 3)
    #expect(try run.step().notFinite == nil && run.model != before && !run.isStuck && run.skippedInARow == 0)
  }

  @Test("a validation tells how far it is and can be cancelled")
  func progress() throws {
    let run = try Self.run()
    _ = try run.step()
    #expect(run.validate { $0 < 0.5 } == nil)
    var shares: [Double] = []
    let evaluation = run.validate {
      shares.append($0)
      return true
    }
    #expect(shares.first == 0 && shares.last == 1 && shares == shares.sorted() && shares.count > 5)
    let documents = try #require(run.validation)
    #expect(
      evaluation
        == Evaluation(
          of: run.model, on: documents.examples, kernels: .forThisMachine, crew: WorkerCrew(threads: 1))
    )
  }

  @Test("64 documents are learnt by heart, and dropout with weight decay halves the gap")
  func overfitting() throws {
    func gap(_ regularise: (inout TrainingSettings) -> Void) throws -> (gap: Double, risen: Double) {
      var preset = Preset.overfit(vocabularySize: GrammarTrainingTests.vocabulary.count)
      regularise(&preset.training)
      let run = try TrainingRun(
        TrainingPlan(preset: preset), on: .grammar(vocabulary: GrammarTrainingTests.vocabulary),
        kernels: .forThisMachine, crew: WorkerCrew(threads: 2))
      var lowest = Double.infinity
      var last = (validation: 0.0, training: 0.0)
      for step in 1...300 {
        last.training = try run.step().loss
        guard step.isMultiple(of: 150) else { continue }
        last.validation = try #require(run.validate()).loss
        lowest = min(lowest, last.validation)
      }
      return (last.validation - last.training, last.validation - lowest)
    }
    let plain = try gap { _ in }
    let regularised = try gap { settings in
      settings.dropout = DropoutRates(embedding: 0.3, attention: 0.3, residual: 0.3)
      settings.optimizer.weightDecay = 10
    }
    #expect(plain.risen > 0.3)
    #expect(regularised.gap < plain.gap / 2, "\(regularised.gap) and \(plain.gap)")
  }

  @Test("changed settings are named as on the command line, and only they")
  func change() throws {
    let run = try Self.run()
    _ = try run.step()
    var settings = run.settings
    #expect(run.change(settings, validationInterval: 3).isEmpty)
    settings.schedule.peak = 1e-3
    settings.schedule.steps = 5
    settings.batch = 2
    settings.accumulation = 3
    settings.dropout = DropoutRates(embedding: 0.1, attention: 0.1, residual: 0.1)
    settings.frozenLayers = [1, 0]
    settings.optimizer.kind = .adam
    let changes = run.change(settings, validationInterval: 7)
    #expect(
      changes == [
        SettingChange(step: 1, name: "batch", from: .number(6.0), to: .number(2.0)),
        SettingChange(step: 1, name: "accumulate", from: .number(1.0), to: .number(3.0)),
        SettingChange(step: 1, name: "steps", from: .number(8.0), to: .number(5.0)),
        SettingChange(step: 1, name: "learning_rate", from: .number(2e-3), to: .number(1e-3)),
        SettingChange(step: 1, name: "optimizer", from: .text("adamw"), to: .text("adam")),
        SettingChange(step: 1, name: "dropout", from: .number(0.0), to: .number(0.1)),
        SettingChange(step: 1, name: "freeze", from: .text(""), to: .text("0,1")),
        SettingChange(step: 1, name: "validate_every", from: .number(3.0), to: .number(7.0)),
      ])
    #expect(run.changes == changes && run.stopsWhen.steps == 5 && run.settings == settings)
    while run.stopReason(seconds: 0) == nil { _ = try run.step() }
    #expect(run.stepsDone == 5)
    settings.dropout.residual = 0
    #expect(
      run.change(settings, validationInterval: 7)
        == [SettingChange(step: 5, name: "dropout_residual", from: .number(0.1), to: .number(0.0))])
  }

  @Test("accumulated batches hold the sequences of one large batch")
  func batches() {
    let large = GrammarBatches(encoder: GrammarTrainingTests.encoder, count: 6, length: 16, seed: 5)
    let small = GrammarBatches(encoder: GrammarTrainingTests.encoder, count: 2, length: 16, accumulation: 3, seed: 5)
    #expect(small.batches(4).flatMap(\.ids) == large.batches(4)[0].ids)
    #expect(large.batches(4) == [large.batch(4)])
  }

  @Test("few documents come again and again")
  func documents() {
    let batches = GrammarBatches(
      encoder: GrammarTrainingTests.encoder, count: 8, length: 64, seed: 5, documents: 3)
    func documents(_ step: Int) -> Set<[Int32]> {
      let batch = batches.batch(step)
      return Set(
        (0..<8).map { row in
          Array(batch.ids[row * 64..<(row + 1) * 64].prefix { $0 != 2 })
        })
    }
    let seen = documents(1).union(documents(2)).union(documents(3))
    #expect(seen.count == 3)
  }

  @Test("each stop condition ends a run, and says so")
  func stops() {
    var watch = StopWatch()
    var conditions = StopConditions(steps: 100)
    #expect(watch.reason(conditions, stepsDone: 99, seconds: 1e9) == nil)
    #expect(watch.reason(conditions, stepsDone: 100, seconds: 0) == .steps(100))
    conditions.seconds = 60
    #expect(watch.reason(conditions, stepsDone: 0, seconds: 60) == .seconds(60))
    conditions.lossBelow = 1
    for _ in 1..<50 { watch.add(loss: 0.5) }
    #expect(watch.reason(conditions, stepsDone: 49, seconds: 0) == nil)
    watch.add(loss: 0.5)
    #expect(watch.reason(conditions, stepsDone: 50, seconds: 0) == .lossBelow(limit: 1, found: 0.5))
    for _ in 0..<50 { watch.add(loss: 2) }
    #expect(watch.smoothedLoss == 2)
    conditions.validationRises = 2
    for (step, loss) in [3.0, 2, 2.5].enumerated() { watch.add(validationLoss: loss, step: step) }
    #expect(watch.reason(conditions, stepsDone: 60, seconds: 0) == nil)
    watch.add(validationLoss: 2.4, step: 3)
    #expect(
      watch.reason(conditions, stepsDone: 60, seconds: 0) == .validationRises(count: 2, best: 2, bestStep: 1))
    watch.add(validationLoss: 1.9, step: 4)
    #expect(watch.reason(conditions, stepsDone: 60, seconds: 0) == nil)
  }
}
