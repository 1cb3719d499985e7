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

@Suite("Training on the grammar")
struct GrammarTrainingTests {
  static let vocabulary = Tokenizer.controlTokens + Grammar.english.vocabulary
  static let encoder = DocumentEncoder(vocabulary: vocabulary)

  @Test("a batch is a function of seed and step; its rows begin with a document, targets are the next tokens")
  func batches() {
    let batches = GrammarBatches(encoder: Self.encoder, count: 4, length: 32, seed: 3)
    let batch = batches.batch(7)
    #expect(batch == GrammarBatches(encoder: Self.encoder, count: 4, length: 32, seed: 3).batch(7))
    #expect(batch != batches.batch(8))
    #expect(batch != GrammarBatches(encoder: Self.encoder, count: 4, length: 32, seed: 4).batch(7))
    for row in 0..<4 {
      let ids = batch.ids[row * 32..<(row + 1) * 32]
      let targets = batch.targets[row * 32..<(row + 1) * 32]
      #expect(ids.first == 1)
      #expect(Array(ids.dropFirst()) == Array(targets.dropLast()))
    }
    #expect(batch.targetCount == 4 * 32)
  }

  @Test("a network that knows nothing loses ln V a token")
  func uniform() {
    let configuration = ModelConfiguration(
      vocabularySize: Self.vocabulary.count, contextLength: 64, width: 8, layers: 1, heads: 2)
    let silent = LanguageModel(
      configuration: configuration,
      parameters: Parameters(layout: ModelParameters(configuration).layout))
    let documents = GrammarCorpus.documents(40, split: .validation, seed: 2)
      .map { Example(sequence: Self.encoder.encode($0.tokens)) }
    let evaluation = Evaluation(of: silent, on: documents, kernels: .forThisMachine, crew: WorkerCrew(threads: 2))
    #expect(evaluation.tokens == documents.reduce(0) { $0 + $1.ids.count })
    #expect(abs(evaluation.loss - 5.808142) < 1e-4)  // ln 333
    #expect(Self.vocabulary.count == 333)
  }

  @Test("the sample is within a tenth of the data's entropy and agrees in number")
  func sample() throws {
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    let loaded = try loadModel(folder: root + "/samples/models/cat-decoder")
    let tokenizer = try #require(loaded.tokenizer)
    let vocabulary = (0..<tokenizer.vocabularySize).map { tokenizer.token($0) ?? "" }
    let differences = zip(vocabulary, Self.vocabulary).filter { $0 != $1 }.prefix(3)
    #expect(vocabulary.count == Self.vocabulary.count && differences.isEmpty, "retrain the sample: make samples")
    let crew = WorkerCrew(threads: 2)
    let documents = HeldOutExamples(
      .validation, count: 300, contextLength: 64, encoder: Self.encoder, crew: crew)
    let report = GrammarReport(
      of: loaded.model, on: documents, prompts: 400, encoder: Self.encoder, kernels: .forThisMachine, crew: crew)
    #expect(try #require(report.entropyRatio) < 1.1)
    #expect(report.agreementShare >= 0.95)
    #expect(report.agreement.count == AgreementPrompt.Distractor.allCases.count)
  }

  @Test("the log holds one object a line, with what isn't finite as a string")
  func log() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/log.jsonl"
    let log = try MetricLog(path: path)
    let record = StepRecord(step: 1, loss: 5.543_219_8, learningRate: 1e-5, gradientNorm: .nan, tokens: 8)
    try log.append(record, tokensPerSecond: 1_234.56, seconds: 0.25)
    let text = String(decoding: try readFile(at: path, limit: 4_096), as: UTF8.self)
    #expect(
      text == """
        {"step":1,"loss":5.54322,"learning_rate":1e-05,"gradient_norm":"NaN","tokens_per_second":1235.0,"seconds":0.25}

        """)
    let json = try JSONValue(parsing: Array(text.dropLast().utf8))
    #expect(try json.object(at: "line").members.count == 6)
  }
}
