import Files
import Glibc
import KernelTypes
import Models
import Synchronization
import Tensors
import Testing

@testable import Training

@Suite("A run is saved and goes on")
struct CheckpointTests {
  static let settings = RunSettings(
    plan: TrainingPlan(preset: preset()), checkpointInterval: 2, precision: "float32", arguments: "--preset cat")

  static func preset(_ kind: OptimizerSettings.Kind = .adamw) -> Preset {
    var preset = ReproducibilityTests.preset(dropout: 0.1)
    preset.training.accumulation = 2
    preset.training.batch = 3
    preset.training.optimizer.kind = kind
    preset.validationInterval = 3
    return preset
  }

  static func run(_ preset: Preset = preset(), threads: Int = 2) throws -> TrainingRun {
    try TrainingRun(
      TrainingPlan(preset: preset), on: .grammar(vocabulary: GrammarTrainingTests.vocabulary), kernels: .forThisMachine,
      crew: WorkerCrew(threads: threads))
  }

  static func run(_ checkpoint: Checkpoint, threads: Int = 1) throws -> TrainingRun {
    try TrainingRun(
      checkpoint, on: .grammar(vocabulary: GrammarTrainingTests.vocabulary), kernels: .forThisMachine,
      crew: WorkerCrew(threads: threads))
  }

  /// A run's steps to its end, with the validations between them.
  static func finish(_ run: TrainingRun, until step: Int = .max) throws -> [StepRecord] {
    var records: [StepRecord] = []
    while run.stepsDone < step, run.stopReason(seconds: 0) == nil {
      records.append(try run.step())
      if run.isValidationDue { _ = run.validate() }
    }
    return records
  }

  @Test("what is written is read, to the bit", arguments: OptimizerSettings.Kind.allCases)
  func roundTrip(kind: OptimizerSettings.Kind) throws {
    let folder = try TemporaryFolder()
    let run = try Self.run(Self.preset(kind))
    _ = try Self.finish(run, until: 4)
    var changed = run.settings
    changed.frozenLayers = [1]
    changed.schedule.peak = 1.0 / 3
    run.change(changed, validationInterval: 3)
    run.stopsWhen.lossBelow = 0.1
    let checkpoint = run.checkpoint(seconds: 1.0 / 3, logBytes: 12)
    let path = folder.path + "/a.safetensors"
    try checkpoint.write(to: path)
    #expect(try Checkpoint(path: path) == checkpoint)
    #expect(checkpoint.progress.changes.map(\.name) == ["learning_rate", "freeze"])
    #expect(names(inFolder: folder.path) == ["a.safetensors"])
  }

  @Test("wherever it is split, the run ends with the same bits and the same records", arguments: 0...8)
  func split(step: Int) throws {
    let folder = try TemporaryFolder()
    let whole = try Self.run()
    let records = try Self.finish(whole)
    let first = try Self.run(threads: 1)
    let before = try Self.finish(first, until: step)
    let path = folder.path + "/a.safetensors"
    try first.checkpoint(seconds: 0, logBytes: 0).write(to: path)
    let second = try Self.run(try Checkpoint(path: path))
    #expect(try before + Self.finish(second) == records)
    #expect(second.model == whole.model)
    #expect(second.checkpoint(seconds: 0, logBytes: 0) == whole.checkpoint(seconds: 0, logBytes: 0))
  }

  @Test("a file that was cut or changed is refused, whatever byte it was; no byte crashes the reader")
  func damage() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a.safetensors"
    let run = try Self.run()
    _ = try Self.finish(run, until: 1)
    try run.checkpoint(seconds: 1, logBytes: 1).write(to: path)
    let bytes = try readFile(at: path, limit: 1 << 24)
    let header = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) } + 8
    var generator = SplitMix64(seed: 1)
    let places = (0..<300).map { Int.random(in: $0 < 200 ? 0..<header : header..<bytes.count, using: &generator) }
    for place in places {
      var changed = bytes
      changed[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      try writeFileAtomically(changed, to: path)
      #expect(throws: TrainingError.self, "byte \(place)") { try Checkpoint(path: path) }
    }
    for count in [0, 7, 8, header - 1, header, bytes.count / 2, bytes.count - 1] {
      try writeFileAtomically(Array(bytes.prefix(count)), to: path)
      #expect(throws: TrainingError.self, "\(count) bytes") { try Checkpoint(path: path) }
    }
  }

  @Test("two are kept; a damaged one is passed over and told; where all are, the newest one's fault")
  func twoKept() throws {
    let folder = try TemporaryFolder()
    let run = try Self.run()
    do {
      let files = try RunFiles.begin(folder: folder.path, settings: Self.settings)
      #expect(throws: TrainingError.inUse(path: folder.path)) { try RunFiles.resume(folder: folder.path) }
      for step in 1...5 {
        _ = try Self.finish(run, until: step)
        try files.save(run.checkpoint(seconds: 0, logBytes: files.log.length))
      }
      try files.save(run.checkpoint(seconds: 1, logBytes: files.log.length))
    }
    #expect(RunFiles.checkpointSteps(inFolder: folder.path) == [4, 5])
    #expect(throws: TrainingError.occupied(path: folder.path, file: "settings.json")) {
      try RunFiles.begin(folder: folder.path, settings: Self.settings)
    }
    #expect(try RunFiles.resume(folder: folder.path).checkpoint?.progress.seconds == 1)
    func cut(_ step: Int) throws {
      try writeFileAtomically([1, 2, 3], to: folder.path + "/checkpoint-\(step).safetensors")
    }
    try cut(5)
    var warnings: [TrainingError] = []
    do {
      let (files, checkpoint) = try RunFiles.resume(folder: folder.path) { warnings.append($0) }
      #expect(checkpoint?.progress.step == 4 && warnings.count == 1 && files.settings == Self.settings)
      // The damaged one goes once there is a better one.
      let resumed = try Self.run(try #require(checkpoint))
      _ = try Self.finish(resumed, until: 6)
      try files.save(resumed.checkpoint(seconds: 0, logBytes: 0))
      #expect(RunFiles.checkpointSteps(inFolder: folder.path) == [4, 6])
    }
    try cut(4)
    try cut(6)
    #expect(throws: TrainingError.self) { try RunFiles.resume(folder: folder.path) }
  }

  @Test("a run that was killed before its first checkpoint begins again; the log keeps what the checkpoint knew")
  func log() throws {
    let folder = try TemporaryFolder()
    let line = StepRecord(step: 1, loss: 1, learningRate: 1, gradientNorm: 1, tokens: 1)
    func resume(_ body: (RunFiles, Checkpoint?) throws -> Void) throws {
      let (files, checkpoint) = try RunFiles.resume(folder: folder.path)
      try body(files, checkpoint)
    }
    do {
      let files = try RunFiles.begin(folder: folder.path, settings: Self.settings)
      try files.log.append(line, tokensPerSecond: 1, seconds: 1)
    }
    try resume { files, checkpoint in
      #expect(checkpoint == nil && files.log.length == 0)
      let run = try Self.run()
      _ = try Self.finish(run, until: 1)
      try files.log.append(line, tokensPerSecond: 1, seconds: 1)
      try files.save(run.checkpoint(seconds: 0, logBytes: files.log.length))
      for _ in 0..<3 { try files.log.append(line, tokensPerSecond: 1, seconds: 1) }
    }
    let path = folder.path + "/log.jsonl"
    try resume { files, checkpoint in #expect(files.log.length == checkpoint?.progress.logBytes) }
    #expect(try MetricLog.read(path: path).count == 1)
    // A log that is shorter than it was keeps its whole lines.
    try writeFileAtomically(Array("{}\n{\"st".utf8), to: path)
    try resume { files, _ in #expect(files.log.length == 3) }
  }

  @Test("a folder without a run, and settings that are damaged, are told in one line")
  func damagedSettings() throws {
    let folder = try TemporaryFolder()
    #expect(throws: TrainingError.noRun(path: folder.path)) { try RunFiles.resume(folder: folder.path) }
    do { _ = try RunFiles.begin(folder: folder.path, settings: Self.settings) }
    let path = folder.path + "/settings.json"
    let text = String(decoding: try readFile(at: path, limit: 10_000), as: UTF8.self)
    #expect(try RunFiles.settings(inFolder: folder.path) == Self.settings)
    for (old, new) in [
      ("\"batch\": 3", "\"batch\": 0"), ("\"batch\": 3", "\"batch\": 1e3"), ("\"width\": 16", "\"width\": 17"),
      ("\"version\": 1", "\"version\": 2"), ("headscope-run", "other"), ("\"cosine\"", "\"sine\""),
      ("\"seed\": \"1\"", "\"seed\": 1"), ("\"length\": 16", "\"length\": 17"), ("{", "["),
      ("\"learning_rate\": 0.002", "\"learning_rate\": -1"), ("\"steps\": 8", "\"stairs\": 8"),
    ] {
      let parts = text.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
      #expect(parts.count == 2, "\(old)")
      try writeFileAtomically(Array(parts.joined(separator: new).utf8), to: path)
      let error = #expect(throws: TrainingError.self, "\(new)") { try RunFiles.settings(inFolder: folder.path) }
      let line = error.map { "\($0)" } ?? ""
      // What is quoted once is not escaped again.
      #expect(!line.contains("\n") && !line.contains("\\u{22}") && line.contains("settings.json"), "\(line)")
    }
  }

  @Test(
    "settings that are not those of the run's checkpoint are told, and the log stays",
    arguments: [
      ("\"width\": 16", "\"width\": 32", "model.width: found 32", "16"),
      ("\"seed\": \"1\"", "\"seed\": \"2\"", "training.seed: found \"2\"", "\"1\""),
      ("\"preset\": \"", "\"documents\": 64, \"preset\": \"", "documents: found 64", "nothing"),
    ])
  func otherSettings(old: String, new: String, found: String, expected: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/settings.json"
    do {
      let files = try RunFiles.begin(folder: folder.path, settings: Self.settings)
      let run = try Self.run()
      for record in try Self.finish(run, until: 2) { try files.log.append(record, tokensPerSecond: 1, seconds: 1) }
      try files.save(run.checkpoint(seconds: 0, logBytes: 0))
    }
    let text = String(decoding: try readFile(at: path, limit: 10_000), as: UTF8.self)
    let log = try readFile(at: folder.path + "/log.jsonl", limit: 10_000)
    try writeFileAtomically(Array(text.replacing(old, with: new, maxReplacements: 1).utf8), to: path)
    let error = #expect(throws: TrainingError.self) { try RunFiles.resume(folder: folder.path) }
    let words = "\(path): \(found), but the run's checkpoint of step 2 was made with \(expected);"
    #expect(error?.description.hasPrefix(words) == true, "\(error?.description ?? "")")
    #expect(try readFile(at: folder.path + "/log.jsonl", limit: 10_000) == log)
    // What can be changed on the way is the checkpoint's.
    let slower = text.replacing("\"learning_rate\": 0.002", with: "\"learning_rate\": 0.001")
    try writeFileAtomically(Array(slower.utf8), to: path)
    #expect(try RunFiles.resume(folder: folder.path).checkpoint?.progress.step == 2)
  }

  @Test("whichever call fails, what is there stays and goes on; the next save succeeds", arguments: [ENOSPC, EIO])
  func failures(code: Int32) throws {
    let run = try Self.run()
    _ = try Self.finish(run, until: 1)
    let first = run.checkpoint(seconds: 0, logBytes: 0)
    _ = try Self.finish(run, until: 2)
    let second = run.checkpoint(seconds: 0, logBytes: 0)
    var failures = 0
    for number in 1... {
      let folder = try TemporaryFolder()
      let calls = FailingCalls(code: code)
      do {
        let files = try RunFiles.begin(folder: folder.path, settings: Self.settings, using: calls.system)
        try files.save(first)
        calls.failing = number
        do { try files.save(second) } catch { failures += 1 }
        let hasFailed = calls.failing == nil
        let step = try RunFiles.newestCheckpoint(inFolder: folder.path)?.progress.step
        #expect(step == 1 || step == 2, "call \(number)")
        calls.failing = nil
        try files.save(second)
        #expect(try RunFiles.newestCheckpoint(inFolder: folder.path) == second)
        #expect(names(inFolder: folder.path).allSatisfy { !$0.hasSuffix(AtomicFile.suffix) })
        guard hasFailed else { break }
      }
    }
    // Creating, every write, fsync of log, file and folder, close, rename, opening the folder.
    #expect(failures >= 20)
  }
}

/// A file system of which one call fails.
final class FailingCalls: Sendable {
  private let code: Int32
  private let left = Mutex<Int?>(nil)

  init(code: Int32) { self.code = code }

  /// How many calls until one fails; nil where none does, or one has.
  var failing: Int? {
    get { left.withLock { $0 } }
    set { left.withLock { $0 = newValue } }
  }

  private func fails() -> Bool {
    left.withLock { left in
      guard let count = left else { return false }
      left = count > 1 ? count - 1 : nil
      if count == 1 { errno = code }
      return count == 1
    }
  }

  var system: FileSystem {
    var system = FileSystem.system
    system.create = { self.fails() ? -1 : FileSystem.system.create($0) }
    system.write = { self.fails() ? -1 : FileSystem.system.write($0, $1) }
    system.sync = { self.fails() ? -1 : FileSystem.system.sync($0) }
    system.close = { FileSystem.system.close($0) + (self.fails() ? -1 : 0) }
    system.rename = { self.fails() ? -1 : FileSystem.system.rename($0, $1) }
    system.openFolder = { self.fails() ? -1 : FileSystem.system.openFolder($0) }
    system.openEnd = { self.fails() ? -1 : FileSystem.system.openEnd($0) }
    return system
  }
}
