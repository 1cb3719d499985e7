import KernelTypes
import Kernels
import Models
import Tensors
import TerminalCanvas
import Tokenizers
import Training

@testable import HeadscopeApp

/// A run that never trained: figures by a formula and a model from a seed, so that screens are the same on every machine.
enum FakeTraining {
  static var kernels: KernelSet { Kernels.naiveKernelSet() }

  static let configuration = ModelConfiguration(
    vocabularySize: Tokenizer.wordLevel(words: Robot.words).vocabularySize, contextLength: 32, width: 16, layers: 2,
    heads: 4)

  static func preset(_ name: String = "cat") -> Preset {
    var preset = Preset.cat(vocabularySize: configuration.vocabularySize)
    preset.name = name
    preset.model = configuration
    preset.training.length = configuration.contextLength
    preset.training.schedule = LearningRateSchedule(peak: 2e-3, shape: .cosine, warmup: 50, steps: 1_000)
    preset.validationInterval = 100
    return preset
  }

  static func setup() -> TrainingSetup {
    TrainingSetup(
      plan: TrainingPlan(preset: preset()), own: trainable("cat"), presets: [trainable("cat"), trainable("tiny")],
      startsAtOnce: false)
  }

  private static func trainable(_ name: String) -> TrainablePreset {
    let tokenizer = Tokenizer.wordLevel(words: Robot.words)
    let language = TrainedLanguage(
      tokenizer: tokenizer, begin: Int32(tokenizer.id(of: "<s>") ?? 0), end: Int32(tokenizer.id(of: "</s>") ?? 0))
    return TrainablePreset(preset(name), language: language, probe: "The cat sat on the mat")
  }

  /// Steps that have been made, with a validation every hundred.
  static func report(
    run: Int = 1, steps: ClosedRange<Int>, status: TrainingStatus = .running, hasModel: Bool = true
  ) -> TrainingReport {
    var report = TrainingReport(
      run: run, status: status, seconds: Double(steps.upperBound) / 50, residentBytes: 41_000_000)
    report.steps = steps.map { step in
      let decay = 1 / (1 + Double(step) / 60)
      let wave = Double((step * 37) % 17) / 170
      return TimedStep(
        StepRecord(
          step: step, loss: 1.4 + 2.3 * decay + wave, learningRate: 2e-3 * (1 - Double(step) / 1_200),
          gradientNorm: 0.4 + decay + wave, layerGradientNorms: [0.31, 0.12, 0.09 + wave, 0.02],
          updateRatio: 4e-3 * decay, tokens: 1_024),
        tokensPerSecond: 51_200, seconds: Double(step) / 50)
    }
    report.validations = steps.filter { $0.isMultiple(of: 100) }.map { step in
      TimedValidation(step: step, loss: 1.5 + 2.2 / (1 + Double(step) / 60), accuracy: 0.5)
    }
    report.facts = RunFacts(folder: "runs/cat", entropy: 1.32)
    if hasModel {
      let model = LanguageModel(configuration: configuration, seed: UInt64(steps.upperBound))
      report.model = SteppedModel(step: steps.upperBound, model: model)
      let counts: [Float] = (0..<400).map { Float($0 - 200) / 100 }
      report.histograms = TrainingHistograms(
        parameters: Histogram(of: counts[...], bins: 21), gradients: Histogram(of: counts[50...300], bins: 21))
    }
    return report
  }
}

extension Robot {
  /// Answers what the Train screen asks about the probe, with a sample that is always the same.
  mutating func answerProbes() {
    while let index = effects.firstIndex(where: { if case .probe = $0 { true } else { false } }) {
      guard case .probe(let request) = takeEffect(at: index) else { return }
      let trace = TraceSession(request.model.model, kernels: Kernels.naiveKernelSet()).trace(request.ids)
      let sample: [Int32]? = request.sample.map { _ in Array(request.ids.dropFirst()) }
      send(.probed(Probe(step: request.model.step, trace: trace, sample: sample, generation: request.generation)))
    }
  }

  /// What the training thread was ordered to do.
  var orders: [TrainingOrder] {
    effects.compactMap { if case .train(let order) = $0 { order } else { nil } }
  }

  /// A robot on the Train screen, so many steps into a run.
  static func training(
    steps: Int = 240, width: Int = 120, height: Int = 40, language: Language = .english, theme: Theme = .midnight,
    status: TrainingStatus = .running, memoryBudget: Int = .max
  ) throws -> Robot {
    var robot = Robot(width: width, height: height, language: language, theme: theme, memoryBudget: memoryBudget)
    try robot.press("2")
    if steps > 0 {
      robot.send(.training(FakeTraining.report(steps: 1...steps, status: status)))
      robot.answerProbes()
    }
    return robot
  }
}
