import Checkpoints
import Files
import KernelTypes
import Models
import ProgramDriver
import Testing
import Tokenizers

/// A model whose file is small and whose context is large: reading a long text with it would take more memory than
/// machines have.
@Suite("Too little memory") struct MemoryTests {
  @Test("a recurrent network, whose context costs nothing in its file, is asked for no more than memory holds")
  func recurrent() throws {
    let program = try BuiltProgram()
    let folder = try TemporaryFolder()
    let tokenizer = try Tokenizer.load(folder: program.samples + "/models/memory-lstm")
    let configuration = ModelConfiguration(
      .lstm, vocabularySize: tokenizer.vocabularySize, contextLength: 4_000_000, width: 512, layers: 2)
    try saveModel(LanguageModel(configuration: configuration, seed: 1), tokenizer: tokenizer, to: folder.path + "/long")
    try writeFileAtomically(Array(String(repeating: "Tom ", count: 1_000_000).utf8), to: folder.path + "/text.txt")
    for command in [["evaluate", "--corpus", "text.txt"], ["generate", "Tom", "--max-tokens", "1000000"]] {
      let outcome = try program.run(command + ["--model", "long"], in: folder.path)
      #expect(outcome.ending == .exit(2) && outcome.errorLines.count == 1, "\(outcome.errors)")
      #expect(outcome.errors.contains("needs"), "\(outcome.errors)")
    }
  }

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
    try writeFileAtomically(Array(text.utf8), to: folder.path + "/long.txt")
    let scored = try program.run(["evaluate", "--corpus", "long.txt", "--model", "wide"], in: folder.path)
    #expect(scored.ending == .exit(2) && scored.outputBytes.isEmpty && scored.errorLines.count == 1)
    #expect(scored.errors.contains("needs") && scored.errors.contains("shorter text"), "\(scored.errors)")
    // A short one is read, although the model could read more.
    let short = try program.run(["heads", "The cat", "--model", "wide"], in: folder.path)
    #expect(short.ending == .exit(0), "\(short.errors)")
  }

  @Test("that the system refuses is told or done without, and weights of 16 bits count as such")
  func limits() throws {
    let program = try BuiltProgram()
    let folder = try TemporaryFolder()
    let tokenizer = try Tokenizer.load(folder: program.samples + "/models/cat-decoder")
    let configuration = ModelConfiguration(
      vocabularySize: tokenizer.vocabularySize, contextLength: 64, width: 512, layers: 4, heads: 8)
    try saveModel(
      LanguageModel(configuration: configuration, seed: 1), tokenizer: tokenizer, to: folder.path + "/model",
      precision: .float16)
    var found: Set<[Ending]> = []
    for megabytes in [80, 100, 120, 160] {
      func ending(_ arguments: [String]) throws -> Ending {
        let outcome = try program.run(arguments + ["--model", "model"], in: folder.path, within: megabytes)
        #expect(
          outcome.ending == .exit(0) || outcome.ending == .exit(2) && outcome.errorLines.count == 1, "\(megabytes)")
        return outcome.ending
      }
      // Looking at the same sentence a second time packs the weights.
      _ = try ending(["render", "explore", "--keys", "x"])
      let whole = try ending(["trace", "The cat", "--output", "a"])
      found.insert([whole, try ending(["trace", "The cat", "--output", "a", "--precision", "float16"])])
    }
    #expect(found.contains([.exit(2), .exit(0)]) && found.contains([.exit(0), .exit(0)]))
  }
}
