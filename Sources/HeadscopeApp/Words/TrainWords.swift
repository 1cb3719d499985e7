internal import TerminalCanvas
internal import Training

/// The words of the Train screen, in one language.
struct TrainWords: Sendable {
  /// The screen's name on its tab.
  let screen: String
  let page: @Sendable (TrainPage) -> String
  /// A part of the model, in a column of eight.
  let part: @Sendable (ModelPart) -> String
  /// What parameters are for, in a column of eight, and in one of three.
  let componentNames: @Sendable (ModelComponent) -> (name: String, short: String)
  /// A phase of a step.
  let phase: @Sendable (TrainState.TakenApart.Phase) -> String
  var title: @Sendable (TrainPanel) -> String
  let step: @Sendable (Int) -> String
  let status: @Sendable (TrainingStatus) -> String
  let control: @Sendable (TrainControl) -> String
  /// The names of a knob's kinds.
  let schedule: @Sendable (LearningRateSchedule.Shape) -> String
  let never: String
  /// Every document that the grammar makes.
  let allDocuments: String
  var panels: PanelWords
  var taken: TakenWords
  let questionTitle: String
  /// - Parameter saved: The step that stands in the run's folder, if any does.
  let question: @Sendable (_ next: TrainQuestion.Next, _ step: String, _ saved: String?) -> [String]
  let menu: MenuWords
  let roles: RoleWords
  let past: PastWords
  let beside: BesideWords
  /// What becomes of a run that is watched, for the title and the run's panel.
  let watchPhase: @Sendable (WatchPhase) -> String
  let key: @Sendable (Keymap.Topic) -> Words.KeyWords
  let note: @Sendable (TrainNote) -> String

  /// What stands in the panels of the dashboard.
  struct PanelWords: Sendable {
    let train: String
    let validation: String
    let entropy: String
    let uniform: String
    let stepOf: @Sendable (_ step: String, _ of: String) -> String
    let loss: String
    let validationLoss: String
    let perplexity: String
    let accuracy: String
    let learningRate: String
    let gradientNorm: String
    let updateRatio: String
    let tokensPerSecond: String
    let elapsed: String
    let remaining: String
    let memory: String
    let needsNewStart: String
    let restartHint: String
    let atTemperature: @Sendable (String) -> String
    let after: @Sendable (String) -> String
    var noSample: String
    let notYet: String
    let parameters: String
    let gradients: String
    let logarithmic: String
    let nats: String
  }

  /// What stands on the page of roles.
  struct RoleWords: Sendable {
    let name: @Sendable (HeadRole) -> String
    let best: String
    let score: String
    let least: String
    let appears: String
    let measured: @Sendable (_ times: Int) -> String
    let nothing: String
    /// Of a run that another process makes.
    let nothingWatched: String
    let earned: String
  }

  /// What stands on the page of the past.
  struct PastWords: Sendable {
    let name: String
    let looking: @Sendable (_ step: String) -> String
    let exact: @Sendable (_ step: String) -> String
    /// A step that came out otherwise than when it was made.
    let other: @Sendable (_ step: String) -> String
    let near: @Sendable (_ shown: String, _ target: String) -> String
    let missing: @Sendable (_ steps: String) -> String
    let kept: @Sendable (_ states: Int, _ bytes: String, _ budget: String) -> String
    let forkTitle: String
    let forkHint: String
  }

  /// What stands in the menu of presets and saved runs.
  struct MenuWords: Sendable {
    let title: String
    /// Behind a run that was saved.
    let saved: @Sendable (_ step: String, _ loss: String) -> String
    let elsewhere: String
    let aboutSaved: String
    let aboutElsewhere: String
    let folderTitle: String
    let folderHint: String
  }

  /// What stands where runs are compared, or watched.
  struct BesideWords: Sendable {
    let title: String
    let isOn: String
    let isOff: String
    let elsewhere: String
    let about: String
    let fieldTitle: String
    let fieldHint: String
    /// The heads of several runs.
    let headsTitle: String
    let thisRun: String
    let noModel: String
    let noHeads: String
    let moreHidden: @Sendable (Int) -> String
    let differences: String
    let setting: String
    let noDifferences: String
    let nothingBeside: String
    /// Of what a bare log can't say.
    let logHasNoWeights: String
    let logHasNoSettings: String
    let noWeightsYet: String
    let noTokenizer: String
    /// Gradients stand in no log.
    let noGradients: String
    /// In the title, for as long as a run is watched.
    let watching: String
    /// In the place of a status, of a run that can't go on here.
    let onlyLookedAt: String
    /// The controls of a run that is watched.
    let readOnly: @Sendable (_ name: String, _ isTrained: Bool) -> String
    let skipped: @Sendable (Int) -> String
  }

  /// What stands on the page of one step.
  struct TakenWords: Sendable {
    let invitation: String
    /// What happens in a phase, in one sentence, and what it is like.
    var sentence: @Sendable (TrainState.TakenApart.Phase) -> String
    let analogy: @Sendable (TrainState.TakenApart.Phase) -> String
    var lossOfToken: String
    let lossOfBatch: String
    let before: String
    let gradient: String
    let after: String
    let clipped: @Sendable (_ norm: String, _ scale: String) -> String
    let notClipped: @Sendable (_ norm: String) -> String
    let better: @Sendable (_ token: String, _ before: String, _ after: String) -> String
  }
}

extension TrainWords {
  func component(_ component: ModelComponent, isShort: Bool) -> String {
    let names = componentNames(component)
    return isShort ? names.short : names.name
  }

  /// A knob's value as it is shown.
  func value(_ control: TrainControl, _ value: Double) -> String {
    switch control {
    case .schedule: schedule(LearningRateSchedule.Shape.allCases[Int(value)])
    case .optimizer: OptimizerSettings.Kind.allCases[Int(value)].rawValue
    case .seconds where value == 0, .lossBelow where value == 0, .validationRises where value == 0,
      .clip where value == 0:
      never
    case .documents where value == 0: allDocuments
    case .seconds: Figure.duration(value)
    default: typed(control, value)
    }
  }

  /// A changed setting in a line, or what else is marked.
  func change(_ mark: TrainingHistory.Mark) -> String {
    guard let change = mark.change else { return mark.name }
    let control = TrainControl.named(mark.name)
    func text(_ raw: String) -> String {
      guard let control, let number = Double(raw) else { return raw }
      return value(control, number)
    }
    let name = control.map { self.control($0) } ?? mark.name.split(separator: "_").joined(separator: " ")
    return "\(name) \(text(change.from)) → \(text(change.to))"
  }

  /// A knob's value as one would type it.
  func typed(_ control: TrainControl, _ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e9 ? "\(Int(value))" : Figure.scientific(Float(value))
  }
}
