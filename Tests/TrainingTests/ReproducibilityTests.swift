import KernelTypes
import Kernels
import Models
import Tensors
import Testing

@testable import Training

/// The samples are made again from their seeds, so what a seed leads to must never change unnoticed.
@Suite("A seed leads to the same bits as ever")
struct ReproducibilityTests {
  static func preset(dropout: Float) -> Preset {
    let vocabularySize = GrammarTrainingTests.vocabulary.count
    var preset = Preset.cat(vocabularySize: vocabularySize)
    preset.model = ModelConfiguration(
      vocabularySize: vocabularySize, contextLength: 16, width: 16, layers: 2, heads: 2)
    preset.training.length = 16
    preset.training.batch = 6
    preset.training.schedule = LearningRateSchedule(peak: 2e-3, shape: .cosine, warmup: 3, steps: 8)
    preset.training.dropout = DropoutRates(embedding: dropout, attention: dropout, residual: dropout)
    return preset
  }

  /// The parameters' bits by FNV-1a.
  static func checksum(_ parameters: Parameters) -> UInt64 {
    parameters.withUnsafePointer { p in
      (0..<parameters.layout.count).reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64(p[$1].bitPattern)) &* 0x100_0000_01B3 }
    }
  }

  // Found before there were other optimisers, accumulation and single steps, and once more when GELU began to leave its
  // derivative, rounded, for its pullback.
  @Test("eight steps", arguments: [(Float(0), UInt64(0x9fa2_b1c2_cb48_3f73)), (0.1, 0xac9d_155f_42ca_722e)])
  func eightSteps(dropout: Float, expected: UInt64) throws {
    let run = try TrainingRun(
      TrainingPlan(preset: Self.preset(dropout: dropout)), on: .grammar(vocabulary: GrammarTrainingTests.vocabulary),
      kernels: naiveKernelSet(),
      crew: WorkerCrew(threads: 2))
    while run.stepsDone < 8 { _ = try run.step() }
    #expect(Self.checksum(run.model.parameters) == expected)
  }

  @Test("training to the end does what single steps do")
  func train() throws {
    func run() throws -> TrainingRun {
      try TrainingRun(
        TrainingPlan(preset: Self.preset(dropout: 0.1)), on: .grammar(vocabulary: GrammarTrainingTests.vocabulary),
        kernels: .forThisMachine,
        crew: WorkerCrew(threads: 2))
    }
    let (whole, single) = (try run(), try run())
    var validations: [Int] = []
    try whole.train { event in
      if case .validation(_, let step, _) = event { validations.append(step) }
      return true
    }
    single.measuresUpdate = true
    while single.stopReason(seconds: 0) == nil { _ = try single.step() }
    #expect(whole.model == single.model)
    #expect(validations == [8])
    #expect(single.stopReason(seconds: 0) == .steps(8))
  }
}
