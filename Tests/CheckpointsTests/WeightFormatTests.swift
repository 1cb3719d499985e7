import Checkpoints
import Files
import KernelTypes
import Models
import Tensors
import Testing

@Suite("A model whose weights are loaded in 16 bits")
struct WeightFormatTests {
  private static let formats = [WeightFormat.float16, .bfloat16]
  private static let folders =
    [Fixture.tied, Fixture.untied, Fixture.encoder]
    + ["llama-bf16", "llama-grouped", "bart", "distilbert"].map { parentFolder(of: Fixture.tied) + "/families/" + $0 }

  @Test("is the model of singles, rounded", arguments: folders, formats)
  func rounded(folder: String, format: WeightFormat) throws {
    let model = try loadModel(folder: folder, tokenizer: .ignored, format: format).model
    let single = try loadModel(folder: folder, tokenizer: .ignored).model
    #expect(model.parameters.format == format && model == single.converted(to: format))
  }

  @Test("is what a file of halves holds, as it is, or by way of singles", arguments: formats)
  func halves(format: WeightFormat) throws {
    let folder = try TemporaryFolder()
    let single = try loadModel(folder: Fixture.tied, tokenizer: .ignored).model
    try saveModel(single, tokenizer: nil, to: folder.path, precision: .float16)
    let stored = try loadModel(folder: folder.path, tokenizer: .ignored).model
    let model = try loadModel(folder: folder.path, tokenizer: .ignored, format: format).model
    #expect(model == stored.converted(to: format))
    if format == .float16 { #expect(model.converted(to: .float32) == stored) }
  }

  @Test("needs half the memory")
  func memory() throws {
    let layout = ModelParameters(try readConfiguration(folder: Fixture.tied)).layout
    let budget = layout.bytes(.float16)
    #expect(budget < layout.bytes(.float32))
    _ = try loadModel(folder: Fixture.tied, tokenizer: .ignored, format: .float16, memoryBudget: budget)
    #expect(throws: CheckpointError.self) {
      try loadModel(folder: Fixture.tied, tokenizer: .ignored, format: .float16, memoryBudget: budget - 1)
    }
    #expect(throws: CheckpointError.self) {
      try loadModel(folder: Fixture.tied, tokenizer: .ignored, memoryBudget: budget)
    }
  }

  @Test("says what is beyond float16's reach", arguments: formats)
  func reach(format: WeightFormat) throws {
    let folder = try TemporaryFolder()
    var tensors = try Fixture.tensors(Fixture.tied)
    let index = try #require(tensors.firstIndex { $0.name == "transformer.wte.weight" })
    tensors[index].tensor.values[3] = 70_000
    try Fixture.write(tensors, like: Fixture.tied, to: folder.path)
    let warnings = try loadModel(folder: folder.path, tokenizer: .ignored, format: format).warnings
    #expect(warnings == (format == .float16 ? [.nonFinite(count: 1, firstTensor: tensors[index].name)] : []))
  }
}
