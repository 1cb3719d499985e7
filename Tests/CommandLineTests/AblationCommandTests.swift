import Files
import ProgramDriver
import Safetensors
import StrictJSON
import Tensors
import Testing

@Suite("Switching heads off from the command line") struct AblationCommandTests {
  let program: BuiltProgram

  init() throws { program = try BuiltProgram() }

  private func output(_ arguments: [String], in folder: String? = nil) throws -> String {
    let outcome = try program.run(arguments, environment: ["HEADSCOPE_SAMPLES": program.samples], in: folder)
    #expect(outcome.ending == .exit(0) && outcome.errors.isEmpty, "\(outcome.errors)")
    return outcome.output
  }

  @Test func `a trace shows zeros where a head is off, and other logits`() throws {
    let folder = try TemporaryFolder()
    #expect(try output(["trace", "--output", "plain.safetensors"], in: folder.path).isEmpty)
    #expect(try output(["trace", "--output", "off.safetensors", "--ablate", "0.3, 2.1"], in: folder.path).isEmpty)
    let plain = try SafetensorsFile(path: folder.path + "/plain.safetensors")
    let off = try SafetensorsFile(path: folder.path + "/off.safetensors")
    for (layer, head) in [(0, 3), (2, 1)] {
      let z_THE = try off.tensor(named: "blocks.\(layer).attn.hook_z")
      for index in 0..<8 {
        let values = (0..<7).flatMap { position in (0..<16).map { z_THE[position, index, $0] } }
        #expect(values.allSatisfy { $0 == 0 } == (index == head))
      }
    }
    #expect(
      try plain.tensor(named: "blocks.0.attn.hook_pattern") == off.tensor(named: "blocks.0.attn.hook_pattern"))
    #expect(try plain.tensor(named: "logits") != off.tensor(named: "logits"))
  }

  @Test(arguments: ["loss", "logit", "probability"])
  func `heads come with the largest change first`(measure: String) throws {
    let report = try JSONObject(
      parsing: output(["heads", "The cat sat on the", "--by", measure, "--format", "json"]))
    guard case .array(let heads) = report["heads"] else { throw Missing() }
    #expect(heads.count == 32)
    let rows = try heads.map { try $0.object(at: "heads") }
    let sizes = try rows.map { abs(try $0.required(measure).number(at: measure)) }
    #expect(sizes == sizes.sorted(by: >) && (sizes.first ?? 0) > 0)
    #expect(Set(try rows.map { try $0.required("head").string(at: "head") }).count == 32)
    #expect(report["ranked_by"] == .string(measure) && report["position"] == .integer(5))
    for name in ["entropy", "distance", "previous_token", "self", "sink"] {
      #expect(try (0...7).contains(rows[0].required(name).number(at: name)))
    }
    // A line for each head under a line of names.
    #expect(lines(of: try output(["heads", "The cat sat on the", "--by", measure])).count == 33)
  }

  @Test func `a single token has figures too`() throws {
    #expect(lines(of: try output(["heads", ""])).count == 33)
  }

  @Test func `the time of every analysis is measured`() throws {
    let report = try JSONObject(parsing: output(["bench", "analysis", "--seconds", "0.01", "--format", "json"]))
    guard case .array(let rows) = report["analysis"] else { throw Missing() }
    #expect(rows.count == 10)
    for row in rows {
      let object = try row.object(at: "analysis")
      #expect(object["milliseconds"] != nil && object["tokens"] == .integer(7))
    }
  }

  struct Missing: Error {}
}
