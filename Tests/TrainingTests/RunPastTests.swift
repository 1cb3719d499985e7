import Files
import Glibc
import KernelTypes
import Models
import Tensors
import Testing

@testable import Training

@Suite("A run's past") struct RunPastTests {
  /// A run of 24 steps with a setting changed after the ninth: the states after every step, and the past that was kept on the way.
  private static func travelled(
    _ kind: OptimizerSettings.Kind = .adamw, every interval: Int = 5, in folder: String
  ) throws -> (run: TrainingRun, states: [Checkpoint], past: RunPast) {
    let past = RunPast(ofRunIn: folder, budget: 1 << 30)
    let run = try CheckpointTests.run(CheckpointTests.preset(kind))
    run.stopsWhen.steps = 24
    var states = [run.checkpoint(seconds: 0, logBytes: 0)]
    try past.keep(states[0])
    while run.stepsDone < 24 {
      _ = try run.step()
      if run.isValidationDue { _ = run.validate() }
      if run.stepsDone.isMultiple(of: interval) { try past.keep(run.checkpoint(seconds: 0, logBytes: 0)) }
      if run.stepsDone == 9 {
        var changed = run.settings
        changed.schedule.peak = 1.0 / 3
        changed.batch = 4
        run.change(changed, validationInterval: 3)
        try past.keep(run.checkpoint(seconds: 0, logBytes: 0))
      }
      states.append(run.checkpoint(seconds: 0, logBytes: 0))
    }
    return (run, states, past)
  }

  private static func haveSameBits(_ a: Checkpoint, _ b: Checkpoint) -> Bool {
    zip(a.parts, b.parts).allSatisfy { a, b in
      a.numbers.layout == b.numbers.layout
        && a.numbers.withUnsafePointer { first in
          b.numbers.withUnsafePointer { second in
            memcmp(first, second, a.numbers.layout.count * MemoryLayout<Float>.stride) == 0
          }
        }
    }
  }

  @Test(
    "any step is made again to the bit, and so is what follows the present", arguments: OptimizerSettings.Kind.allCases)
  func replayed(kind: OptimizerSettings.Kind) throws {
    let folder = try TemporaryFolder()
    let (run, states, past) = try Self.travelled(kind, in: folder.path)
    #expect(past.steps == [0, 5, 9, 10, 15, 20])
    let present = run.checkpoint(seconds: 3, logBytes: 7)
    for target in [13, 0, 24, 9, 8, 10, 1] {
      let base = try #require(past.latest(upTo: target))
      let state = try past.state(after: base)
      #expect(TrainingRun.leads(to: target, knowing: state.progress.changes, of: present.progress.changes))
      run.travel(to: state)
      while run.stepsDone < target { _ = try run.step() }
      #expect(Self.haveSameBits(run.checkpoint(seconds: 0, logBytes: 0), states[target]), "step \(target)")
      #expect(run.settings == states[target].plan.preset.training)
      run.travel(to: present)
      #expect(run.checkpoint(seconds: 3, logBytes: 7) == present)
    }
    // Two more steps from the present are those of a run that never travelled.
    let other = try CheckpointTests.run(states[24])
    for _ in 0..<2 { #expect(try run.step().loss.bitPattern == other.step().loss.bitPattern) }
    #expect(Self.haveSameBits(run.checkpoint(seconds: 0, logBytes: 0), other.checkpoint(seconds: 0, logBytes: 0)))
  }

  @Test("a state that knows nothing of a changed setting doesn't lead past it")
  func changes() throws {
    let folder = try TemporaryFolder()
    let (run, _, past) = try Self.travelled(in: folder.path)
    let state = try past.state(after: 5)
    #expect(TrainingRun.leads(to: 9, knowing: state.progress.changes, of: run.changes))
    #expect(!TrainingRun.leads(to: 10, knowing: state.progress.changes, of: run.changes))
    let changed = try past.state(after: 9)
    #expect(TrainingRun.leads(to: 24, knowing: changed.progress.changes, of: run.changes))
  }

  @Test("what is kept stays within the budget, evenly spread, with the first and the last")
  func thinned() throws {
    let folder = try TemporaryFolder()
    let run = try CheckpointTests.run()
    let first = run.checkpoint(seconds: 0, logBytes: 0)
    let all = RunPast(ofRunIn: folder.path, budget: .max)
    try all.keep(first)
    let size = all.bytes
    #expect(size <= RunPast.stateBytes(run))
    #expect(size > RunPast.stateBytes(run) - 40_000)
    let past = RunPast(ofRunIn: folder.path, budget: 9 * size)
    #expect(past.steps == [0] && past.bytes == size)
    for step in 1...40 {
      var progress = first.progress
      progress.step = step
      try past.keep(
        Checkpoint(
          plan: first.plan, progress: progress, parameters: first.parameters, firstMoments: first.firstMoments,
          secondMoments: first.secondMoments))
      #expect(past.bytes <= past.budget && past.steps.first == 0 && past.steps.last == step)
    }
    #expect(past.steps.count >= 8)
    let gaps = zip(past.steps, past.steps.dropFirst()).map { $1 - $0 }
    #expect((gaps.max() ?? 99) <= 12, "\(past.steps)")
    #expect(names(inFolder: past.folder).count == past.steps.count)
    #expect(past.nearest(to: -3) == 0 && past.nearest(to: 99) == 40 && past.latest(upTo: 39) != 40)
    // Another process finds the same, and forgets what will be made anew.
    let again = RunPast(ofRunIn: folder.path, budget: 9 * size)
    #expect(again.steps == past.steps && again.bytes == past.bytes)
    again.forget(after: 12)
    #expect(again.steps == past.steps.filter { $0 <= 12 })
    again.discard()
    #expect(!isFolder(again.folder))
  }

  @Test("the interval spreads the whole run over the budget, and keeping takes its share of the time alone")
  func interval() throws {
    let folder = try TemporaryFolder()
    let past = RunPast(ofRunIn: folder.path, budget: 1_000, share: 1e-9)
    // The first stands before the first step, so a hundred states have 99 gaps.
    #expect(past.interval(planned: 10_000, stateBytes: 10) == 102)
    #expect(past.interval(planned: 5, stateBytes: 10) == 1)
    #expect(past.interval(planned: 5, stateBytes: 500) == 5)
    #expect(past.interval(planned: 5, stateBytes: 600) == .max)
    #expect(past.interval(planned: 5, stateBytes: 1_001) == nil)
    #expect(past.isDue(after: 0, planned: 100, stateBytes: 10))
    let run = try CheckpointTests.run()
    let large = RunPast(ofRunIn: folder.path, budget: 1 << 30, share: 1e-9)
    try large.keep(run.checkpoint(seconds: 0, logBytes: 0))
    #expect(!large.isDue(after: 50, planned: 100, stateBytes: 1 << 20))
  }

  @Test(
    "as many states stay as there is room for, the first of all, and on a full disk they give way",
    arguments: [0, 1, 2, 3])
  func few(count: Int) throws {
    let folder = try TemporaryFolder()
    let (_, states, whole) = try Self.travelled(in: folder.path)
    let size = whole.bytes / whole.steps.count
    whole.discard()
    let past = RunPast(ofRunIn: folder.path, budget: count * size + size / 2)
    for step in [0, 5, 10, 24] { try past.keep(states[step]) }
    #expect(past.steps == [[], [0], [0, 24], [0, 10, 24]][count])
    for left in (0..<count).reversed() {
      #expect(past.giveWay() && past.steps.count == left && past.steps.first ?? 0 == 0)
      // What was given is not taken again.
      try past.keep(states[7])
      #expect(past.steps.count <= left)
    }
    #expect(!past.giveWay())
  }

  @Test("a damaged state is said once and offered no more; a foreign file is none")
  func damaged() throws {
    let folder = try TemporaryFolder()
    let (_, _, past) = try Self.travelled(in: folder.path)
    for (step, bytes) in [(5, []), (10, Array("no tensors".utf8))] as [(Int, [UInt8])] {
      try writeFileAtomically(bytes, to: "\(past.folder)/state-\(step).safetensors")
      #expect(throws: TrainingError.self) { try past.state(after: step) }
      #expect(!past.steps.contains(step))
    }
    try linkFile(at: past.folder + "/state-15.safetensors", as: past.folder + "/state-16.safetensors")
    try writeFileAtomically([1], to: past.folder + "/state-.safetensors")
    try writeFileAtomically([1], to: past.folder + "/state--3.safetensors")
    let again = RunPast(ofRunIn: folder.path, budget: 1 << 30)
    #expect(again.steps == [0, 5, 9, 10, 15, 16, 20])
    #expect(throws: TrainingError.self) { try again.state(after: 16) }
  }

  @Test("another run's state is not gone to")
  func foreign() throws {
    let folder = try TemporaryFolder()
    let (run, states, _) = try Self.travelled(in: folder.path)
    #expect(run.canTravel(to: states[3]))
    var preset = CheckpointTests.preset()
    preset.training.seed += 1
    #expect(!(try CheckpointTests.run(preset)).canTravel(to: states[3]))
    preset = CheckpointTests.preset()
    preset.model = preset.model.recurrent(.gru)
    #expect(!(try CheckpointTests.run(preset)).canTravel(to: states[3]))
  }

  @Test("a step that is made again from another text is told from the one that was made")
  func otherText() throws {
    let folder = try TemporaryFolder()
    let log = try MetricLog(path: folder.path + "/log")
    let run = try CheckpointTests.run()
    var losses: [Double] = []
    for _ in 0..<4 {
      let record = try run.step()
      losses.append(record.loss)
      try log.append(record, tokensPerSecond: 1, seconds: 1)
    }
    var record = try LossRecord(log: folder.path + "/log")
    for (index, loss) in losses.enumerated() {
      // A log has six digits.
      #expect(!record.differs(loss, after: index + 1) && record.differs(loss * 1.0001, after: index + 1))
    }
    #expect(!record.differs(9, after: 5) && !record.differs(9, after: 0) && !record.differs(.nan, after: 1))
    record.note(9, after: 7)
    #expect(!record.differs(1, after: 6) && record.differs(1, after: 7) && !record.differs(9, after: 7))
  }

  @Test(
    "a fork before the first step begins with no time; a branch that is there stays, and a failed one leaves nothing")
  func forks() throws {
    let folder = try TemporaryFolder()
    let run = folder.path + "/run"
    let first = try CheckpointTests.run()
    let state = first.checkpoint(seconds: 12, logBytes: 0)
    let settings = RunSettings(plan: state.plan, checkpointInterval: nil, precision: "float32", arguments: "")
    let files = try RunFiles.begin(folder: run, settings: settings)
    let past = RunPast(ofRunIn: run, budget: 1 << 30)
    try past.keep(state)
    let branch = run + "/branches/lower"
    try files.fork(state, to: branch, past: past)
    #expect(try RunFiles.newestCheckpoint(inFolder: branch)?.progress.seconds == 0)
    let before = names(inFolder: branch)
    #expect(throws: TrainingError.occupied(path: branch, file: "settings.json")) {
      try files.fork(state, to: branch, past: past)
    }
    #expect(names(inFolder: branch) == before)
    // Its past can't be shared with a folder in whose way a file stands.
    let other = run + "/branches/other"
    try makeFolder(at: other)
    try writeFileAtomically([1], to: other + "/past")
    #expect(throws: TrainingError.self) { try files.fork(state, to: other, past: past) }
    #expect(names(inFolder: other) == ["past"])
  }

  @Test("what is taken away from a run's folder is made anew, and said")
  func mended() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/run"
    let run = try CheckpointTests.run()
    let plan = run.checkpoint(seconds: 0, logBytes: 0).plan
    let settings = RunSettings(plan: plan, checkpointInterval: nil, precision: "float32", arguments: "")
    let files = try RunFiles.begin(folder: path, settings: settings)
    #expect(try files.mend().isEmpty)
    unlink(path + "/log.jsonl")
    #expect(try files.mend() == ["log.jsonl"])
    for name in names(inFolder: path) { unlink(path + "/" + name) }
    rmdir(path)
    #expect(try files.mend() == ["settings.json", "log.jsonl"])
    try files.log.append(try run.step(), tokensPerSecond: 1, seconds: 1)
    try files.save(run.checkpoint(seconds: 1, logBytes: files.log.length))
    #expect(try MetricLog.read(path: path + "/log.jsonl").count == 1)
    #expect(try RunFiles.settings(inFolder: path) == settings)
  }

  @Test("a setting that changes again before a step was made has changed once")
  func mergedChanges() {
    func change(_ from: Double, _ to: Double, step: Int = 3, name: String = "learning_rate") -> SettingChange {
      SettingChange(step: step, name: name, from: .number(from), to: .number(to))
    }
    var changes = [change(1, 2, step: 2)]
    for change in [change(2, 3), change(0, 1, name: "clip"), change(3, 4)] { changes.add(change) }
    #expect(changes == [change(1, 2, step: 2), change(2, 4), change(0, 1, name: "clip")])
    changes.add(change(4, 2))
    #expect(changes == [change(1, 2, step: 2), change(0, 1, name: "clip")])
  }

  @Test("a fork has the states up to it, and neither run disturbs the other")
  func shared() throws {
    let folder = try TemporaryFolder()
    let (_, states, past) = try Self.travelled(in: folder.path)
    let fork = folder.path + "/branches/lower"
    try past.share(upTo: 10, withRunIn: fork)
    let own = RunPast(ofRunIn: fork, budget: 1 << 30)
    #expect(own.steps == [0, 5, 9, 10])
    past.discard()
    #expect(Self.haveSameBits(try own.state(after: 10), states[10]))
  }
}
