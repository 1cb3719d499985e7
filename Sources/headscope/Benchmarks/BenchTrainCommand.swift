internal import ArgumentParser
internal import KernelTypes
internal import Models
internal import StrictJSON
internal import Tensors
internal import Training

/// `headscope bench train`: whole training steps (forwards, backwards, AdamW) on random tokens.
struct BenchTrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Whole training steps on random tokens.")

  @OptionGroup var options: BenchOptions
  @OptionGroup var shape: ShapeOptions

  func run() throws {
    let kernels = try machineKernels()
    let crew = WorkerCrew(threads: options.threads)
    let configuration = shape.configuration(contextLength: shape.context)
    var settings = TrainingSettings(
      batch: shape.batch, length: shape.context,
      schedule: LearningRateSchedule(peak: 1e-4, shape: .constant, warmup: 0, steps: 1_000_000),
      optimizer: OptimizerSettings(weightDecay: 0.01), clip: 1, dropout: DropoutRates(), seed: 1)
    if configuration.cell != nil { settings.shards = TrainingSettings.shardsOfRecurrentNetworks }
    try requireMemory(
      TrainingMemory(configuration, settings, threads: crew.threads).total, for: "training this shape",
      otherwise: "try a smaller --width, --layers, --context, --batch or --vocab")
    let trainer = Trainer(
      LanguageModel(configuration: configuration, seed: 1), settings: settings, kernels: kernels, crew: crew)
    let batch = randomBatch()
    let tokens = Double(shape.batch * shape.context)
    // Two products backwards for each one forwards.
    let work =
      3
      * Double(
        configuration.record(
          batch: shape.batch, length: shape.context,
          sourceLength: configuration.encoderLayers.map { _ in shape.context },
          withLoss: true
        ).tape.forwardOperations)
    let comparison = PeakComparison(seconds: options.seconds, operations: work, kernels, crew) {
      _ = trainer.step(batch)
    }
    let shares = shares(of: trainer, on: batch)
    let fields: [(String, JSONValue)] = [
      ("shape", .string("\(configuration.summary) x \(shape.batch)")), ("threads", .integer(options.threads)),
      ("instruction_set", .string(kernels.name)),
      ("tokens_per_second", comparison.work.report(per: work / tokens)),
      ("milliseconds", comparison.milliseconds(operations: work)),
    ]
    let report = JSONValue.object(JSONObject(fields + comparison.fields + [("by_operation", shares.report)]))
    switch options.format {
    case .json: print(report.text())
    case .table:
      printTable(
        [report], columns: ["shape", "threads", "tokens_per_second", "milliseconds", "gflops", "fma_peak_share"])
      shares.printTable()
    }
  }

  /// Where the time of some further steps goes.
  private func shares(of trainer: Trainer, on batch: Batch) -> OperationShares {
    let times = trainer.measureTimes()
    let clock = ContinuousClock()
    let start = clock.now
    repeat { _ = trainer.step(batch) } while (clock.now - start).seconds < options.seconds / 2
    return OperationShares(times, wall: (clock.now - start).seconds, rest: "update")
  }

  private func randomBatch() -> Batch {
    var generator = SplitMix64(seed: 1)
    func sequences(_ length: Int) -> [[Int32]] {
      (0..<shape.batch).map { _ in
        (0..<length).map { _ in Int32.random(in: 0..<Int32(shape.vocab), using: &generator) }
      }
    }
    var batch = Batch(sequences: sequences(shape.context + 1))
    if shape.architecture == .encoderDecoder { batch.sourceIDs = sequences(shape.context).flatMap { $0 } }
    return batch
  }
}
