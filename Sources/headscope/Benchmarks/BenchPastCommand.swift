internal import ArgumentParser
internal import Checkpoints
internal import StrictJSON
internal import Tensors
internal import Training
private import Wording

/// `headscope bench past`: how long it takes to see a run as it was after any step.
struct BenchPastCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "past", abstract: "Visits to a saved run's past: the nearest kept state, and the exact step.")

  @OptionGroup var options: BenchOptions
  @Argument(help: "The folder of a run that was trained with a past.") var folder: String
  @Option(help: "Steps to visit, drawn at random.") var visits = 10

  func run() throws {
    guard (1...1_000).contains(visits) else { throw UserError("--visits: from 1 to 1,000 are possible") }
    let past = RunPast(ofRunIn: folder, budget: 0)
    let settings = try RunFiles.settings(inFolder: folder)
    guard let last = past.steps.last, past.steps.count > 1 else {
      throw UserError("\(plain(folder)): nothing of its past is kept; train one with --history")
    }
    let workshop = try TrainingWorkshop.standard(
      kernels: machineKernels(), crew: WorkerCrew(threads: options.threads), keepsRuns: false
    ).adapted(to: settings, folder: folder, hasCheckpoint: true)
    let training = try workshop.run(try past.state(after: last))
    func seconds(since begun: ContinuousClock.Instant) -> Double { (ContinuousClock.now - begun).seconds }
    var generator = SplitMix64(seed: 7)
    var nearest: [Double] = []
    var exact: [Double] = []
    var steps: [Double] = []
    for _ in 0..<visits {
      let target = Int(generator.next() % UInt64(last + 1))
      guard let kept = past.nearest(to: target), let base = past.latest(upTo: target) else { continue }
      var begun = ContinuousClock.now
      _ = try past.state(after: kept)
      nearest.append(seconds(since: begun))
      begun = ContinuousClock.now
      let state = try past.state(after: base)
      guard training.canTravel(to: state) else {
        throw UserError("\(plain(past.folder)): the state of step \(grouped(base)) is another run's")
      }
      try workshop.checkMemory(state.plan.preset)
      training.travel(to: state)
      while training.stepsDone < target { _ = try training.step() }
      exact.append(seconds(since: begun))
      steps.append(Double(target - base))
    }
    let widest = zip(past.steps, past.steps.dropFirst()).map { $1 - $0 }.max() ?? 0
    let row = JSONValue.object([
      "run": .string(folder), "threads": .integer(options.threads), "states": .integer(past.steps.count),
      "megabytes": .number((Double(past.bytes) / 1e5).rounded() / 10), "widest_gap": .integer(widest),
      "nearest_ms": figures(nearest, times: 1e3), "exact_s": figures(exact, times: 1),
      "steps_made_again": figures(steps, times: 1),
    ])
    switch options.format {
    case .json: print(row.text())
    case .table:
      printTable(
        [row],
        columns: ["run", "threads", "states", "megabytes", "widest_gap", "nearest_ms", "exact_s", "steps_made_again"])
    }
  }

  /// Median and largest.
  private func figures(_ values: [Double], times factor: Double) -> JSONValue {
    let sorted = values.sorted().map { ($0 * factor * 1_000).rounded() / 1_000 }
    return .object([
      "median": .number(sorted.isEmpty ? 0 : sorted[sorted.count / 2]), "largest": .number(sorted.last ?? 0),
    ])
  }
}
