import Checkpoints
import Files
import Models
import ProgramDriver
import Testing
import Tokenizers

/// A model whose file is small and whose context is large: reading a long text with it would take more memory than
/// machines have.
@Suite("Too little memory") struct MemoryTests {
  @Test("for a sentence is told before anything is allocated")
  func sentence() throws {
    let program = try BuiltProgram()
    let folder = try TemporaryFolder()
    let tokenizer = try Tokenizer.load(folder: program.samples + "/models/cat-decoder")
    let configuration = ModelConfiguration(
      vocabularySize: tokenizer.vocabularySize, contextLength: 100_000, width: 64, layers: 12, heads: 64)
    try saveModel(LanguageModel(configuration: configuration, seed: 1), tokenizer: tokenizer, to: folder.path + "/wide")
    let text = String(repeating: "cat ", count: 30_000)
    for command in [["explore"], ["render", "explore", "--text"], ["heads"], ["generate"], ["trace", "-o", "t"]] {
      let arguments = command + [text, "--model", "wide"]
      let outcome = try program.run(arguments, in: folder.path)
      #expect(outcome.ending == .exit(2), "\(command)")
      #expect(outcome.outputBytes.isEmpty, "\(command)")
      #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
      #expect(outcome.errors.contains("needs") && outcome.errors.contains("TB"), "\(outcome.errors)")
      #expect(outcome.errors.contains("30,0") && outcome.errors.contains("shorter text"), "\(outcome.errors)")
    }
    #expect(names(inFolder: folder.path) == ["wide"])
    // A short one is read, although the model could read more.
    let short = try program.run(["heads", "The cat", "--model", "wide"], in: folder.path)
    #expect(short.ending == .exit(0), "\(short.errors)")
  }
}
