import Files
import Glibc
import Tensors
import Testing

@testable import Training

@Suite("Logs of any tool are read") struct LogReaderTests {
  /// Reads a text in pieces of so many bytes.
  static func read(_ text: some Sequence<UInt8>, pieces: Int = .max) -> (points: [LogPoint], reader: LogReader) {
    var (points, reader) = ([LogPoint](), LogReader())
    var rest = Array(text)[...]
    while !rest.isEmpty {
      reader.take(Array(rest.prefix(pieces))) { points.append($0) }
      rest = rest.dropFirst(pieces)
    }
    reader.finish { points.append($0) }
    return (points, reader)
  }

  static let transformers = """
    {
      "best_metric": null,
      "note": "a } ] \\" in a text",
      "log_history": [
        {"epoch": 0.5, "grad_norm": 1.5, "learning_rate": 0.001, "loss": 2.5, "step": 10},
        {"epoch": 1.0, "eval_loss": 2.25, "eval_runtime": 0.1, "step": 10},
        {"epoch": 1.0, "loss": NaN, "step": 20},
        {"epoch": 1.0, "step": 20, "total_flos": 1e12, "train_loss": 2.4, "train_runtime": 3.5}
      ],
      "stateful": {"loss": 9, "log_history": [{"step": 7, "loss": 7}]},
      "max_steps": 20
    }
    """

  /// A log with what its points say: step, loss, validation loss.
  static let logs: [(name: String, text: String, format: LogReader.Format, points: [[Double?]])] = [
    (
      "our own",
      """
      {"step":1,"loss":5.5,"learning_rate":1e-5,"gradient_norm":"Infinity","tokens_per_second":9,"seconds":1}
      {"step":1,"validation_loss":4.5,"validation_accuracy":0.5,"seconds":2}
      {"step":1,"change":"batch","from":32,"to":16,"seconds":2}

      """, .lines, [[1, 5.5, nil], [1, nil, 4.5], [1, nil, nil]]
    ),
    (
      "other names, blanks, Windows line ends, a byte order mark",
      "\u{FEFF}{\"iter\": 0, \"train/loss\": 3.5}\r\n\r\n {\"iter\": 10, \"val\": {\"loss\": 3}}\r\n", .lines,
      [[0, 3.5, nil], [10, nil, 3]]
    ),
    (
      "the most exact name counts", #"{"epoch":1,"global_step":7,"train_loss_epoch":9,"train_loss":2}"#, .lines,
      [[7, 2, nil]]
    ),
    ("no step", #"{"loss":3}"# + "\n" + #"{"loss":2,"epoch":0.5}"#, .lines, [[0, 3, nil], [1, 2, nil]]),
    (
      "numbers as Python writes them",
      #"{"step":1,"loss":NaN,"eval_loss":-Infinity,"x":"NaN \" NaN"}"# + "\n"
        + #"{"step":2,"loss":null,"eval_loss":"1.5"}"#,
      .lines, [[1, .nan, .nan], [2, nil, 1.5]]
    ),
    (
      "counted anew in each epoch",
      #"{"epoch":1,"iter":1,"loss":4}"# + "\n" + #"{"epoch":1,"iter":2,"loss":3}"# + "\n"
        + #"{"epoch":2,"iter":1,"loss":2}"#, .lines, [[1, 4, nil], [2, 3, nil], [3, 2, nil]]
    ),
    (
      "Keras' table", "epoch,loss,val_loss\n0,2.5,2.25\n1,2,\n2,nan,1.75\n", .table,
      [[0, 2.5, 2.25], [1, 2, nil], [2, .nan, 1.75]]
    ),
    (
      "quotation marks as in RFC 4180",
      "\"note, long\",\"Step\",\"Train Loss\"\r\n\"a \"\"b\"\"\nc, d\",\"5\",1.5\r\n,6,1\r\n", .table,
      [[5, 1.5, nil], [6, 1, nil]]
    ),
    ("transformers' state", transformers, .document, [[10, 2.5, nil], [10, nil, 2.25], [20, .nan, nil]]),
    ("a list of objects", #"[{"step":1,"loss":2},{"step":2,"loss":1}]"#, .document, [[1, 2, nil], [2, 1, nil]]),
    (
      "a document in one line", #"{"log_history":[{"step":3,"loss":2}]}"# + "\n", .document, [[3, 2, nil]]
    ),
  ]

  @Test("the format is told from the contents, whatever the pieces", arguments: logs.indices)
  func formats(index: Int) {
    let log = Self.logs[index]
    for pieces in [1, 2, 3, 7, 64, .max] {
      let (points, reader) = Self.read(log.text.utf8, pieces: pieces)
      #expect(reader.format == log.format, "\(log.name)")
      #expect(reader.skipped == 0, "\(log.name): \(String(describing: reader.firstFault))")
      let found = points.map { [Double($0.step), $0.loss, $0.validationLoss] }
      #expect(String(describing: found) == String(describing: log.points), "\(log.name), \(pieces)")
    }
  }

  @Test("lines that can't be read are passed over, counted, and the first is named")
  func faults() {
    let long = String(repeating: "x", count: 100_000)
    let text =
      "ss\":1}\n" + #"{"step":1,"loss":2}"# + "\nnoise \u{1B}[31m\n{\"a\":\"\(long)\"}\n{\"step\":-3,\"loss\":1}\n"
      + #"{"step":2,"loss":1}"# + "\n" + #"{"step":3,"lo"#
    for pieces in [1, 1_000, .max] {
      let (points, reader) = Self.read(text.utf8, pieces: pieces)
      #expect(points.map(\.step) == [1, 2])
      #expect(reader.skipped == 4 && reader.points == 2)
      #expect(reader.firstFault == LogReader.Fault(line: 1, found: #"found “ss":1}”"#))
    }
    let table = Self.read("step,loss\n1,2\n1,2,3\nx,1\n2,\"1\n3,1\n".utf8)
    #expect(table.points.map(\.step) == [1] && table.reader.skipped == 2)
    let cut = Self.read(Self.transformers.utf8.prefix(200))
    #expect(cut.points.map(\.step) == [10] && cut.reader.firstFault?.found == "the text ends in the middle")
  }

  @Test(
    "where nothing can be used the complaint says why",
    arguments: [
      ("", "it is empty"), ("\n\n", "it holds no line"), ("step\tloss\n", #"line 1: found "step\u{9}loss""#),
      (#"{"step":1,"reward":2}"# + "\n", "no line has a loss; there is step, reward"),
      ("step,reward\n1,2\n", #"line 1: found "step,reward""#),
      (#"{"model_type":"gpt2","vocab_size":3}"#, "no line has a loss; there is model_type, vocab_size"),
      ("\u{0}\u{1}\u{7F}PK", #"line 1: found "\u{0}\u{1}\u{7F}PK""#),
      ("[1,2", "line 1: the text ends in the middle"), (#"{"step":1}x"#, #"line 1: found “{"step":1}x”"#),
      (String(repeating: "x", count: 100_000), "line 1: more than 65,536 bytes"),
      (String(repeating: "[", count: 100_000), "line 1: the text ends in the middle"),
      (#"{"log_history":[]}"#, "a JSON text without a list of objects that have a loss"),
    ])
  func complaints(text: String, complaint: String) {
    let (points, reader) = Self.read(text.utf8)
    #expect(points.isEmpty && reader.points == 0)
    #expect(reader.complaint == complaint)
  }

  @Test(
    "a beginning of which nothing is wrong is told from what can't be used",
    arguments: [
      ("", true), ("\n\n", true), ("step,loss\n", true), (#"{"log_history":[]}"# + "\n", true), ("[]\n", true),
      (#"{"log_history":["#, false), ("noise\n", false), (#"{"reward":1}"# + "\n", false),
      (#"{"step":1,"loss":2}"# + "\n", false), ("abc", false),
    ])
  func beginnings(text: String, hasJustBegun: Bool) {
    var reader = LogReader()
    reader.take(Array(text.utf8)) { _ in }
    #expect(reader.hasJustBegun == hasJustBegun)
  }

  @Test("numbers that no curve has a place for are gaps", arguments: ["1e19", "1e37", "-1e39", "1e300", "1e308"])
  func largeNumbers(number: String) {
    let names = ["loss", "validation_loss", "validation_accuracy", "learning_rate", "gradient_norm", "seconds"]
    let text = "{\"step\":1," + names.map { "\"\($0)\":\(number)" }.joined(separator: ",") + "}\n"
    let point = Self.read(text.utf8).points.first
    let values = [
      point?.loss, point?.validationLoss, point?.validationAccuracy, point?.learningRate, point?.gradientNorm,
      point?.seconds,
    ]
    #expect(values.allSatisfy { value in value.map { $0.isNaN || abs($0) <= 1e36 } ?? false })
  }

  @Test("what has no use in megabytes is no log")
  func hopeless() {
    var reader = LogReader()
    let piece = [UInt8](repeating: 0, count: 1 << 20)
    for count in 1...9 {
      reader.take(piece) { _ in }
      #expect(reader.isHopeless == (count > 7))
    }
  }

  @Test("a document in one line of a megabyte is read, an object too long in it is passed over")
  func longDocument() {
    let entries = (1...20_000).map { #"{"loss":\#(1 + 1 / Double($0)),"step":\#($0)}"# }
    let huge = #"{"step":5,"loss":1,"x":"\#(String(repeating: "y", count: 70_000))"}"#
    let text = #"{"log_history":["# + (entries + [huge]).joined(separator: ",") + "]}"
    let (points, reader) = Self.read(text.utf8, pieces: 4_096)
    #expect(points.count == 20_000 && points.last?.step == 20_000)
    #expect(reader.skipped == 1 && reader.firstFault?.found == "an object too long")
  }

  @Test("any bytes are points, faults or nothing, in whatever pieces they come")
  func hostile() {
    var generator = SplitMix64(seed: 11)
    let seeds = Self.logs.map { Array($0.text.utf8) }
    for round in 0..<3_000 {
      var bytes = seeds[round % seeds.count]
      for _ in 0..<Int(generator.next() % 6) {
        let place = Int(generator.next() % UInt64(bytes.count))
        switch generator.next() % 4 {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: generator.next())
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(contentsOf: Array("{[\",\n]}\\".utf8), at: place)
        default: bytes += bytes.prefix(place)
        }
        if bytes.isEmpty { bytes = [0] }
      }
      let whole = Self.read(bytes)
      let pieces = Self.read(bytes, pieces: 1 + Int(generator.next() % 40))
      #expect(
        whole.points.count == pieces.points.count && whole.reader.skipped == pieces.reader.skipped,
        "\(String(decoding: bytes, as: UTF8.self))")
      #expect(whole.points.allSatisfy { $0.step >= 0 })
    }
  }
}

@Suite("A log that grows is followed") struct LogFollowerTests {
  private static func line(_ step: Int, _ loss: Double = 2) -> String { #"{"step":\#(step),"loss":\#(loss)}"# + "\n" }

  /// Reads all that is new: the steps, and whether the log was another one.
  private static func steps(_ follower: inout LogFollower) throws -> (steps: [Int], isAnew: Bool) {
    var (steps, isAnew) = ([Int](), false)
    while true {
      switch try follower.read({ steps.append($0.step) }) {
      case .more: continue
      case .anew: (steps, isAnew) = ([], true)
      case .nothing, .gone: return (steps, isAnew)
      }
    }
  }

  private static func write(_ text: String, to path: String, keeping: Int = 0) throws {
    var file = try AppendedFile(path: path, keeping: keeping)
    try file.append(Array(text.utf8))
  }

  @Test("what is appended comes once; a log that is cut back, also when it has grown since, is read anew")
  func cut() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/log.jsonl"
    var follower = LogFollower(path: path)
    #expect(try follower.read { _ in } == .gone)
    try Self.write(Self.line(1) + Self.line(2) + #"{"step":3"#, to: path)
    #expect(try Self.steps(&follower).steps == [1, 2])
    #expect(try Self.steps(&follower).steps == [])
    try Self.write(#","loss":2}"# + "\n", to: path, keeping: .max)
    #expect(try Self.steps(&follower).steps == [3])
    let first = Self.line(1).utf8.count
    try Self.write("", to: path, keeping: first)
    let cut = try Self.steps(&follower)
    #expect(cut.isAnew && cut.steps == [1])
    try Self.write(Self.line(2) + Self.line(3), to: path, keeping: .max)
    #expect(try Self.steps(&follower).steps == [2, 3])
    try Self.write(Self.line(2, 1.5) + Self.line(3, 1.5) + Self.line(4), to: path, keeping: first)
    let grown = try Self.steps(&follower)
    #expect(grown.isAnew && grown.steps == [1, 2, 3, 4])
  }

  @Test("a log that is taken away is gone, and another one in its place is read from its beginning")
  func replaced() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/log.jsonl"
    try Self.write(Self.line(1), to: path)
    var follower = LogFollower(path: path)
    #expect(try Self.steps(&follower).steps == [1])
    try writeFileAtomically(Array((Self.line(7) + Self.line(8)).utf8), to: path)
    let replaced = try Self.steps(&follower)
    #expect(replaced.isAnew && replaced.steps == [7, 8])
    rename(path, folder.path + "/elsewhere")
    #expect(try follower.read { _ in } == .gone)
    try Self.write(Self.line(9), to: path)
    #expect(try Self.steps(&follower).steps == [9])
  }

  @Test("a document that is written anew is read from its beginning")
  func document() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/trainer_state.json"
    try writeFileAtomically(Array(#"[{"step":1,"loss":2}]"#.utf8), to: path)
    var follower = LogFollower(path: path)
    #expect(try Self.steps(&follower).steps == [1])
    try writeFileAtomically(Array(#"[{"step":1,"loss":2},{"step":2,"loss":2}]"#.utf8), to: path)
    let anew = try Self.steps(&follower)
    #expect(anew.isAnew && anew.steps == [1, 2])
  }

  @Test("whether a folder is locked is seen without touching the lock")
  func locks() throws {
    let folder = try TemporaryFolder()
    #expect(FolderLock.isHeld(inFolder: folder.path) == false)
    #expect(!isFile(folder.path + "/.lock"))
    guard let lock = try FolderLock(folder: folder.path) else {
      Issue.record("the folder can't be locked")
      return
    }
    // Nil where the system doesn't tell.
    #expect(FolderLock.isHeld(inFolder: folder.path) != false)
    _ = consume lock
    #expect(FolderLock.isHeld(inFolder: folder.path) != true)
  }
}
