import Corpora
import KernelTypes
import Models
import Tensors
import Testing
import Tokenizers

@testable import Training

@Suite("Presets of exercises")
struct ExerciseTrainingTests {
  private static func run(_ preset: Preset) throws -> TrainingRun {
    let exercises = try #require(preset.exercises)
    let vocabulary = Tokenizer.controlTokens + exercises.words
    return try TrainingRun(
      TrainingPlan(preset: preset), on: .exercises(exercises, vocabulary: vocabulary), kernels: .forThisMachine,
      crew: WorkerCrew(threads: 2))
  }

  @Test("the weather is learnt, of the cards that were shown and of those that were not")
  func weather() throws {
    let run = try Self.run(.weather)
    try run.train { _ in true }
    let last = try #require(run.validate())
    #expect(last.exactMatch == 1 && last.trainingAccuracy == 1)
    #expect(run.milestones.map(\.measure) == [.trainingAccuracy, .validationAccuracy])
  }

  @Test("an induction head forms, all at once, with attention alone")
  func induction() throws {
    let run = try Self.run(.induction)
    let untrained = try #require(run.validate()).inductionScore
    while run.stepsDone < 400 {
      _ = try run.step()
      if run.isValidationDue { _ = run.validate() }
    }
    let levels = run.milestones.filter { $0.measure == .inductionScore }
    #expect(try #require(untrained) < 0.1 && levels.map(\.level) == [0.1, 0.5], "\(levels)")
    #expect(levels[1].step - levels[0].step <= 200)
    // Nothing but attention has done it.
    for block in run.model.handles.blocks {
      #expect(run.model.parameters[block.mlpOutput.weight].allSatisfy { $0 == 0 })
      #expect(run.model.parameters[block.mlpInput.weight].allSatisfy { $0 == 0 })
    }
  }

  @Test("a GRU keeps a fact in mind over a few words first, then over many")
  func memory() throws {
    let run = try Self.run(Preset.memory.with(.gru))
    let untrained = try #require(run.validate()).accuracyByDistance
    #expect(untrained.keys.sorted() == Recall.distances && untrained.values.allSatisfy { $0 < 0.3 })
    while run.stepsDone < 100 { _ = try run.step() }
    let learning = try #require(run.validate())
    let (near, far) = (learning.accuracyByDistance[1] ?? 0, learning.accuracyByDistance[64] ?? 1)
    #expect(near > 0.9 && far < 0.5, "\(near), \(far)")
    while run.stepsDone < 300 { _ = try run.step() }
    #expect(try #require(run.validate()).accuracyByDistance.values.allSatisfy { $0 > 0.9 })
    // What was measured comes back from the checkpoint.
    let progress = run.checkpoint(seconds: 1, logBytes: 0).progress
    #expect(try RunProgress(progress.json).evaluation?.accuracyByDistance == progress.evaluation?.accuracyByDistance)
  }

  @Test("the networks that are compared are as large as each other", arguments: RecurrentCell.allCases)
  func sizes(cell: RecurrentCell) {
    func parameters(_ preset: Preset) -> Double { Double(ModelParameters(preset.model).layout.parameterCount) }
    #expect(abs(parameters(Preset.memory.with(cell)) / parameters(Preset.memory.with(nil)) - 1) < 0.02)
  }

  @Test("a fact is asked for after as many idle words as were wanted")
  func recall() throws {
    for exercise in Exercises.recall.heldOut(.validation) {
      let distance = try #require(exercise.distance)
      #expect(exercise.words.count == distance + 10 && exercise.asked == [distance + 9])
      #expect(exercise.words[3] == exercise.words.last && exercise.words[0] == exercise.words[distance + 7])
      let idle = exercise.words[5..<5 + distance]
      #expect(Set(idle).isDisjoint(with: Exercises.recall.heldOut(.test)[0].words[0..<5]))
    }
  }

  @Test("a decoder is asked for the answer alone, from all that stands before it")
  func example() throws {
    let encoder = DocumentEncoder(vocabulary: Tokenizer.controlTokens + Exercises.addition.words)
    let exercise = Exercise(words: ["3", "+", "4", "=", "7"], asked: [4])
    let example = encoder.example(exercise)
    #expect(example.ids == encoder.encode(["3", "+", "4", "="]).dropLast())
    #expect(example.targets == [-100, -100, -100, -100, encoder.id(of: "7")])
    let filled = example.filled(to: 7, encoder.padding)
    #expect(filled.ids.suffix(2) == [0, 0] && filled.targetCount == 1)
    #expect(example.filled(to: 3, 0).targetCount == 0)
  }

  @Test("a plan with exercises comes back from its file, and so does what a run has found out")
  func files() throws {
    for preset in Preset.all {
      let plan = TrainingPlan(preset: preset)
      #expect(try TrainingPlan(plan.json) == plan, "\(preset.name)")
    }
    var progress = RunProgress()
    progress.milestones = [Milestone(measure: .inductionScore, level: 0.5, step: 240)]
    #expect(try RunProgress(progress.json) == progress)
  }

  @Test("a run goes on with its exercises to the bit")
  func resumption() throws {
    var preset = Preset.grok
    preset.training.batch = 16
    preset.training.schedule.steps = 8
    let whole = try Self.run(preset)
    while whole.stepsDone < 8 { _ = try whole.step() }
    let first = try Self.run(preset)
    while first.stepsDone < 5 { _ = try first.step() }
    let exercises = try #require(preset.exercises)
    let second = try TrainingRun(
      first.checkpoint(seconds: 1, logBytes: 0),
      on: .exercises(exercises, vocabulary: Tokenizer.controlTokens + exercises.words), kernels: .forThisMachine,
      crew: WorkerCrew(threads: 1))
    while second.stepsDone < 8 { _ = try second.step() }
    #expect(second.model == whole.model)
  }
}
