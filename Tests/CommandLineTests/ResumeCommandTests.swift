import Files
import Glibc
import ProgramDriver
import StrictJSON
import Testing

@Suite("A run that goes on")
struct ResumeCommandTests {
  let program: BuiltProgram
  private static let settings = [
    "--layers", "1", "--width", "16", "--heads", "2", "--batch", "2", "--context", "16", "--accumulate", "2",
    "--dropout", "0.1", "--schedule", "constant", "--warmup", "3", "--validate-every", "7", "--checkpoint-every", "5",
  ]

  init() throws { program = try BuiltProgram() }

  private func train(_ arguments: [String], in folder: borrowing TemporaryFolder) throws -> BuiltProgram.Outcome {
    try program.run(["train", "--headless"] + arguments, in: folder.path)
  }

  private func bytes(_ name: String, in folder: borrowing TemporaryFolder) throws -> [UInt8] {
    try readFile(at: folder.path + "/" + name, limit: 1 << 28)
  }

  @Test func `ends with the same model and the same log, whatever the step and the number of threads`() throws {
    let folder = try TemporaryFolder()
    #expect(try train(Self.settings + ["--steps", "24", "--out", "whole"], in: folder).ending == .exit(0))
    let log = try timeless("whole/log.jsonl", in: folder)
    for step in [3, 5, 7, 23, 24] {
      let name = "split-\(step)"
      let threads = ["--threads", step.isMultiple(of: 2) ? "1" : "2"]
      let first = try train(Self.settings + threads + ["--steps", "\(step)", "--out", name], in: folder)
      #expect(first.ending == .exit(0), "\(first.errors)")
      let second = try train(["--resume", name, "--steps", "24"], in: folder)
      #expect(second.ending == .exit(0), "\(second.errors)")
      #expect(try bytes(name + "/model.safetensors", in: folder) == bytes("whole/model.safetensors", in: folder))
      // A run that was to end earlier validates there, too, and says that it was extended.
      let found = try timeless(name + "/log.jsonl", in: folder).filter { $0["loss"] != nil }
      #expect(found == log.filter { $0["loss"] != nil })
    }
  }

  @Test(arguments: [SIGTERM, SIGINT, SIGHUP])
  func `heeds a signal that comes before it listens`(signal: Int32) throws {
    let folder = try TemporaryFolder()
    #expect(try train(Self.settings + ["--steps", "4", "--out", "run"], in: folder).ending == .exit(0))
    for arguments in [
      ["--resume", "run", "--steps", "1000000"], Self.settings + ["--steps", "1000000", "--out", "new"],
    ] {
      let outcome = try program.run(["train", "--headless"] + arguments, in: folder.path) { process in
        // From here on the signal waits for somebody who takes it.
        while !Self.isBlocked(signal, in: process) { usleep(200) }
        kill(process, signal)
      }
      #expect(outcome.ending == .exit(128 + signal))
      #expect(outcome.errors.contains("saving step "), "\(outcome.errors)")
    }
    #expect(names(inFolder: folder.path + "/new").contains("model.safetensors"))
  }

  /// Whether a process has a signal blocked, or is no more.
  private static func isBlocked(_ signal: Int32, in process: pid_t) -> Bool {
    guard let file = fopen("/proc/\(process)/status", "r") else { return true }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, Int32(line.count), file) != nil {
      let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      guard text.hasPrefix("SigBlk:"), let mask = text.split(whereSeparator: \.isWhitespace).last else { continue }
      return UInt64(mask, radix: 16).map { $0 >> UInt64(signal - 1) & 1 == 1 } ?? false
    }
    return false
  }

  @Test func `takes up what was taken away from its folder while it trains`() throws {
    let folder = try TemporaryFolder()
    let run = folder.path + "/run"
    let outcome = try program.run(
      ["train", "--headless", "--steps", "1000000", "--out", "run"] + Self.settings, in: folder.path
    ) { process in
      _ = awaited { names(inFolder: run).contains { $0.hasPrefix("checkpoint-") } ? true : nil }
      unlink(run + "/log.jsonl")
      _ = awaited { isFile(run + "/log.jsonl") ? true : nil }
      rename(run, folder.path + "/elsewhere")
      kill(process, SIGTERM)
    }
    #expect(["settings.json", "log.jsonl", "model.safetensors"].allSatisfy { isFile(run + "/" + $0) })
    #expect(outcome.ending == .exit(128 + SIGTERM))
    #expect(outcome.errors.contains("log.jsonl was taken away and made anew in run"), "\(outcome.errors)")
    #expect(outcome.errors.contains("settings.json and log.jsonl were taken away"), "\(outcome.errors)")
  }

  @Test func `that was killed goes on from its last checkpoint, or from its beginning`() throws {
    let folder = try TemporaryFolder()
    #expect(try train(Self.settings + ["--steps", "150", "--out", "whole"], in: folder).ending == .exit(0))
    for (index, interval) in ["1", "50", "0"].enumerated() {
      let name = "killed-\(index)"
      let log = folder.path + "/\(name)/log.jsonl"
      let killed = try program.run(
        ["train", "--headless", "--steps", "150", "--out", name] + Self.settings.dropLast() + [interval],
        in: folder.path
      ) { process in
        _ = awaited { ((try? readFile(at: log, limit: 1 << 28))?.count ?? 0) > 1_000 ? true : nil }
        kill(process, SIGKILL)
      }
      #expect(killed.ending == .signal(SIGKILL))
      let resumed = try train(["--resume", name], in: folder)
      #expect(resumed.ending == .exit(0), "\(resumed.errors)")
      #expect(try bytes(name + "/model.safetensors", in: folder) == bytes("whole/model.safetensors", in: folder))
      let whole = try timeless("whole/log.jsonl", in: folder)
      #expect(try timeless(name + "/log.jsonl", in: folder) == whole)
    }
  }

  @Test func `and has ended already ends again with the same model`() throws {
    let folder = try TemporaryFolder()
    #expect(try train(Self.settings + ["--steps", "3", "--out", "run"], in: folder).ending == .exit(0))
    let before = try bytes("run/model.safetensors", in: folder)
    unlink(folder.path + "/run/model.safetensors")
    let again = try train(["--resume", "run"], in: folder)
    #expect(again.ending == .exit(0) && again.errors.isEmpty, "\(again.errors)")
    #expect(try bytes("run/model.safetensors", in: folder) == before)
  }

  @Test func `in the same folder is refused, with one line, to a second process`() throws {
    let folder = try TemporaryFolder()
    let log = folder.path + "/run/log.jsonl"
    let first = try program.run(
      ["train", "--headless", "--steps", "100000000", "--out", "run"] + Self.settings, in: folder.path
    ) { process in
      _ = awaited { (try? readFile(at: log, limit: 1 << 28))?.isEmpty == false ? true : nil }
      let second = try? train(["--resume", "run"], in: folder)
      #expect(second?.ending == .exit(2))
      #expect(second?.errorLines.count == 1 && second?.errors.contains("another process trains") == true)
      kill(process, SIGTERM)
    }
    #expect(first.ending == .exit(128 + SIGTERM))
  }

  @Test func `whose folder is out of reach for a while trains on, says so once, and catches up`() throws {
    let folder = try TemporaryFolder()
    let (run, away) = (folder.path + "/run", folder.path + "/away")
    let outcome = try program.run(
      ["train", "--headless", "--steps", "100000000", "--out", "run"] + Self.settings, in: folder.path
    ) { process in
      func checkpoints(_ path: String) -> [String] { names(inFolder: path).filter { $0.hasPrefix("checkpoint") } }
      _ = awaited { checkpoints(run).count == 2 ? true : nil }
      rename(run, away)
      let log = away + "/log.jsonl"
      let size = (try? readFile(at: log, limit: 1 << 28))?.count ?? 0
      // The log is open and grows; checkpoints have no folder.
      _ = awaited { ((try? readFile(at: log, limit: 1 << 28))?.count ?? 0) > size + 4_000 ? true : nil }
      rename(away, run)
      let before = checkpoints(run)
      _ = awaited { checkpoints(run) != before ? true : nil }
      kill(process, SIGTERM)
    }
    #expect(outcome.ending == .exit(128 + SIGTERM), "\(outcome.errors)")
    let lines = outcome.errorLines
    #expect(lines.count { $0.contains("this checkpoint is missing, the last one is of step") } >= 1)
    #expect(lines.count { $0.contains("can be written again") } == 1)
    #expect(isFile(run + "/model.safetensors"))
  }

  @Test(
    "takes its settings from the run; what else is given, or missing, is one line",
    arguments: [
      (["--resume", "nothing"], "there is no run"), (["--resume", "run", "--learning-rate", "1"], "--learning-rate"),
      (["--resume", "run", "--steps", "2"], "has done 3 steps"), (["--resume", "run", "--out", "x"], "--out"),
      (["--resume", "run", "--preset", "tiny"], "--preset"),
      (["--out", "run"], "holds a run already"),
    ])
  func refused(arguments: [String], part: String) throws {
    let folder = try TemporaryFolder()
    #expect(try train(Self.settings + ["--steps", "3", "--out", "run"], in: folder).ending == .exit(0))
    let outcome = try train(arguments, in: folder)
    #expect(outcome.ending == .exit(2))
    #expect(outcome.errorLines.count == 1 && outcome.errors.contains(part), "\(outcome.errors)")
  }

  @Test(
    "whose settings come from somebody else touches no file but its own, and ends in one line",
    arguments: [
      ("\"precision\"", "\"log\": \"VICTIM\", \"precision\"", "victim"),
      ("\"preset\": \"cat\"", "\"preset\": \"../cat\"", "preset"),
      ("\"width\": 16", "\"width\": 65536", "needs"), ("\"vocabulary\": 333", "\"vocabulary\": 7", "tokens"),
    ])
  func hostile(old: String, new: String, part: String) throws {
    let folder = try TemporaryFolder()
    let (run, victim) = (folder.path + "/run", folder.path + "/victim")
    #expect(try train(Self.settings + ["--steps", "3", "--out", "run"], in: folder).ending == .exit(0))
    for name in names(inFolder: run) where name.hasPrefix("checkpoint") { unlink(run + "/" + name) }
    try writeFileAtomically(Array("mine\n".utf8), to: victim)
    let text = String(decoding: try bytes("run/settings.json", in: folder), as: UTF8.self)
    let parts = text.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
    #expect(parts.count == 2)
    let named = new.split(separator: "VICTIM", omittingEmptySubsequences: false).joined(separator: victim)
    try writeFileAtomically(Array(parts.joined(separator: named).utf8), to: run + "/settings.json")
    let outcome = try train(["--resume", "run"], in: folder)
    #expect(outcome.ending == .exit(2))
    #expect(outcome.errorLines.count == 1 && outcome.errors.contains(part), "\(outcome.errors)")
    // To look at it reads what it names at most.
    let drawn = try program.run(["render", "train", "--run", "run"], in: folder.path)
    #expect(part == "victim" ? drawn.ending == .exit(0) : drawn.ending == .exit(2), "\(drawn.errors)")
    #expect(try readFile(at: victim, limit: 100) == Array("mine\n".utf8))
  }

  @Test func `whose log is a link to another file leaves that file as it is`() throws {
    let folder = try TemporaryFolder()
    let (log, victim) = (folder.path + "/run/log.jsonl", folder.path + "/victim")
    #expect(try train(Self.settings + ["--steps", "3", "--out", "run"], in: folder).ending == .exit(0))
    try writeFileAtomically(Array("mine\n".utf8), to: victim)
    unlink(log)
    #expect(symlink(victim, log) == 0)
    #expect(try train(["--resume", "run", "--steps", "5"], in: folder).ending == .exit(2))
    #expect(try readFile(at: victim, limit: 100) == Array("mine\n".utf8))
  }

  /// A log's objects without what a clock says.
  private func timeless(_ name: String, in folder: borrowing TemporaryFolder) throws -> [JSONObject] {
    try lines(of: String(decoding: try bytes(name, in: folder), as: UTF8.self)).map { line in
      var object = try JSONObject(parsing: line)
      object["seconds"] = nil
      object["tokens_per_second"] = nil
      return object
    }
  }
}
