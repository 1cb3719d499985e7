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
    #expect(past.interval(planned: 10_000, stateBytes: 10) == 103)
    #expect(past.interval(planned: 5, stateBytes: 10) == 1)
    #expect(past.interval(planned: 5, stateBytes: 500) == nil)
    #expect(past.isDue(after: 0, planned: 100, stateBytes: 10))
    let run = try CheckpointTests.run()
    let large = RunPast(ofRunIn: folder.path, budget: 1 << 30, share: 1e-9)
    try large.keep(run.checkpoint(seconds: 0, logBytes: 0))
    #expect(!large.isDue(after: 50, planned: 100, stateBytes: 1 << 20))
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
