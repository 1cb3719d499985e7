import Files
import ProgramDriver
import Safetensors
import StrictJSON
import Tensors
import Testing

@Suite("An encoder–decoder on the command line") struct TranslatorCommandTests {
  let program: BuiltProgram

  init() throws { program = try BuiltProgram() }

  private func run(_ arguments: [String], in folder: String? = nil) throws -> BuiltProgram.Outcome {
    try program.run(
      arguments + ["--model", "cat-translator"], environment: ["HEADSCOPE_SAMPLES": program.samples], in: folder)
  }

  @Test func `it translates, token by token`() throws {
    #expect(try run(["generate", "The cat sat on the mat."]).output == "猫坐在垫子上。\n")
    #expect(try run(["generate", "The cat sat on the mat.", "--max-tokens", "2", "--top-k", "1"]).output == "猫坐\n")
  }

  @Test func `it is scored with its alignment`() throws {
    let figures = try JSONObject(parsing: run(["evaluate", "--format", "json"]).output)
    func figure(_ name: String) throws -> Double { try figures.required(name).number(at: name) }
    #expect(try figure("exact_match") > 0.95 && figure("alignment") > figure("alignment_fixed_offset"))
    let heads = try JSONObject(parsing: run(["heads", "--texts", "40", "--format", "json"]).output)
    #expect(try heads.required("cross_attention").array(at: "cross_attention").count == 8)
  }

  @Test func `a trace holds encoder, decoder and cross-attention, of its own translation or of a text that is given`()
    throws
  {
    let folder = try TemporaryFolder()
    for (options, length) in [([String](), 7), (["--target", "猫坐"], 3), (["--target-ids", "1,2,3,4"], 4)] {
      let path = folder.path + "/\(length).safetensors"
      #expect(
        try run(["trace", "The cat sat on the mat.", "--output", path] + options, in: folder.path).ending == .exit(0))
      let file = try SafetensorsFile(path: path)
      #expect(try file.integers(named: "decoder_input_ids").count == length)
      let source = try file.integers(named: "input_ids").count
      #expect(file.header.entry(named: "decoder.blocks.1.cross_attn.hook_pattern")?.shape == [4, length, source])
      #expect(file.header.entry(named: "encoder.blocks.0.attn.hook_pattern")?.shape == [4, source, source])
    }
    let wrong = try program.run(
      ["trace", "--target", "x", "--output", "t"], environment: ["HEADSCOPE_SAMPLES": program.samples], in: folder.path)
    #expect(wrong.ending == .exit(2) && wrong.errors.contains("no encoder–decoder"))
  }

  @Test func `heads of each of its attentions are switched off`() throws {
    let folder = try TemporaryFolder()
    let whole = try run(["generate", "The cat sat on the mat."]).output
    let heads = (0..<2).flatMap { layer in (0..<4).map { "cross.\(layer).\($0)" } }.joined(separator: ",")
    #expect(try run(["generate", "The cat sat on the mat.", "--ablate", heads]).output != whole)
    let path = folder.path + "/off.safetensors"
    let options = ["trace", "--ablate", "encoder.1.0,cross.0.2,1.3", "--output", path]
    #expect(try run(options, in: folder.path).ending == .exit(0))
    let file = try SafetensorsFile(path: path)
    for (name, head) in [
      ("encoder.blocks.1.attn", 0), ("decoder.blocks.0.cross_attn", 2), ("decoder.blocks.1.attn", 3),
    ] {
      let z = try file.tensor(named: "\(name).hook_z")
      for row in 0..<z.shape[0] {
        for other in 0..<z.shape[1] {
          let isZero = (0..<z.shape[2]).allSatisfy { z[row, other, $0] == 0 }
          #expect(isZero == (other == head), "\(name) \(row) \(other)")
        }
      }
    }
    let wrong = try run(["trace", "--ablate", "encoder.2.0", "--output", path], in: folder.path)
    #expect(wrong.ending == .exit(2) && wrong.errors.contains("layers from 0 to 1"))
  }

  @Test(arguments: [
    "T", "T T", "T T n", "a", "s", "s T T > w", "g", "d", "x m X", "T x X m", "v v v v", "e ! enter", "/ c enter", "y",
    "z",
  ])
  func `every key on the Explore screen ends in a screen`(keys: String) throws {
    let folder = try TemporaryFolder()
    let outcome = try run(["render", "explore", "--size", "120x40", "--keys", keys], in: folder.path)
    // The name gives way to what is off.
    #expect(outcome.ending == .exit(0) && outcome.output.contains(" ◆ "), "\(outcome.errors)")
  }

  @Test func `Explore reads a given target`() throws {
    let shown = try run(["render", "explore", "--size", "120x40", "--target", "狗睡觉。"])
    #expect(shown.ending == .exit(0) && shown.output.contains("狗") && shown.output.contains("睡觉"), "\(shown.errors)")
    for (target, told) in [
      ("", "0 tokens; from 1 to 39"), (String(repeating: "狗", count: 90), "90 tokens; from 1 to 39"),
    ] {
      let wrong = try run(["render", "explore", "--target", target])
      #expect(wrong.ending == .exit(2) && wrong.errors.contains(told) && wrong.errorLines.count == 1, "\(wrong.errors)")
    }
  }

  @Test func `what isn't there for it is told in one line`() throws {
    for arguments in [["heads", "The cat"], ["bench", "analysis"]] {
      let outcome = try run(arguments)
      #expect(outcome.ending == .exit(2) && outcome.errorLines.count == 1, "\(arguments): \(outcome.errors)")
    }
  }
}
