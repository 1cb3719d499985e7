import KernelTypes
import Kernels
import Models
import Safetensors
import Tensors
import Testing

@testable import Training

/// Every activation, every gradient and five AdamW steps, against PyTorch's, with the naive kernels and with those that
/// this machine would choose.
@Suite("Tiny transformers and recurrent networks compute what PyTorch computes")
struct PyTorchParityTests {
  /// PyTorch's own single precision differs from its double precision by a quarter of this.
  static let activationTolerance: Float = 2e-5
  static let gradientTolerance: Float = 1e-5
  static let parameterTolerance: Float = 1e-5

  static let cases =
    ([
      PyTorchFixture.tied, .untied, .encoder, .untiedEncoder, .classifier, .translator, .deepTranslator,
    ] + PyTorchFixture.recurrent).flatMap { fixture in ["naive", "fastest"].map { (fixture, $0) } }

  static func kernels(_ name: String) -> KernelSet { name == "naive" ? naiveKernelSet() : .forThisMachine }

  @Test("every activation", arguments: cases)
  func activations(fixture: PyTorchFixture, kernels: String) throws {
    let model = try fixture.model()
    let file = try SafetensorsFile(path: fixture.path("trace"))
    let ids = try file.integers(named: "input_ids").map { Int32($0) }
    let hasSource = file.header.entry(named: "source_ids") != nil
    let source = hasSource ? try file.integers(named: "source_ids").map { Int32($0) } : []
    let trace = TraceSession(model, kernels: Self.kernels(kernels)).trace(ids, source: source)
    var compared: Set<String> = []
    for name in file.header.entries.map(\.name)
    where !name.hasSuffix("_ids") && !name.hasPrefix("batch.") && !name.hasPrefix("padded.") {
      let ours = try #require(trace.tensor(named: name), "\(name) is missing from the trace")
      let theirs = try file.tensor(named: name)
      #expect(ours.shape == theirs.shape, "\(name)")
      let difference = largestDifference(ours.values, theirs.values)
      #expect(difference <= Self.activationTolerance * scale(of: theirs), "\(name): \(difference)")
      compared.insert(name)
    }
    // Nothing in the trace goes unchecked but the norms' outputs, whose name is our own.
    #expect(trace.entries.allSatisfy { compared.contains($0.name) || $0.name.hasSuffix("hook_out") })
  }

  @Test("every gradient", arguments: cases)
  func gradients(fixture: PyTorchFixture, kernels: String) throws {
    let model = try fixture.model()
    let trace = try SafetensorsFile(path: fixture.path("trace"))
    let file = try SafetensorsFile(path: fixture.path("gradients"))
    let batch = try #require(try fixture.batches("trace", prefix: "batch").first)
    // Two shards, so that the sum over shards is compared as well.
    var settings = Self.settings()
    settings.shards = 2
    let shards = GradientShards(
      model.configuration, settings, kernels: Self.kernels(kernels), crew: WorkerCrew(threads: 2))
    let loss = shards.run([batch], parameters: model.parameters, dropoutKey: nil)
    let reference = try trace.tensor(named: "batch.loss").values[0]
    #expect(abs(Float(loss) - reference) < 2e-6 * reference)
    for entry in model.parameters.layout.entries where entry.name != "final_logits_bias" {
      let ours = entry.range.map { index in shards.gradients.reduce(0) { $0 + $1.start[index] } }
      let theirs = try file.tensor(named: entry.name)
      let difference = largestDifference(ours, theirs.values)
      #expect(difference <= Self.gradientTolerance, "\(entry.name): \(difference)")
    }
  }

  @Test("five steps of AdamW", arguments: cases)
  func steps(fixture: PyTorchFixture, kernels: String) throws {
    let file = try SafetensorsFile(path: fixture.path("training"))
    let trainer = Trainer(
      try fixture.model(), settings: Self.settings(), kernels: Self.kernels(kernels), crew: WorkerCrew(threads: 2))
    let losses = try file.tensor(named: "batches.losses").values
    let norms = try file.tensor(named: "batches.gradient_norms").values
    for (step, batch) in try fixture.batches("training", prefix: "batches").enumerated() {
      let record = trainer.step(batch)
      #expect(abs(Float(record.loss) - losses[step]) < 1e-5 * losses[step], "loss of step \(step + 1)")
      #expect(abs(Float(record.gradientNorm) - norms[step]) < 1e-5 * norms[step], "norm of step \(step + 1)")
    }
    for entry in trainer.model.parameters.layout.entries where entry.name != "final_logits_bias" {
      var ours = Array(trainer.model.parameters[entry])
      var theirs = try file.tensor(named: entry.name).values
      if entry.name.hasSuffix("c_attn.bias") || entry.name.hasSuffix("query_key_value.bias") {
        // A key's bias shifts all scores of a row alike: its true gradient is 0, and Adam turns noise into full steps.
        let third = ours.count / 3
        ours.removeSubrange(third..<2 * third)
        theirs.removeSubrange(third..<2 * third)
      } else if entry.name.hasSuffix(".key_value.bias") {
        ours.removeFirst(ours.count / 2)
        theirs.removeFirst(theirs.count / 2)
      }
      let difference = largestDifference(ours, theirs)
      #expect(difference <= Self.parameterTolerance, "\(entry.name): \(difference)")
    }
  }

  @Test("sequences of several lengths and segments", arguments: cases.filter { $0.0.configuration.segments != nil })
  func paddedBatch(fixture: PyTorchFixture, kernels: String) throws {
    let model = try fixture.model()
    let file = try SafetensorsFile(path: fixture.path("trace"))
    let recorded = model.configuration.record(batch: 3, length: 11, withLoss: false)
    let replay = Replay(recorded.tape, for: .evaluation, kernels: Self.kernels(kernels))
    let lengths = try file.integers(named: "padded.lengths")
    let feed = Replay.Feed(
      ids: try file.integers(named: "padded.input_ids").map { Int32($0) },
      segments: try file.integers(named: "padded.segments").map { Int32($0) }, lengths: lengths)
    model.parameters.withUnsafePointer { replay.forward(parameters: $0, feed: feed) }
    let (ours, theirs) = (Array(replay.values(of: recorded.output)), try file.tensor(named: "padded.logits"))
    let (V, sorts) = (model.configuration.logitCount, model.configuration.isClassifier)
    for (sequence, length) in lengths.enumerated() {
      let rows = sequence * 11 * V..<(sequence * 11 + (sorts ? 1 : length)) * V
      // A classifier says one row a sequence.
      let reference = sorts ? theirs.values[sequence * V..<(sequence + 1) * V] : theirs.values[rows]
      let difference = largestDifference(ours[rows], reference)
      #expect(difference <= Self.activationTolerance * scale(of: theirs), "sequence \(sequence): \(difference)")
    }
  }

  /// What the fixtures' training was made with.
  static func settings() -> TrainingSettings {
    TrainingSettings(
      batch: 3, length: 11, schedule: LearningRateSchedule(peak: 1e-3, shape: .constant, warmup: 0, steps: 5),
      optimizer: OptimizerSettings(weightDecay: 0.1), clip: 1, dropout: DropoutRates(), seed: 1, shards: 3)
  }

  /// Tolerances are for numbers around 1; larger ones round in proportion.
  private func scale(of tensor: Tensor) -> Float { max(1, tensor.values.lazy.filter(\.isFinite).map(abs).max() ?? 1) }
}
