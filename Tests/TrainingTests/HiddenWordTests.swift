import Checkpoints
import Corpora
import Files
import KernelTypes
import Models
import Tensors
import Testing
import Tokenizers

@testable import Training

@Suite("Training on hidden words")
struct HiddenWordTests {
  static let tokenizer = Tokenizer.encoderWordLevel(words: Grammar.englishWords)
  static let vocabulary = (0..<tokenizer.vocabularySize).map { tokenizer.token($0) ?? "" }
  static let encoder = DocumentEncoder(vocabulary: vocabulary)

  /// Devlin et al. 2019: 15 % of the words; of those 80 % the mask, 10 % a random word, 10 % themselves.
  @Test("words are hidden in BERT's shares, control tokens never")
  func shares() throws {
    let hider = try #require(Self.encoder.hider)
    var generator = SplitMix64(seed: 5)
    var (words, hidden, masked, same) = (0, 0, 0, 0)
    for document in GrammarCorpus.documents(4_000, split: .train, seed: 1) {
      let sequence = Self.encoder.encode(document.tokens)
      let example = hider.hide(sequence, using: &generator)
      #expect(example.ids.first == 2 && example.ids.last == 3)
      words += document.tokens.count
      for (place, target) in example.targets.enumerated() {
        guard target != CrossEntropy.ignored else {
          #expect(example.ids[place] == sequence[place])
          continue
        }
        #expect(target == sequence[place] && target >= 5)
        hidden += 1
        masked += example.ids[place] == 4 ? 1 : 0
        same += example.ids[place] == target ? 1 : 0
        #expect(example.ids[place] == 4 || example.ids[place] >= 5)
      }
    }
    let count = Double(hidden)
    // Five deviations of a count of some 8,000.
    #expect(abs(count / Double(words) - 0.15) < 0.01)
    #expect(abs(Double(masked) / count - 0.8) < 0.025)
    #expect(abs(Double(same) / count - 0.1) < 0.02)
  }

  /// A model from elsewhere may have its control tokens anywhere.
  @Test("control tokens that stand between the words are neither hidden nor put in a word's place")
  func scattered() {
    let hider = WordHider(mask: 7, words: [2, 9, 12])
    var generator = SplitMix64(seed: 8)
    for _ in 0..<2_000 {
      let example = hider.hide([5, 2, 9, 12, 8], atLeastOne: true, using: &generator)
      #expect(example.ids.first == 5 && example.ids.last == 8 && example.targetCount > 0)
      #expect(example.ids.dropFirst().dropLast().allSatisfy { [2, 7, 9, 12].contains($0) })
    }
  }

  @Test("a batch is a function of seed and step; every other row is one document, filled up")
  func batches() throws {
    func batches(_ seed: UInt64, accumulation: Int = 1) -> GrammarBatches {
      GrammarBatches(encoder: Self.encoder, count: 4, length: 32, accumulation: accumulation, seed: seed)
    }
    let batch = batches(3).batch(7)
    #expect(batch == batches(3).batch(7) && batch != batches(3).batch(8) && batch != batches(4).batch(7))
    let two = batches(3, accumulation: 2).batches(7)
    #expect(two.count == 2 && two[0].targets != two[1].targets)
    #expect(batch.lengths[0] == 32 && batch.lengths[2] == 32)
    for row in [1, 3] {
      let ids = batch.ids[row * 32..<(row + 1) * 32]
      let length = batch.lengths[row]
      #expect(length < 32 && ids[ids.startIndex + length - 1] == 3)
      #expect(ids.dropFirst(length).allSatisfy { $0 == 0 })
      let targets = batch.targets[row * 32 + length..<(row + 1) * 32]
      #expect(targets.allSatisfy { $0 == CrossEntropy.ignored })
    }
  }

  @Test("an encoder learns, its run says so, and its folder opens as what it was")
  func run() throws {
    var preset = Preset.masked(vocabularySize: Self.vocabulary.count)
    preset.model = ModelConfiguration(
      vocabularySize: Self.vocabulary.count, contextLength: 32, width: 32, layers: 1, heads: 2,
      family: .bert(segments: 2))
    (preset.training.batch, preset.training.length) = (16, 32)
    preset.training.schedule = LearningRateSchedule(peak: 1e-2, shape: .constant, warmup: 10, steps: 120)
    let run = try TrainingRun(
      TrainingPlan(preset: preset), on: .grammar(vocabulary: Self.vocabulary), kernels: .forThisMachine,
      crew: WorkerCrew(threads: 2))
    let before = try #require(run.validate())
    #expect(run.validation?.entropy == nil)
    #expect(abs(before.loss - 5.81) < 0.2)  // ln 334
    for _ in 0..<120 { _ = try run.step() }
    let after = try #require(run.validate())
    #expect(after.loss < 4.6 && after.tokens == before.tokens)
    guard case .grammar(let report)? = run.report() else {
      Issue.record("a run on the grammar without its report")
      return
    }
    #expect(report.entropyRatio == nil && (0...1).contains(report.agreementShare))

    let folder = try TemporaryFolder()
    try saveModel(run.model, tokenizer: Self.tokenizer, to: folder.path)
    let loaded = try loadModel(folder: folder.path)
    #expect(loaded.model == run.model && loaded.tokenizer == Self.tokenizer && loaded.warnings.isEmpty)
  }

  @Test("a plan of an encoder comes back from its file")
  func plan() throws {
    let plan = TrainingPlan(preset: Preset.masked(vocabularySize: 334))
    #expect(try TrainingPlan(plan.json) == plan)
  }

  /// Hugging Face's labels are aligned with the ids; an encoder's aren't shifted.
  @Test("an encoder's labels stand where its ids stand")
  func labels() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/ids.safetensors"
    let header =
      #"{"input_ids":{"dtype":"I64","shape":[1,1,4],"data_offsets":[0,32]},"#
      + #""labels":{"dtype":"I64","shape":[1,1,4],"data_offsets":[32,64]}}"#
    let numbers: [Int64] = [7, 4, 9, 3, -100, 8, -100, -100]
    let bytes =
      withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) } + Array(header.utf8)
      + numbers.flatMap { number in withUnsafeBytes(of: number.littleEndian) { Array($0) } }
    try writeFileAtomically(bytes, to: path)
    let batches = try TokenBatches(path: path, vocabularySize: 10, contextLength: 4, isCausal: false)
    #expect(batches.batch(0).targets == [-100, 8, -100, -100])
    let shifted = try TokenBatches(path: path, vocabularySize: 10, contextLength: 4)
    #expect(shifted.batch(0).targets == [8, -100, -100, -100])
  }

  @Test("the sample fills in most hidden words and agrees in number")
  func sample() throws {
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    let loaded = try loadModel(folder: root + "/samples/models/cat-encoder")
    #expect(loaded.tokenizer == Self.tokenizer, "retrain the sample: make samples")
    let crew = WorkerCrew(threads: 2)
    let documents = HeldOutExamples(
      .validation, count: 300, contextLength: 64, encoder: Self.encoder, crew: crew)
    let report = GrammarReport(
      of: loaded.model, on: documents, prompts: 400, encoder: Self.encoder, kernels: .forThisMachine, crew: crew)
    #expect(report.evaluation.loss < 1.2 && report.evaluation.accuracy > 0.6)
    #expect(report.agreementShare > 0.95)
  }
}
