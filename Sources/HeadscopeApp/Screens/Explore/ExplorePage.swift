internal import Models

/// The pages of the Explore screen: the same sentence, model and selection, looked at in different ways.
enum ExplorePage: CaseIterable, Hashable, Sendable {
  /// All heads, the focused head's pattern, predictions and activations at a glance.
  case overview
  /// The forward pass, operation by operation.
  case step
  /// One query's dot products, dimension by dimension.
  case neuron
  /// What happens inside the blocks, layer by layer.
  case layers
  /// What a prediction is made of, and what changes when parts are switched off.
  case ledger
  /// The sentence goes on, token by token.
  case generation
  /// What a recurrent network keeps in mind, token by token.
  case states

  /// The pages that a model has, the first to begin with.
  static func all(of configuration: ModelConfiguration) -> [ExplorePage] {
    guard configuration.hasHead else { return [.overview, .step, .neuron, .layers] }
    return configuration.cell == nil
      ? [.overview, .step, .neuron, .layers, .ledger, .generation] : [.states, .step, .ledger, .generation]
  }

  /// The panels that a model's page has, in the order of Tab: without heads there is nothing to rank.
  func panels(of configuration: ModelConfiguration) -> [ExplorePanel] {
    configuration.cell == nil ? panels : panels.filter { $0 != .ranking }
  }

  /// All panels, in the order of Tab.
  var panels: [ExplorePanel] {
    switch self {
    case .overview: [.model, .heatmap, .lines, .details, .predictions, .activations]
    case .step: [.strip, .operation, .explanation]
    case .neuron: [.keys, .dimensions]
    case .layers: [.lens, .residual, .neurons]
    case .ledger: [.ledger, .effect, .ranking]
    case .generation: [.candidates, .knobs, .branches]
    case .states: [.states, .course, .predictions]
    }
  }
}

/// A panel of the Explore screen.
enum ExplorePanel: CaseIterable, Hashable, Sendable {
  // Overview.
  case model, heatmap, lines, details, predictions, activations
  // Step-through.
  case strip, operation, explanation
  // Neuron view.
  case keys, dimensions
  // Layers.
  case residual, neurons, lens
  // Ledger.
  case ledger, effect, ranking
  // Generation.
  case candidates, knobs, branches
  // States.
  case states, course

  /// The page that it belongs to.
  var page: ExplorePage { ExplorePage.allCases.first { $0.panels.contains(self) } ?? .overview }
}
