import Checkpoints
import Corpora
import KernelTypes
import Models
import Tensors
import Testing
import Tokenizers

@testable import Training

@Suite("The sample memory-lstm") struct MemorySampleTests {
  private static let folder =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    + "/samples/models/memory-lstm"

  @Test func `it answers nearly everything, however many words stand in between`() throws {
    let loaded = try loadModel(folder: Self.folder)
    let tokenizer = try #require(loaded.tokenizer)
    let vocabulary = (0..<tokenizer.vocabularySize).map { tokenizer.token($0) ?? "" }
    let texts = HeldOutExamples(
      .recall, .test, contextLength: loaded.model.configuration.contextLength,
      encoder: DocumentEncoder(vocabulary: vocabulary))
    let crew = WorkerCrew(threads: 2)
    let evaluation = Evaluation(of: loaded.model, on: texts.examples, kernels: .forThisMachine, crew: crew)
    #expect(evaluation.accuracyByDistance.keys.sorted() == Recall.distances)
    #expect(evaluation.accuracyByDistance.values.allSatisfy { $0 >= 0.95 }, "\(evaluation.accuracyByDistance)")
    #expect(loaded.warnings.isEmpty && loaded.model.configuration.cell == .lstm)
  }
}
