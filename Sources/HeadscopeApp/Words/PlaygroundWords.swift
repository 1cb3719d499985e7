internal import Corpora
internal import Models
internal import TerminalCanvas
internal import Training
private import Wording

/// The words of the Playground, in one language.
struct PlaygroundWords: Sendable {
  /// The screen's name on its tab.
  let screen: String
  let page: @Sendable (PlaygroundPage) -> String
  let title: @Sendable (PlaygroundPanel) -> String
  let dataset: @Sendable (PlaneDataset) -> String
  let ownPoints: String
  let problem: @Sendable (PlaygroundSettings.Problem) -> String
  let knob: @Sendable (PlaygroundKnob) -> String
  /// What can be typed for a knob.
  let allowed: @Sendable (PlaygroundKnob) -> String
  let ruleNames: @Sendable (PlaygroundSettings.Rule) -> String
  let regularizationNames: @Sendable (PlaygroundSettings.Regularization) -> String
  let mixed: String
  let never: String
  let full: String
  let on: String
  let off: String
  // Panels.
  let features: String
  let output: String
  let bias: String
  let weight: @Sendable (String) -> String
  let dead: String
  let weightsLegend: String
  let mapTitle: @Sendable (String) -> String
  let brush: @Sendable (PlaygroundBrush) -> String
  let epoch: @Sendable (String) -> String
  let perSecond: @Sendable (String) -> String
  let training: String
  let test: String
  let confusion: String
  let neuronTitle: @Sendable (String) -> String
  let featureLine: @Sendable (_ name: String, _ isUsed: Bool) -> String
  // One example.
  let walkTitle: String
  let exampleContext: @Sendable (String) -> String
  let target: String
  let sum: String
  let activationName: String
  /// The activation's derivative.
  let slope: String
  let slopeOf: String
  let stageTitle: @Sendable (PlaygroundWalk.Stage, String) -> String
  let stageLine: @Sendable (PlaygroundWalk.Stage) -> String
  // The tour, typing and codes.
  let tourTitle: String
  let presetName: @Sendable (PlaygroundPreset) -> String
  let presetLine: @Sendable (PlaygroundPreset) -> String
  /// Between a stop's name and its line.
  let colon: String
  let newValue: String
  let numberHint: String
  let codeTitle: String
  let codeHint: String
  let codeTooLong: String
  let pasteHint: String
  let running: String
  let paused: String
  let replaying: @Sendable (String) -> String
  let endedState: String
  let key: @Sendable (Keymap.Topic) -> Words.KeyWords
  let note: @Sendable (PlaygroundNote) -> String
}

extension PlaygroundWords {
  /// An activation's name, the same in all languages.
  func activation(_ activation: PlaygroundActivation) -> String {
    switch activation {
    case .relu: "ReLU"
    case .tanh: "tanh"
    case .sigmoid: "sigmoid"
    case .linear: "linear"
    case .gelu: "GELU"
    case .leakyReLU: "leaky ReLU"
    }
  }

  /// An activation in a formula; the identity is nothing.
  func function(_ activation: PlaygroundActivation) -> String {
    switch activation {
    case .relu: "max(0, ·)"
    case .tanh: "tanh"
    case .sigmoid: "σ"
    case .linear: ""
    case .gelu: "GELU"
    case .leakyReLU: "leaky"
    }
  }

  /// What goes on at the moment, for the title.
  func status(_ state: PlaygroundState) -> String {
    switch state.report?.status {
    case .replaying(let done, let all)?: replaying(Figure.percent(Float(done) / Float(max(1, all))))
    case .running?:
      "▶ " + running + (state.report?.epochsPerSecond.map { " " + perSecond(Figure.quantity($0, kilo: "k")) } ?? "")
    case .ended?: "■ " + endedState
    case .paused?, .refused?, nil: state.isPlaying ? "▶ " + running : "‖ " + paused
    }
  }

  /// Where a knob stands.
  func value(_ knob: PlaygroundKnob, _ app: AppState) -> String {
    let state = app.playground
    switch knob {
    case .pace: return state.pace.epochsPerSecond.map { perSecond(grouped($0)) } ?? full
    case .test: return state.showsTest ? on : off
    case .discrete: return state.isDiscrete ? on : off
    default: return value(knob, state.settings, layer: app.chosenLayer)
    }
  }

  /// Where a knob of some settings stands: of one layer, or of all.
  private func value(_ knob: PlaygroundKnob, _ settings: PlaygroundSettings, layer: Int?) -> String {
    let layers = layer.map { [settings.layers[$0]] } ?? settings.layers
    switch knob {
    case .dataset: return settings.ownPoints == nil ? dataset(settings.dataset) : ownPoints
    case .problem: return problem(settings.problem)
    case .noise: return "\(settings.noise) %"
    case .share: return "\(settings.trainingShare) %"
    case .batch: return "\(settings.batch)"
    case .learningRate: return settings.learningRate.description
    case .rule: return ruleNames(settings.rule)
    case .regularization: return regularizationNames(settings.regularization)
    case .regularizationRate: return settings.regularizationRate.description
    case .activation:
      guard let first = layers.first else { return "–" }
      return layers.allSatisfy { $0.activation == first.activation } ? activation(first.activation) : mixed
    case .dropout:
      guard let first = layers.first else { return "–" }
      return layers.allSatisfy { $0.dropout == first.dropout } ? Figure.axis(first.dropout) : mixed
    case .seed: return "\(settings.seed)"
    case .dataSeed: return "\(settings.dataSeed)"
    case .lastEpoch: return settings.lastEpoch.map(grouped) ?? never
    case .testLoss: return settings.testLossBelow?.description ?? never
    case .pace, .test, .discrete: return ""
    }
  }

  /// What a kept run's settings differ in from others, the first of it; nil where in nothing.
  func difference(of kept: PlaygroundSettings, from other: PlaygroundSettings) -> String? {
    var parts: [String] = []
    func layers(_ settings: PlaygroundSettings) -> String {
      settings.layers.isEmpty ? "–" : settings.layers.map { "\($0.units)" }.joined(separator: "-")
    }
    if kept.features != other.features { parts.append(kept.features.map(PlaygroundView.name).joined(separator: " ")) }
    if layers(kept) != layers(other) { parts.append(layers(kept)) }
    for knob in PlaygroundKnob.allCases where value(knob, kept, layer: nil) != value(knob, other, layer: nil) {
      parts.append(labelled(knob, kept))
    }
    return parts.first.map { parts.count > 1 ? "\($0) +\(parts.count - 1)" : $0 }
  }

  /// A knob with where it stands.
  private func labelled(_ knob: PlaygroundKnob, _ settings: PlaygroundSettings) -> String {
    self.knob(knob) + " " + value(knob, settings, layer: nil)
  }

  /// What stands in a knob's line when it is to be typed.
  func typed(_ knob: PlaygroundKnob, _ settings: PlaygroundSettings, _ layer: Int?) -> String {
    switch knob {
    case .noise: "\(settings.noise)"
    case .share: "\(settings.trainingShare)"
    case .batch: "\(settings.batch)"
    case .learningRate: settings.learningRate.description
    case .regularizationRate: settings.regularizationRate.description
    case .dropout: ((layer.map { settings.layers[$0] } ?? settings.layers.first)?.dropout ?? 0).description
    case .seed: "\(settings.seed)"
    case .dataSeed: "\(settings.dataSeed)"
    case .lastEpoch: "\(settings.lastEpoch ?? 0)"
    case .testLoss: (settings.testLossBelow ?? 0).description
    case .dataset, .problem, .rule, .regularization, .activation, .pace, .test, .discrete: ""
    }
  }

  /// A stop of the tour in figures.
  func facts(_ settings: PlaygroundSettings) -> String {
    let features = settings.features.map(PlaygroundView.name).joined(separator: " ")
    let layers = settings.layers.isEmpty ? "" : " · " + settings.layers.map { "\($0.units)" }.joined(separator: "-")
    return dataset(settings.dataset) + " · " + features + layers
  }
}
