import Files
import ProgramDriver
import Safetensors
import Tensors
import Testing

@Suite("A trace file") struct TraceCommandTests {
  let program: BuiltProgram

  init() throws { program = try BuiltProgram() }

  private func trace(_ arguments: [String], to path: String, model: String? = nil) throws {
    let outcome = try program.run(
      ["trace", "--output", path] + arguments + (model.map { ["--model", $0] } ?? []),
      environment: ["HEADSCOPE_SAMPLES": program.samples])
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(outcome.outputBytes.isEmpty)
  }

  @Test func `holds every activation under its name and in its shape`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/t.safetensors"
    try trace(["The cat sat on the mat"], to: path)
    let file = try SafetensorsFile(path: path)
    let (T, D, H, E, F) = (7, 128, 8, 16, 512)
    var expected: [(String, [Int])] = [
      ("hook_embed", [T, D]), ("hook_pos_embed", [T, D]), ("ln_final.hook_normalized", [T, D]),
    ]
    for layer in 0..<4 {
      let block = "blocks.\(layer)."
      expected += [
        (block + "hook_resid_pre", [T, D]), (block + "hook_resid_mid", [T, D]), (block + "hook_resid_post", [T, D]),
        (block + "ln1.hook_normalized", [T, D]), (block + "ln2.hook_normalized", [T, D]),
        (block + "attn.hook_q", [T, H, E]), (block + "attn.hook_k", [T, H, E]), (block + "attn.hook_v", [T, H, E]),
        (block + "attn.hook_z", [T, H, E]), (block + "attn.hook_attn_scores", [H, T, T]),
        (block + "attn.hook_pattern", [H, T, T]), (block + "hook_attn_out", [T, D]),
        (block + "mlp.hook_pre", [T, F]), (block + "mlp.hook_post", [T, F]), (block + "hook_mlp_out", [T, D]),
      ]
    }
    for (name, shape) in expected {
      let entry = try file.entry(named: name, shape: shape)
      #expect(entry.type == .float32)
    }
    let ids = try file.integers(named: "input_ids")
    #expect(ids.count == T)
    let logits = try file.tensor(named: "logits")
    #expect(logits.shape.count == 2 && logits.shape[0] == T && logits.shape[1] > 6)
    // What a head gives each query sums to 1, and nothing looks ahead.
    let pattern = try file.tensor(named: "blocks.3.attn.hook_pattern")
    for row in 0..<H * T {
      let weights = pattern.values[row * T..<(row + 1) * T]
      #expect(abs(weights.reduce(0, +) - 1) < 1e-5)
      #expect(weights.dropFirst(row % T + 1).allSatisfy { $0 == 0 })
    }
  }

  @Test func `two texts are read with their segments, which ids can be given as well`() throws {
    let folder = try TemporaryFolder()
    let (pair, ids) = (folder.path + "/pair.safetensors", folder.path + "/ids.safetensors")
    try trace(["the cat sat", "--pair", "the dog ran"], to: pair, model: "cat-encoder")
    let file = try SafetensorsFile(path: pair)
    #expect(try file.integers(named: "token_type_ids") == [0, 0, 0, 0, 0, 1, 1, 1, 1])
    let input = try file.integers(named: "input_ids")
    #expect(input.count == 9)
    let list = input.map(String.init).joined(separator: ",")
    try trace(["--ids", list, "--token-type-ids", "0,0,0,0,0,1,1,1,1"], to: ids, model: "cat-encoder")
    #expect(try readFile(at: pair, limit: 1 << 26) == readFile(at: ids, limit: 1 << 26))
    try trace(["--ids", list], to: ids, model: "cat-encoder")
    #expect(try SafetensorsFile(path: ids).integers(named: "token_type_ids") == [0, 0, 0, 0, 0, 0, 0, 0, 0])
    #expect(try readFile(at: pair, limit: 1 << 26) != readFile(at: ids, limit: 1 << 26))
  }

  @Test func `raw ids give the same trace, also where there is no tokenizer`() throws {
    let folder = try TemporaryFolder()
    try trace([], to: folder.path + "/words.safetensors")
    let ids = try SafetensorsFile(path: folder.path + "/words.safetensors").integers(named: "input_ids")
    let broken = try BrokenModels(from: program.samples)
    try trace(
      ["--ids", ids.map(String.init).joined(separator: ",")], to: folder.path + "/ids.safetensors",
      model: broken.folder + "/wordless")
    let files = try ["words", "ids"].map { try readFile(at: folder.path + "/\($0).safetensors", limit: 1 << 26) }
    #expect(files[0] == files[1])
  }
}
