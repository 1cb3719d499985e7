import Checkpoints
import Files
import KernelTypes
import Kernels
import Safetensors
import Tensors
import Testing

@testable import Models

/// Tiny random models of every family against `transformers` (Tools/reference/make_family_fixtures.py).
@Suite
struct FamilyParityTests {
  /// A folder of a fixture and what is expected of it.
  struct Family: CustomTestStringConvertible, Sendable {
    let name: String
    var folder: String { parentFolder(of: parentFolder(of: #filePath)) + "/Fixtures/families/" + name }
    var testDescription: String { name }
  }

  static let all = [
    "gpt2-scaled", "gpt2-unscaled", "gpt2-headless", "bert", "bert-gamma", "bert-headless", "bert-relu", "bert-tanh",
    "distilbert", "distilbert-headless", "distilbert-relu", "llama-grouped", "llama-first", "llama-tied",
    "llama-linear", "llama-3", "llama-old-linear", "llama-old-3", "llama-biased", "llama-bf16", "llama-sharded",
    "bart", "bart-relu", "mbart",
  ].map(Family.init)

  @Test("Every folder of a family has its test")
  func folders() {
    let folders = names(inFolder: parentFolder(of: Family(name: "bert").folder))
    #expect(folders.sorted() == Self.all.map(\.name).sorted())
  }

  @Test(
    "Attentions, hidden states and logits are those of transformers",
    arguments: all.flatMap { family in ["naive", "fastest"].map { (family, $0) } })
  func activations(family: Family, kernels: String) throws {
    let kernels: KernelSet = kernels == "naive" ? naiveKernelSet() : .forThisMachine
    let model = try loadModel(folder: family.folder, tokenizer: .ignored).model
    let expected = try Expected(family)
    #expect(expected.cases.count >= 3)
    var compared = 0
    for name in expected.cases {
      let trace = try expected.trace(of: model, name, kernels)
      compared += try expected.compare(trace, name)
    }
    // Nothing that is expected goes unchecked.
    #expect(compared == expected.tensors.count)
  }

  @Test(
    "Greedy decoding says what transformers says",
    arguments: all.filter { !$0.name.contains("bert") && $0.name != "gpt2-headless" })
  func generation(family: Family) throws {
    let model = try loadModel(folder: family.folder, tokenizer: .ignored).model
    let file = try Expected(family)
    let (prompt, expected) = (try #require(file.ids["generate.prompt"]), try #require(file.ids["generate.ids"]))
    let source = file.ids["generate.source_ids"] ?? []
    #expect(expected.count == 50)
    let session = GenerationSession(
      model, source: source, capacity: min(prompt.count + 50, model.configuration.contextLength),
      kernels: .forThisMachine)
    var (ids, logits) = (prompt, [Float]())
    for id in prompt { logits = session.read(id) }
    while ids.count < prompt.count + expected.count {
      // The end token never stands among the expected ones.
      let best = logits.indices.filter { $0 != 2 }.max { logits[$0] < logits[$1] }
      let next = Int32(try #require(best))
      ids.append(next)
      if ids.count < prompt.count + expected.count { logits = session.read(next) }
    }
    #expect(Array(ids.dropFirst(prompt.count)) == expected)
  }
}

/// What is expected of a family's cases.
private struct Expected {
  /// Numbers and ids by their names in the file.
  private(set) var tensors: [String: Tensor] = [:]
  private(set) var ids: [String: [Int32]] = [:]

  init(_ family: FamilyParityTests.Family) throws {
    let file = try SafetensorsFile(path: family.folder + "/cases.safetensors")
    for entry in file.header.entries {
      if entry.type == .int64 {
        ids[entry.name] = try file.integers(entry).map { Int32($0) }
      } else if !entry.name.hasSuffix(".pooled") {
        tensors[entry.name] = try file.tensor(entry)
      }
    }
  }

  /// The names of the cases.
  var cases: [String] { Set(tensors.keys.map { String($0.prefix { $0 != "." }) }).sorted() }

  /// A captured pass over a case's ids, segments and lengths.
  func trace(of model: LanguageModel, _ name: String, _ kernels: KernelSet) throws -> Trace {
    let read = try #require(ids[name + ".input_ids"])
    let source = ids[name + ".source_ids"] ?? []
    let recorded = model.configuration.record(
      batch: 1, length: read.count, sourceLength: source.isEmpty ? nil : source.count, withLoss: false)
    let replay = Replay(recorded.tape, for: .capture, kernels: kernels)
    let feed = Replay.Feed(
      ids: read, segments: ids[name + ".token_type_ids"] ?? [],
      lengths: (ids[name + ".length"] ?? []).map { Int($0) }, sourceIDs: source,
      sourceLengths: (ids[name + ".source_length"] ?? []).map { Int($0) })
    let plan = TracePlan(model.configuration, replay)
    var storage = TraceStorage(count: plan.count)
    return plan.trace(read, source: source, .none, in: &storage, crew: WorkerCrew(threads: 1)) {
      model.parameters.withUnsafePointer { replay.forward(parameters: $0, feed: feed) }
    }
  }

  /// Compares all that is expected of a case, and says how much that was.
  func compare(_ trace: Trace, _ name: String) throws -> Int {
    var compared = 0
    for (place, expected) in tensors where place.hasPrefix(name + ".") {
      let (ours, tolerance) = try activation(String(place.dropFirst(name.count + 1)), in: trace)
      let tensor = try #require(trace.tensor(named: ours), "\(ours)")
      let difference = largestDifference(tensor, expected)
      #expect(difference <= tolerance, "\(place): \(difference)")
      compared += 1
    }
    return compared
  }

  /// What an expected tensor is called in a trace, and by how much it may differ.
  private func activation(_ place: String, in trace: Trace) throws -> (name: String, tolerance: Float) {
    let configuration = trace.configuration
    let parts = place.split(separator: ".").map(String.init)
    if place == "logits" { return ("logits", 2e-4) }
    let layer = try #require(Int(parts[1]))
    let decoder = configuration.encoderLayers == nil ? "" : "decoder."
    switch parts[0] {
    case "attentions": return ("\(decoder)blocks.\(layer).attn.hook_pattern", 2e-5)
    case "cross_attentions": return ("decoder.blocks.\(layer).cross_attn.hook_pattern", 2e-5)
    case "encoder_attentions": return ("encoder.blocks.\(layer).attn.hook_pattern", 2e-5)
    case "hidden_states": return (stream(decoder, layer, of: configuration.layers, configuration), 5e-5)
    case "encoder_hidden_states":
      return (stream("encoder.", layer, of: try #require(configuration.encoderLayers), configuration), 5e-5)
    default: throw Unknown(place: place)
    }
  }

  private struct Unknown: Error { let place: String }

  /// What enters a block, or what leaves the stack.
  private func stream(_ stack: String, _ layer: Int, of layers: Int, _ configuration: ModelConfiguration) -> String {
    if layer < layers { return "\(stack)blocks.\(layer).hook_resid_pre" }
    return configuration.normsComeFirst
      ? "\(stack)ln_final.hook_out" : "\(stack)blocks.\(layer - 1).hook_resid_post"
  }

  /// The largest difference of what counts: the rows and keys that an expected tensor is cut to.
  private func largestDifference(_ ours: Tensor, _ expected: Tensor) -> Float {
    guard ours.shape.count == expected.shape.count else { return .infinity }
    var largest: Float = 0
    for (index, value) in expected.values.enumerated() {
      var (rest, place, stride) = (index, 0, 1)
      for axis in expected.shape.indices.reversed() {
        place += rest % expected.shape[axis] * stride
        rest /= expected.shape[axis]
        stride *= ours.shape[axis]
      }
      let difference = abs(ours.values[place] - value)
      largest = difference.isNaN ? .infinity : max(largest, difference)
    }
    return largest
  }
}
