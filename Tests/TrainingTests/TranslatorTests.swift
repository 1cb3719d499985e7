import Checkpoints
import Corpora
import Files
import KernelTypes
import Models
import Tensors
import Testing
import Tokenizers

@testable import Training

@Suite("Translators")
struct TranslatorTests {
  private static let tokenizer = Tokenizer.translator(words: Grammar.englishWords + Grammar.chineseWords)
  private static let vocabulary = (0..<tokenizer.vocabularySize).map { tokenizer.token($0) ?? "" }
  private static let encoder = DocumentEncoder(vocabulary: vocabulary)

  private static func sample() throws -> LoadedModel {
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    return try loadModel(folder: root + "/samples/models/cat-translator")
  }

  @Test("the sample translates nearly everything exactly, and its cross-attention follows the words")
  func sample() throws {
    let loaded = try Self.sample()
    #expect(loaded.tokenizer == Self.tokenizer && loaded.warnings.isEmpty, "retrain the sample: make samples")
    let texts = HeldOutExamples(translating: .test, count: 300, contextLength: 40, encoder: Self.encoder)
    let crew = WorkerCrew(threads: 2)
    let evaluation = Evaluation(of: loaded.model, on: texts.examples, kernels: .forThisMachine, crew: crew)
    #expect(evaluation.exactMatch >= 0.95 && evaluation.sequences > 250, "\(evaluation.exactMatch)")
    let alignment = AlignmentReport(
      of: loaded.model, untrained: LanguageModel(configuration: loaded.model.configuration, seed: 1), on: .test,
      count: 150,
      encoder: Self.encoder, kernels: .forThisMachine)
    let best = try #require(alignment.best)
    #expect(best.share > alignment.fixedOffset.share + 0.2 && best.share > alignment.untrained + 0.2, "\(best)")
  }

  @Test(
    "sentences that everybody can check",
    arguments: [
      ("The cat sat on the mat.", "猫坐在垫子上。"), ("The dog that chased the cats was tired.", "追赶那些猫的那只狗很累。"),
    ])
  func sentences(english: String, chinese: String) throws {
    let loaded = try Self.sample()
    let source = Self.tokenizer.encode(english).ids.map { Int32($0) }
    let ids = TraceSession(loaded.model, kernels: .forThisMachine).translation(of: source, TextBounds(begin: 1, end: 2))
    #expect(Self.tokenizer.decode(ids.map { Int($0) }) == chinese)
  }

  @Test("batches are functions of the step; sources and what fills them up are told apart")
  func batches() throws {
    var preset = Preset.translate()
    (preset.training.batch, preset.training.accumulation) = (6, 2)
    let batches = ParallelBatches(preset, encoder: Self.encoder)
    let step = batches.batches(7)
    #expect(step.count == 2 && step == batches.batches(7) && step != batches.batches(8))
    for batch in step {
      #expect(batch.sourceIDs.count == 6 * 40 && batch.sourceLengths.count == 6)
      for (sequence, length) in batch.sourceLengths.enumerated() {
        let source = batch.sourceIDs[sequence * 40..<(sequence + 1) * 40]
        #expect(
          source.first == 1 && source.dropFirst(length - 1).first == 2
            && source.dropFirst(length).allSatisfy { $0 == 0 })
      }
    }
  }

  @Test("a translator learns, and its folder comes back as it was")
  func training() throws {
    var preset = Preset.translate()
    preset.model = ModelConfiguration(
      vocabularySize: Self.vocabulary.count, contextLength: 40, width: 16, layers: 1, heads: 2, mlpWidth: 32,
      family: .bart(encoderLayers: 2))
    preset.training.batch = 8
    preset.training.schedule = LearningRateSchedule(peak: 4e-3, shape: .constant, warmup: 0, steps: 100)
    let run = try TrainingRun(
      TrainingPlan(preset: preset), on: .parallel(vocabulary: Self.vocabulary), kernels: .forThisMachine,
      crew: WorkerCrew(threads: 2))
    let first = try run.step().loss
    for _ in 0..<60 { _ = try run.step() }
    #expect(try run.step().loss < first - 1)
    #expect(run.model.parameters[try #require(run.model.handles.source).logitsBias].allSatisfy { $0 == 0 })
    let dissection = try run.dissectedStep()
    #expect(!dissection.source.isEmpty && dissection.predictions.count == dissection.ids.count)
    let folder = try TemporaryFolder()
    try saveModel(run.model, tokenizer: Self.tokenizer, to: folder.path)
    let loaded = try loadModel(folder: folder.path)
    #expect(loaded.model == run.model && loaded.tokenizer == Self.tokenizer && loaded.warnings.isEmpty)
  }
}
