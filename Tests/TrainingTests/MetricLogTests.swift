import Files
import Tensors
import Testing

@testable import Training

@Suite("A run's log is read back")
struct MetricLogTests {
  static let record = StepRecord(step: 1, loss: 5.5, learningRate: 1e-5, gradientNorm: .infinity, tokens: 8)
  static let change = SettingChange(step: 1, name: "learning_rate", from: .number(0.002), to: .number(1e-300))
  static let freeze = SettingChange(step: 1, name: "freeze", from: .text(""), to: .text("0,1"))
  static let step = #"{"step":1,"loss":2,"learning_rate":0.1,"gradient_norm":1,"tokens_per_second":9,"seconds":1}"#

  /// Reads a text as a log.
  static func read(_ text: some Sequence<UInt8>) throws -> Result<[MetricLog.Entry], TrainingError> {
    let folder = try TemporaryFolder()
    let path = folder.path + "/log.jsonl"
    try writeFileAtomically(Array(text), to: path)
    return Result { () throws(TrainingError) in try MetricLog.read(path: path) }
  }

  @Test("what was written is read, changed settings to the last digit")
  func roundTrip() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/log.jsonl"
    let log = try MetricLog(path: path)
    try log.append(Self.record, tokensPerSecond: 1_000, seconds: 0.25)
    try log.append(Self.change, seconds: 1)
    try log.append(Self.freeze, seconds: 1.5)
    let entries = try MetricLog.read(path: path)
    #expect(
      entries == [
        .step(
          MetricLog.Step(
            step: 1, loss: 5.5, learningRate: 1e-5, gradientNorm: .infinity, tokensPerSecond: 1_000, seconds: 0.25)),
        .change(Self.change, seconds: 1), .change(Self.freeze, seconds: 1.5),
      ])
    let text = String(decoding: try readFile(at: path, limit: 4_096), as: UTF8.self)
    #expect(
      text.hasSuffix(
        """
        {"step":1,"change":"learning_rate","from":0.002,"to":1e-300,"seconds":1.0}
        {"step":1,"change":"freeze","from":"","to":"0,1","seconds":1.5}

        """))
  }

  @Test("unknown members are passed over; a validation is known by its loss")
  func unknown() throws {
    let text = #"{"step":250,"validation_loss":1.5,"validation_accuracy":0.6,"seconds":21.3,"note":{"by":["me"]}}"#
    #expect(
      try Self.read((text + "\n").utf8).get()
        == [.validation(MetricLog.Validation(step: 250, loss: 1.5, accuracy: 0.6, seconds: 21.3))])
  }

  @Test("a last line that is being written is left out, wherever it is cut")
  func cut() throws {
    let bytes = Array((Self.step + "\n" + Self.step).utf8)
    for count in 0...bytes.count {
      let entries = try Self.read(bytes.prefix(count)).get()
      let whole = count == bytes.count ? 2 : count >= Self.step.utf8.count ? 1 : 0
      #expect(entries.count == whole, "\(count) bytes")
    }
  }

  @Test(
    "a line that is wrong is named with what was found and what is allowed",
    arguments: [
      ("", "line 2: column 1: the text ends too early", "one JSON object"),
      ("{", "line 2: column 2: the text ends too early", "one JSON object"),
      ("[1]", "line 2: the line is a list of 1", "an object"),
      ("{}", "line 2: the line is an object with 0 members", "one with loss, validation_loss or change"),
      (#"{"loss":1}"#, "line 2: step is nothing", "a value"),
      (#"{"loss":1,"step":-1}"#, "line 2: step is -1", "a whole number from 0 to 100,000,000"),
      (#"{"loss":"big","step":1}"#, #"line 2: loss is "big""#, "a number, NaN, Infinity or -Infinity"),
      (#"{"loss":1,"loss":2}"#, #"line 2: column 11: the name "loss" occurs twice"#, "one JSON object"),
      (#"{"change":3,"step":1}"#, "line 2: change is 3", "a string"),
      ("{\"step\":1}\u{1B}[31m", "line 2: column 11: something follows", "one JSON object"),
    ])
  func damaged(line: String, found: String, allowed: String) throws {
    let result = try Self.read((Self.step + "\n" + line + "\n" + Self.step + "\n").utf8)
    guard case .failure(let error) = result else {
      Issue.record("\(line) was read")
      return
    }
    #expect(error.description.contains(found) && error.description.hasSuffix(allowed), "\(error)")
    #expect(error.description.contains("log.jsonl"))
  }

  @Test("a line that never ends and a missing file are errors")
  func files() throws {
    let endless = [UInt8](repeating: UInt8(ascii: " "), count: 1 << 20)
    guard case .failure(.damagedLog(_, line: 1, _, _)) = try Self.read(endless) else {
      Issue.record("a line of a million bytes was read")
      return
    }
    #expect(throws: TrainingError.unreadable(.missing(path: "/nowhere/log.jsonl"))) {
      try MetricLog.read(path: "/nowhere/log.jsonl")
    }
  }

  @Test("bytes turned at random give entries or an error with a line of the file, never a trap")
  func random() throws {
    var generator = SplitMix64(seed: 3)
    let folder = try TemporaryFolder()
    let path = folder.path + "/log.jsonl"
    let log = try MetricLog(path: path)
    for step in 1...20 {
      try log.append(
        StepRecord(step: step, loss: generator.normal(), learningRate: 1e-3, gradientNorm: 1, tokens: 1),
        tokensPerSecond: 10, seconds: 1)
      try log.append(Self.change, seconds: 2)
    }
    let bytes = try readFile(at: path, limit: 1 << 20)
    for _ in 0..<300 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: damaged.indices, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: damaged[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: damaged.remove(at: place)
        default: damaged.insert(damaged[Int.random(in: damaged.indices, using: &generator)], at: place)
        }
      }
      switch try Self.read(damaged) {
      case .success(let entries): #expect(entries.count <= 45)
      case .failure(.damagedLog(_, let line, _, _)): #expect((1...45).contains(line))
      case .failure(let error): Issue.record("\(error)")
      }
    }
  }

  @Test("the last step is found from the file's end, behind what follows it")
  func lastStep() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/log.jsonl"
    func last(_ text: String) throws -> Int? {
      try writeFileAtomically(Array(text.utf8), to: path)
      return try MetricLog.lastStep(path: path)?.step
    }
    func line(_ step: Int) -> String { Self.step.replacing("\"step\":1", with: "\"step\":\(step)") }
    let many = (1...500).map(line).joined(separator: "\n") + "\n"
    #expect(try last(many) == 500)
    let validation = #"{"step":500,"validation_loss":1.5,"validation_accuracy":0.6,"seconds":21.3}"#
    #expect(try last(many + validation + "\n") == 500)
    // A line that is being written doesn't count.
    #expect(try last(many + line(501).prefix(30)) == 500)
    #expect(try last("") == nil)
    #expect(try last(validation + "\n") == nil)
    #expect(throws: TrainingError.self) { try last(many + "{}{\n") }
    #expect(throws: TrainingError.self) { try MetricLog.lastStep(path: folder.path + "/none") }
  }

  @Test("lines that reach over the pieces in which a file is read come out whole")
  func long() throws {
    let lines = (1...6_000).map {
      #"{"step":\#($0),"loss":2.5,"learning_rate":0.1,"gradient_norm":1,"tokens_per_second":9,"seconds":1}"#
    }
    let entries = try Self.read((lines.joined(separator: "\n") + "\n").utf8).get()
    let steps = entries.compactMap { if case .step(let step) = $0 { step.step } else { nil } }
    #expect(steps == Array(1...6_000))
  }
}
