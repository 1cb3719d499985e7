import Files
import KernelTypes
import Models
import Tensors
import Testing
import Tokenizers

@testable import Training

@Suite("A text of one's own")
struct TextCorpusTests: ~Copyable {
  private let folder: TemporaryFolder
  private var path: String { folder.path + "/text.txt" }

  init() throws { folder = try TemporaryFolder() }

  private func write(_ bytes: [UInt8]) throws { try writeFileAtomically(bytes, to: path) }

  private func corpus(_ unit: TextSurvey.Unit, size: Int = 400) throws -> TextCorpus {
    try TextCorpus(path: path, tokenizer: #require(try TextSurvey.tokenizer(for: path, unit: unit, size: size)))
  }

  private static let text = (0..<400).map { "line \($0): the cat sat on the mat, 猫坐在垫子上 😀\n" }.joined()

  @Test("rows are stretches of the part to learn from, the same ones for a state", arguments: TextSurvey.Unit.allCases)
  func rows(unit: TextSurvey.Unit) throws {
    try write(Array(Self.text.utf8))
    let corpus = try corpus(unit)
    var generator = SplitMix64(seed: 9)
    let rows = try (0..<20).map { _ in try corpus.row(of: 30, using: &generator) }
    var again = SplitMix64(seed: 9)
    #expect(try rows == (0..<20).map { _ in try corpus.row(of: 30, using: &again) })
    let learnt = Self.text.utf8.prefix(corpus.parts.training.upperBound)
    for row in rows {
      #expect(row.count == 31 && row[0] == 1)
      let written = corpus.tokenizer.decode(row.dropFirst().map { Int($0) })
      guard unit != .words else { continue }
      // A row near the end goes on elsewhere; its beginning stands in the text all the same.
      #expect(String(decoding: learnt, as: UTF8.self).contains(written.prefix(8)), "\(written)")
    }
    let held = try corpus.validationRows(length: 30)
    #expect(held.allSatisfy { $0.count <= 31 && $0[0] == 1 } && !held.isEmpty)
  }

  @Test("a byte order mark is no part of the text, and a text shorter than a row is read again and again")
  func short() throws {
    try write([0xEF, 0xBB, 0xBF] + Array("ab".utf8))
    let corpus = try corpus(.characters)
    #expect(corpus.bytes == 3..<5 && corpus.tokenizer.vocabularySize == 6)
    var generator = SplitMix64(seed: 1)
    #expect(try corpus.row(of: 12, using: &generator).count == 13)
  }

  private static let broken: [([UInt8], String)] = [
    (Array("ab".utf8) + [0xFF], "byte 2: found 0xFF"), ([0xC3], "byte 0: found 0xC3"),
    (Array("é".utf8) + [0xE2, 0x82] + Array("x".utf8), "byte 2: found 0xE2"),
    ([0xED, 0xA0, 0x80], "byte 0: found 0xED"),
    ([0xC0, 0x80], "byte 0: found 0xC0"), ([0xF4, 0x90, 0x80, 0x80], "byte 0: found 0xF4"),
    ([UInt8](repeating: 0x61, count: 1 << 20) + [0x80], "byte 1,048,576: found 0x80"), ([], "an empty file"),
  ]

  @Test("what is no text in UTF-8 is told with its place", arguments: broken)
  func told(bytes: [UInt8], message: String) throws {
    try write(bytes)
    let error = #expect(throws: TrainingError.self) { try TextSurvey.tokenizer(for: path, unit: .bpe, size: 300) }
    let line = error.map { "\($0)" } ?? ""
    #expect(line.contains(message) && line.contains("UTF-8"), "\(line)")
  }

  @Test("a file that goes while a run learns is told, and the run stands where it stood")
  func gone() throws {
    try write(Array(Self.text.utf8))
    let corpus = try corpus(.characters)
    var preset = Preset.tiny(vocabularySize: corpus.tokenizer.vocabularySize)
    (preset.training.batch, preset.training.length, preset.model.contextLength) = (2, 8, 8)
    let run = try TrainingRun(
      TrainingPlan(preset: preset), on: .text(corpus), kernels: .forThisMachine, crew: WorkerCrew(threads: 1))
    _ = try run.step()
    let before = run.model
    #expect(FileSystem.system.unlink(path) == 0)
    #expect(throws: TrainingError.self) { try run.step() }
    #expect(run.model == before && run.stepsDone == 1)
  }

  @Test("all of a text is scored, stretch by stretch")
  func evaluation() throws {
    try write(Array(Self.text.utf8))
    let corpus = try corpus(.bpe)
    let configuration = ModelConfiguration(
      vocabularySize: corpus.tokenizer.vocabularySize, contextLength: 16, width: 8, layers: 1, heads: 1)
    let model = LanguageModel(configuration: configuration, seed: 1)
    let crew = WorkerCrew(threads: 2)
    let whole = try corpus.evaluation(of: model, kernels: .forThisMachine, crew: crew) { _ in true }
    let scored = try #require(whole)
    let tokens = corpus.tokenizer.encode(Self.text, addSpecialTokens: false).tokens.count
    // Cut at words, a text may have some tokens more; each is predicted once.
    #expect((tokens...tokens + 2).contains(scored.tokens) && abs(scored.loss - 6) < 0.2)
    let ended = try corpus.evaluation(of: model, kernels: .forThisMachine, crew: crew) { _ in false }
    #expect(ended == nil)
  }
}
