internal import Analysis

/// What the layers page remembers beside the selection that all pages share.
struct LayersState: Sendable {
  /// What the residual stream's cells show.
  var measure = ResidualMeasure.length
  /// The stage that is looked at, counted from the embedding; where it lies in another layer than the selection, the
  /// end of that layer is meant.
  var stage = 0
  /// The component of the residual stream that is looked at.
  var component = 0
  /// The neuron that is looked at; nil follows the strongest.
  var neuron: Int?
  /// Whether neurons stand by their number instead of by their strength.
  var neuronsByNumber = false
  /// Which of ``thresholds`` holds.
  var thresholdIndex = 3
  /// The residual stream by the measure in sight, worked out once.
  var measured: Measured?
  /// Which of the two grids a small screen shows.
  var grid = ExplorePanel.lens

  /// A measure of every stage (row) and token (column), ready to draw.
  struct Measured: Sendable {
    let measure: ResidualMeasure
    let values: [[Float]]
    /// The value at which colours are full.
    let limit: Float
  }

  /// The activations that the neurons' threshold steps through.
  static let thresholds: [Float] = [0, 0.01, 0.05, 0.1, 0.2, 0.5, 1, 2, 5]

  /// Weaker neurons are left out.
  var threshold: Float { LayersState.thresholds[thresholdIndex] }

}

extension ExploreState {
  /// Stages in a layer of the stack in sight.
  private var stagesInLayer: Int { reading?.stagesInLayer ?? 2 }

  /// The stage that is looked at.
  var stage: Int {
    layer(ofStage: layers.stage) == selection.layer ? layers.stage : lastStage(ofLayer: selection.layer)
  }

  /// The layer that a stage stands in; the embedding counts to the first.
  func layer(ofStage stage: Int) -> Int { max(0, stage - 1) / stagesInLayer }

  /// A layer's last stage.
  func lastStage(ofLayer layer: Int) -> Int { stagesInLayer * (layer + 1) }
}

/// What a cell of the residual stream's grid says about one token at one stage.
enum ResidualMeasure: CaseIterable, Hashable, Sendable {
  /// ‖h‖₂.
  case length
  /// cos(h, h of the stage before).
  case cosine
  /// Single components of the selected token, one column each.
  case components
  /// √(variance + ε): what the norm that reads this stage divides by.
  case divisor
  /// The length after that norm, gain and bias included.
  case normed

  var next: ResidualMeasure {
    let all = ResidualMeasure.allCases
    return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
  }
}

/// What the layers page's own keys ask for.
enum LayersAction: Hashable, Sendable {
  case layer(by: Int)
  case nextMeasure
  case sortNeurons
  case threshold(by: Int)
}

/// What the layers page's keys did, or why they could not.
enum LayersNote: Equatable, Sendable {
  case firstStage, lastStage, firstComponent, lastComponent, firstNeuron, lastNeuron
  case byStrength, byNumber, lowestThreshold, highestThreshold
}
