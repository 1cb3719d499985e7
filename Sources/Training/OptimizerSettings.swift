internal import Tensors

/// Which optimiser, and its constants.
public struct OptimizerSettings: Equatable, Sendable {
  /// The rule that turns a gradient into an update.
  public enum Kind: String, CaseIterable, Sendable {
    /// Gradient descent with momentum.
    case sgd
    /// Adam; weight decay is L2, added to the gradient.
    case adam
    /// Adam with decoupled weight decay.
    case adamw

    /// Runs of numbers that it keeps beside the parameters: momentum, or two moments.
    var momentCount: Int { self == .sgd ? 1 : 2 }

    /// Where the second moments of parameters under a layout stand.
    func secondMomentLayout(_ layout: ParameterLayout) -> ParameterLayout {
      momentCount > 1 ? layout : ParameterLayout()
    }
  }

  /// What weight decay pulls at.
  public enum DecayScope: String, CaseIterable, Sendable {
    /// Weights of two dimensions: not biases, not norms.
    case matrices
    /// Every parameter, as PyTorch's optimisers where nothing else is said.
    case all
  }

  /// The rule.
  public var kind: Kind
  /// Adam and AdamW: decay of the first moment.
  public var beta1: Double
  /// Adam and AdamW: decay of the second moment.
  public var beta2: Double
  /// Adam and AdamW: added to the root of the second moment.
  public var epsilon: Double
  /// SGD: share of the last direction that is kept; 0 for plain gradient descent.
  public var momentum: Double
  /// Weight decay: decoupled for AdamW, in the gradient for Adam and SGD, as in PyTorch.
  public var weightDecay: Double
  /// What it pulls at.
  public var decayScope: DecayScope

  /// All of it; PyTorch's defaults where nothing is said, but for the decay (0) and SGD's momentum (0.9).
  public init(
    kind: Kind = .adamw, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8, momentum: Double = 0.9,
    weightDecay: Double = 0, decayScope: DecayScope = .matrices
  ) {
    self.kind = kind
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.momentum = momentum
    self.weightDecay = weightDecay
    self.decayScope = decayScope
  }
}
