import Files
import ProgramDriver
import StrictJSON
import Testing

@Suite("Fine-tuning on the command line") struct ClassifierCommandTests {
  let program: BuiltProgram

  init() throws { program = try BuiltProgram() }

  private func run(_ arguments: [String], in folder: borrowing TemporaryFolder) throws -> BuiltProgram.Outcome {
    try program.run(arguments, environment: ["HEADSCOPE_SAMPLES": program.samples], in: folder.path)
  }

  @Test func `the preset sentiment begins with the sample, is evaluated, looked at, and goes on to the same bits`()
    throws
  {
    let folder = try TemporaryFolder()
    let train = ["train", "--headless", "--preset", "sentiment", "--labels", "20", "--schedule", "constant"]
    #expect(try run(train + ["--steps", "8", "--out", "whole"], in: folder).ending == .exit(0))
    #expect(try run(train + ["--steps", "5", "--out", "split"], in: folder).ending == .exit(0))
    #expect(try run(["train", "--headless", "--resume", "split", "--steps", "8"], in: folder).ending == .exit(0))
    func bytes(_ name: String) throws -> [UInt8] { try readFile(at: folder.path + "/" + name, limit: 1 << 28) }
    #expect(try bytes("split/model.safetensors") == bytes("whole/model.safetensors"))
    let card = String(decoding: try bytes("whole/README.md"), as: UTF8.self)
    #expect(card.contains("Trained by Headscope from cat-encoder on\n20 labelled sentences"))
    #expect(card.contains("BertForSequenceClassification") && card.contains("Frozen: the embeddings, block 0"))

    let figures = try JSONObject(
      parsing: run(["evaluate", "--model", "whole", "--format", "json"], in: folder).output)
    #expect(try figures.required("documents").integer(at: "documents") == 200)
    #expect(try figures.required("accuracy").number(at: "accuracy") > 0.4)
    let heads = try JSONObject(
      parsing: run(["heads", "The cat is happy.", "--model", "whole", "--format", "json"], in: folder).output)
    #expect(try ["negative", "positive"].contains(heads.required("token").string(at: "token")))
    let screen = try run(["render", "explore", "--model", "whole", "--size", "120x40"], in: folder)
    #expect(screen.ending == .exit(0) && screen.output.contains("Verdict"))
    let own = try run(["render", "train", "--run", "whole", "--size", "120x40"], in: folder)
    #expect(own.ending == .exit(0) && own.output.contains("sentiment"))
    #expect(own.output.contains("It says") && own.output.contains("accuracy") && !own.output.contains("perplexity"))
  }

  @Test func `from scratch it begins with nothing, and needs no sample`() throws {
    let folder = try TemporaryFolder()
    let train = ["train", "--headless", "--preset", "sentiment", "--steps", "2", "--labels", "10", "--out", "run"]
    let nowhere = try program.run(
      train, environment: ["HEADSCOPE_SAMPLES": folder.path + "/none", "HF_HOME": folder.path], in: folder.path)
    // In a clone the sample is found beside the program all the same.
    if nowhere.ending == .exit(2) { #expect(nowhere.errorLines.count == 1 && nowhere.errors.contains("cat-encoder")) }
    let scratch = try run(
      train.dropLast() + ["scratch", "--from-scratch", "--layers", "1", "--width", "16", "--heads", "2"], in: folder)
    #expect(scratch.ending == .exit(0), "\(scratch.errors)")
    let card = String(decoding: try readFile(at: folder.path + "/scratch/README.md", limit: 1 << 20), as: UTF8.self)
    #expect(card.contains("Trained from scratch") && card.contains("--from-scratch") && !card.contains("Frozen"))
    let again = ["train", "--resume", "scratch", "--steps", "4"]
    let told = try run(again, in: folder).errorLines.filter { $0.hasPrefix("validation") }
    #expect(told.count == 1 && told.allSatisfy { $0.hasSuffix(" % of the sentences right") }, "\(told)")
  }

  @Test(
    arguments: [
      (["train", "--preset", "cat", "--labels", "30"], "only the preset sentiment learns from labelled sentences"),
      (["train", "--preset", "sentiment", "--labels", "1"], "--labels 1: from 2 to 2,000 are allowed"),
      (["train", "--preset", "tiny", "--from-scratch"], "only sentiment does"),
      (["train", "--preset", "sentiment", "--from", "cat-encoder", "--from-scratch"], "--from brings a model"),
      (
        ["train", "--preset", "sentiment", "--from", "cat-decoder"], "trains a classifier, and --from brings a decoder"
      ),
      (["train", "--preset", "sentiment", "--width", "64"], "--from-scratch begins without it"),
      (["train", "--preset", "sentiment", "--token-ids", "none"], "a classifier sorts texts"),
      (["train", "--preset", "sentiment", "--labels", "10", "--documents", "10"], "--labels says how many"),
    ])
  func `what can't be is told in one line`(arguments: [String], line: String) throws {
    let folder = try TemporaryFolder()
    let outcome = try run(arguments + ["--headless"], in: folder)
    #expect(outcome.ending == .exit(2) && outcome.errorLines.count == 1, "\(outcome.errors)")
    #expect(outcome.errors.contains(line), "\(outcome.errors)")
  }
}
