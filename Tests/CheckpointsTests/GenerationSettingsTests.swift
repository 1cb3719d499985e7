import Checkpoints
import Files
import Glibc
import Models
import StrictJSON
import Tensors
import Testing

@Suite("What a folder says of the texts that its model writes")
struct GenerationSettingsTests {
  private func bounds(
    _ changes: [(String, JSONValue?)], _ generation: JSONObject?
  ) throws -> Result<TextBounds?, CheckpointError> {
    try loaded(changes, generation).map(\.bounds)
  }

  private func loaded(
    _ changes: [(String, JSONValue?)], _ generation: JSONObject?
  ) throws -> Result<LoadedModel, CheckpointError> {
    let source = parentFolder(of: parentFolder(of: #filePath)) + "/Fixtures/families/mbart"
    let folder = try TemporaryFolder()
    let read = try JSONValue(parsing: readFile(at: source + "/config.json", limit: 1_000_000))
    var object = try read.object(at: "config.json")
    for (name, value) in changes { object[name] = value }
    try Fixture.write(Fixture.tensors(source), like: source, to: folder.path)
    let files = [("config.json", object)] + (generation.map { [("generation_config.json", $0)] } ?? [])
    for (name, object) in files {
      try writeFileAtomically(
        Array(JSONValue.object(object).text().utf8), to: folder.path + "/" + name, using: Fixture.system)
    }
    do throws(CheckpointError) {
      return .success(try loadModel(folder: folder.path, tokenizer: .ignored))
    } catch { return .failure(error) }
  }

  @Test func `config.json says it, and generation_config.json says it better`() throws {
    #expect(try bounds([], nil).get() == TextBounds(begin: 5, ends: [2]))
    let own: JSONObject = ["decoder_start_token_id": 7, "forced_bos_token_id": 9, "eos_token_id": [2, 3]]
    #expect(try bounds([], own).get() == TextBounds(begin: 7, first: 9, ends: [2, 3]))
    #expect(try bounds([("decoder_start_token_id", nil)], nil).get() == TextBounds(begin: 0, ends: [2]))
    #expect(try bounds([("eos_token_id", .null)], ["forced_eos_token_id": 3]).get()?.rules.ends == [])
  }

  @Test func `an id that the model doesn't know is passed over`() throws {
    #expect(try bounds([], ["eos_token_id": [97, 3]]).get() == TextBounds(begin: 5, ends: [3]))
    #expect(try bounds([("eos_token_id", 50_256)], nil).get() == TextBounds(begin: 5, ends: []))
    #expect(try bounds([("decoder_start_token_id", nil), ("bos_token_id", 50_256)], nil).get() == nil)
    #expect(try bounds([], ["forced_bos_token_id": -1]).get() == TextBounds(begin: 5, ends: [2]))
  }

  @Test func `what is no id is refused`() throws {
    for (name, value, expected) in [
      ("eos_token_id", "2", #"eos_token_id: expected a whole number, found "2""#),
      ("forced_bos_token_id", [0.5], "forced_bos_token_id: expected a whole number, found 0.5"),
    ] as [(String, JSONValue, String)] {
      guard case .failure(.configuration(let file, let problem)) = try bounds([], JSONObject([(name, value)])) else {
        Issue.record("\(name) was let pass")
        continue
      }
      #expect(file.hasSuffix("/generation_config.json") && problem.description == expected)
    }
  }

  @Test func `a translation begins with what is forced`() throws {
    let source = parentFolder(of: parentFolder(of: #filePath)) + "/Fixtures/families/mbart"
    let session = TraceSession(
      try loadModel(folder: source, tokenizer: .ignored).model, kernels: .forThisMachine)
    let free = session.translation(of: [4, 9, 2], TextBounds(begin: 5, ends: []))
    let forced = session.translation(of: [4, 9, 2], TextBounds(begin: 5, first: 60, ends: []))
    #expect(forced.first == 60 && forced.count == free.count && forced != free)
    let ended = session.translation(of: [4, 9, 2], TextBounds(begin: 5, ends: [free[3], 96]))
    #expect(ended == Array(free.prefix(free.firstIndex(of: free[3]) ?? 3)))
  }

  /// Made by Tools/reference/make_writing_cases.py.
  @Test func `logits become what the processors of transformers make of them`() throws {
    let path = parentFolder(of: parentFolder(of: #filePath)) + "/Fixtures/sampling/writing.json"
    let cases = try JSONValue(parsing: readFile(at: path, limit: 1 << 24)).array(at: "cases")
    #expect(cases.count == 108)
    for value in cases {
      let object = try value.object(at: "case")
      func numbers(_ name: String) throws -> [Float] {
        try object.required(name).array(at: name).map { $0 == .null ? -.infinity : Float(try $0.number(at: name)) }
      }
      var settings = try object.required("settings").object(at: "settings")
      settings["eos_token_id"] = [2, 10]
      let rules = try loaded([], settings).get().rules
      // The fixture's vocabulary is smaller than the model's, whose other tokens are left alone.
      var logits = try numbers("logits")
      rules.apply(
        to: &logits, after: try numbers("ids").map { Int32($0) },
        promptLength: try object.required("prompt").integer(at: "prompt"),
        limit: try settings["max_length"]?.integer(at: "max_length"))
      let expected = try numbers("processed")
      #expect(logits == expected, "\(settings)")
    }
  }

  @Test func `a file of its own says all of the rules`() throws {
    let changes: [(String, JSONValue?)] = [("min_length", 5), ("forced_eos_token_id", 7), ("num_beams", 4)]
    let asked = try loaded(changes, nil).get().rules
    #expect(asked.shortest == 5 && asked.forcedEnds == [7] && asked.unheeded == ["num_beams 4"])
    // As in transformers, the one takes the other's place.
    var rules = WritingRules(ends: [1])
    (rules.shortest, rules.fewestNew) = (9, 2)
    var logits: [Float] = [0, 0]
    rules.apply(to: &logits, after: [0, 0, 0], promptLength: 2)
    #expect(logits == [0, -.infinity])
    logits = [0, 0]
    rules.apply(to: &logits, after: [0, 0, 0, 0], promptLength: 2)
    #expect(logits == [0, 0])
    let own = try loaded(changes, ["eos_token_id": 3, "num_beams": 1]).get().rules
    #expect(own == WritingRules(ends: [3]))
    // BART's class forces an end where nobody says a word of it.
    #expect(try loaded([("forced_eos_token_id", nil)], nil).get().rules.forcedEnds == [2])
  }

  @Test func `a link to nothing is told`() throws {
    let folder = try TemporaryFolder()
    try Fixture.write(Fixture.tensors(Fixture.tied), like: Fixture.tied, to: folder.path)
    let path = folder.path + "/generation_config.json"
    #expect(symlink(folder.path + "/missing", path) == 0)
    #expect(failure(folder.path, tokenizer: .ignored) == .file(.brokenLink(path: path)))
  }

  @Test func `rules that make no sense are refused`() throws {
    for (name, value, expected) in [
      ("repetition_penalty", 0, "repetition_penalty: expected a number from 1e-30 to 1e+30, found 0"),
      ("min_length", "9", #"min_length: expected a whole number"#),
      ("min_new_tokens", 2.5, "min_new_tokens: expected a whole number"),
    ] as [(String, JSONValue, String)] {
      guard case .failure(.configuration(_, let problem)) = try loaded([], JSONObject([(name, value)])) else {
        Issue.record("\(name) was let pass")
        continue
      }
      #expect(problem.description.hasPrefix(expected))
    }
    let rules = try loaded([], ["min_length": -1, "no_repeat_ngram_size": -3, "min_new_tokens": 9_999_999_999]).get()
      .rules
    #expect(rules.shortest == 0 && rules.unrepeatedStretch == 0 && rules.fewestNew == 4_194_304)
  }

  @Test func `a translation doesn't end before it may, and repeats nothing`() throws {
    let source = parentFolder(of: parentFolder(of: #filePath)) + "/Fixtures/families/mbart"
    let session = TraceSession(
      try loadModel(folder: source, tokenizer: .ignored).model, kernels: .forThisMachine)
    let free = session.translation(of: [4, 9, 2], TextBounds(begin: 5, ends: []))
    var rules = WritingRules(ends: [free[0]])
    rules.shortest = 4
    rules.unrepeatedStretch = 1
    let ruled = session.translation(of: [4, 9, 2], TextBounds(begin: 5, rules: rules))
    #expect(ruled.count >= 3 && !ruled.prefix(3).contains(free[0]) && Set(ruled).count == ruled.count)
  }
}
