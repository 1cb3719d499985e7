internal import Models
internal import Training

/// A plan as the knobs see it: each is a number on a ladder; kinds count from 0, and 0 is "never" where a limit may
/// be absent.
extension TrainingPlan {
  /// The places of a knob.
  func ladder(_ control: TrainControl) -> Ladder {
    switch control {
    case .learningRate: .logarithmic(fromPower: -6, toPower: 0)
    case .schedule: Ladder(0...LearningRateSchedule.Shape.allCases.count - 1)
    case .batch: .doubling(to: 1_024)
    case .accumulation: .doubling(to: 64)
    case .dropout: Ladder((0...18).map { Double($0) / 20 })
    case .weightDecay: Ladder([0] + Ladder.logarithmic(fromPower: -4, toPower: 0).rungs)
    case .clip: Ladder([0] + Ladder.logarithmic(fromPower: -2, toPower: 2).rungs)
    case .optimizer: Ladder(0...OptimizerSettings.Kind.allCases.count - 1)
    case .frozen: Ladder(0...preset.model.layers)
    case .validationInterval: Ladder([10, 20, 25, 50, 100, 200, 250, 500, 1_000, 2_000, 5_000, 10_000], isWhole: true)
    case .temperature: Ladder((0...20).map { Double($0) / 10 })
    case .steps: Ladder(Self.steps, isWhole: true)
    case .seconds: Ladder([0, 10, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400])
    case .lossBelow: Ladder((0...60).map { Double($0) / 20 })
    case .validationRises: Ladder(0...20)
    case .layers: Ladder(1...24)
    case .heads: Ladder((1...32).filter { preset.model.width.isMultiple(of: $0) }.map(Double.init), isWhole: true)
    case .width:
      Ladder(Self.widths.filter { $0.isMultiple(of: max(preset.model.heads, 1)) }.map(Double.init), isWhole: true)
    case .context: Ladder([8, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512], isWhole: true)
    case .documents: Ladder(Self.documents, isWhole: true)
    case .seed: Ladder(0...9_999)
    }
  }

  /// Where a knob stands; the samples' temperature is no part of a plan.
  func value(_ control: TrainControl) -> Double {
    let training = preset.training
    return switch control {
    case .learningRate: training.schedule.peak
    case .schedule: Double(LearningRateSchedule.Shape.allCases.firstIndex(of: training.schedule.shape) ?? 0)
    case .batch: Double(training.batch)
    case .accumulation: Double(training.accumulation)
    case .dropout: Double(training.dropout.residual)
    case .weightDecay: training.optimizer.weightDecay
    case .clip: Double(training.clip)
    case .optimizer: Double(OptimizerSettings.Kind.allCases.firstIndex(of: training.optimizer.kind) ?? 0)
    case .frozen: Double(training.frozenLayers.count)
    case .validationInterval: Double(preset.validationInterval)
    case .temperature: 0
    case .steps: Double(training.schedule.steps)
    case .seconds: stopsWhen.seconds ?? 0
    case .lossBelow: stopsWhen.lossBelow ?? 0
    case .validationRises: Double(stopsWhen.validationRises ?? 0)
    case .layers: Double(preset.model.layers)
    case .heads: Double(preset.model.heads)
    case .width: Double(preset.model.width)
    case .context: Double(preset.model.contextLength)
    case .documents: Double(preset.documents ?? 0)
    case .seed: Double(training.seed)
    }
  }

  /// The plan with a knob at another place.
  ///
  /// - Precondition: the value lies within the knob's ladder.
  func setting(_ control: TrainControl, to value: Double) -> TrainingPlan {
    var plan = self
    plan.set(control, to: value)
    return plan
  }

  private mutating func set(_ control: TrainControl, to value: Double) {
    let whole = Int(value.rounded())
    switch control {
    case .learningRate: preset.training.schedule.peak = value
    case .schedule: preset.training.schedule.shape = LearningRateSchedule.Shape.allCases[whole]
    case .batch: preset.training.batch = whole
    case .accumulation: preset.training.accumulation = whole
    case .dropout:
      preset.training.dropout = DropoutRates(
        embedding: Float(value), attention: Float(value), residual: Float(value))
    case .weightDecay: preset.training.optimizer.weightDecay = value
    case .clip: preset.training.clip = Float(value)
    case .optimizer: preset.training.optimizer.kind = OptimizerSettings.Kind.allCases[whole]
    case .frozen: preset.training.frozenLayers = Set(0..<whole)
    case .validationInterval: preset.validationInterval = whole
    case .temperature: break
    case .steps:
      preset.training.schedule.steps = whole
      stopsWhen.steps = whole
      preset.training.schedule.warmup = min(preset.training.schedule.warmup, whole)
    case .seconds: stopsWhen.seconds = value > 0 ? value : nil
    case .lossBelow: stopsWhen.lossBelow = value > 0 ? value : nil
    case .validationRises: stopsWhen.validationRises = whole > 0 ? whole : nil
    case .layers, .heads, .width, .context: resize(control, to: whole)
    case .documents: preset.documents = whole > 0 ? whole : nil
    case .seed: preset.training.seed = UInt64(whole)
    }
  }

  private mutating func resize(_ control: TrainControl, to value: Int) {
    switch control {
    case .context: preset.model.contextLength = value
    case .layers: preset.model.layers = value
    case .heads: preset.model.heads = value
    case .width:
      preset.model.mlpWidth = preset.model.mlpWidth * value / preset.model.width
      preset.model.width = value
    default: preconditionFailure("\(control) is no size")
    }
    // A model of other sizes can't be begun with.
    if preset.base != nil { preset = preset.fromScratch() }
    preset.training.length = preset.model.contextLength
    preset.training.frozenLayers.formIntersection(0..<preset.model.layers)
  }

  private static let widths = [
    8, 16, 24, 32, 48, 64, 80, 96, 128, 160, 192, 256, 320, 384, 512, 640, 768, 1_024,
  ]

  private static let documents: [Double] = [0, 50, 100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800]

  private static let steps: [Double] = [100, 200, 500, 1_000, 2_000, 3_000, 5_000, 10_000, 20_000, 50_000, 100_000]

  /// What this plan and another one differ in.
  func differences(from other: TrainingPlan) -> [TrainControl] {
    TrainControl.allCases.filter { value($0) != other.value($0) }
  }
}
