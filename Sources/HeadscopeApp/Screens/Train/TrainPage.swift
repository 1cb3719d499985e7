/// What the Train screen shows below its title.
enum TrainPage: CaseIterable, Hashable, Sendable {
  /// The curves, the heads, the samples.
  case dashboard
  /// One step taken apart.
  case step
  /// The dashboard as it was after any step, and runs that branch off there.
  case past
  /// What the heads are good for, over the steps.
  case roles

  /// The panels, in the order in which Tab goes through them.
  var panels: [TrainPanel] {
    switch self {
    case .dashboard, .past: [.loss, .run, .heads, .controls, .samples, .predictions, .layers, .histograms]
    case .roles: [.loss, .roles, .roleHeads]
    case .step: [.guess, .distance, .blame, .update]
    }
  }
}

/// A part of the Train screen that can have the focus.
enum TrainPanel: CaseIterable, Hashable, Sendable {
  /// Loss over the steps.
  case loss
  /// Figures of the run, each with its recent past.
  case run
  /// The attention of the probe sentence.
  case heads
  /// What can be changed.
  case controls
  /// What the model writes.
  case samples
  /// What it expects after the probe.
  case predictions
  /// Gradient norms, layer by layer.
  case layers
  /// How parameters and gradients are distributed.
  case histograms
  /// Roles, the best head's score in each over the steps.
  case roles
  /// The chosen role, head by head.
  case roleHeads
  /// One step: what the model says, and the right answer.
  case guess
  /// One step: how far off it was.
  case distance
  /// One step: how the blame flows back through the layers.
  case blame
  /// One step: what has changed.
  case update

  /// The page on which it stands.
  var page: TrainPage {
    switch self {
    case .guess, .distance, .blame, .update: .step
    case .roles, .roleHeads: .roles
    default: .dashboard
    }
  }
}
