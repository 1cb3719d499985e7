import Checkpoints
import Corpora
import Files
import KernelTypes
import Models
import StrictJSON
import Tensors
import Testing
import Tokenizers

@testable import Training

@Suite("Fine-tuning an encoder to sort texts")
struct SentimentTrainingTests {
  static let tokenizer = Tokenizer.encoderWordLevel(words: Grammar.englishWords)
  static let vocabulary = (0..<tokenizer.vocabularySize).map { tokenizer.token($0) ?? "" }

  /// Small enough to be trained within a second.
  static func preset() -> Preset {
    var preset = Preset.sentiment(vocabularySize: vocabulary.count)
    preset.model = ModelConfiguration(
      vocabularySize: vocabulary.count, contextLength: 32, width: 32, layers: 2, heads: 2, layerNormEpsilon: 1e-12,
      family: .bert(segments: 2), labels: ["negative", "positive"])
    preset.training.frozenLayers = [0]
    preset.training.schedule = LearningRateSchedule(peak: 3e-3, shape: .constant, warmup: 5, steps: 60)
    preset.documents = 24
    return preset
  }

  static func encoder() -> LanguageModel {
    var sizes = preset().model
    sizes.labels = []
    return LanguageModel(configuration: sizes, seed: 40)
  }

  static func run(_ preset: Preset, from model: LanguageModel? = nil) throws -> TrainingRun {
    try TrainingRun(
      TrainingPlan(preset: preset), from: model, on: .sentiment(vocabulary: vocabulary), kernels: .forThisMachine,
      crew: WorkerCrew(threads: 2))
  }

  @Test("it begins with all of the encoder below a new head, and what is frozen stays")
  func begins() throws {
    let (preset, encoder) = (Self.preset(), Self.encoder())
    let first = preset.beginning(with: encoder)
    let untrained = preset.untrainedModel
    for entry in first.parameters.layout.entries {
      let isHead = entry.name.hasPrefix("pooler") || entry.name.hasPrefix("classifier")
      let origin = isHead ? untrained.parameters[entry] : encoder.parameters.tensor(named: entry.name)?.values[...]
      #expect(origin.map { Array($0) == Array(first.parameters[entry]) } ?? false, "\(entry.name)")
    }
    // A model of its own kind is gone on with as it is.
    #expect(preset.beginning(with: first) == first)

    let run = try Self.run(preset, from: first)
    for _ in 0..<3 { _ = try run.step() }
    for entry in first.parameters.layout.entries {
      let isFrozen = entry.name.hasPrefix("embeddings") || entry.name.hasPrefix("encoder.layer.0.")
      let isSame = Array(first.parameters[entry]) == Array(run.model.parameters[entry])
      #expect(isSame == isFrozen, "\(entry.name)")
    }
  }

  @Test("it learns its labelled sentences, the run says so, and its folder opens as what it was")
  func learns() throws {
    let run = try Self.run(Self.preset().fromScratch())
    let before = try #require(run.validate())
    #expect(before.sequences == 200 && before.tokens == 200 && abs(before.loss - 0.693) < 0.1)
    for _ in 0..<60 { _ = try run.step() }
    let after = try #require(run.validate())
    #expect((after.trainingAccuracy ?? 0) > 0.9)
    guard case .other(let evaluation, nil, _)? = run.report() else {
      Issue.record("a classifier's run with another report")
      return
    }
    #expect(evaluation == after)

    let folder = try TemporaryFolder()
    try saveModel(run.model, tokenizer: Self.tokenizer, to: folder.path)
    let loaded = try loadModel(folder: folder.path)
    #expect(loaded.model == run.model && loaded.tokenizer == Self.tokenizer && loaded.warnings.isEmpty)
  }

  @Test("a step taken apart says which label it gave, and where the gradient went")
  func dissection() throws {
    let step = try Self.run(Self.preset().fromScratch()).dissectedStep()
    #expect(step.predictions.count == 1 && step.predictions[0].position == 0)
    #expect(Set(step.predictions[0].candidates.map(\.token)) == [0, 1])
    #expect(step.gradients.map(\.part) == [.classifier, .block(1), .block(0), .embeddings])
    #expect(step.gradients[0].components == [.classifier, .pooler] && step.gradients[0].norm > 0)
  }

  @Test("batches hold each sentence with its label at the first place, and what fills them up counts for nothing")
  func batches() {
    let encoder = DocumentEncoder(vocabulary: Self.vocabulary)
    let batches = SentimentBatches(Self.preset(), encoder: encoder)
    #expect(batches.examples.count == 24)
    #expect(batches.examples.enumerated().allSatisfy { $0.element.targets[0] == Int32($0.offset % 2) })
    let batch = batches.batches(7)[0]
    #expect(batch == batches.batches(7)[0] && batch != batches.batches(8)[0])
    #expect(batch.targetCount == 16 && batch.lengths.allSatisfy { (4...32).contains($0) })
    for row in 0..<16 {
      #expect(batch.targets[row * 32] != CrossEntropy.ignored && batch.ids[row * 32] == encoder.begin)
    }
  }

  @Test("a plan comes back from its file, with its base or from scratch; labels that can't be are refused")
  func plan() throws {
    let preset = Self.preset()
    for preset in [preset, preset.fromScratch()] {
      let plan = TrainingPlan(preset: preset)
      #expect(try TrainingPlan(plan.json) == plan)
    }
    var object = try preset.model.json.object(at: "it")
    object["labels"] = ["one"]
    let wrong = object
    #expect(throws: (any Error).self) { try ModelConfiguration(training: wrong) }
  }

  @Test("what it can begin with")
  func bases() {
    let preset = Self.preset()
    #expect(preset.canBegin(with: Self.encoder().configuration) && preset.canBegin(with: preset.model))
    var other = preset.model
    other.labels = ["a", "b"]
    #expect(!preset.canBegin(with: other) && !preset.canBegin(with: Preset.cat().model))
    #expect(
      !Preset.masked().canBegin(with: preset.model) && Preset.masked().canBegin(with: Self.encoder().configuration))
    #expect(!Preset.translate().canBegin(with: Preset.cat().model) && Preset.tiny().canBegin(with: Preset.cat().model))
  }
}
