import Models
import Training

@testable import HeadscopeApp

/// Runs beside another, and runs that another process makes, by the same formulas as ``FakeTraining``.
enum FakeOnlookers {
  /// A curve of so many steps, so much above the usual one.
  static func curve(_ steps: Int, above: Double = 0) -> TrainingHistory {
    var curve = TrainingHistory()
    for step in 1...max(1, steps) where steps > 0 {
      var point = LogPoint(step: step)
      point.loss = 1.4 + 2.3 / (1 + Double(step) / 60) + above
      (point.learningRate, point.gradientNorm) = (2e-3, 0.5)
      if step.isMultiple(of: 100) { point.validationLoss = 1.5 + 2.2 / (1 + Double(step) / 60) + above }
      curve.append(point)
    }
    return curve
  }

  /// A run with a model and settings of its own.
  static func run(_ place: String, steps: Int = 300, above: Double = 0.4, peak: Double = 5e-4, heads: Int = 2)
    -> OverlaidRun
  {
    var plan = FakeTraining.setup().plan
    (plan.preset.training.schedule.peak, plan.preset.model.heads) = (peak, heads)
    let model = LanguageModel(configuration: plan.preset.model, seed: UInt64(steps))
    return OverlaidRun(
      place: place, name: place, curve: curve(steps, above: above), settings: plan.listed,
      model: SteppedModel(step: steps, model: model), language: FakeTraining.setup().own.language)
  }

  /// A log of another tool: losses, and nothing else.
  static func log(_ place: String, above: Double = 0.8) -> OverlaidRun {
    OverlaidRun(place: place, name: place, curve: curve(200, above: above))
  }

  /// What is known of a watched run.
  static func report(
    _ steps: Int, phase: WatchPhase = .training, isBareLog: Bool = false, hasModel: Bool = true
  ) -> WatchReport {
    var report = WatchReport(curve: curve(steps), phase: phase, residentBytes: 41_000_000)
    guard !isBareLog else { return report }
    report.plan = FakeTraining.setup().plan
    report.facts = RunFacts(folder: "runs/cat", entropy: 1.32)
    if hasModel {
      report.model = SteppedModel(
        step: steps, model: LanguageModel(configuration: FakeTraining.configuration, seed: UInt64(steps)))
    }
    return report
  }
}

extension Robot {
  /// Answers what is asked of the models beside the run.
  mutating func answerBeside() {
    while let index = effects.firstIndex(where: { if case .probeBeside = $0 { true } else { false } }) {
      guard case .probeBeside(let request) = takeEffect(at: index) else { return }
      var probes: [String: Probe] = [:]
      for subject in request.subjects {
        let trace = TraceSession(subject.model.model, kernels: FakeTraining.kernels).trace(subject.ids)
        probes[subject.place] = Probe(
          step: subject.model.step, trace: trace, sample: nil, generation: request.generation)
      }
      send(.probedBeside(BesideProbe(probes, generation: request.generation)))
    }
  }

  /// A robot that watches a run which another process makes.
  static func watching(
    _ first: WatchReport, name: String = "runs/cat", isBareLog: Bool = false, width: Int = 120, height: Int = 40,
    language: Language = .english
  ) -> Robot {
    var setup = FakeTraining.setup()
    setup.watched = WatchedRun(
      name: name, isBareLog: isBareLog, language: isBareLog ? nil : setup.own.language, first: first)
    var robot = Robot(width: width, height: height, language: language, training: setup)
    robot.answerProbes()
    return robot
  }
}
